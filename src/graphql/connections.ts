import { createHash } from 'node:crypto';
import { RecentAnswers } from '../application/analyses/recent-answers';
import type { FoundPage } from '../application/references/references';
import { DomainError } from '../domain/errors';
import type { Revision } from '../domain/ids';
import { mapPage, pageOfValues, type PagePosition, type PageRequest, type PageResult } from '../domain/page';
import type { Moment } from '../application/moments';
import type { RequestContext } from './context';
import { decodeCursor, encodeCursor, type Cursor } from './cursors';
import type { ConnectionModel, UnresolvedRefModel } from './models';

/** The most that one page may ask for. */
export const PAGE_SIZE_MAX = 1_000;
/** What a page holds when the caller does not say. */
export const PAGE_SIZE_DEFAULT = 50;

/** The paging arguments of a connection, as GraphQL gives them. */
export interface PageArguments {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
  /** The moment that the field names, where it can. */
  readonly at?: Moment | null | undefined;
}

/** The arguments of a connection, checked. */
export interface PagePlan {
  readonly list: string;
  readonly page: PageRequest;
  /** The cursor that names the revision to read at, if there is one. */
  readonly cursor: Cursor | null;
  readonly at?: PageArguments['at'];
}

/**
 * Names a list by its field and by what is asked of it: a cursor points into one answer by position, and would skip
 * entries of another one without a word. Arguments that GraphQL has coerced stand in the order of the schema.
 */
export function listOf(field: string, question: unknown): string {
  const text = JSON.stringify(question) ?? '';
  const key = `${field}#${text}`;
  const known = NAMES.get(key);
  if (known !== undefined) return known;
  const asked = createHash('sha256').update(text).digest('base64url');
  const name = `${field}#${asked.slice(0, 10)}`;
  if (key.length <= KEY_LENGTH_MAX) NAMES.put(key, name);
  return name;
}

/** Lists within lists are asked the same for each item. */
const NAMES = new RecentAnswers<string>(1_000);
/** A long filter is hardly asked of each item of a list, and would take room. */
const KEY_LENGTH_MAX = 300;

/** Checks paging arguments. `list` is what {@link listOf} names. */
export function planPage(list: string, { first, after, last, before, at }: PageArguments): PagePlan {
  if (first != null && last != null) {
    throw new DomainError('BAD_REQUEST', 'Give either first or last: a page is counted from one end.');
  }
  const limit = checkPageSize(last == null ? 'first' : 'last', last ?? first ?? PAGE_SIZE_DEFAULT);
  const behind = after == null ? null : decodeCursor(after, list);
  const inFront = before == null ? null : decodeCursor(before, list);
  if (behind && inFront && (behind.revision !== inFront.revision || behind.history !== inFront.history)) {
    throw new DomainError('BAD_REQUEST', 'The cursors after and before come from answers of different revisions.');
  }
  return {
    list,
    page: { limit, backward: last != null, after: behind?.position ?? null, before: inFront?.position ?? null },
    cursor: behind ?? inFront,
    at,
  };
}

/** The size itself; throws LIMIT_EXCEEDED above {@link PAGE_SIZE_MAX} and BAD_REQUEST below zero. */
function checkPageSize(argument: string, size: number): number {
  if (size < 0) throw new DomainError('BAD_REQUEST', `${argument}: ${size} is less than 0.`);
  if (size <= PAGE_SIZE_MAX) return size;
  const next = 'ask for less and go on with the cursor endCursor';
  throw new DomainError(
    'LIMIT_EXCEEDED',
    `${argument}: ${size} is more than a page may hold, ${PAGE_SIZE_MAX}: ${next}.`,
  );
}

/** Where a field reads: at its cursor's answer, at the moment it names, or at the operation's revision. */
export async function revisionOfPage(
  context: RequestContext,
  plan: Pick<PagePlan, 'cursor'>,
  args: Parameters<RequestContext['revisionFor']>[0],
): Promise<Revision> {
  if (!plan.cursor) return context.revisionFor(args);
  const { revision, history, moment } = plan.cursor;
  if (args.at == null) context.moments.note(revision, moment);
  else if ((await context.revisionFor(args)) !== revision) {
    throw new DomainError('BAD_REQUEST', `The cursor belongs to an answer of revision ${revision}; at names another.`);
  }
  if ((await context.historyAt(revision)) !== history) {
    throw new DomainError('CURSOR_EXPIRED', 'The answer this cursor belongs to is gone: start again without it.');
  }
  // Another server may have given it, one that is ahead of this one.
  return revision <= context.app.projection.head ? revision : context.revisionFor({ at: { revision } }, moment);
}

/** The connection of a page that storage gave. */
export async function toConnection<T>(
  context: RequestContext,
  plan: PagePlan,
  result: PageResult<T>,
  at: Revision,
  totalCount: () => number | Promise<number>,
): Promise<ConnectionModel<T>> {
  const history = result.values.length === 0 ? '' : await context.knownHistory(at);
  return connectionOf(plan, result, { revision: at, moment: momentOf(context, plan, at), history }, totalCount);
}

/** The moment that an answer is of: the one that its field names, that it was begun with, or that what holds it is of. */
function momentOf({ moments }: RequestContext, { at, cursor }: PagePlan, revision: Revision): Cursor['moment'] {
  if (at != null) return moments.nameOf(at);
  return cursor ? cursor.moment : moments.nameAt(revision);
}

/** What the cursors of a page say but for the list and their places in it. */
export type CursorOrigin = Pick<Cursor, 'revision' | 'moment' | 'history'>;

/** The same where it is known what its cursors say; of a page without entries that does not matter. */
export function connectionOf<T>(
  plan: Pick<PagePlan, 'list' | 'page'>,
  result: PageResult<T>,
  origin: CursorOrigin,
  totalCount: () => number | Promise<number>,
): ConnectionModel<T> {
  const { backward, after, before } = plan.page;
  const last = result.values.length - 1;
  const cursorAt = (place: number): string =>
    encodeCursor({ list: plan.list, ...origin, position: result.positionAt(place) });
  return {
    nodes: result.values,
    // Most callers read no cursors, or one of a thousand.
    get edges() {
      return result.values.map((node, place) => new Edge(node, place, cursorAt));
    },
    pageInfo: {
      // The cursor itself stands beyond the page on its side, so there is more that way.
      hasNextPage: backward ? before !== null : result.hasMore,
      hasPreviousPage: backward ? result.hasMore : after !== null,
      get startCursor() {
        return last < 0 ? null : cursorAt(0);
      },
      get endCursor() {
        return last < 0 ? null : cursorAt(last);
      },
    },
    totalCount,
    revision: origin.revision,
  };
}

/** A node with its cursor, which is written when it is asked for. */
class Edge<T> {
  readonly node: T;
  readonly #place: number;
  readonly #cursorAt: (place: number) => string;

  constructor(node: T, place: number, cursorAt: (place: number) => string) {
    this.node = node;
    this.#place = place;
    this.#cursorAt = cursorAt;
  }

  get cursor(): string {
    return this.#cursorAt(this.#place);
  }
}

/** The same list of other nodes, which took the place of its own; those of undefined are left out. */
export function withNodes<T>(
  connection: ConnectionModel<unknown>,
  nodeAt: (place: number) => T | undefined,
): ConnectionModel<T> {
  const edges = connection.edges.flatMap(({ cursor }, place) => {
    const node = nodeAt(place);
    return node === undefined ? [] : [{ cursor, node }];
  });
  return { ...connection, edges, nodes: edges.map(({ node }) => node) };
}

/** A list in memory, or something that makes only those entries that are looked at. */
export interface Sliceable<T> {
  readonly length: number;
  slice(start: number, end: number): readonly T[];
}

/** What another list has, each entry as something else. */
export const mapped = <T, U>(items: Sliceable<T>, map: (value: T) => U): Sliceable<U> => ({
  length: items.length,
  slice: (start, end) => items.slice(start, end).map(map),
});

/** One page of a list that is in memory; the position of an entry is its place in the list. */
export function pageOfList<T>(items: Sliceable<T>, page: PageRequest): PageResult<T> {
  const from = page.after === null ? 0 : placeOf(page.after) + 1;
  const to = page.before === null ? items.length : placeOf(page.before);
  const start = page.backward ? Math.max(from, to - page.limit) : from;
  const end = page.backward ? to : Math.min(to, from + page.limit);
  const hasMore = page.backward ? start > from : end < to;
  return pageOfValues(items.slice(start, end), hasMore, (place) => [start + place]);
}

function placeOf(position: PagePosition): number {
  const [place] = position;
  if (typeof place === 'number' && Number.isSafeInteger(place) && place >= 0) return place;
  throw new DomainError('BAD_REQUEST', 'The cursor does not fit this list: start again without it.');
}

/** Where a list or an answer below another value reads: at its cursor's answer, or where that value was read. */
export async function revisionBelow(
  context: RequestContext,
  plan: Pick<PagePlan, 'cursor'>,
  at: Revision,
): Promise<Revision> {
  return plan.cursor ? revisionOfPage(context, plan, {}) : at;
}

/** The connection of a page whose filter holds references. */
export async function toFoundConnection<T, U>(
  context: RequestContext,
  plan: PagePlan,
  { page, count, unresolved }: FoundPage<T>,
  at: Revision,
  map: (value: T) => U,
): Promise<ConnectionModel<U> & { readonly unresolved: readonly UnresolvedRefModel[] }> {
  const connection = await toConnection(context, plan, mapPage(page, map), at, count);
  return Object.assign(connection, { unresolved: unresolved.map((reference) => ({ ...reference, at })) });
}

/** The resolvers of a connection type: the total is worked out when it is asked for. */
export const connectionResolvers = {
  totalCount: ({ totalCount }: Pick<ConnectionModel<unknown>, 'totalCount'>): number | Promise<number> =>
    typeof totalCount === 'function' ? totalCount() : totalCount,
};

/** The same of a list whose filter may hold references. */
export const foundConnectionResolvers = {
  ...connectionResolvers,
  unresolved: ({ unresolved = [] }: { readonly unresolved?: readonly UnresolvedRefModel[] }) => unresolved,
};
