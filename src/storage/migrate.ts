import { setTimeout as sleep } from 'node:timers/promises';
import { MigrationExecutor, type QueryRunner } from 'typeorm';
import { MIGRATIONS } from '../../migrations/all';
import type { Database } from './database';
import { classifyFailure } from './database-errors';
import { ensurePartitions } from './history/partitions';

/** Any fixed number; names the lock under which one of many starting replicas migrates. */
const MIGRATION_LOCK = 4_825_173_904;

/** How a migration waits for tables that others are using. */
export interface LockPatience {
  /** How long one attempt waits: so long everybody who wants the table waits behind it. */
  readonly attemptMs: number;
  /** How long others go first after an attempt in vain; longer after every further one, up to ten times as long. */
  readonly pauseMs: number;
  /** After so long altogether it gives up. */
  readonly totalMs: number;
  /** Told, in words, of every attempt in vain. */
  readonly report?: (message: string) => void;
  /** Aborted: it waits no longer, and rejects with the signal's reason. What it has begun is not there then. */
  readonly signal?: AbortSignal;
}

export const PATIENCE: LockPatience = { attemptMs: 2_000, pauseMs: 1_000, totalMs: 300_000 };

/**
 * Brings the schema up to date. Safe when many replicas start at once: one migrates under an advisory lock, the others
 * wait and find nothing to do. Returns the names of the migrations that ran here. Throws when the schema is newer than this
 * program, and when tables stay in use for longer than the patience lasts.
 */
export function migrate(database: Database, now: Date, patience = PATIENCE): Promise<readonly string[]> {
  const work = async (): Promise<readonly string[]> => {
    const executor = new MigrationExecutor(database.dataSource());
    refuseNewer((await executor.getExecutedMigrations()).map(({ name }) => name));
    const names = (await executor.getPendingMigrations()).map(({ name }) => name);
    const until = Date.now() + patience.totalMs;
    for (const name of names) await runPatiently(database, name, patience, until);
    await ensurePartitions(database, now);
    return names;
  };
  return withMigrationLock(database, work, patience.signal);
}

/**
 * A schema that a later version has changed means what this one does not know of: it would write rows that are wrong. Only a
 * start is refused: servers of this version that run meanwhile go on.
 */
function refuseNewer(executed: readonly string[]): void {
  const known = new Set<string>(MIGRATIONS.map(({ name }) => name));
  const unknown = executed.filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  throw new Error(
    `a newer version of Underpin has changed it: this one knows it up to ${MIGRATIONS.at(-1)?.name}, ` +
      `and there is ${unknown.join(', ')} as well. Start that version, or restore a backup from before the upgrade`,
  );
}

/**
 * Runs a migration in a transaction of its own. Whoever waits for a table has everybody else wait behind, so it waits a
 * moment at a time, and begins anew once others had their turn.
 */
async function runPatiently(database: Database, name: string, patience: LockPatience, until: number): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await runOnce(database, name, patience.attemptMs);
      return;
    } catch (error) {
      // Whoever holds one table and wants another that is changed makes a deadlock, which is found before the wait is over.
      if (classifyFailure(error) !== 'conflict') throw error;
      const holders = `${name} changes a table that others are using. Open for the longest time: ${await longestOpen(database)}`;
      if (Date.now() >= until) throw new Error(`${holders}. End them, or try again later`, { cause: error });
      const pauseMs = patience.pauseMs * Math.min(attempt, 10);
      patience.report?.(`${holders}. Trying again in ${Math.ceil(pauseMs / 1_000)} s.`);
      await pause(pauseMs, patience.signal);
    }
  }
}

const runOnce = (database: Database, name: string, lockTimeoutMs: number): Promise<void> =>
  onRunner(database, async (runner) => {
    await runner.query(`set local lock_timeout = ${lockTimeoutMs}`);
    await migrateWithin(database, runner, [name]);
  });

/** Does something in one transaction with what migrations run on. */
export async function onRunner(database: Database, work: (runner: QueryRunner) => Promise<void>): Promise<void> {
  const runner = database.dataSource().createQueryRunner();
  try {
    await runner.startTransaction();
    await work(runner);
    await runner.commitTransaction();
  } catch (error) {
    // A connection that is lost cannot roll back, and why it was lost is the first error.
    await runner.rollbackTransaction().catch(() => undefined);
    throw error;
  } finally {
    await runner.release();
  }
}

/** Who has had a transaction open for the longest time, for people: what they ask is their own business. */
async function longestOpen(database: Database): Promise<string> {
  const found = await database.query<{ pid: number; name: string; seconds: number }>(
    `select pid, coalesce(nullif(application_name, ''), 'unnamed') as name,
            greatest(extract(epoch from $1::timestamptz - xact_start), 0)::int as seconds
       from pg_stat_activity
      where datname = current_database() and xact_start is not null and pid <> pg_backend_pid()
      order by xact_start limit 3`,
    [new Date().toISOString()],
  );
  const told = found.map(({ pid, name, seconds }) => `${name} (process ${pid}, ${seconds} s)`);
  return told.join(', ') || 'nobody that this role may see';
}

const LOCK_POLL_MS = 100;

/** Does something while no server changes the schema; whoever starts waits, until its signal is aborted. */
export async function withMigrationLock<T>(
  database: Database,
  work: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const runner = database.dataSource().createQueryRunner();
  try {
    // Asked again and again, because a statement that waits cannot be told to stop.
    const taken = async (): Promise<boolean> => {
      const [row] = (await runner.query('select pg_try_advisory_lock($1) as taken', [MIGRATION_LOCK])) as {
        taken: boolean;
      }[];
      return row?.taken === true;
    };
    while (!(await taken())) await pause(LOCK_POLL_MS, signal);
    try {
      return await work();
    } finally {
      await runner.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    }
  } finally {
    await runner.release();
  }
}

/** Rejects with the signal's reason once that is aborted. */
async function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
  signal?.throwIfAborted();
}

/** Runs the migrations that are missing, only those of these names where some are given, in the transaction of a runner. */
export async function migrateWithin(
  database: Database,
  runner: QueryRunner,
  names: readonly string[] | null,
): Promise<void> {
  const executor = new MigrationExecutor(database.dataSource(), runner);
  for (const migration of await executor.getPendingMigrations()) {
    if (names === null || names.includes(migration.name)) await executor.executeMigration(migration);
  }
}
