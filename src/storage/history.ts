import { revision, type Revision } from '../domain/ids';
import type { Executor } from './database';

/** The largest revision committed at or before a time; null before the first one. Uses change_set_at. */
export async function findRevisionAt(executor: Executor, time: string): Promise<Revision | null> {
  const [row] = await executor.query<{ revision: number }>(
    `select revision from change_set where at <= $1::timestamptz order by at desc, revision desc limit 1`,
    [time],
  );
  return row ? revision(row.revision) : null;
}

/** The random id of the change set of a revision; null when there is none. */
export async function loadHistoryName(executor: Executor, at: Revision): Promise<string | null> {
  const [row] = await executor.query<{ id: string }>('select id::text from change_set where revision = $1', [at]);
  return row?.id ?? null;
}
