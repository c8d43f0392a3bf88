import { itemId, type ItemId, type Revision } from '../../domain/ids';
import type { Executor } from '../database';
import { RELATIONSHIP_TABLE } from '../change-sets/relationship-rows';
import { asOf } from '../versioned-table';

/** The other ends of relationships of some types at some items, whichever way they stand, at a revision. */
export async function findHostsOf(
  executor: Executor,
  { items, types, at }: { readonly items: readonly ItemId[]; readonly types: readonly string[]; readonly at: Revision },
): Promise<readonly { readonly item: ItemId; readonly other: ItemId }[]> {
  if (items.length === 0) return [];
  const relationships = asOf(RELATIONSHIP_TABLE, '$3');
  const rows = await executor.query<{ item: number; other: number }>(
    `select link.source_id as item, link.target_id as other
       from unnest($1::bigint[]) as wanted(id) join lateral ${relationships} as link on link.source_id = wanted.id
      where link.type = any($2::text[])
     union
     select link.target_id, link.source_id
       from unnest($1::bigint[]) as wanted(id) join lateral ${relationships} as link on link.target_id = wanted.id
      where link.type = any($2::text[])
      order by item, other`,
    [items, types, at],
  );
  return rows.map((row) => ({ item: itemId(row.item), other: itemId(row.other) }));
}

/** The relationships that some items have among themselves, at a revision. */
export async function findLinksAmong(
  executor: Executor,
  items: readonly ItemId[],
  at: Revision,
): Promise<readonly { readonly source: ItemId; readonly type: string; readonly target: ItemId }[]> {
  if (items.length === 0) return [];
  const rows = await executor.query<{ source_id: number; type: string; target_id: number }>(
    `select link.source_id, link.type, link.target_id
       from unnest($1::bigint[]) as wanted(id)
       join lateral ${asOf(RELATIONSHIP_TABLE, '$2')} as link on link.source_id = wanted.id
      where link.target_id = any($1::bigint[])`,
    [items, at],
  );
  return rows.map((row) => ({ source: itemId(row.source_id), type: row.type, target: itemId(row.target_id) }));
}
