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
 * spared, or the moment cannot be told or taken over.
 */
export async function readSnapshotOnTwo<T>(
  database: Database,
  work: (readers: readonly [Tx, ...Tx[]]) => Promise<T>,
): Promise<T> {
  let isShort = false;
  const onTwo = (tx: Tx): Promise<T> => {
    isShort = true;
    return withAnother(database, tx, (readers) => {
      isShort = false;
      return work(readers);
    });
  };
  try {
    return await readSnapshot(database, (tx) => (database.hasRoom() ? onTwo(tx) : work([tx])));
  } catch (error) {
    if (!isShort) throw error;
    // A transaction in which a statement has failed is of no use any more.
    return readSnapshot(database, (tx) => work([tx]));
  }
}

async function withAnother<T>(
  database: Database,
  tx: Tx,
  work: (readers: readonly [Tx, Tx]) => Promise<T>,
): Promise<T> {
  const [exported] = await tx.query<{ name: string }>('select pg_export_snapshot() as name');
  return readSnapshot(database, (other) => work([tx, other]), exported?.name);
}
