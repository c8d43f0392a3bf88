import { itemId, type ItemId, type Revision } from '../../src/domain/ids';
import type { Executor } from '../../src/storage/database';
import { RELATIONSHIP_TABLE } from '../../src/storage/change-sets/relationship-rows';
import { asOf } from '../../src/storage/versioned-table';

/** What to follow, at which revision. */
export interface SqlWalk {
  /** Relationship types to follow from source to target. */
  readonly outTypes: readonly string[];
  /** Relationship types to follow from target to source. */
  readonly inTypes: readonly string[];
  readonly kinds: readonly string[];
  readonly strengths: readonly string[];
  /** Steps at most; null: no limit. */
  readonly depthMax: number | null;
  readonly at: Revision;
}

/**
 * Everything reachable from the roots, with its distance, by SQL alone: one statement per distance, in which `= any($1)`
 * holds the items of the last one. It needs no memory but for the answer and no recursive SQL, which some PostgreSQL-like
 * databases lack and which cannot be stopped at a distance. The engine in memory must give the same answer; a test says so.
 */
export async function closureBySql(
  executor: Executor,
  roots: readonly ItemId[],
  walk: SqlWalk,
): Promise<ReadonlyMap<ItemId, number>> {
  const distances = new Map(roots.map((root) => [root, 0]));
  let frontier = [...distances.keys()];
  for (let distance = 1; frontier.length > 0; distance++) {
    if (walk.depthMax !== null && distance > walk.depthMax) break;
    const reached = await neighbours(executor, frontier, walk);
    frontier = reached.filter((item) => !distances.has(item));
    for (const item of frontier) distances.set(item, distance);
  }
  return distances;
}

/** Which items can be reached from some items in one step? Uses the primary key one way and relationship_target the other. */
async function neighbours(executor: Executor, items: readonly ItemId[], walk: SqlWalk): Promise<readonly ItemId[]> {
  const { outTypes, inTypes, kinds, strengths, at } = walk;
  const rows = await executor.query<{ item: number }>(
    `select target_id as item from ${asOf(RELATIONSHIP_TABLE, '$2')} as forwards
      where source_id = any($1::bigint[]) and type = any($3::text[])
        and kind = any($5::text[]) and strength = any($6::text[])
     union
     select source_id from ${asOf(RELATIONSHIP_TABLE, '$2')} as backwards
      where target_id = any($1::bigint[]) and type = any($4::text[])
        and kind = any($5::text[]) and strength = any($6::text[])`,
    [items, at, outTypes, inTypes, kinds, strengths],
  );
  return rows.map((row) => itemId(row.item));
}
