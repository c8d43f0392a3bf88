import { itemId, outageId, relationshipId, type ItemId, type OutageId, type RelationshipId } from '../../domain/ids';
import type { Executor } from '../database';

/**
 * Takes ids for new items, ascending. One statement for a whole batch; ids of a write that comes to nothing are not
 * given back, so take them only for what is about to be written.
 */
export async function takeItemIds(executor: Executor, count: number): Promise<readonly ItemId[]> {
  const ids = await takeIds(executor, 'configuration_item_id', count);
  return ids.map(itemId);
}

/** Takes ids for new relationships, ascending. */
export async function takeRelationshipIds(executor: Executor, count: number): Promise<readonly RelationshipId[]> {
  const ids = await takeIds(executor, 'relationship_id', count);
  return ids.map(relationshipId);
}

/** Takes ids for new outages, ascending. */
export async function takeOutageIds(executor: Executor, count: number): Promise<readonly OutageId[]> {
  const ids = await takeIds(executor, 'outage_id', count);
  return ids.map(outageId);
}

async function takeIds(executor: Executor, sequence: string, count: number): Promise<readonly number[]> {
  if (count === 0) return [];
  const [row] = await executor.query<{ ids: readonly number[] }>(
    `select array_agg(nextval('${sequence}'::regclass)) as ids from generate_series(1, $1::integer)`,
    [count],
  );
  // A sequence is not promised to be read in order by a set.
  return [...(row?.ids ?? [])].sort((a, b) => a - b);
}
