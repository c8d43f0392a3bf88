import type { Database } from './database';
import { ensurePartitions } from './partitions';

/** Any fixed number; names the lock under which one of many starting replicas migrates. */
const MIGRATION_LOCK = 4_825_173_904;

/**
 * Brings the schema up to date. Safe when many replicas start at once: one migrates under an advisory lock, the others
 * wait and find nothing to do. Returns the names of the migrations that ran here.
 */
export async function migrate(database: Database, now: Date): Promise<readonly string[]> {
  const runner = database.dataSource().createQueryRunner();
  try {
    await runner.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    try {
      const ran = await database.dataSource().runMigrations({ transaction: 'each' });
      await ensurePartitions(database, now);
      return ran.map((migration) => migration.name);
    } finally {
      await runner.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    }
  } finally {
    await runner.release();
  }
}
