import { listDueSessions, moveSyncSession, purgeSyncSessions } from '../../storage/sync/sync-sessions';
import { dropSyncSets } from '../../storage/sync/sync-sets';
import type { EditCall } from '../editing/edit-call';
import type { Sweeping } from '../sweeping/sweeping';
import type { SweepTask } from '../sweeping/sweeper';
import { resumeCommit } from './commit-session';

const SESSIONS_PER_RUN = 20;
/** Sessions and what they removed can be looked at for so long. */
const SESSIONS_KEPT_MS = 90 * 24 * 60 * 60 * 1_000;

/**
 * Ends sessions of which nothing was heard for too long: one that is open or waits for its confirmation expires and
 * removes nothing; one whose commit was stopped in the middle is finished, because that was decided. Forgets old ones.
 */
export function syncSessionTask(app: Sweeping): SweepTask {
  return {
    name: 'ending sync sessions that nobody ended',
    run: async (now) => {
      const due = await listDueSessions(app.database, now, SESSIONS_PER_RUN);
      for (const session of due) {
        if (session.state === 'COMMITTING') await resumeCommit(app, systemCall(app.newId), session.id);
        else await expire(app, session.id, now);
      }
      await purgeSyncSessions(app.database, new Date(now.getTime() - SESSIONS_KEPT_MS), SESSIONS_PER_RUN);
      return { done: due.length, more: due.length === SESSIONS_PER_RUN, nextDueAt: null };
    },
  };
}

const systemCall = (newId: () => string): EditCall => ({
  principal: 'system',
  requestId: newId(),
  reason: null,
  idempotencyKey: null,
  dryRun: false,
});

async function expire({ database }: Sweeping, id: string, now: Date): Promise<void> {
  const change = { state: 'EXPIRED' as const, endedAt: now.toISOString() };
  const expired = await moveSyncSession(database, id, ['OPEN', 'AWAITING_CONFIRMATION'], change);
  if (expired) await dropSyncSets(database, id, ['SEEN', 'FORGIVEN', 'REMOVED']);
}
