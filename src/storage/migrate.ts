import { MigrationExecutor, type QueryRunner } from 'typeorm';
import type { Database } from './database';
import { ensurePartitions } from './history/partitions';

/** Any fixed number; names the lock under which one of many starting replicas migrates. */
const MIGRATION_LOCK = 4_825_173_904;

/**
 * Brings the schema up to date. Safe when many replicas start at once: one migrates under an advisory lock, the others
 * wait and find nothing to do. Returns the names of the migrations that ran here.
 */
export function migrate(database: Database, now: Date): Promise<readonly string[]> {
  return withMigrationLock(database, async () => {
    const ran = await database.dataSource().runMigrations({ transaction: 'each' });
    await ensurePartitions(database, now);
    return ran.map((migration) => migration.name);
  });
}

/** Does something while no server changes the schema; whoever starts waits. */
export async function withMigrationLock<T>(database: Database, work: () => Promise<T>): Promise<T> {
  const runner = database.dataSource().createQueryRunner();
  try {
    await runner.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    try {
      return await work();
    } finally {
      await runner.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    }
  } finally {
    await runner.release();
  }
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
