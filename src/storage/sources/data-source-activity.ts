import type { ExpectedSource } from '../../domain/outages/data-source-due';
import type { Executor } from '../database';

/** A data source as those see it who wait for it. */
export interface WatchedSource extends ExpectedSource {
  readonly name: string;
}

/** Notes when data sources had something taken; what is known to be later stays. Several servers may do so at once. */
export async function recordCommits(executor: Executor, commits: ReadonlyMap<string, string>): Promise<void> {
  if (commits.size === 0) return;
  // In one order everywhere, or two servers would wait for each other.
  const names = [...commits.keys()].toSorted();
  await executor.query(
    `insert into data_source_activity as known (name, last_commit_at)
     select name, at from unnest($1::text[], $2::timestamptz[]) as noted (name, at)
     on conflict (name) do update set last_commit_at = excluded.last_commit_at
      where known.last_commit_at < excluded.last_commit_at`,
    [names, names.map((name) => commits.get(name))],
  );
}

/** When each of these data sources last had something taken, in their order; null: never. */
export async function loadLastCommits(
  executor: Executor,
  names: readonly string[],
): Promise<readonly (string | null)[]> {
  const rows = await executor.query<{ name: string; last_commit_at: string }>(
    'select name, last_commit_at from data_source_activity where name = any($1::text[])',
    [names],
  );
  const known = new Map(rows.map((row) => [row.name, row.last_commit_at]));
  return names.map((name) => known.get(name) ?? null);
}

/** The first so many data sources, by name, with what decides whether they are overdue. */
export async function listWatchedSources(executor: Executor, limit: number): Promise<readonly WatchedSource[]> {
  return executor.query<WatchedSource>(
    `select source.name, source.created_at as "createdAt", activity.last_commit_at as "lastCommitAt",
            source.expected_interval_seconds as "expectedIntervalSeconds"
       from data_source as source left join data_source_activity as activity using (name)
      order by source.name limit $1`,
    [limit],
  );
}
