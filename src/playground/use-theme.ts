import { useGraphiQL } from '@graphiql/react';
import { useSyncExternalStore } from 'react';
import type { Theme } from './graph-style';

const dark = window.matchMedia('(prefers-color-scheme: dark)');

/** What GraphiQL is set to, or what the system prefers. */
export function useTheme(): Theme {
  const set = useGraphiQL((state) => state.theme);
  const systemIsDark = useSyncExternalStore(
    (listener) => {
      dark.addEventListener('change', listener);
      return () => dark.removeEventListener('change', listener);
    },
    () => dark.matches,
  );
  return set ?? (systemIsDark ? 'dark' : 'light');
}
