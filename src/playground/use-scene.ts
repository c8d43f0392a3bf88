import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { answers } from './answer/answers';
import { isReading, useAsk } from './ask';
import { createStore } from './store';
import { questionAt } from './view/deep-link';
import { PLAIN_DISPLAY, type Display } from './view/display';
import { reduce, type Action, type Scene } from './view/scene';
import type { View } from './view/view';
import { questionOf, viewOf } from './view/view-question';

/** How answers are shown now. */
export const displays = createStore<Display>(PLAIN_DISPLAY);

/** The view that is being asked for: clicks that come quickly add up. Null when its answer is there. */
const pending = createStore<View | null>(null);
answers.subscribe(() => pending.set(null));

/** The page was opened by a link whose question is not answered yet. */
export const expecting = createStore(isReading(questionAt(window.location)?.query ?? ''));
answers.subscribe(() => {
  if (answers.newest() !== null) expecting.set(false);
});

export const isAsking = (): boolean => pending.get() !== null;

/** The ids that references of other kinds lead to, as far as they were looked up. */
const knownIds = new Map<string, string>();

export function rememberId(reference: string, id: string): void {
  knownIds.set(reference, id);
}

export interface SceneAccess {
  readonly scene: Scene;
  readonly dispatch: (action: Action) => void;
  /** False until the editor is there to ask with. */
  readonly ready: boolean;
}

/** What is shown, and how to show something else: a view that changes is asked, a display that changes is drawn. */
export function useScene(): SceneAccess {
  const answer = useSyncExternalStore(answers.subscribe, answers.newest);
  const display = useSyncExternalStore(displays.subscribe, displays.get);
  const view = useMemo(() => (answer === null ? null : viewOf(answer)), [answer]);
  const ask = useAsk();
  const dispatch = useCallback(
    (action: Action) => {
      const before: Scene = { view: byIds(pending.get() ?? answeredView()), display: displays.get() };
      const after = reduce(before, action);
      const asks = after.view !== null && after.view !== before.view;
      if (asks && ask === null) return;
      if (asks) pending.set(after.view);
      displays.set(after.display);
      if (asks && after.view !== null) ask?.(questionOf(after.view));
    },
    [ask],
  );
  return useMemo(() => ({ scene: { view, display }, dispatch, ready: ask !== null }), [view, display, dispatch, ask]);
}

function answeredView(): View | null {
  const answer = answers.newest();
  return answer === null ? null : viewOf(answer);
}

/** So that marking an item finds it, however the view came to name it. */
function byIds(view: View | null): View | null {
  if (view === null) return null;
  const idOf = (reference: string) => knownIds.get(reference) ?? reference;
  return { ...view, roots: view.roots.map(idOf), failed: view.failed.map(idOf) };
}
