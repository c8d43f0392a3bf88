import { questionIn } from './address';
import type { Question } from './question';
import { referenceText } from './reference';
import { BLANK_VIEW } from './view';
import { questionOf } from './view-question';

/** The part of an address that says what is asked. */
export interface Address {
  readonly pathname: string;
  readonly search: string;
  readonly hash: string;
}

/** What an address asks: the question behind `#`, else that of a link in an alert; null when it asks nothing. */
export const questionAt = (address: Address): Question | null => questionIn(address.hash) ?? linkedQuestion(address);

/**
 * The question of a link that other tools may build and keep: `/ci/<id>`, `/ci?source=<data source>&key=<its key>`, and
 * `/impact?failed=<id>&failed=<data source>:<its key>`; each with `at=<revision or time>` for a past moment.
 */
export function linkedQuestion({ pathname, search }: Pick<Address, 'pathname' | 'search'>): Question | null {
  const parameters = new URLSearchParams(search);
  const at = parameters.get('at') || null;
  const path = pathname.replace(/\/+$/, '');
  if (path === '/impact') {
    return questionOf({ ...BLANK_VIEW, mode: 'impact', failed: parameters.getAll('failed'), at });
  }
  const item = itemOf(path, parameters);
  return item === null ? null : questionOf({ ...BLANK_VIEW, roots: [item], at });
}

/** As a reference in text. */
function itemOf(path: string, parameters: URLSearchParams): string | null {
  const [source, key] = [parameters.get('source'), parameters.get('key')];
  if (path === '/ci') return source === null || key === null ? null : referenceText({ native: { source, key } });
  const [, id] = /^\/ci\/([^/]+)$/.exec(path) ?? [];
  return id === undefined ? null : referenceText({ id: decoded(id) });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
