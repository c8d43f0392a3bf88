import type { Database } from './database';

/** Any fixed number; names the lock under which one of many servers sweeps. */
const SWEEP_LOCK = 4_825_173_905;

/** The space of locks that stand for one long piece of work each, such as the commit of a sync session. */
const WORK_LOCKS = 4_825_173_907;

/** Says that work goes on; throws when its lock is lost. */
export type Alive = () => Promise<void>;

/** Runs work while no other server sweeps; null when one is at it. See {@link underLock}. */
export const underSweepLock = <T>(database: Database, work: (alive: Alive) => Promise<T>): Promise<T | null> =>
  underLock(database, SWEEP_LOCK, work);

/** Runs work while nobody else does work of the same name; null when somebody is at it. See {@link underLock}. */
export async function underWorkLock<T>(
  database: Database,
  name: string,
  work: (alive: Alive) => Promise<T>,
): Promise<T | null> {
  const [row] = await database.query<{ lock: string }>('select hashtextextended($1, $2)::text as lock', [
    name,
    WORK_LOCKS,
  ]);
  return underLock(database, row?.lock ?? '', work);
}

/**
 * The lock belongs to a transaction of its own, which is open as long as the work lasts, so that it is given back however
 * the work or this server ends, also behind a pooler. PostgreSQL ends a transaction that is idle for long: the work calls
 * `alive` after every step, which keeps it.
 */
function underLock<T>(
  database: Database,
  lock: number | string,
  work: (alive: Alive) => Promise<T>,
): Promise<T | null> {
  return database.transaction(async (tx) => {
    const [row] = await tx.query<{ locked: boolean }>('select pg_try_advisory_xact_lock($1::bigint) as locked', [lock]);
    if (row?.locked !== true) return null;
    return work(async () => {
      await tx.query('select 1');
    });
  });
}
