import type { ItemId, Revision } from '../../domain/ids';
import type { IdentifierMark, RelationshipMark } from './change-plan';
import type { Executor } from '../database';

/** Item -> the newest version among its observations; items without any are missing. */
export async function readObservationMarks(
  executor: Executor,
  items: readonly ItemId[],
): Promise<ReadonlyMap<ItemId, Revision>> {
  if (items.length === 0) return new Map();
  const rows = await executor.query<{ item_id: ItemId; newest: Revision }>(
    `select item_id, max(valid_from) as newest from observation where item_id = any($1::bigint[]) group by item_id`,
    [items],
  );
  return new Map(rows.map((row) => [row.item_id, row.newest]));
}

/** Item -> the mark of its relationships in both directions; items without any have the mark `0:0`. */
export async function readRelationshipMarks(
  executor: Executor,
  items: readonly ItemId[],
): Promise<ReadonlyMap<ItemId, RelationshipMark>> {
  if (items.length === 0) return new Map();
  const rows = await executor.query<{ item_id: ItemId; mark: RelationshipMark }>(
    `select item_id, count(valid_from) || ':' || coalesce(max(valid_from), 0) as mark
       from unnest($1::bigint[]) as wanted(item_id)
       left join lateral (
         select valid_from from relationship where source_id = item_id
         union all
         select valid_from from relationship where target_id = item_id
       ) as touching on true
      group by item_id`,
    [items],
  );
  return new Map(rows.map((row) => [row.item_id, row.mark]));
}

/** Item -> the mark of the identities it holds, owned and contested; items without any have the mark `0:0`. */
export async function readIdentifierMarks(
  executor: Executor,
  items: readonly ItemId[],
): Promise<ReadonlyMap<ItemId, IdentifierMark>> {
  if (items.length === 0) return new Map();
  const rows = await executor.query<{ item_id: ItemId; mark: IdentifierMark }>(
    `select wanted.item_id, count(valid_from) || ':' || coalesce(max(valid_from), 0) as mark
       from unnest($1::bigint[]) as wanted(item_id)
       left join lateral (
         select valid_from from ci_identifier as owned where owned.item_id = wanted.item_id
         union all
         select valid_from from ci_identifier_contested as further where further.item_id = wanted.item_id
       ) as held on true
      group by wanted.item_id`,
    [items],
  );
  return new Map(rows.map((row) => [row.item_id, row.mark]));
}
