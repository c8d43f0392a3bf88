import type { Change, ChangeKind, EntityKind } from '../../domain/history/change';
import {
  changedRelationshipValues,
  changedValues,
  claimAt,
  itemValueAt,
  type ChangedValue,
} from '../../domain/history/changed-values';
import type { Observation } from '../../domain/configuration-item';
import { revision, type ItemId, type Revision } from '../../domain/ids';
import { jsonEqual } from '../../domain/json-equal';
import { decodeOutageId } from '../../domain/opaque-id';
import { OUTAGE_PATHS, outageValueAt } from '../../domain/outages/outage';
import type { PageRequest, PageResult } from '../../domain/page';
import { CHANGE_COLUMNS, readChange, type ChangeLogRow } from './change-log';
import type { Executor } from '../database';
import { loadItemsAt } from '../items/item-queries';
import { pageClauses, toPage, type SortKey } from '../keyset';
import { OBSERVATION_TABLE, toObservation, type ObservationRow } from '../change-sets/observation-rows';
import { loadOutagesAt } from '../outages/outage-queries';
import { loadRelationshipsAt } from '../relationships/relationship-queries';
import { SqlParameters } from '../sql-parameters';
import { columnList } from '../versioned-table';
import { mark } from '../visible-rows';

/** Which changes; what is left out or null does not restrict. */
export interface ChangeQuery {
  /** Of these items, changes of their relationships in either direction included. */
  readonly items?: readonly ItemId[] | null;
  /** The same again, for another reason: both must hold. */
  readonly closure?: readonly ItemId[] | null;
  /** That moved a value at one of these. */
  readonly paths?: readonly string[] | null;
  /** Of items that are of these classes now, their relationships included. Name descendants too. */
  readonly classes?: readonly string[] | null;
  readonly entities?: readonly EntityKind[] | null;
  readonly kinds?: readonly ChangeKind[] | null;
  readonly principals?: readonly string[] | null;
  readonly sources?: readonly string[] | null;
  readonly operationId?: string | null;
  /** RFC 3339: committed then or later. */
  readonly from?: string | null;
  /** RFC 3339: committed before. */
  readonly to?: string | null;
  /** Behind this revision. */
  readonly since?: Revision | null;
  /** Up to this revision, so that pages do not shift while others write. */
  readonly upTo: Revision;
}

/** By the tenant, and the labels, that its item had then. */
export const VISIBLE_CHANGE = mark('change', 'change', 'change.revision');

/** Newest first. */
const ORDER: readonly SortKey[] = [
  { expression: 'change.revision', type: 'bigint', descending: true },
  { expression: 'change.ordinal', type: 'integer', descending: true },
];

/** One page of changes, newest first. Uses change_item and change_target for items, else the primary key. */
export async function findChanges(
  executor: Executor,
  query: ChangeQuery,
  page: PageRequest,
): Promise<PageResult<Change>> {
  const parameters = new SqlParameters();
  const conditions = conditionsOf(query, parameters);
  const clauses = pageClauses(ORDER, page, parameters);
  const columns = CHANGE_COLUMNS.split(', ').map((column) => `change.${column}`);
  const rows = await executor.query<ChangeLogRow>(
    `select ${columns.join(', ')}, ${clauses.keys} from ${sourceOf(query)}
      where ${[...conditions, ...clauses.conditions].join(' and ')}
      order by ${clauses.orderBy} limit ${clauses.limit}`,
    parameters.values,
  );
  return toPage(ORDER, page, rows, readChange);
}

/** How many changes there are. */
export async function countChanges(executor: Executor, query: ChangeQuery): Promise<number> {
  const parameters = new SqlParameters();
  const conditions = conditionsOf(query, parameters);
  const [row] = await executor.query<{ count: number }>(
    `select count(*) as count from ${sourceOf(query)} where ${conditions.join(' and ')}`,
    parameters.values,
  );
  return row?.count ?? 0;
}

/** The values before and after, for each change in the order given. Four statements at most, however many changes. */
export async function loadChangedValues(
  executor: Executor,
  changes: readonly Change[],
): Promise<readonly (readonly ChangedValue[])[]> {
  const values = new Map<Change, readonly ChangedValue[]>();
  await readItemValues(executor, changes.filter(isOfItem), values);
  await readRelationshipValues(executor, changes, values);
  await readOutageValues(executor, changes, values);
  await readClaims(executor, changes.filter(isObserved), values);
  return changes.map((change) => values.get(change) ?? []);
}

const isObserved = (change: Change): boolean => change.kind === 'OBSERVED';
const isOfItem = (change: Change): boolean => change.entity === 'CONFIGURATION_ITEM' && !isObserved(change);

/** The change set is joined only when something is asked of it. */
function sourceOf({ principals, sources, operationId }: ChangeQuery): string {
  const needed = principals != null || sources != null || operationId != null;
  return needed
    ? 'change join change_set on change_set.revision = change.revision and change_set.at = change.at'
    : 'change';
}

function conditionsOf(query: ChangeQuery, parameters: SqlParameters): readonly string[] {
  const conditions = [`change.revision <= ${parameters.add(query.upTo, 'bigint')}${VISIBLE_CHANGE}`];
  const restrict = (value: unknown, condition: (placeholder: string) => string, type: string): void => {
    if (value != null) conditions.push(condition(parameters.add(value, type)));
  };
  restrict(query.since, (p) => `change.revision > ${p}`, 'bigint');
  restrict(query.from, (p) => `change.at >= ${p}`, 'timestamptz');
  restrict(query.to, (p) => `change.at < ${p}`, 'timestamptz');
  restrict(query.items, (p) => `(change.item_id = any(${p}) or change.target_id = any(${p}))`, 'bigint[]');
  restrict(query.closure, (p) => `(change.item_id = any(${p}) or change.target_id = any(${p}))`, 'bigint[]');
  restrict(query.paths, (p) => `change.paths && ${p}`, 'text[]');
  restrict(query.entities, (p) => `change.entity = any(${p})`, 'text[]');
  restrict(query.kinds, (p) => `change.kind = any(${p})`, 'text[]');
  restrict(query.principals, (p) => `change_set.principal = any(${p})`, 'text[]');
  restrict(query.sources, (p) => `change_set.source = any(${p})`, 'text[]');
  restrict(query.operationId, (p) => `change_set.operation_id = ${p}`, 'uuid');
  restrict(
    query.classes,
    (p) =>
      `exists (select from configuration_item as item
                where item.id in (change.item_id, change.target_id) and item.class = any(${p}))`,
    'text[]',
  );
  return conditions;
}

async function readItemValues(
  executor: Executor,
  changes: readonly Change[],
  values: Map<Change, readonly ChangedValue[]>,
): Promise<void> {
  const asked = changes.flatMap((change) => (change.itemId === null ? [] : [{ change, id: change.itemId }]));
  if (asked.length === 0) return;
  const versions = await loadItemsAt(executor, [
    ...asked.map(({ id, change }) => ({ id, revision: before(change) })),
    ...asked.map(({ id, change }) => ({ id, revision: change.revision })),
  ]);
  for (const [index, { change }] of asked.entries()) {
    const sides = { before: versions[index] ?? null, after: versions[asked.length + index] ?? null };
    values.set(change, changedValues(change.paths, sides, itemValueAt));
  }
}

async function readRelationshipValues(
  executor: Executor,
  changes: readonly Change[],
  values: Map<Change, readonly ChangedValue[]>,
): Promise<void> {
  const asked = changes.flatMap((change) =>
    change.relationshipId === null ? [] : [{ change, id: change.relationshipId }],
  );
  if (asked.length === 0) return;
  const versions = await loadRelationshipsAt(executor, [
    ...asked.map(({ id, change }) => ({ id, revision: before(change) })),
    ...asked.map(({ id, change }) => ({ id, revision: change.revision })),
  ]);
  for (const [index, { change }] of asked.entries()) {
    const sides = { before: versions[index] ?? null, after: versions[asked.length + index] ?? null };
    values.set(change, changedRelationshipValues(change, sides));
  }
}

async function readOutageValues(
  executor: Executor,
  changes: readonly Change[],
  values: Map<Change, readonly ChangedValue[]>,
): Promise<void> {
  const asked = changes.flatMap((change) => {
    const id = change.entity === 'OUTAGE' ? decodeOutageId(change.subject ?? '') : null;
    return id === null ? [] : [{ change, id }];
  });
  if (asked.length === 0) return;
  const versions = await loadOutagesAt(executor, [
    ...asked.map(({ id, change }) => ({ id, revision: before(change) })),
    ...asked.map(({ id, change }) => ({ id, revision: change.revision })),
  ]);
  for (const [index, { change }] of asked.entries()) {
    const sides = { before: versions[index] ?? null, after: versions[asked.length + index] ?? null };
    const moved = OUTAGE_PATHS.filter((path) => change.kind === 'CREATED' || change.paths.includes(path));
    const shown = moved.map((path) => ({
      path,
      before: sides.before && outageValueAt(sides.before, path),
      after: sides.after && outageValueAt(sides.after, path),
    }));
    values.set(change, shown);
  }
}

/** Of an item that was only observed, the claims that moved; when several sources wrote at once, the first that differs. */
async function readClaims(
  executor: Executor,
  changes: readonly Change[],
  values: Map<Change, readonly ChangedValue[]>,
): Promise<void> {
  if (changes.length === 0) return;
  const { name, versions } = OBSERVATION_TABLE;
  const columns = columnList(OBSERVATION_TABLE, 'observation');
  // Which observations of these items began at these revisions, and which ended there?
  const rows = await executor.query<ObservationRow & { ordinal: number; side: 'before' | 'after' }>(
    `with wanted as materialized (
       select * from unnest($1::bigint[], $2::bigint[]) with ordinality as wanted (id, revision, ordinal)
     )
     select ordinal, 'after' as side, ${columns} from wanted
       join ${name} as observation on observation.item_id = wanted.id and observation.valid_from = wanted.revision
     union all
     select ordinal, 'after', ${columns} from wanted
       join ${versions} as observation on observation.item_id = wanted.id and observation.valid_from = wanted.revision
     union all
     select ordinal, 'before', ${columns} from wanted
       join ${versions} as observation on observation.item_id = wanted.id and observation.valid_to = wanted.revision`,
    [changes.map((change) => change.itemId), changes.map((change) => change.revision)],
  );
  for (const [index, change] of changes.entries()) {
    const sides = rows.filter((row) => row.ordinal === index + 1);
    values.set(change, changedClaims(change.paths, sides));
  }
}

function changedClaims(
  paths: readonly string[],
  rows: readonly (ObservationRow & { readonly side: 'before' | 'after' })[],
): readonly ChangedValue[] {
  const pairs = new Map<string, { before: Observation | null; after: Observation | null }>();
  for (const row of rows) {
    const key = JSON.stringify([row.source, row.native_key]);
    const pair = pairs.get(key) ?? { before: null, after: null };
    pair[row.side] = toObservation(row);
    pairs.set(key, pair);
  }
  const all = [...pairs.values()].map((pair) => changedValues(paths, pair, claimAt));
  return paths.flatMap((_, index) => {
    const candidates = all.flatMap((values) => values[index] ?? []);
    return candidates.find((value) => !jsonEqual(value.before, value.after)) ?? [];
  });
}

const before = (change: Change): Revision => revision(change.revision - 1);
