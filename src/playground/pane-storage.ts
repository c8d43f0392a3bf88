import type { Storage as PaneStorage } from '@graphiql/toolkit';

/** GraphiQL gives a pane a quarter of the window; a picture needs more than half. The user's own choice is kept. */
const DEFAULTS: Readonly<Record<string, string>> = { 'graphiql:docExplorerFlex': '1.5' };

export function paneStorage(storage: Storage): PaneStorage {
  return {
    getItem: (key) => storage.getItem(key) ?? DEFAULTS[key] ?? null,
    setItem: (key, value) => storage.setItem(key, value),
    removeItem: (key) => storage.removeItem(key),
    clear: () => storage.clear(),
    get length() {
      return storage.length;
    },
  };
}
