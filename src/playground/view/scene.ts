import type { Grouping } from '../groups/grouping';
import type { Display, Pane } from './display';
import { BLANK_VIEW, normalView, subjectOf, type Direction, type Mode, type View } from './view';

/** Everything that can be shared as a link: what is asked, and how the answer is shown. */
export interface Scene {
  /** Null while what is shown answers a query that somebody wrote. */
  readonly view: View | null;
  readonly display: Display;
}

/** What a click or a key does. Items are references as text. */
export type Action =
  | { readonly type: 'topology'; readonly items: readonly string[]; readonly direction: Direction }
  | { readonly type: 'mode'; readonly mode: Mode; readonly direction?: Direction; readonly since?: string }
  | { readonly type: 'impact'; readonly items: readonly string[] }
  | { readonly type: 'fail'; readonly items: readonly string[] }
  | { readonly type: 'toggle-failed'; readonly item: string }
  | { readonly type: 'weak-points'; readonly item: string }
  | { readonly type: 'changes'; readonly items: readonly string[] }
  | { readonly type: 'page'; readonly after: string | null }
  | { readonly type: 'moment'; readonly at: string | null }
  | { readonly type: 'group'; readonly by: Grouping }
  | { readonly type: 'toggle-group'; readonly key: string }
  | { readonly type: 'open-groups'; readonly keys: readonly string[] }
  | { readonly type: 'choose'; readonly item: string | null }
  | { readonly type: 'pane'; readonly pane: Pane };

/** The scene after an action; the same view object when nothing new is to be asked. */
export function reduce({ view, display }: Scene, action: Action): Scene {
  const next = viewAfter(view, action);
  return {
    view: next === view ? view : next === null ? null : normalView(next),
    display: displayAfter(display, action),
  };
}

function viewAfter(view: View | null, action: Action): View | null {
  const known = view ?? BLANK_VIEW;
  const fresh = { ...BLANK_VIEW, at: known.mode === 'difference' ? null : known.at };
  switch (action.type) {
    case 'topology':
      return { ...fresh, mode: 'topology', roots: action.items, direction: action.direction };
    case 'impact':
      return { ...fresh, mode: 'impact', failed: action.items };
    case 'weak-points':
      return { ...fresh, mode: 'weak-points', roots: [action.item] };
    case 'changes':
      return { ...fresh, mode: 'changes', roots: action.items };
    case 'page':
      return { ...known, after: action.after };
    case 'fail':
      return withFailed(known, action.items);
    case 'toggle-failed':
      return withFailed(known, toggled(known.failed, action.item));
    case 'moment':
      return known.mode === 'difference' && action.at === null
        ? { ...known, mode: 'topology', at: null }
        : { ...known, at: action.at, after: null };
    case 'mode':
      return inMode(known, action);
    case 'group':
    case 'toggle-group':
    case 'open-groups':
    case 'choose':
    case 'pane':
      return view;
  }
}

/** What was looked at stays in sight around the outages; a picture of outages alone has nothing around them. */
function withFailed(view: View, failed: readonly string[]): View {
  const within = view.mode === 'weak-points' || view.mode === 'impact' ? view.mode : 'impact';
  const roots = view.mode === 'changes' || view.mode === 'difference' ? [] : view.roots;
  if (failed.length === 0 && within === 'impact' && roots.length > 0) return { ...view, mode: 'topology', failed };
  const at = view.mode === 'difference' ? null : view.at;
  return { ...view, mode: within, roots, failed, at };
}

/** The subject of a view goes with it: an outage is looked at from all sides like any other item. */
function inMode(view: View, { mode, direction, since }: Extract<Action, { type: 'mode' }>): View {
  const roots = subjectOf(view);
  const failed = view.failed.length > 0 ? view.failed : view.roots;
  const at = mode === 'difference' ? (since ?? view.at) : view.mode === 'difference' ? null : view.at;
  const next = { ...view, mode, direction: direction ?? view.direction, roots, failed: [], at, after: null };
  if (mode === 'impact') return { ...next, roots: view.failed.length > 0 ? view.roots : [], failed };
  return mode === 'weak-points' && view.mode === 'impact' && view.roots.length > 0 ? { ...next, failed } : next;
}

function toggled(items: readonly string[], item: string): string[] {
  return items.includes(item) ? items.filter((one) => one !== item) : [...items, item];
}

function displayAfter(display: Display, action: Action): Display {
  switch (action.type) {
    case 'topology':
      return { ...display, pane: null, chosen: action.items[0] ?? null };
    case 'mode':
      return { ...display, pane: null, chosen: action.mode === 'weak-points' ? null : display.chosen };
    case 'weak-points':
      // Its sets stand where the details would.
      return { ...display, pane: null, chosen: null };
    case 'impact':
    case 'changes':
      return { ...display, pane: null };
    case 'group':
      return { ...display, by: action.by, opened: [] };
    case 'toggle-group':
      return { ...display, opened: toggled(display.opened, action.key) };
    case 'open-groups':
      return { ...display, opened: action.keys };
    case 'choose':
      return { ...display, chosen: action.item };
    case 'pane':
      return { ...display, pane: action.pane };
    case 'fail':
    case 'toggle-failed':
    case 'page':
    case 'moment':
      return display;
  }
}
