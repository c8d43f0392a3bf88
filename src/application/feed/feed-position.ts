import { DomainError } from '../../domain/errors';
import { revision, type Revision } from '../../domain/ids';
import { loadChangeSets, readHead } from '../../storage/history/change-log';
import type { Executor } from '../../storage/database';

/** How far a feed was delivered. */
export interface FeedPosition {
  readonly revision: Revision;
  /** Id of the change set there, which names the history up to it; null at 0. */
  readonly changeSetId: string | null;
  /** How many of its changes are behind this place; null: all of them. */
  readonly delivered: number | null;
}

/** Sets these cursors apart from those of lists. */
const KIND = 'feed';

/** Writes a position as a cursor. Clients must treat it as opaque. */
export function encodeFeedCursor({ revision: at, changeSetId, delivered }: FeedPosition): string {
  return Buffer.from(JSON.stringify([KIND, at, changeSetId ?? '', delivered])).toString('base64url');
}

/** Reads a cursor; throws BAD_REQUEST when it is none of a change feed. */
export function decodeFeedCursor(text: string): FeedPosition {
  const [kind, at, changeSetId, delivered] = partsOf(text);
  if (kind !== KIND || !isCount(at) || typeof changeSetId !== 'string' || !(delivered === null || isCount(delivered))) {
    throw new DomainError(
      'BAD_REQUEST',
      'after is no cursor of the change feed: pass on one that an event of it gave.',
    );
  }
  return { revision: revision(at), changeSetId: changeSetId === '' ? null : changeSetId, delivered };
}

/** The place behind everything up to a revision. Throws CURSOR_EXPIRED when the log does not hold that. */
export async function positionBehind(executor: Executor, since: Revision): Promise<FeedPosition> {
  if (since === 0) return { revision: since, changeSetId: null, delivered: null };
  const [changeSet] = await loadChangeSets(executor, [since]);
  if (changeSet) return { revision: since, changeSetId: changeSet.id, delivered: null };
  const head = await readHead(executor);
  throw cursorExpired(
    since > head.revision
      ? `revision ${since} is not written here, the newest one is ${head.revision}`
      : `the log no longer holds revision ${since}`,
  );
}

/** The error for a place from which the log cannot be followed. */
export function cursorExpired(reason: string): DomainError {
  return new DomainError(
    'CURSOR_EXPIRED',
    `The change feed cannot go on from there: ${reason}. List again what you keep, then follow with since = the revision of that list.`,
  );
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function partsOf(text: string): readonly unknown[] {
  try {
    const parts = JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown;
    return Array.isArray(parts) ? parts : [];
  } catch {
    return [];
  }
}
