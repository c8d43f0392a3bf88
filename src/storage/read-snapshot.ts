import type { Database, Tx } from './database';

/**
 * Runs long reads that all see the database as it was at one moment. Nobody waits for them; they take as long as they take.
 * The moment is that of the first query; a lock that is taken before it holds nothing fast.
 */
export function readSnapshot<T>(database: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  return database.transaction(async (tx) => {
    await tx.query('set transaction isolation level repeatable read, read only');
    await tx.query('set local statement_timeout = 0');
    await tx.query('set local idle_in_transaction_session_timeout = 0');
    return work(tx);
  });
}
