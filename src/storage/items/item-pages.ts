import type { ConfigurationItem } from '../../domain/configuration-item';
import { invariant } from '../../domain/errors';
import { itemId, type ItemId } from '../../domain/ids';
import type { ItemOrder } from '../../domain/lists/item-filter';
import type { PagePosition, PageRequest, PageResult } from '../../domain/page';
import { queryColumns, type Columns } from '../change-sets/column-query';
import type { Executor } from '../database';
import type { ItemMemory, ItemVersion } from './item-memory';
import { itemSortKeys } from './item-order';
import { itemSource, type ItemQuery } from './item-query';
import { ITEM_TABLE, toItem, type ItemRow } from '../change-sets/item-rows';
import { keyName, pageClauses, pageOf } from '../keyset';
import type { ReadAt } from '../recent-moves';
import { SqlParameters } from '../sql-parameters';
import { asOf } from '../versioned-table';

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
  const keys = sortKeys.map((_, index) => keyName(index));
  const read = memory.reading(query.at);
  const columns = await queryColumns(
    executor,
    ['id', 'valid_from', 'written', ...keys],
    {
      prepared: source.with,
      select: `select item.id, item.valid_from, date_part('epoch', item.updated_at) as written, ${clauses.keys}
        from ${source.from} where ${[source.where, ...clauses.conditions].join(' and ')}
        order by ${clauses.orderBy} limit ${clauses.limit}`,
    },
    parameters.values,
  );
  const versions = versionsIn(columns);
  const items = await itemsOfVersions(executor, versions, read, memory);
  return pageOf(
    page,
    versions.length,
    (row) => {
      const item = items[row];
      invariant(item, `item ${versions[row]?.id} is still there at revision ${query.at}`);
      return item;
    },
    (row) => keys.map((key) => (columns[key]?.[row] ?? null) as PagePosition[number]),
  );
}

const versionsIn = ({ id, valid_from, written }: Columns<'id' | 'valid_from' | 'written'>): readonly ItemVersion[] =>
  id.map((one, row) => ({ id: Number(one), validFrom: Number(valid_from[row]), written: Number(written[row]) }));

/** Items in the order asked, from the memory or else from the tables. */
async function itemsOfVersions(
  executor: Executor,
  versions: readonly ItemVersion[],
  read: ReadAt,
  memory: ItemMemory,
): Promise<readonly (ConfigurationItem | null)[]> {
  const items = versions.map((version) => memory.get(version, read));
  const missing = versions.filter((_, row) => items[row] === null);
  if (missing.length === 0) return items;
  const rows = await executor.query<ItemRow>(
    `select item.* from ${asOf(ITEM_TABLE, '$2')} as item where item.id = any($1::bigint[])`,
    [missing.map(({ id }) => id), read.at],
  );
  const found = new Map(rows.map((row) => [row.id, toItem(row)]));
  for (const version of missing) {
    const item = found.get(version.id);
    if (item) memory.put(version, item, read);
  }
  return items.map((item, row) => item ?? found.get(versions[row]?.id ?? 0) ?? null);
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
