import type { Database } from './database';

/** Any fixed number; names the lock under which one of many servers sweeps. */
const SWEEP_LOCK = 4_825_173_905;

/**
 * Runs work while no other server does the same; null when one is at it. The lock belongs to a transaction of its own,
 * which is open as long as the work lasts, so that it is given back however the work or this server ends, also behind a
 * pooler. PostgreSQL ends a transaction that is idle for long: the work calls `alive` after every step, which keeps it, and
 * throws when the lock is lost.
 */
export function underSweepLock<T>(
  database: Database,
  work: (alive: () => Promise<void>) => Promise<T>,
): Promise<T | null> {
  return database.transaction(async (tx) => {
    const [row] = await tx.query<{ locked: boolean }>('select pg_try_advisory_xact_lock($1) as locked', [SWEEP_LOCK]);
    if (row?.locked !== true) return null;
    return work(async () => {
      await tx.query('select 1');
    });
  });
}
