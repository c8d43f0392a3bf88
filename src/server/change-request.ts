import type { FeedQuery } from '../application/feed/change-feed';
import type { ChangeFilter } from '../application/lists/find-changes';
import { CHANGE_KINDS, ENTITY_KINDS } from '../domain/history/change';
import { parseInstant } from '../domain/instant';
import { didYouMean, quoted } from '../domain/nearest-name';
import { HttpError } from './http-errors';

const ONCE = ['since', 'after', 'follow', 'bookmarkSeconds', 'operation', 'from', 'to'] as const;
/** May be given several times: one of the values must fit. */
const MANY = ['item', 'closureOf', 'path', 'class', 'entity', 'kind', 'principal', 'source'] as const;
const PARAMETERS = [...ONCE, ...MANY];
type Parameter = (typeof PARAMETERS)[number];
type Given = ReadonlyMap<Parameter, readonly string[]>;

const BOOKMARK_SECONDS = '30';

/** Reads the address of GET /changes. Throws HttpError, naming the parameter and what it may be. */
export function readChangeRequest(query: unknown): FeedQuery {
  const given = readParameters(query);
  const one = (name: (typeof ONCE)[number]): string | null => given.get(name)?.[0] ?? null;
  const since = one('since');
  return {
    since: since === null ? null : wholeNumber('since', since),
    after: one('after'),
    follow: oneOf('follow', one('follow') ?? 'true', ['true', 'false']) === 'true',
    bookmarkSeconds: wholeNumber('bookmarkSeconds', one('bookmarkSeconds') ?? BOOKMARK_SECONDS),
    filter: filterOf(given),
  };
}

function filterOf(given: Given): ChangeFilter {
  const many = (name: (typeof MANY)[number]): readonly string[] | null => given.get(name) ?? null;
  const words = <Word extends string>(name: (typeof MANY)[number], known: readonly Word[]): readonly Word[] | null =>
    many(name)?.map((value) => oneOf(name, value, known)) ?? null;
  return {
    configurationItems: many('item')?.map((id) => ({ id })) ?? null,
    inClosureOf: closureOf(many('closureOf')),
    paths: many('path'),
    classes: many('class'),
    entities: words('entity', ENTITY_KINDS),
    kinds: words('kind', CHANGE_KINDS),
    principals: many('principal'),
    sources: many('source'),
    operation: given.get('operation')?.[0] ?? null,
    from: instant('from', given),
    to: instant('to', given),
  };
}

const closureOf = (ids: readonly string[] | null): ChangeFilter['inClosureOf'] =>
  ids && { roots: ids.map((id) => ({ id })) };

function readParameters(query: unknown): Given {
  const given = new Map<Parameter, readonly string[]>();
  for (const [name, value] of Object.entries(query as Readonly<Record<string, string | readonly string[]>>)) {
    const known = PARAMETERS.find((parameter) => parameter === name);
    if (known === undefined) {
      const hint = didYouMean(name, PARAMETERS) || ` There are ${PARAMETERS.join(', ')}.`;
      throw badRequest(`/changes has no parameter ${quoted(name)}.${hint}`);
    }
    const values = typeof value === 'string' ? [value] : value;
    if (values.length > 1 && ONCE.some((once) => once === known)) {
      throw badRequest(`The parameter ${known} is given twice. Give it once.`);
    }
    given.set(known, values);
  }
  return given;
}

function wholeNumber(name: Parameter, text: string): number {
  const value = /^\d{1,16}$/.test(text) ? Number(text) : NaN;
  if (Number.isSafeInteger(value)) return value;
  throw badRequest(`The parameter ${name} must be a whole number, not ${quoted(text)}.`);
}

function instant(name: 'from' | 'to', given: Given): string | null {
  const text = given.get(name)?.[0];
  if (text === undefined) return null;
  const value = parseInstant(text);
  if (value !== null) return value;
  throw badRequest(`The parameter ${name} must be an instant such as 2026-11-22T22:07:18Z, not ${quoted(text)}.`);
}

function oneOf<Word extends string>(name: Parameter, value: string, words: readonly Word[]): Word {
  const found = words.find((word) => word === value);
  if (found !== undefined) return found;
  throw badRequest(`The parameter ${name} must be one of ${words.join(', ')}, not ${quoted(value)}.`);
}

const badRequest = (message: string): HttpError => new HttpError(400, 'BAD_REQUEST', message);
