import { useMemo } from 'react';
import { timelineIn, type Timeline } from './panels/timeline';
import { timelineOf } from './queries/timeline';
import { useLookup } from './use-lookup';
import { subjectOf, type View } from './view/view';

/** When what a view shows changed. */
export function useTimeline(view: View | null): Timeline {
  const roots = view === null ? [] : subjectOf(view);
  const { data } = useLookup(timelineOf(roots, view?.direction ?? 'DEPENDENTS'));
  return useMemo(() => timelineIn(data), [data]);
}
