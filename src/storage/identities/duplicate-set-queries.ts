import type { DuplicateSetState } from '../../domain/identification/duplicates';
import type { ItemId } from '../../domain/ids';
import type { PageRequest, PageResult } from '../../domain/page';
import type { Executor } from '../database';
import type { DuplicateSetRow } from './duplicate-sets';
import { pageClauses, toPage, type SortKey } from '../keyset';
import { SqlParameters } from '../sql-parameters';
import { mark } from '../visible-rows';

/** Which duplicate sets; null does not restrict. */
export interface DuplicateSetQuery {
  readonly states: readonly DuplicateSetState[] | null;
  /** With an item of one of these classes. Name descendants too. */
  readonly classes: readonly string[] | null;
  /** With one of these items. */
  readonly items: readonly ItemId[] | null;
  /** With evidence of one of these sources. */
  readonly sources: readonly string[] | null;
}

const VISIBLE = mark('duplicate_set', 'held');

/** Newest first. */
const ORDER: readonly SortKey[] = [
  { expression: 'held.opened_at', type: 'timestamptz', descending: true },
  { expression: 'held.id::text', type: 'text', descending: true },
];

/** Evidence that a set shows; it may have more. */
const EVIDENCE_SHOWN_MAX = 100;

const COLUMNS = `held.id, held.tenant, held.state, held.opened_at as "openedAt", held.changed_at as "changedAt",
  held.closed_at as "closedAt", held.closed_by as "closedBy", held.reason,
  array(select item_id from duplicate_set_item where set_id = held.id order by item_id) as items,
  coalesce((select json_agg(shown) from (
     select kind, entry, identity_values as "values", source, native_key as "nativeKey", items,
            to_json(first_at) #>> '{}' as "firstAt", to_json(last_at) #>> '{}' as "lastAt", times
       from duplicate_evidence where set_id = held.id
      order by last_at desc, fingerprint limit ${EVIDENCE_SHOWN_MAX}) as shown), '[]') as evidence`;

/** One page of duplicate sets as they are now, newest first. */
export async function pageDuplicateSets(
  executor: Executor,
  query: DuplicateSetQuery,
  page: PageRequest,
): Promise<PageResult<DuplicateSetRow>> {
  const parameters = new SqlParameters();
  const conditions = conditionsOf(query, parameters);
  const clauses = pageClauses(ORDER, page, parameters);
  const rows = await executor.query<DuplicateSetRow>(
    `select ${COLUMNS}, ${clauses.keys} from duplicate_set as held
      where ${[...conditions, ...clauses.conditions].join(' and ')} order by ${clauses.orderBy} limit ${clauses.limit}`,
    parameters.values,
  );
  return toPage(ORDER, page, rows, (row) => row);
}

/** How many duplicate sets there are now. */
export async function countDuplicateSets(executor: Executor, query: DuplicateSetQuery): Promise<number> {
  const parameters = new SqlParameters();
  const conditions = conditionsOf(query, parameters);
  const [row] = await executor.query<{ count: number }>(
    `select count(*) as count from duplicate_set as held where ${conditions.join(' and ')}`,
    parameters.values,
  );
  return row?.count ?? 0;
}

/** One set by its id; null when there is none. */
export async function loadDuplicateSet(executor: Executor, id: string): Promise<DuplicateSetRow | null> {
  const [row] = await executor.query<DuplicateSetRow>(
    `select ${COLUMNS} from duplicate_set as held where held.id = $1::uuid${VISIBLE}`,
    [id],
  );
  return row ?? null;
}

function conditionsOf(
  { states, classes, items, sources }: DuplicateSetQuery,
  parameters: SqlParameters,
): readonly string[] {
  const member = 'select from duplicate_set_item as member';
  return [
    `true${VISIBLE}`,
    ...(states ? [`held.state = any(${parameters.add(states, 'text[]')})`] : []),
    ...(items
      ? [
          `exists (${member} where member.set_id = held.id and member.item_id = any(${parameters.add(items, 'bigint[]')}))`,
        ]
      : []),
    ...(classes
      ? [
          `exists (${member} join configuration_item as item on item.id = member.item_id
                    where member.set_id = held.id and item.class = any(${parameters.add(classes, 'text[]')}))`,
        ]
      : []),
    ...(sources
      ? [
          `exists (select from duplicate_evidence as known
                    where known.set_id = held.id and known.source = any(${parameters.add(sources, 'text[]')}))`,
        ]
      : []),
  ];
}
