import type { Database, Tx } from './database';
import { retriedOnConflict } from './retried';

/** A transaction of bookkeeping, which takes no revision: run again as a whole, so `work` must begin from nothing. */
export const retriedTransaction = <T>(database: Database, work: (tx: Tx) => Promise<T>): Promise<T> =>
  retriedOnConflict(() => database.transaction(work));
