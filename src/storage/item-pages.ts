import type { ConfigurationItem } from '../domain/configuration-item';
import { itemId, type ItemId } from '../domain/ids';
import type { ItemOrder } from '../domain/item-filter';
import type { PageRequest, PageResult } from '../domain/page';
import type { Executor } from './database';
import { itemSortKeys } from './item-order';
import { itemSource, type ItemQuery } from './item-query';
import { toItem, type ItemRow } from './item-rows';
import { pageClauses, toPage } from './keyset';
import { SqlParameters } from './sql-parameters';

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
  const source = itemSource(query, parameters);
  const sortKeys = itemSortKeys(order, query.search, parameters);
  const clauses = pageClauses(sortKeys, page, parameters);
  const rows = await executor.query<ItemRow>(
    `${source.with} select item.*, ${clauses.keys} from ${source.from}
      where ${[source.where, ...clauses.conditions].join(' and ')}
      order by ${clauses.orderBy} limit ${clauses.limit}`,
    parameters.values,
  );
  return toPage(sortKeys, page, rows, toItem);
}

/** How many items fit. */
export async function countItems(executor: Executor, query: ItemQuery): Promise<number> {
  const parameters = new SqlParameters();
  const source = itemSource(query, parameters);
  const [row] = await executor.query<{ count: number }>(
    `${source.with} select count(*) as count from ${source.from} where ${source.where}`,
    parameters.values,
  );
  return row?.count ?? 0;
}

/** Which items fit, without an order: ask for some that {@link ItemQuery.among} names. */
export async function findItemIds(executor: Executor, query: ItemQuery): Promise<ReadonlySet<ItemId>> {
  const parameters = new SqlParameters();
  const source = itemSource(query, parameters);
  const rows = await executor.query<{ id: number }>(
    `${source.with} select item.id from ${source.from} where ${source.where}`,
    parameters.values,
  );
  return new Set(rows.map((row) => itemId(row.id)));
}
