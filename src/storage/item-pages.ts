import type { ConfigurationItem } from '../domain/configuration-item';
import { invariant } from '../domain/errors';
import { itemId, type ItemId, type Revision } from '../domain/ids';
import type { ItemOrder } from '../domain/item-filter';
import type { PageRequest, PageResult } from '../domain/page';
import type { Executor } from './database';
import type { ItemMemory, ItemVersion } from './item-memory';
import { itemSortKeys } from './item-order';
import { itemSource, type ItemQuery } from './item-query';
import { ITEM_TABLE, toItem, type ItemRow } from './item-rows';
import { pageClauses, toPage } from './keyset';
import { SqlParameters } from './sql-parameters';
import { asOf } from './versioned-table';

/**
 * One page of the items that fit. By name it walks configuration_item_name; a class, an attribute or a part of a name uses
 * the index on that. Read are the keys of the page, and those items that are not remembered.
 */
export async function pageItems(
  executor: Executor,
  query: ItemQuery,
  order: readonly ItemOrder[],
  page: PageRequest,
  memory: ItemMemory,
): Promise<PageResult<ConfigurationItem>> {
  const parameters = new SqlParameters();
  const source = itemSource(query, parameters);
  const sortKeys = itemSortKeys(order, query.search, parameters);
  const clauses = pageClauses(sortKeys, page, parameters);
  const rows = await executor.query<ItemVersion>(
    `${source.with} select item.id, item.valid_from, ${WRITTEN} as written, ${clauses.keys} from ${source.from}
      where ${[source.where, ...clauses.conditions].join(' and ')}
      order by ${clauses.orderBy} limit ${clauses.limit}`,
    parameters.values,
  );
  const items = await itemsOfVersions(executor, rows, query.at, memory);
  return toPage(sortKeys, page, rows, ({ id }) => {
    const item = items.get(id);
    invariant(item, `item ${id} is still there at revision ${query.at}`);
    return item;
  });
}

/** When a version was written, in milliseconds: cheaper to read than a time. */
const WRITTEN = '(extract(epoch from item.updated_at) * 1000)::bigint';

/** Items by id, from the memory or else from the tables. */
async function itemsOfVersions(
  executor: Executor,
  versions: readonly ItemVersion[],
  at: Revision,
  memory: ItemMemory,
): Promise<ReadonlyMap<number, ConfigurationItem>> {
  const items = new Map<number, ConfigurationItem>();
  const missing: ItemVersion[] = [];
  for (const version of versions) {
    const known = memory.get(version);
    if (known === null) missing.push(version);
    else items.set(version.id, known);
  }
  if (missing.length === 0) return items;
  const rows = await executor.query<ItemRow>(
    `select item.* from ${asOf(ITEM_TABLE, '$2')} as item where item.id = any($1::bigint[])`,
    [missing.map(({ id }) => id), at],
  );
  for (const row of rows) items.set(row.id, toItem(row));
  for (const version of missing) {
    const item = items.get(version.id);
    if (item) memory.put(version, item);
  }
  return items;
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
