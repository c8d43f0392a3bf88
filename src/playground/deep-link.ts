import { IMPACT_FIELDS, TOPOLOGY_FIELDS } from './questions';
import { questionIn, type Question } from './shared-link';

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
  const at = momentOf(parameters.get('at'));
  const path = pathname.replace(/\/+$/, '');
  if (path === '/impact') {
    const outages = parameters.getAll('failed').map((failed) => ({ configurationItem: referenceOf(failed) }));
    return { query: IMPACT, variables: JSON.stringify({ outages, at }, null, 2) };
  }
  const ci = itemOf(path, parameters);
  return ci === null ? null : { query: ITEM, variables: JSON.stringify({ ci, at }, null, 2) };
}

function itemOf(path: string, parameters: URLSearchParams): object | null {
  const [source, key] = [parameters.get('source'), parameters.get('key')];
  if (path === '/ci') return source === null || key === null ? null : { native: { source, key } };
  const [, id] = /^\/ci\/([^/]+)$/.exec(path) ?? [];
  return id === undefined ? null : { id: decoded(id) };
}

/** Ids hold no colon. */
function referenceOf(text: string): object {
  const colon = text.indexOf(':');
  return colon < 1 ? { id: text } : { native: { source: text.slice(0, colon), key: text.slice(colon + 1) } };
}

function momentOf(text: string | null): object | null {
  if (text === null || text === '') return null;
  return /^\d+$/.test(text) ? { revision: Number(text) } : { time: text };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const IMPACT = `query WhatBreaks($outages: [OutageInput!]!, $at: Moment) {
  impact(outages: $outages, at: $at) {
${IMPACT_FIELDS}
  }
}
`;

const ITEM = `query AboutIt($ci: ConfigurationItemRef!, $at: Moment) {
  topology(roots: [$ci], direction: DEPENDENTS, at: $at) {
${TOPOLOGY_FIELDS}
  }
}
`;
