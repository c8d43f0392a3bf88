import { itemId, revision, type ItemId } from '../../domain/ids';
import { Survivors, type MergedSpan } from '../../domain/reconciliation/merged-items';
import type { Relationship } from '../../domain/relationship';
import type { Executor } from '../database';
import { RELATIONSHIP_COLUMNS, toRelationship, type RelationshipRow } from '../change-sets/relationship-rows';

/*
 * What merging items looks up beside what every write does.
 */

/** A merge of merges leads on; each is a decision of a person, and none leads back. */
const MERGE_CHAIN_MAX = 1_000;

/** Item -> the item it was merged into, to the end of the chain, as it is now. Those that were not merged are missing. */
export async function findSurvivors(
  executor: Executor,
  items: readonly ItemId[],
): Promise<ReadonlyMap<ItemId, ItemId>> {
  const next = new Map<ItemId, ItemId>();
  let open: readonly ItemId[] = items;
  for (let step = 0; open.length > 0 && step < MERGE_CHAIN_MAX; step += 1) {
    const rows = await executor.query<{ id: number; merged_into: number }>(
      'select id, merged_into from configuration_item where id = any($1::bigint[]) and merged_into is not null',
      [open],
    );
    for (const row of rows) next.set(itemId(row.id), itemId(row.merged_into));
    open = rows.map((row) => itemId(row.merged_into)).filter((id) => !next.has(id));
  }
  const endOf = (item: ItemId): ItemId => {
    let end = item;
    for (let into = next.get(end); into !== undefined; into = next.get(end)) end = into;
    return end;
  };
  return new Map(items.flatMap((item) => (next.has(item) ? [[item, endOf(item)] as const] : [])));
}

/** Who stands for some items, at every revision: their merges, undone ones included, to the end of the chain. */
export async function loadSurvivors(executor: Executor, items: readonly ItemId[]): Promise<Survivors> {
  const known = new Set<ItemId>();
  const spans: MergedSpan[] = [];
  let open: readonly ItemId[] = items;
  for (let step = 0; open.length > 0 && step < MERGE_CHAIN_MAX; step += 1) {
    const rows = await executor.query<{ id: number; merged_into: number; valid_from: number; valid_to: number | null }>(
      `select id, merged_into, valid_from, null as valid_to from configuration_item
        where id = any($1::bigint[]) and merged_into is not null
       union all
       select id, merged_into, valid_from, valid_to from configuration_item_version
        where id = any($1::bigint[]) and merged_into is not null`,
      [open],
    );
    for (const id of open) known.add(id);
    for (const row of rows) {
      const until = row.valid_to === null ? null : revision(row.valid_to);
      spans.push({ item: itemId(row.id), into: itemId(row.merged_into), from: revision(row.valid_from), until });
    }
    open = [...new Set(rows.map((row) => itemId(row.merged_into)))].filter((id) => !known.has(id));
  }
  return new Survivors(spans);
}

/** Every item that is merged into another one -> that one: what merges came to, not the chain of them. */
export async function loadMerged(executor: Executor): Promise<ReadonlyMap<number, number>> {
  const rows = await executor.query<{ id: number; merged_into: number }>(
    'select id, merged_into from configuration_item where merged_into is not null',
  );
  const next = new Map(rows.map((row) => [row.id, row.merged_into]));
  const endOf = (id: number): number => {
    let end = id;
    for (let into = next.get(end); into !== undefined; into = next.get(end)) end = into;
    return end;
  };
  return new Map([...next.keys()].map((id) => [id, endOf(id)]));
}

/** All relationships that touch any of some items, by id; at most `limit`. */
export async function loadRelationshipsTouching(
  executor: Executor,
  items: readonly ItemId[],
  limit: number,
): Promise<readonly Relationship[]> {
  const rows = await executor.query<RelationshipRow>(
    `select * from (
       select ${RELATIONSHIP_COLUMNS} from relationship where source_id = any($1::bigint[])
       union all
       select ${RELATIONSHIP_COLUMNS} from relationship
        where target_id = any($1::bigint[]) and source_id <> all($1::bigint[])) as touching
      order by id limit $2`,
    [items, limit],
  );
  return rows.map(toRelationship);
}

/** The key of an observation in {@link loadFirstSeen}. */
export const observationKey = (item: ItemId, source: string, nativeKey: string): string =>
  JSON.stringify([item, source, nativeKey]);

/** When each observation of some items was first made, by {@link observationKey}. RFC 3339, UTC. */
export async function loadFirstSeen(
  executor: Executor,
  items: readonly ItemId[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await executor.query<{ item_id: ItemId; source: string; native_key: string; first_seen_at: string }>(
    'select item_id, source, native_key, first_seen_at from observation where item_id = any($1::bigint[])',
    [items],
  );
  return new Map(rows.map((row) => [observationKey(row.item_id, row.source, row.native_key), row.first_seen_at]));
}
