import type { Tx } from '../database';
import { columnList, type VersionedTable } from '../versioned-table';

/*
 * One statement per table writes any number of rows of any number of change sets:
 *
 *     $1  JSON array: the rows, change set after change set
 *     $2  revision of the first change set; the others follow it without a gap
 *     $3  position in $1 (from 1) at which the 2nd, 3rd, ... change set begins
 *     $4  time of the change sets
 *
 * Rows travel as JSON, because JSON.stringify is native and array literals of 25 columns are built in JavaScript, and
 * because the text can be made before the lock is taken, when neither revision nor time is known yet.
 */

/** Rows of several change sets for one table, each part the inside of a JSON array. */
export interface RowParts {
  /** Change set by change set; empty text where one has no rows here. */
  readonly parts: readonly { readonly text: string; readonly count: number }[];
  readonly firstRevision: number;
  readonly at: string;
}

/** Parameters of the statements below. Null when there are no rows at all. */
function rowParameters({ parts, firstRevision, at }: RowParts): readonly unknown[] | null {
  const total = parts.reduce((sum, part) => sum + part.count, 0);
  if (total === 0) return null;
  const text = `[${parts.flatMap((part) => (part.count > 0 ? [part.text] : [])).join(',')}]`;
  const starts: number[] = [];
  let position = 1;
  for (const part of parts) {
    starts.push(position);
    position += part.count;
  }
  return [text, firstRevision, starts.slice(1), at];
}

/** Closes what is there under the keys of the rows and writes the rows over it; a row marked `removed` only closes. */
export async function mergeRows(tx: Tx, table: VersionedTable, rows: RowParts): Promise<void> {
  await execute(tx, MERGE, mergeSql, table, rows);
}

/** Closes and removes what is there under the keys of the rows. */
export async function removeRows(tx: Tx, table: VersionedTable, rows: RowParts): Promise<void> {
  await execute(tx, REMOVE, removeSql, table, rows);
}

/** Writes rows under keys that must be free: an occupied one fails the statement. */
export async function insertRows(tx: Tx, table: VersionedTable, rows: RowParts): Promise<void> {
  await execute(tx, INSERT, insertSql, table, rows);
}

const MERGE = new Map<string, string>();
const REMOVE = new Map<string, string>();
const INSERT = new Map<string, string>();

async function execute(
  tx: Tx,
  statements: Map<string, string>,
  build: (table: VersionedTable) => string,
  table: VersionedTable,
  rows: RowParts,
): Promise<void> {
  const parameters = rowParameters(rows);
  if (!parameters) return;
  const sql = statements.get(table.name) ?? build(table);
  statements.set(table.name, sql);
  await tx.query(sql, parameters);
}

function mergeSql(table: VersionedTable): string {
  const overwritten = Object.keys(table.columns).filter(
    (column) => !table.key.includes(column) && !table.kept.includes(column),
  );
  return `with ${inputSql(table)}, ${closedSql(table)},
    removed as (
      delete from ${table.name} as old using input where input.removed and ${sameKey(table)}
    )
    insert into ${table.name} (${columnList(table)})
    select ${insertedColumns(table)} from input where not input.removed
    on conflict (${table.key.join(', ')}) do update set
      ${overwritten.map((column) => `${column} = excluded.${column}`).join(', ')}`;
}

function removeSql(table: VersionedTable): string {
  return `with ${inputSql(table)}, ${closedSql(table)}
    delete from ${table.name} as old using input where ${sameKey(table)}`;
}

function insertSql(table: VersionedTable): string {
  return `with ${inputSql(table)}
    insert into ${table.name} (${columnList(table)}) select ${insertedColumns(table)} from input`;
}

/** The rows with the revision of their change set. Materialized, so that the JSON is read once. */
function inputSql(table: VersionedTable): string {
  const given = Object.keys(table.columns).filter(
    (column) => column !== 'valid_from' && !table.stamped.includes(column),
  );
  const typed = given.map((column) => `${column} ${table.columns[column]}`).join(', ');
  return `input as materialized (
      select ${given.join(', ')}, coalesce(removed, false) as removed,
             $2::bigint + width_bucket(position, $3::bigint[]) as valid_from,
             $4::timestamptz(3) as at
        from rows from (json_to_recordset($1::json) as (${typed}, removed boolean))
        with ordinality as given(${given.join(', ')}, removed, position)
    )`;
}

/** What is there now becomes a closed version. It is read from the table itself, so that it is complete. */
function closedSql(table: VersionedTable): string {
  return `closed as (
      insert into ${table.versions} (${columnList(table)}, valid_to, closed_at)
      select ${columnList(table, 'old')}, input.valid_from, input.at
        from input join ${table.name} as old on ${sameKey(table)}
    )`;
}

const sameKey = (table: VersionedTable): string =>
  table.key.map((column) => `old.${column} = input.${column}`).join(' and ');

const insertedColumns = (table: VersionedTable): string =>
  Object.keys(table.columns)
    .map((column) => (table.stamped.includes(column) ? 'input.at' : `input.${column}`))
    .join(', ');
