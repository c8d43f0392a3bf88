import type { Database, Tx } from './database';

/**
 * Runs long reads that all see the database as it was at one moment. Nobody waits for them; they take as long as they take.
 * The moment is that of the first query, or of another transaction that exported it; a lock that is taken before it holds
 * nothing fast.
 */
export function readSnapshot<T>(
  database: Database,
  work: (tx: Tx) => Promise<T>,
  momentOf: string | null = null,
): Promise<T> {
  return database.transaction(async (tx) => {
    await tx.query('set transaction isolation level repeatable read, read only');
    // It takes no parameters; PostgreSQL made the name itself.
    if (momentOf !== null) await tx.query(`set transaction snapshot '${momentOf}'`);
    await tx.query('set local statement_timeout = 0');
    await tx.query('set local idle_in_transaction_session_timeout = 0');
    return work(tx);
  });
}

/**
 * The same on two connections that see one moment, so that PostgreSQL works with two processes: on one where no other can be
 * spared, or takes the moment over.
 */
export function readSnapshotOnTwo<T>(
  database: Database,
  work: (readers: readonly [Tx, ...Tx[]]) => Promise<T>,
): Promise<T> {
  return readSnapshot(database, async (tx) => {
    if (!database.hasRoom()) return work([tx]);
    const [exported] = await tx.query<{ name: string }>('select pg_export_snapshot() as name');
    let hasBegun = false;
    const together = (other: Tx): Promise<T> => {
      hasBegun = true;
      return work([tx, other]);
    };
    try {
      return await readSnapshot(database, together, exported?.name);
    } catch (error) {
      if (hasBegun) throw error;
      return work([tx]);
    }
  });
}
