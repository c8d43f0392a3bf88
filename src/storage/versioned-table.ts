import { markOfTable } from './visible-rows';

/**
 * A table of current rows with its table of closed versions (`<name>_version`, unless said otherwise).
 *
 *     configuration_item            one row per key, valid from `valid_from` until now
 *     configuration_item_version    the same columns, `valid_to` (exclusive) and `closed_at`
 */
export interface VersionedTable {
  readonly name: string;
  readonly versions: string;
  readonly key: readonly string[];
  /** Column -> SQL type, in order; `valid_from` last. */
  readonly columns: Readonly<Record<string, string>>;
  /** Columns that take the time of the change set. */
  readonly stamped: readonly string[];
  /** Columns that keep the value of the first version. */
  readonly kept: readonly string[];
}

/** The column list of a table, each column prefixed with an alias where one is given. */
export function columnList(table: VersionedTable, alias?: string): string {
  const prefix = alias === undefined ? '' : `${alias}.`;
  return Object.keys(table.columns)
    .map((column) => prefix + column)
    .join(', ');
}

/** The largest bigint: a current row is valid until further notice. */
const UNTIL_FURTHER_NOTICE = '9223372036854775807::bigint';

/**
 * The rows of a table as they were at a revision, to stand in FROM: `from ${asOf(ITEM_TABLE, '$1')} as item`. Conditions
 * and orders of the outer query reach both tables, so that a lookup by key uses both primary keys and a page by name walks
 * the index on it. They do so only while the members of the union have no condition of their own: with `valid_from <= $1`
 * inside, a hundred lookups took a hundred scans. `since`, the time of that revision, spares the partitions that were
 * closed before it. To a caller who sees a part of the store, only that part is there.
 */
export function asOf(table: VersionedTable, revision: string, since?: string): string {
  const columns = columnList(table);
  const [closed, notClosed] =
    since === undefined ? ['', ''] : [', closed_at', ", 'infinity'::timestamptz as closed_at"];
  const open = since === undefined ? '' : ` and closed_at >= ${since}`;
  return `(select ${columns} from (
      select ${columns}, ${UNTIL_FURTHER_NOTICE} as valid_to${notClosed} from ${table.name}
      union all
      select ${columns}, valid_to${closed} from ${table.versions}) as version
    where valid_from <= ${revision} and valid_to > ${revision}${open}${markOfTable(table.name, revision)})`;
}
