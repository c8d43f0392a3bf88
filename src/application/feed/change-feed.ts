import type { Change, ChangeSet } from '../../domain/history/change';
import { DomainError } from '../../domain/errors';
import { revision, type Revision } from '../../domain/ids';
import { readChangeSetsFrom } from '../../storage/history/change-log';
import { findChanges, type ChangeQuery } from '../../storage/history/change-queries';
import type { Executor } from '../../storage/database';
import type { Application } from '../application';
import { cursorExpired, decodeFeedCursor, encodeFeedCursor, positionBehind, type FeedPosition } from './feed-position';
import { changeQuery, closureOf, type ChangeFilter } from '../lists/find-changes';
import { resolveReferences, type ResolvedReferences } from '../references/references';

/** What of one change set passes the filter, or, without a change set, only how far the log was looked through. */
export interface FeedEvent {
  readonly revision: Revision;
  /** Given as `after`, it resumes behind this event. */
  readonly cursor: string;
  readonly changeSet: ChangeSet | null;
  /** In their order, at most {@link CHANGES_PER_EVENT}. */
  readonly changes: readonly Change[];
  /** Whether no further event of this change set follows. */
  readonly last: boolean;
}

/** What to follow. `since` (exclusive) and `after` exclude each other; with neither, from now on. */
export interface FeedQuery {
  readonly since?: number | null | undefined;
  /** The cursor of an event. */
  readonly after?: string | null | undefined;
  readonly filter?: ChangeFilter | null | undefined;
  /** How long nothing is said at most. */
  readonly bookmarkSeconds: number;
  /** False: ends with a bookmark as soon as all is told that can be read here. */
  readonly follow: boolean;
}

/** What a feed needs of the application. */
export type FeedSource = Pick<
  Application,
  'database' | 'clock' | 'models' | 'projection' | 'analyses' | 'hiddenAt' | 'sightAt'
>;

/** A larger change set comes in several events. */
export const CHANGES_PER_EVENT = 1_000;
/** Change sets looked through at a time. */
const CHANGE_SETS_AT_ONCE = 500;
/** Even when nothing is written the place is looked at this often: a restored backup must be noticed. */
const CHECK_MS = 10_000;
const BOOKMARK_SECONDS_MAX = 3_600;

/**
 * The change log as a stream: every change behind a place that passes the filter, in order, no gap, no repeat. The filter
 * means what it means for the list of changes, and the items are those that its references lead to when the feed begins.
 * Never past the head of this server, so that whatever an event speaks of can be read here. Ends on the signal.
 * Throws BAD_REQUEST, UNKNOWN_CLASS, NOT_FOUND and the like for what is asked; CURSOR_EXPIRED, at once or later, when the
 * log does not (any more) continue what was delivered.
 */
export async function openChangeFeed(
  app: FeedSource,
  query: FeedQuery,
  signal: AbortSignal,
): Promise<AsyncGenerator<FeedEvent, undefined>> {
  checkBookmarks(query.bookmarkSeconds);
  const position = await startOf(app, query);
  const { head } = app.projection;
  const filter = query.filter ?? {};
  const items = await itemsOf(app, filter, head);
  await feedQuery(app, { filter, items }, { from: head, to: head }, signal);
  const feed = new ChangeFeed(app, { filter, items }, position, signal);
  await feed.check();
  return follow(app, feed, { ...query, signal, endAt: query.follow ? null : head });
}

interface Pace {
  readonly after?: FeedQuery['after'];
  readonly since?: FeedQuery['since'];
  readonly bookmarkSeconds: number;
  readonly signal: AbortSignal;
  /** The feed ends there; null: it goes on. */
  readonly endAt: Revision | null;
}

async function* follow(
  { projection }: FeedSource,
  feed: ChangeFeed,
  { after, since, bookmarkSeconds, signal, endAt }: Pace,
): AsyncGenerator<FeedEvent, undefined> {
  let saidAt = performance.now();
  // Who begins now and is cut off before anything happens must know where that was.
  if (after == null && since == null && endAt === null) yield feed.bookmark();
  while (!signal.aborted) {
    const events = await feed.next(projection.head);
    for (const event of events) {
      yield event;
      if (signal.aborted) return;
      saidAt = performance.now();
    }
    if (endAt !== null && feed.isThrough(endAt)) {
      yield feed.bookmark();
      return;
    }
    const leftMs = saidAt + bookmarkSeconds * 1_000 - performance.now();
    if (leftMs <= 0) {
      yield feed.bookmark();
      saidAt = performance.now();
    } else if (!feed.moved) {
      // A cursor may come from a server that is ahead of this one.
      const awaited = revision(Math.max(projection.head + 1, feed.position.revision));
      await projection.waitFor(awaited, Math.min(leftMs, CHECK_MS), signal);
    }
  }
}

/** A filter, and the items that it names. */
interface ResolvedFilter {
  readonly filter: ChangeFilter;
  readonly items: ResolvedReferences;
}

/** A place in the log that moves on. */
class ChangeFeed {
  readonly #app: FeedSource;
  readonly #filtered: ResolvedFilter;
  readonly #signal: AbortSignal;
  #position: FeedPosition;
  /** Time of the change set there. */
  #at: string | null = null;
  #moved = false;

  constructor(app: FeedSource, filtered: ResolvedFilter, position: FeedPosition, signal: AbortSignal) {
    this.#app = app;
    this.#signal = signal;
    this.#filtered = filtered;
    this.#position = position;
  }

  get position(): FeedPosition {
    return this.#position;
  }

  /** Whether the last look led on. */
  get moved(): boolean {
    return this.#moved;
  }

  isThrough(head: Revision): boolean {
    return this.#position.revision >= head && this.#position.delivered === null;
  }

  bookmark(): FeedEvent {
    const { revision: at } = this.#position;
    return { revision: at, cursor: encodeFeedCursor(this.#position), changeSet: null, changes: [], last: true };
  }

  /** Throws CURSOR_EXPIRED when the log does not hold the place. */
  async check(): Promise<void> {
    await this.#readChangeSets(this.#app.database, this.#position.revision);
  }

  /** The next events up to a revision, and moves behind them; none when nothing fits. */
  async next(upTo: Revision): Promise<readonly FeedEvent[]> {
    const known = this.#position;
    if (known.delivered === null && known.revision >= upTo) {
      await this.check();
      this.#moved = false;
      return [];
    }
    const from = revision(Math.max(1, known.revision));
    const to = revision(Math.min(upTo, known.revision + CHANGE_SETS_AT_ONCE));
    const query = await feedQuery(this.#app, this.#filtered, { from, to }, this.#signal);
    // One connection and hence one history: a failover ends it.
    const { changeSets, changes } = await this.#app.database.transaction(async (tx) => {
      const read = await this.#readChangeSets(tx, to);
      return { changeSets: read, changes: await readChanges(tx, query, known, read) };
    });
    return this.#advance(changeSets, changes);
  }

  /** The change sets at work: the one that was delivered in part, and those behind it. Checks that nothing is missing. */
  async #readChangeSets(executor: Executor, upTo: Revision): Promise<readonly ChangeSet[]> {
    const known = this.#position;
    const place = { revision: known.revision, at: this.#at };
    const limit = Math.min(CHANGE_SETS_AT_ONCE, Math.max(0, upTo - known.revision));
    const read = await readChangeSetsFrom(executor, place, limit);
    if (known.revision > 0 && read.known?.id !== known.changeSetId) {
      throw cursorExpired(
        read.known === null
          ? `the log no longer holds revision ${known.revision}`
          : `revision ${known.revision} is another one now (a backup was restored, or a failover lost commits)`,
      );
    }
    this.#at = read.known?.at ?? null;
    const { next } = read;
    const gap = next.findIndex((changeSet, index) => changeSet.revision !== known.revision + 1 + index);
    if (gap >= 0) throw cursorExpired(`the log no longer holds revision ${known.revision + 1 + gap}`);
    const isPartly = known.delivered !== null && read.known !== null && known.revision <= upTo;
    return isPartly ? [read.known, ...next] : next;
  }

  #advance(changeSets: readonly ChangeSet[], found: readonly Change[]): readonly FeedEvent[] {
    const shown = found.slice(0, CHANGES_PER_EVENT);
    const further = found[CHANGES_PER_EVENT] ?? null;
    const events = changeSets.flatMap((changeSet) => {
      const changes = shown.filter((change) => change.revision === changeSet.revision);
      return changes.length === 0 ? [] : [eventOf(changeSet, changes, further?.revision !== changeSet.revision)];
    });
    const reached = further === null ? changeSets.at(-1) : events.at(-1)?.changeSet;
    this.#moved = reached != null;
    if (reached != null) {
      const delivered = further?.revision === reached.revision ? further.ordinal : null;
      this.#position = { revision: reached.revision, changeSetId: reached.id, delivered };
      this.#at = reached.at;
    }
    return events;
  }
}

/** What passes the filter behind a place and within some change sets, oldest first; one more than an event holds. */
async function readChanges(
  executor: Executor,
  query: ChangeQuery,
  known: FeedPosition,
  changeSets: readonly ChangeSet[],
): Promise<readonly Change[]> {
  const [first, last] = [changeSets[0], changeSets.at(-1)];
  if (!first || !last) return [];
  const asked = {
    ...query,
    upTo: last.revision,
    since: revision(Math.max(first.revision - 1, query.since ?? 0)),
    // Older partitions are not looked into.
    from: query.from != null && Date.parse(query.from) > Date.parse(first.at) ? query.from : first.at,
  };
  // The list is newest first: walked backwards from the oldest, it is a feed.
  const delivered = known.delivered ?? 0;
  const before = delivered > 0 ? [known.revision, delivered - 1] : null;
  const page = await findChanges(executor, asked, {
    limit: CHANGES_PER_EVENT + 1,
    backward: true,
    after: null,
    before,
  });
  return page.entries.map((entry) => entry.value).toReversed();
}

function eventOf(changeSet: ChangeSet, changes: readonly Change[], last: boolean): FeedEvent {
  const { revision: at, id: changeSetId } = changeSet;
  const delivered = last ? null : (changes.at(-1)?.ordinal ?? 0) + 1;
  const cursor = encodeFeedCursor({ revision: at, changeSetId, delivered });
  return { revision: at, cursor, changeSet, changes, last };
}

async function startOf(app: FeedSource, { since, after }: FeedQuery): Promise<FeedPosition> {
  if (since != null && after != null) {
    throw new DomainError('BAD_REQUEST', 'Give either since or after: both say where to begin.');
  }
  if (after != null) return decodeFeedCursor(after);
  return positionBehind(app.database, since == null ? app.projection.head : revision(since));
}

/**
 * What a filter means within a step of the log. The closure that it names is what it holds at either end: what leaves it
 * with a change has that change told, too.
 */
async function feedQuery(
  app: FeedSource,
  { filter, items }: ResolvedFilter,
  { from, to }: { readonly from: Revision; readonly to: Revision },
  signal: AbortSignal,
): Promise<ChangeQuery> {
  const after = await closureOf(app, filter, to, signal);
  const before = from < to ? await closureOf(app, filter, from, signal) : null;
  const closure = after && [...new Set([...(before?.ids() ?? []), ...after.ids()])];
  return changeQuery(app, filter, { items, closure }, to);
}

/** A feed has no place to list what did not resolve, and must not stay silent about it for ever. */
async function itemsOf(app: FeedSource, filter: ChangeFilter, at: Revision): Promise<ResolvedReferences> {
  const items = await resolveReferences(app, filter.configurationItems ?? [], at);
  const roots = await resolveReferences(app, filter.inClosureOf?.roots ?? [], at);
  for (const [list, { unresolved }] of [
    ['configurationItems', items],
    ['inClosureOf.roots', roots],
  ] as const) {
    const [wrong] = unresolved;
    if (wrong) throw new DomainError(wrong.code, `filter.${list}[${wrong.index}]: ${wrong.message}`);
  }
  return items;
}

function checkBookmarks(seconds: number): void {
  if (seconds >= 1 && seconds <= BOOKMARK_SECONDS_MAX) return;
  throw new DomainError('BAD_REQUEST', `bookmarkSeconds: ${seconds} is not between 1 and ${BOOKMARK_SECONDS_MAX}.`);
}
