import { isWithin, type Visibility } from '../../domain/access/visibility';
import { DomainError } from '../../domain/errors';
import { IdSet } from '../../domain/id-set';
import type { ItemId } from '../../domain/ids';
import { IdentityRules } from '../../domain/identification/identity-keys';
import { compareInstants } from '../../domain/instant';
import { quoted } from '../../domain/nearest-name';
import { findHolders } from '../../storage/identities/identifiers';
import { findSyncSession, touchSyncSession, type SyncSession } from '../../storage/sync/sync-sessions';
import { addToSyncSet } from '../../storage/sync/sync-sets';
import type { Application } from '../application';
import { identityHash } from '../references/identity-hash';
import type { Reporter } from '../ingest/batch';
import type { SeenHook } from '../ingest/seen-hook';
import { retriedTransaction } from '../../storage/retried-transaction';

/** What joining a session needs of the application. */
export type Joining = Pick<Application, 'database' | 'models' | 'clock' | 'newId'>;

/** A session that an ingest is a part of. */
export interface JoinedSession {
  /** Also the id of the operation that the ingest writes under. */
  readonly id: string;
  /** What the session is about; the ingest may write no more. Null: everything. */
  readonly visibility: Visibility | null;
  /** Keeps what the ingest saw, and the session alive. Throws SYNC_SESSION_ENDED when it ended meanwhile. */
  readonly onSeen: SeenHook;
}

/** The session of an id. Throws NOT_FOUND, also for one that is about more than the caller sees; null sees everything. */
export async function requireSession(
  app: Pick<Application, 'database'>,
  id: string,
  visibility: Visibility | null,
): Promise<SyncSession> {
  const session = UUID.test(id) ? await findSyncSession(app.database, id) : null;
  if (session && isWithin(session.visibility, visibility)) return session;
  throw new DomainError('NOT_FOUND', `There is no sync session ${quoted(id)}. beginSync gives the id of a new one.`);
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Makes an ingest a part of a sync session. Throws NOT_FOUND, SYNC_SESSION_ENDED, and BAD_REQUEST when the session is one
 * of another source.
 */
export async function joinSession(
  app: Joining,
  id: string,
  { source, visibility = null }: Reporter,
): Promise<JoinedSession> {
  const session = await requireSession(app, id, visibility);
  if (session.source !== source) {
    const message = `The sync session ${id} is one of the data source ${quoted(session.source)}, and this is reported by ${quoted(source)}. Begin one for it.`;
    throw new DomainError('BAD_REQUEST', message);
  }
  if (session.state !== 'OPEN' || compareInstants(session.expiresAt, app.clock().toISOString()) <= 0)
    throw sessionEnded(session);
  return { id, visibility: session.visibility, onSeen: (seen) => keepSeen(app, session, seen) };
}

/** Why a session takes nothing any more, and what to do. */
export function sessionEnded({ id, state, endedBecause, expiresAt }: SyncSession): DomainError {
  const why: Readonly<Record<SyncSession['state'], string>> = {
    OPEN: `expired at ${expiresAt}, because nothing was heard of it, and removes nothing`,
    COMMITTING: 'is being committed',
    AWAITING_CONFIRMATION: 'was committed and waits for confirmSync or abortSync',
    COMMITTED: 'was committed',
    ABORTED: `was aborted${endedBecause === null ? '' : `: ${endedBecause}`}`,
    EXPIRED: 'expired, because nothing was heard of it, and removed nothing',
  };
  return new DomainError('SYNC_SESSION_ENDED', `The sync session ${id} ${why[state]}. Begin a new one.`);
}

const keepSeen = async (
  app: Joining,
  session: SyncSession,
  { items, relationships, nativeKeys }: Parameters<SeenHook>[0],
): Promise<void> => {
  const recognised = await itemsOfKeys(app, session.source, nativeKeys);
  const sets = { items: new IdSet([...items, ...recognised]), relationships: new IdSet(relationships) };
  const expiresAt = new Date(app.clock().getTime() + session.idleMs).toISOString();
  const reported = { items: items.length + nativeKeys.length, relationships: relationships.length };
  const kept = await retriedTransaction(app.database, async (tx) => {
    if (!(await touchSyncSession(tx, session.id, { expiresAt, reported }))) return false;
    await addToSyncSet(tx, session.id, 'SEEN', sets, app.newId);
    return true;
  });
  if (!kept) throw sessionEnded(await requireSession(app, session.id, null));
};

/** A record that was refused says all the same that its source still sees the item it knows by that key. */
async function itemsOfKeys(app: Joining, source: string, nativeKeys: readonly string[]): Promise<readonly ItemId[]> {
  if (nativeKeys.length === 0) return [];
  const rules = new IdentityRules(app.models.current(), identityHash);
  const keys = nativeKeys.map((key) => rules.nativeKey(source, key));
  const holders = await findHolders(
    app.database,
    keys.map(({ entryId, hash }) => ({ entryId, hash })),
  );
  return [...holders.values()].flat().map((holder) => holder.itemId);
}
