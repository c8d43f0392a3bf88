import type { Database } from './database';

/** Tables partitioned by month, by the time a row was written or closed. */
const PARTITIONED = [
  'change_set',
  'change',
  'ci_class_version',
  'relationship_type_version',
  'data_source_version',
  'data_rule_version',
  'configuration_item_version',
  'observation_version',
  'ci_identifier_version',
  'relationship_version',
  'outage_version',
] as const;

/** How many months are made ahead; a server that runs for longer asks again every day. */
const MONTHS_AHEAD = 2;

/**
 * Makes the partitions of this month and the next ones. What no partition covers goes to the default partition and is
 * found there, so a late call loses nothing; a month that the default partition already holds rows of is left to it.
 */
export async function ensurePartitions(database: Database, now: Date): Promise<void> {
  for (let ahead = 0; ahead <= MONTHS_AHEAD; ahead += 1) {
    const from = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead, 1));
    const to = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead + 1, 1));
    for (const table of PARTITIONED) await ensurePartition(database, table, from, to);
  }
}

const CHECK_VIOLATION = '23514';
const DUPLICATE_TABLE = '42P07';

async function ensurePartition(database: Database, table: string, from: Date, to: Date): Promise<void> {
  const month = from.toISOString().slice(0, 7).replace('-', '_');
  try {
    await database.query(
      `create table if not exists ${table}_${month} partition of ${table}
         for values from ('${from.toISOString()}') to ('${to.toISOString()}')`,
    );
  } catch (error) {
    const code = (error as { code?: string }).code;
    if (code !== CHECK_VIOLATION && code !== DUPLICATE_TABLE) throw error;
  }
}
