import type { ChangeSet } from '../../domain/history/change';
import { invariant } from '../../domain/errors';
import { IdSet } from '../../domain/id-set';
import { moveSyncSession, type SyncDecision, type SyncSession } from '../../storage/sync/sync-sessions';
import { dropSyncSets, readMisses, readSyncSet, recordMisses, type EntitySets } from '../../storage/sync/sync-sets';
import type { Application } from '../application';
import type { EditCall } from '../editing/edit-call';
import { SliceWriter } from '../writes/slice-writer';
import { planAbsences, planEndings, type Withdrawal } from './plan-removals';
import { retriedTransaction } from '../../storage/retried-transaction';
import { slicesOf } from '../../domain/slices';

/** A session as a call left it, and what the call wrote. */
export interface EndedSession {
  readonly session: SyncSession;
  readonly changeSets: readonly ChangeSet[];
}

/** Things that one change set deals with: each is a few rows. */
const THINGS_PER_SLICE = 1_500;

/**
 * Removes what was decided, slice by slice, and closes the session. Begun again after a stop it finds what it removed
 * already as it is to be, so that it may always be run again.
 */
export async function finishCommit(
  app: Pick<Application, 'database' | 'writes' | 'models' | 'clock' | 'newId'> & Partial<Pick<Application, 'activity'>>,
  call: EditCall,
  session: SyncSession,
  alive: () => Promise<void>,
): Promise<EndedSession> {
  const { decision, source, id } = session;
  invariant(decision, 'a session is finished after it was decided what it removes');
  const removed = await readSyncSet(app.database, id, 'REMOVED');
  const writer = new SliceWriter(app, {
    principal: call.principal,
    requestId: call.requestId,
    reason: call.reason ?? session.reason,
    source,
    operationId: id,
    operationKind: 'SYNC',
  });
  const withdrawal = (): Withdrawal => withdrawalOf(session, decision, app.clock());
  // Relationships first: an item that is absent has ended none.
  for (const ids of slicesOf(removed.relationships, THINGS_PER_SLICE)) {
    await writer.write(ids, { plan: (reader, model, part) => planEndings(reader, model, withdrawal(), part) });
    await alive();
  }
  for (const ids of slicesOf(removed.items, THINGS_PER_SLICE)) {
    await writer.write(ids, { plan: (reader, _, part) => planAbsences(reader, withdrawal(), part) });
    await alive();
  }
  const ended = await close(app, session, removed);
  app.activity?.note(source, app.clock());
  return { session: ended, changeSets: writer.changeSets };
}

const withdrawalOf = (session: SyncSession, decision: SyncDecision, now: Date): Withdrawal => ({
  source: session.source,
  nativeKeyPrefix: session.scope.nativeKeyPrefix,
  visibility: session.visibility,
  since: session.startedAt,
  decidedAt: decision.revision,
  now: now.toISOString(),
});

async function close(
  app: Pick<Application, 'database' | 'clock'>,
  session: SyncSession,
  removed: EntitySets,
): Promise<SyncSession> {
  const { id, source } = session;
  return retriedTransaction(app.database, async (tx) => {
    const ended = await moveSyncSession(tx, id, ['COMMITTING'], {
      state: 'COMMITTED',
      endedAt: app.clock().toISOString(),
    });
    invariant(ended, `the sync session ${id} is being committed by this call alone`);
    const seen = await readSyncSet(tx, id, 'SEEN');
    const missed = await readSyncSet(tx, id, 'FORGIVEN');
    const misses = await readMisses(tx, source);
    const here = (kind: keyof EntitySets): IdSet =>
      new IdSet([...misses[kind].keys()].filter((one) => seen[kind].has(one) || removed[kind].has(one)));
    await recordMisses(tx, source, {
      missed,
      cleared: { items: here('items'), relationships: here('relationships') },
    });
    await dropSyncSets(tx, id, ['SEEN', 'FORGIVEN']);
    return ended;
  });
}
