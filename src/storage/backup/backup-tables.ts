import type { Executor } from '../database';
import type { BackedUpTable } from './backup-format';

/*
 * The tables are read from the catalog, so that none is ever forgotten. Ours are those with a comment: every one of ours has
 * one. The list of migrations is written by the restore itself.
 */
const OUR_TABLES = `select oid, relname from pg_class
  where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p') and not relispartition
    and obj_description(oid, 'pg_class') is not null`;

/** The table in which the migrations are noted. */
export const MIGRATION_TABLE = 'schema_migration';

/** Every table of ours with its columns and the months it has partitions of, by name. */
export async function readTables(executor: Executor): Promise<readonly BackedUpTable[]> {
  return executor.query<BackedUpTable>(
    `select ours.relname as name,
            array(select attname::text from pg_attribute
                   where attrelid = ours.oid and attnum > 0 and not attisdropped order by attnum) as columns,
            array(select substring(child.relname from '_(\\d{4}_\\d\\d)$')
                    from pg_inherits join pg_class as child on child.oid = inhrelid
                   where inhparent = ours.oid and child.relname ~ '_\\d{4}_\\d\\d$' order by 1) as months
       from (${OUR_TABLES}) as ours order by ours.relname`,
  );
}

/** Names of tables beside ours, such as somebody else's. */
export async function readForeignTables(executor: Executor): Promise<readonly string[]> {
  const rows = await executor.query<{ name: string }>(
    `select relname as name from pg_class
      where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f') and not relispartition
        and relname <> $1 and oid not in (select oid from (${OUR_TABLES}) as ours)
        and not exists (select from pg_depend where objid = pg_class.oid and deptype = 'e') order by 1`,
    [MIGRATION_TABLE],
  );
  return rows.map((row) => row.name);
}

/** Every sequence that belongs to no column -> the number that it gives next. Read late, they skip numbers and repeat none. */
export async function readSequences(executor: Executor): Promise<Readonly<Record<string, number>>> {
  const rows = await executor.query<{ name: string; next: number }>(
    `select sequencename as name, coalesce(last_value + increment_by, start_value) as next from pg_sequences
      where schemaname = current_schema()
        and not exists (select from pg_depend
                         where objid = (quote_ident(schemaname) || '.' || quote_ident(sequencename))::regclass
                           and deptype in ('a', 'i')) order by 1`,
  );
  return Object.fromEntries(rows.map((row) => [row.name, row.next]));
}
