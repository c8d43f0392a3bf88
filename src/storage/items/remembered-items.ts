import type { ConfigurationItem } from '../../domain/configuration-item';
import type { ItemId } from '../../domain/ids';
import { queryColumns } from '../change-sets/column-query';
import type { Executor } from '../database';
import type { ItemMemory } from './item-memory';
import { loadItemsAt, wantedKeys, type KeyAt } from './item-queries';
import { ITEM_TABLE } from '../change-sets/item-rows';
import { SqlParameters } from '../sql-parameters';
import { asOf } from '../versioned-table';

/**
 * The same as {@link loadItemsAt}, of which those versions that are remembered are not read: of a list of hundreds of other
 * ends, taking their rows apart was the largest part of its cost.
 */
export async function loadRememberedItems(
  executor: Executor,
  keys: readonly KeyAt<ItemId>[],
  memory: ItemMemory,
): Promise<readonly (ConfigurationItem | null)[]> {
  const readAt = keys.map(({ revision }) => memory.reading(revision));
  const parameters = new SqlParameters();
  const wanted = wantedKeys(keys, parameters);
  const select = `select wanted.ordinal, item.id, item.valid_from, date_part('epoch', item.updated_at) as written
    from ${wanted} join lateral ${asOf(ITEM_TABLE, 'wanted.revision')} as item on item.id = wanted.id`;
  const names = ['ordinal', 'id', 'valid_from', 'written'] as const;
  const columns = await queryColumns(executor, names, { prepared: '', select }, parameters.values);
  const items: (ConfigurationItem | null)[] = keys.map(() => null);
  const missing: { readonly place: number; readonly validFrom: number; readonly written: number }[] = [];
  for (const [row, ordinal] of columns.ordinal.entries()) {
    const [validFrom, written] = [Number(columns.valid_from[row]), Number(columns.written[row])];
    const place = Number(ordinal) - 1;
    items[place] = memory.get({ id: Number(columns.id[row]), validFrom, written }, readAt[place]);
    if (items[place] === null) missing.push({ place, validFrom, written });
  }
  if (missing.length === 0) return items;
  const read = await loadItemsAt(
    executor,
    missing.flatMap(({ place }) => keys[place] ?? []),
  );
  for (const [at, { place, validFrom, written }] of missing.entries()) {
    const item = read[at] ?? null;
    items[place] = item;
    if (item) memory.put({ id: item.id, validFrom, written }, item, readAt[place]);
  }
  return items;
}
