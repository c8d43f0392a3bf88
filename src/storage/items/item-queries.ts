import type { ConfigurationItem } from '../../domain/configuration-item';
import { itemId, type ItemId, type Revision } from '../../domain/ids';
import type { Executor } from '../database';
import { ITEM_TABLE, toItem, type ItemRow } from '../change-sets/item-rows';
import type { SqlParameters } from '../sql-parameters';
import { asOf } from '../versioned-table';
import { mark } from '../visible-rows';

/** A thing at a revision. */
export interface KeyAt<Id> {
  readonly id: Id;
  readonly revision: Revision;
}

/**
 * Items as they were, each at its own revision, in the order asked; null where there was none. One statement however many
 * revisions: a history names a different one on every line.
 */
export async function loadItemsAt(
  executor: Executor,
  keys: readonly KeyAt<ItemId>[],
): Promise<readonly (ConfigurationItem | null)[]> {
  const rows = await executor.query<ItemRow & { ordinal: number }>(
    `select item.*, wanted.ordinal
       from unnest($1::bigint[], $2::bigint[]) with ordinality as wanted (id, revision, ordinal)
       join lateral ${asOf(ITEM_TABLE, 'wanted.revision')} as item on item.id = wanted.id`,
    [keys.map((key) => key.id), keys.map((key) => key.revision)],
  );
  const found = new Map(rows.map((row) => [row.ordinal, row]));
  return keys.map((_, index) => {
    const row = found.get(index + 1);
    return row ? toItem(row) : null;
  });
}

/** The ids that were merged into each item by a revision, in the order asked. */
export async function loadMergedIds(
  executor: Executor,
  keys: readonly KeyAt<ItemId>[],
): Promise<readonly (readonly ItemId[])[]> {
  const rows = await executor.query<{ ordinal: number; id: number }>(
    `select wanted.ordinal, item.id
       from unnest($1::bigint[], $2::bigint[]) with ordinality as wanted (id, revision, ordinal)
       join configuration_item as item on item.merged_into = wanted.id and item.valid_from <= wanted.revision${mark('item', 'item')}
      order by wanted.ordinal, item.id`,
    [keys.map((key) => key.id), keys.map((key) => key.revision)],
  );
  return groupByOrdinal(rows, keys.length, (row) => itemId(row.id));
}

/** FROM clause of things asked for at revisions of their own: `wanted (id, revision, ordinal)`. */
export function wantedKeys(keys: readonly KeyAt<number>[], parameters: SqlParameters): string {
  const ids = parameters.add(
    keys.map((key) => key.id),
    'bigint[]',
  );
  const revisions = parameters.add(
    keys.map((key) => key.revision),
    'bigint[]',
  );
  return `unnest(${ids}, ${revisions}) with ordinality as wanted (id, revision, ordinal)`;
}

/** Rows that name the position of what was asked for, as one list per position. */
export function groupByOrdinal<Row extends { readonly ordinal: number }, Value>(
  rows: readonly Row[],
  count: number,
  value: (row: Row) => Value,
): readonly (readonly Value[])[] {
  const groups: Value[][] = Array.from({ length: count }, () => []);
  for (const row of rows) groups[row.ordinal - 1]?.push(value(row));
  return groups;
}

/** The largest id that any item has, of items that are not visible, too; 0 when there is none. */
export async function readLargestItemId(executor: Executor): Promise<number> {
  const [row] = await executor.query<{ id: number | null }>('select max(id) as id from configuration_item');
  return row?.id ?? 0;
}
