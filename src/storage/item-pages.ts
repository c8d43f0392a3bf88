import type { ConfigurationItem } from '../domain/configuration-item';
import { itemId, type ItemId, type Revision } from '../domain/ids';
import type { ItemFilter, ItemOrder } from '../domain/item-filter';
import type { PageRequest, PageResult } from '../domain/page';
import type { ClassModel } from '../domain/resolved-class-model';
import type { Executor } from './database';
import { itemCondition } from './item-filter';
import { itemSortKeys } from './item-order';
import { ITEM_TABLE, toItem, type ItemRow } from './item-rows';
import { searchConditions } from './item-search';
import { pageClauses, toPage } from './keyset';
import { SqlParameters } from './sql-parameters';
import { asOf } from './versioned-table';

/** Which items, at which revision. */
export interface ItemQuery {
  readonly at: Revision;
  /** The class model of that revision. */
  readonly model: ClassModel;
  readonly filter: ItemFilter | null;
  readonly search: string | null;
  readonly includeRetired: boolean;
}

/**
 * One page of the items that fit. By name it walks configuration_item_name; a class, an attribute or a part of a name uses
 * the index on that.
 */
export async function pageItems(
  executor: Executor,
  query: ItemQuery,
  order: readonly ItemOrder[],
  page: PageRequest,
): Promise<PageResult<ConfigurationItem>> {
  const parameters = new SqlParameters();
  const { from, conditions } = itemSource(query, parameters);
  const sortKeys = itemSortKeys(order);
  const clauses = pageClauses(sortKeys, page, parameters);
  const rows = await executor.query<ItemRow>(
    `select item.*, ${clauses.keys} from ${from}
      where ${[...conditions, ...clauses.conditions].join(' and ')}
      order by ${clauses.orderBy} limit ${clauses.limit}`,
    parameters.values,
  );
  return toPage(sortKeys, page, rows, toItem);
}

/** How many items fit. */
export async function countItems(executor: Executor, query: ItemQuery): Promise<number> {
  const parameters = new SqlParameters();
  const { from, conditions } = itemSource(query, parameters);
  const [row] = await executor.query<{ count: number }>(
    `select count(*) as count from ${from} where ${conditions.join(' and ')}`,
    parameters.values,
  );
  return row?.count ?? 0;
}

/** Which of some items fit. */
export async function filterItems(
  executor: Executor,
  query: ItemQuery,
  ids: readonly ItemId[],
): Promise<ReadonlySet<ItemId>> {
  const parameters = new SqlParameters();
  const { from, conditions } = itemSource(query, parameters);
  const rows = await executor.query<{ id: number }>(
    `select item.id from ${from}
      where item.id = any(${parameters.add(ids, 'bigint[]')}) and ${conditions.join(' and ')}`,
    parameters.values,
  );
  return new Set(rows.map((row) => itemId(row.id)));
}

/** Merged items are in no list: their survivor is. */
function itemSource(
  { at, model, filter, search, includeRetired }: ItemQuery,
  parameters: SqlParameters,
): { readonly from: string; readonly conditions: readonly string[] } {
  const revision = parameters.add(at, 'bigint');
  const conditions = [
    'item.merged_into is null',
    ...(includeRetired ? [] : ['item.retired_at is null']),
    ...(filter === null ? [] : [itemCondition(filter, 'item', { model, parameters, revision })]),
    ...(search === null ? [] : searchConditions(search, 'item', { parameters, revision })),
  ];
  return { from: `${asOf(ITEM_TABLE, revision)} as item`, conditions };
}
