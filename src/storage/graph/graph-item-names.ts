import { itemId, type ItemId, type Revision } from '../../domain/ids';
import type { Executor } from '../database';
import { ITEM_TABLE } from '../change-sets/item-rows';
import { asOf } from '../versioned-table';

/** The names that items had at a revision; items that were not there are left out. The graph in memory holds no names. */
export async function loadItemNames(
  executor: Executor,
  ids: readonly ItemId[],
  at: Revision,
): Promise<ReadonlyMap<ItemId, string>> {
  if (ids.length === 0) return new Map();
  const rows = await executor.query<{ id: number; name: string }>(
    `select item.id, item.name from ${asOf(ITEM_TABLE, '$2')} as item where item.id = any($1::bigint[])`,
    [ids, at],
  );
  return new Map(rows.map(({ id, name }) => [itemId(id), name]));
}
