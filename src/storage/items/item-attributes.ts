import { itemId, type ItemId, type Revision } from '../../domain/ids';
import type { Executor } from '../database';
import { ITEM_TABLE } from '../change-sets/item-rows';
import { asOf } from '../versioned-table';

/** A numeric attribute of items as it was at a revision; items without it, or with something else under its name, are left out. */
export async function loadNumericAttribute(
  executor: Executor,
  ids: readonly ItemId[],
  name: string,
  at: Revision,
): Promise<ReadonlyMap<ItemId, number>> {
  if (ids.length === 0) return new Map();
  const rows = await executor.query<{ id: number; value: number }>(
    `select item.id, (item.attributes -> $3::text)::float8 as value
       from ${asOf(ITEM_TABLE, '$2')} as item
      where item.id = any($1::bigint[]) and jsonb_typeof(item.attributes -> $3::text) = 'number'`,
    [ids, at, name],
  );
  return new Map(rows.map(({ id, value }) => [itemId(id), value]));
}
