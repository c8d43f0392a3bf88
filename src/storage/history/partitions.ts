import type { Database, Executor } from '../database';
import { isLockNotAvailable } from '../database-errors';

/** Tables partitioned by month, and by which of their times: that of the write, or that at which a row was closed. */
const PARTITIONED: Readonly<Record<string, 'at' | 'closed_at'>> = {
  change: 'at',
  ci_class_version: 'closed_at',
  relationship_type_version: 'closed_at',
  data_source_version: 'closed_at',
  data_rule_version: 'closed_at',
  configuration_item_version: 'closed_at',
  observation_version: 'closed_at',
  ci_identifier_version: 'closed_at',
  relationship_version: 'closed_at',
  outage_version: 'closed_at',
  // Last, because changes are read together with what they belong to.
  change_set: 'at',
};

/** How many months are made ahead; a server that runs for longer asks again from time to time. */
const MONTHS_AHEAD = 2;

/** The beginning of the month (UTC) that is so many after that of a time. */
export const monthOf = (time: Date, ahead = 0): Date =>
  new Date(Date.UTC(time.getUTCFullYear(), time.getUTCMonth() + ahead, 1));

/** As the names of its partitions end, such as 2026_11. */
const monthName = (month: Date): string => month.toISOString().slice(0, 7).replace('-', '_');

/**
 * Makes the partitions of this month and the next ones. What no partition covers goes to the default partition and is
 * found there, so a late call loses nothing; a month that the default partition already holds rows of is left to it.
 */
export async function ensurePartitions(database: Database, now: Date): Promise<void> {
  const made = new Set((await listPartitions(database)).map(({ name }) => name));
  for (let ahead = 0; ahead <= MONTHS_AHEAD; ahead += 1) {
    const month = monthName(monthOf(now, ahead));
    for (const table of Object.keys(PARTITIONED)) {
      if (!made.has(`${table}_${month}`)) await ensurePartition(database, table, month);
    }
  }
}

const CHECK_VIOLATION = '23514';
const DUPLICATE_TABLE = '42P07';

/**
 * A new partition takes the default one for itself for a moment. While a long reader, such as a backup, has that, it is
 * left for the next time: whoever waits for it would have all others wait behind.
 */
async function ensurePartition(database: Database, table: string, month: string): Promise<void> {
  try {
    await database.transaction(async (tx) => {
      await tx.query("set local lock_timeout = '500ms'");
      await addPartition(tx, table, month);
    });
  } catch (error) {
    const code = (error as { code?: string }).code ?? '';
    if (![CHECK_VIOLATION, DUPLICATE_TABLE].includes(code) && !isLockNotAvailable(error)) throw error;
  }
}

/** Adds the partition of a month, such as 2026_11, where it is missing. */
export async function addPartition(executor: Executor, table: string, month: string): Promise<void> {
  const from = new Date(`${month.replace('_', '-')}-01T00:00:00Z`);
  await executor.query(
    `create table if not exists ${table}_${month} partition of ${table}
       for values from ('${from.toISOString()}') to ('${monthOf(from, 1).toISOString()}')`,
  );
}

/** What dropping came to. */
export interface Dropped {
  readonly partitions: number;
  /** Rows that lay in default partitions. */
  readonly rows: number;
  /** Something is left: it was in use, or there was too much of it for one go. */
  readonly more: boolean;
}

/**
 * Drops what was written or closed before a time: whole partitions, and rows of the default partitions, `rowsMax` at most.
 * A partition that is in use is left for the next time: whoever waits for it would have all others wait behind.
 */
export async function dropHistory(database: Database, before: Date, rowsMax: number): Promise<Dropped> {
  let [partitions, rows, busy] = [0, 0, false];
  for (const { name, until } of await listPartitions(database)) {
    if (until.getTime() > before.getTime()) continue;
    if (await dropPartition(database, name)) partitions += 1;
    else {
      // Those that follow would wait for the same reader, and have all others wait behind them.
      busy = true;
      break;
    }
  }
  for (const [table, column] of Object.entries(PARTITIONED)) {
    const gone = await database.query(
      `delete from ${table}_default where ctid in
         (select ctid from ${table}_default where ${column} < $1::timestamptz limit $2) returning 1 as gone`,
      [before.toISOString(), Math.max(0, rowsMax - rows)],
    );
    rows += gone.length;
  }
  return { partitions, rows, more: busy || rows >= rowsMax };
}

/** The partitions of single months, in the order in which they may go. */
async function listPartitions(database: Database): Promise<readonly { name: string; until: Date }[]> {
  const tables = Object.keys(PARTITIONED);
  const found = await database.query<{ name: string; year: string; month: string }>(
    `select child.relname as name, parts[1] as year, parts[2] as month
       from pg_inherits
       join pg_class as child on child.oid = pg_inherits.inhrelid
       join unnest($1::text[]) with ordinality as parent (name, place)
         on to_regclass(parent.name) = pg_inherits.inhparent,
            regexp_match(child.relname, '_(\\d{4})_(\\d\\d)$') as parts
      where parts is not null
      order by parent.place, child.relname`,
    [tables],
  );
  return found.map(({ name, year, month }) => ({ name, until: new Date(Date.UTC(Number(year), Number(month), 1)) }));
}

/** False when it is in use. Waits for less time than PostgreSQL takes to look for deadlocks. */
async function dropPartition(database: Database, name: string): Promise<boolean> {
  try {
    await database.transaction(async (tx) => {
      await tx.query("set local lock_timeout = '500ms'");
      await tx.query(`drop table if exists ${name}`);
    });
    return true;
  } catch (error) {
    if (isLockNotAvailable(error)) return false;
    throw error;
  }
}
