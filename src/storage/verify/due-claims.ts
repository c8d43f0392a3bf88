import type { ItemId, RelationshipId, Revision } from '../../domain/ids';
import { revision } from '../../domain/ids';
import type { Executor } from '../database';
import { CLAIMS_TASK } from '../sources/claim-due';

/** When some items and relationships are looked at again, in milliseconds since 1970. */
export interface NotedDueTimes {
  readonly items: ReadonlyMap<number, number>;
  readonly relationships: ReadonlyMap<number, number>;
  /** What was written up to here has been taken note of. */
  readonly upTo: Revision;
}

/** Reads when some items and relationships are looked at again, and how far that follows the log. */
export async function readDueTimes(
  executor: Executor,
  items: readonly ItemId[],
  relationships: readonly RelationshipId[],
): Promise<NotedDueTimes> {
  const rows = await executor.query<{ id: number; entity: string; due_at: string }>(
    `select id, entity, due_at from claim_due
      where (entity = 'CONFIGURATION_ITEM' and id = any($1::bigint[]))
         or (entity = 'RELATIONSHIP' and id = any($2::bigint[]))`,
    [items, relationships],
  );
  const [position] = await executor.query<{ revision: number }>('select revision from sweep_position where task = $1', [
    CLAIMS_TASK,
  ]);
  const of = (wanted: string): ReadonlyMap<number, number> =>
    new Map(rows.filter(({ entity }) => entity === wanted).map(({ id, due_at: at }) => [id, Date.parse(at)]));
  return {
    items: of('CONFIGURATION_ITEM'),
    relationships: of('RELATIONSHIP'),
    upTo: revision(position?.revision ?? 0),
  };
}
