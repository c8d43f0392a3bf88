import { useMemo } from 'react';
import { timelineIn, type Timeline } from './panels/timeline';
import { timelineOf } from './queries/timeline';
import { useLookup } from './use-lookup';
import type { View } from './view/view';

/** When what a view shows changed. */
export function useTimeline(view: View | null): Timeline {
  const roots = view === null ? [] : view.roots.length > 0 ? view.roots : view.failed;
  const { data } = useLookup(timelineOf(roots, view?.direction ?? 'DEPENDENTS'));
  return useMemo(() => timelineIn(data), [data]);
}
