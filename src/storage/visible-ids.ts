import type { Revision } from '../domain/ids';
import type { Database } from './database';
import { ITEM_TABLE } from './change-sets/item-rows';
import { asOf } from './versioned-table';
import { wholeOf } from './visible-rows';

/** The ids of the items that a limited database shows at a revision, of some or of all (null), and the largest of all. */
export async function loadVisibleIds(
  database: Database,
  at: Revision,
  among: readonly number[] | null,
): Promise<{ readonly ids: readonly number[]; readonly idMax: number }> {
  const [row] = await database.query<{ ids: readonly number[]; id_max: number }>(
    `select array(select item.id from ${asOf(ITEM_TABLE, '$1')} as item
                   where $2::bigint[] is null or item.id = any($2::bigint[])) as ids,
            (select coalesce(max(id), 0) from configuration_item) as id_max`,
    [at, among],
  );
  return { ids: row?.ids ?? [], idMax: row?.id_max ?? 0 };
}

/** The items that were written behind one revision, up to another: what is seen of others has not changed. */
export async function readItemsMoved(database: Database, after: Revision, upTo: Revision): Promise<readonly number[]> {
  const rows = await wholeOf(database).query<{ id: number }>(
    `select distinct item_id as id from change
      where revision > $1 and revision <= $2 and entity = 'CONFIGURATION_ITEM' and item_id is not null`,
    [after, upTo],
  );
  return rows.map((row) => row.id);
}
