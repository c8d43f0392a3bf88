import { revision, type Revision } from '../../domain/ids';
import type { Executor } from '../database';

/** How far back the history reaches. Times are RFC 3339. */
export interface HistoryHorizon {
  /** The oldest revision that can be read. */
  readonly revision: Revision;
  /** Its time; null while nothing was dropped. */
  readonly at: string | null;
  /** What was written or closed before may be dropped; null: nothing. */
  readonly cutoff: string | null;
  readonly announcedAt: string | null;
}

/** Where the history begins. */
export async function readHorizon(executor: Executor): Promise<HistoryHorizon> {
  const [row] = await executor.query<{
    revision: number;
    at: string | null;
    cutoff: string | null;
    announced_at: string | null;
  }>('select revision, at, cutoff, announced_at from history_horizon where id = 1');
  if (!row) throw new Error('history_horizon is empty: the database was not migrated or its rows were deleted');
  return { revision: revision(row.revision), at: row.at, cutoff: row.cutoff, announcedAt: row.announced_at };
}

/** Moves the horizon to the first revision that was committed at a time or later; never back. */
export async function announceHorizon(executor: Executor, cutoff: Date, now: Date): Promise<void> {
  await executor.query(
    `update history_horizon
        set revision = first.revision, at = first.at, cutoff = $1::timestamptz, announced_at = $2::timestamptz
       from (select revision, at from change_set where at >= $1::timestamptz order by at, revision limit 1) as first
      where id = 1 and (cutoff is null or cutoff < $1::timestamptz)`,
    [cutoff.toISOString(), now.toISOString()],
  );
}
