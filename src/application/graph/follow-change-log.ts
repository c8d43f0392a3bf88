import type { Revision } from '../../domain/ids';
import {
  readContinuation,
  readHead,
  type Continuation,
  type LoggedChangeSet,
  type TakeChanges,
} from '../../storage/history/change-log';
import type { Database } from '../../storage/database';
import { listenForRevisions, type RevisionListener } from '../../storage/listen';

export type { LoggedChangeSet } from '../../storage/history/change-log';

/** A place in a history: the revision, and the change set id that names the history up to it (null at 0). */
export interface LogPosition {
  readonly revision: Revision;
  readonly changeSetId: string | null;
}

/** Whom to tell what. */
export interface FollowOptions {
  readonly database: Database;
  /** Everything after this is delivered. */
  readonly after: LogPosition;
  /**
   * Gets every change set once, in order, without a gap; the next batch waits until the promise resolves. When it
   * throws, the same batch comes again, so apply a batch as a whole or not at all.
   */
  readonly onChangeSets: (batch: readonly LoggedChangeSet[]) => void | Promise<void>;
  /** Told after each look at the log that it still holds what was delivered last, before it delivers more. */
  readonly onConfirmed?: (position: LogPosition) => void;
  /**
   * The log no longer continues what was delivered: a restored backup, a failover that lost commits, or retention.
   * Called once, and the follower has stopped then: rebuild from the tables and follow anew.
   */
  readonly onDivergence: (reason: string) => void;
  /** Hears of a failed attempt to read or to deliver; it is tried again after a pause. */
  readonly onError?: (error: unknown) => void;
  /** The changes of a change set where they need not be read; null: they have to be. */
  readonly take?: TakeChanges;
  /** How often to look when nothing is announced; 250 by default. */
  readonly pollMs?: number;
  /** Change sets in one batch at most; 1,000 by default. */
  readonly batchSizeMax?: number;
}

/** A follower that runs until it is stopped. */
export interface LogFollower {
  /** What was delivered last. */
  position(): LogPosition;
  /** Resolves when nothing is being delivered any more. */
  stop(): Promise<void>;
}

const PAUSE_MS = 100;
const PAUSE_MAX_MS = 5_000;
const LISTEN_AGAIN_MS = 5_000;

/** The state of one follower. */
interface Follower {
  readonly options: FollowOptions;
  position: LogPosition;
  /** Time of the change set that was delivered last. */
  positionAt: string | null;
  stopped: boolean;
  /** Ends the present wait; wakes that come while nothing waits are kept for the next one. */
  wake: () => void;
  woken: boolean;
  listener: RevisionListener | null;
  /** When to try listening again, on the clock of performance.now(). */
  listenAtMs: number;
}

/**
 * Follows the change log: announced commits at once, and by polling in case an announcement was lost. Each read also
 * fetches the change set that was delivered last and compares its id, so that a foreign history is never mixed in.
 */
export function followChangeLog(options: FollowOptions): LogFollower {
  const follower: Follower = {
    options,
    position: options.after,
    positionAt: null,
    stopped: false,
    wake: () => undefined,
    woken: false,
    listener: null,
    listenAtMs: 0,
  };
  const running = follow(follower);
  return {
    position: () => follower.position,
    stop: async () => {
      follower.stopped = true;
      wake(follower);
      await running;
    },
  };
}

async function follow(follower: Follower): Promise<void> {
  const { onError = () => undefined, pollMs = 250 } = follower.options;
  let failures = 0;
  while (!follower.stopped) {
    try {
      await ensureListening(follower);
      const delivered = await deliverNext(follower);
      failures = 0;
      if (!delivered) await pause(follower, pollMs);
    } catch (error) {
      failures += 1;
      onError(error);
      await pause(follower, Math.min(PAUSE_MAX_MS, PAUSE_MS * 2 ** Math.min(failures, 10)));
    }
  }
  await follower.listener?.close();
}

/** Listens before it reads, so that what is committed in between is announced. Where nobody can listen, polling does. */
async function ensureListening(follower: Follower): Promise<void> {
  if (follower.listener || performance.now() < follower.listenAtMs) return;
  try {
    follower.listener = await listenForRevisions(follower.options.database.url, {
      onRevision: (announced) => {
        if (announced > follower.position.revision) wake(follower);
      },
      onLost: () => {
        follower.listener = null;
        wake(follower);
      },
    });
  } catch (error) {
    follower.listenAtMs = performance.now() + LISTEN_AGAIN_MS;
    follower.options.onError?.(error);
  }
}

/** Reads and delivers what comes next; false when there is nothing. */
async function deliverNext(follower: Follower): Promise<boolean> {
  const { database, onChangeSets, onConfirmed, onDivergence, take, batchSizeMax = 1_000 } = follower.options;
  const known = follower.position;
  const place = { revision: known.revision, at: follower.positionAt };
  const read = await readContinuation(database, place, batchSizeMax, take);
  const fault = await findDivergence(database, known, read);
  if (fault !== null) {
    follower.stopped = true;
    onDivergence(fault);
    return false;
  }
  if (follower.stopped) return false;
  onConfirmed?.(known);
  const last = read.next.at(-1)?.changeSet;
  if (!last) return false;
  await onChangeSets(read.next);
  follower.position = { revision: last.revision, changeSetId: last.id };
  follower.positionAt = last.at;
  return true;
}

/** Why what was read does not continue what is known; null when it does. */
async function findDivergence(database: Database, known: LogPosition, read: Continuation): Promise<string | null> {
  if (known.revision > 0 && read.knownId !== known.changeSetId) {
    return read.knownId === null
      ? `the log no longer holds revision ${known.revision}`
      : `revision ${known.revision} is change set ${read.knownId}, but ${known.changeSetId ?? 'none'} was known`;
  }
  const gap = read.next.findIndex(({ changeSet }, index) => changeSet.revision !== known.revision + 1 + index);
  if (gap >= 0) return `revision ${known.revision + 1 + gap} is missing from the log`;
  if (known.revision > 0 || read.next.length > 0) return null;
  const head = await readHead(database);
  return head.revision > 0 && head.id === null ? `the log ends before revision ${head.revision}` : null;
}

function wake(follower: Follower): void {
  follower.woken = true;
  follower.wake();
}

/** Waits until woken or for so long. */
async function pause(follower: Follower, timeMs: number): Promise<void> {
  if (!follower.woken && !follower.stopped) {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, timeMs);
      follower.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    follower.wake = () => undefined;
  }
  follower.woken = false;
}
