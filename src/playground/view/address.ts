import { displayIn, displayParameters, PLAIN_DISPLAY, type Display } from './display';
import type { Question } from './question';
import { BLANK_VIEW, MODES, normalView, type View } from './view';
import { questionOf, viewOf } from './view-question';

/**
 * The part of an address behind `#`: it never leaves the browser, so questions stay out of server logs. A view is named
 * by what it is about; what somebody wrote stands there word for word. Headers, and with them tokens, never do.
 */
export function hashOf(question: Question, display: Display = PLAIN_DISPLAY): string {
  const view = viewOf(question);
  const asked = view === null ? writtenParameters(question) : viewParameters(view);
  return `#${new URLSearchParams([...asked, ...displayParameters(display)]).toString()}`;
}

/** Null when the address holds no question. */
export function questionIn(hash: string): Question | null {
  const parameters = parametersOf(hash);
  const view = viewIn(parameters);
  if (view !== null) return questionOf(view);
  const query = parameters.get('query');
  return query === null || query.trim() === '' ? null : { query, variables: parameters.get('variables') ?? '' };
}

export const displayAt = (hash: string): Display => displayIn(parametersOf(hash));

/** For an address whose question stands before the `#`. */
export function displayHash(display: Display): string {
  const parameters = new URLSearchParams(displayParameters(display)).toString();
  return parameters === '' ? '' : `#${parameters}`;
}

function parametersOf(hash: string): URLSearchParams {
  return new URLSearchParams(hash.replace(/^#/, ''));
}

function writtenParameters({ query, variables }: Question): [string, string][] {
  const without = variables.trim() === '' || variables.trim() === '{}';
  return without
    ? [['query', query]]
    : [
        ['query', query],
        ['variables', variables],
      ];
}

function viewParameters({ mode, direction, roots, failed, at, after }: View): [string, string][] {
  return [
    ['view', mode],
    ...(direction === BLANK_VIEW.direction ? [] : [['direction', direction] satisfies [string, string]]),
    ...roots.map((root): [string, string] => ['of', root]),
    ...failed.map((item): [string, string] => ['failed', item]),
    ...(at === null ? [] : [['at', at] satisfies [string, string]]),
    ...(after === null ? [] : [['after', after] satisfies [string, string]]),
  ];
}

function viewIn(parameters: URLSearchParams): View | null {
  const mode = MODES.find((one) => one === parameters.get('view'));
  if (mode === undefined) return null;
  return normalView({
    mode,
    direction: parameters.get('direction') === 'DEPENDENCIES' ? 'DEPENDENCIES' : 'DEPENDENTS',
    roots: parameters.getAll('of'),
    failed: parameters.getAll('failed'),
    at: parameters.get('at') || null,
    after: parameters.get('after') || null,
  });
}
