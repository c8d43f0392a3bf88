import type { DifferenceKind, DifferingThing } from '../../domain/history/differences';
import type { Revision } from '../../domain/ids';
import type { PageRequest, PageResult } from '../../domain/page';
import type { Executor } from '../database';
import { ITEM_TABLE } from '../change-sets/item-rows';
import { pageClauses, toPage, type SortKey } from '../keyset';
import { RELATIONSHIP_TABLE } from '../change-sets/relationship-rows';
import { SqlParameters } from '../sql-parameters';
import { asOf, type VersionedTable } from '../versioned-table';

/** Two moments, and what is compared between them. */
export interface DifferenceQuery {
  readonly from: Revision;
  readonly to: Revision;
  /** Only these; null: all there are. */
  readonly ids: readonly number[] | null;
}

/** A kind of thing that can be compared: where it is stored, and what of it counts. */
export interface ComparedTable {
  readonly table: VersionedTable;
  /** The column of the log that names it, and which rows of the log say that there is another version of it. */
  readonly logged: { readonly id: string; readonly condition: string };
  /** When a row counts as being there; `version` stands for the row. */
  readonly isThere: string;
  /** What makes a difference: values, and neither claims nor bookkeeping. */
  readonly values: readonly string[];
}

/** Items, as lists show them: retired and merged ones are not there. */
export const COMPARED_ITEMS: ComparedTable = {
  table: ITEM_TABLE,
  logged: { id: 'item_id', condition: "entity = 'CONFIGURATION_ITEM' and kind <> 'OBSERVED'" },
  isThere: 'version.retired_at is null and version.merged_into is null',
  values: [
    'class',
    'name',
    'description',
    'environment',
    'lifecycle',
    'lifecycle_status',
    'criticality',
    'owner',
    'support_group',
    'on_call',
    'site',
    'can_fail',
    'labels',
    'attributes',
    'gates',
    'presence',
  ],
};

/** Relationships; one that goes on under its id between other ends is changed. */
export const COMPARED_RELATIONSHIPS: ComparedTable = {
  table: RELATIONSHIP_TABLE,
  logged: { id: 'relationship_id', condition: "entity = 'RELATIONSHIP'" },
  isThere: 'true',
  values: ['source_id', 'type', 'target_id', 'kind', 'strength', 'gate_keys', 'weight', 'attributes'],
};

const BY_ID: readonly SortKey[] = [{ expression: 'differing.id', type: 'bigint', descending: false }];

/** One page of what differs, by id; `kinds` null: all of them. */
export async function pageDifferences(
  executor: Executor,
  compared: ComparedTable,
  query: DifferenceQuery,
  kinds: readonly DifferenceKind[] | null,
  page: PageRequest,
): Promise<PageResult<DifferingThing>> {
  const parameters = new SqlParameters();
  const from = differing(compared, query, parameters);
  const clauses = pageClauses(BY_ID, page, parameters);
  const ofKinds = kinds === null ? [] : [`differing.kind = any(${parameters.add(kinds, 'text[]')})`];
  const rows = await executor.query<DifferingThing>(
    `select differing.id, differing.kind, ${clauses.keys} from ${from}
      where ${['true', ...ofKinds, ...clauses.conditions].join(' and ')}
      order by ${clauses.orderBy} limit ${clauses.limit}`,
    parameters.values,
  );
  return toPage(BY_ID, page, rows, ({ id, kind }) => ({ id, kind }));
}

/** How many things differ, by kind; kinds of which there is none are left out. */
export async function countDifferences(
  executor: Executor,
  compared: ComparedTable,
  query: DifferenceQuery,
): Promise<ReadonlyMap<DifferenceKind, number>> {
  const parameters = new SqlParameters();
  const rows = await executor.query<{ kind: DifferenceKind; count: number }>(
    `select kind, count(*) as count from ${differing(compared, query, parameters)} group by kind`,
    parameters.values,
  );
  return new Map(rows.map((row) => [row.kind, row.count]));
}

/** Which of some things are there at both moments and differ, ascending. */
export async function findChangedAmong(
  executor: Executor,
  compared: ComparedTable,
  query: DifferenceQuery,
): Promise<readonly number[]> {
  const parameters = new SqlParameters();
  const rows = await executor.query<{ id: number }>(
    `select id from ${differing(compared, query, parameters)} where kind = 'CHANGED' order by id`,
    parameters.values,
  );
  return rows.map((row) => row.id);
}

/**
 * What did the log touch between the moments that is not at the second one what it was at the first? Only what is in the
 * log can differ, so that the work goes with what was written in between; both versions are found by their keys.
 */
function differing(
  { table, logged, isThere, values }: ComparedTable,
  { from, to, ids }: DifferenceQuery,
  parameters: SqlParameters,
): string {
  const [first, last] = [parameters.add(from, 'bigint'), parameters.add(to, 'bigint')];
  const timeOf = (revision: string): string => `(select at from change_set where revision = ${revision})`;
  const among = ids === null ? '' : ` and ${logged.id} = any(${parameters.add(ids, 'bigint[]')})`;
  const side = (revision: string): string =>
    `(select * from ${asOf(table, revision, timeOf(revision))} as version where ${isThere})`;
  const row = (alias: string): string => `(${values.map((column) => `${alias}.${column}`).join(', ')})`;
  return `(
    select touched.id,
           case when old.id is null then 'ADDED' when new.id is null then 'REMOVED' else 'CHANGED' end as kind
      from (select distinct ${logged.id} as id from change
             where revision > ${first} and revision <= ${last} and ${logged.condition}
               and at between ${timeOf(first)} and ${timeOf(last)}${among}) as touched
      left join ${side(first)} as old on old.id = touched.id
      left join ${side(last)} as new on new.id = touched.id
     where (old.id is null) <> (new.id is null) or ${row('old')} is distinct from ${row('new')}) as differing`;
}
