import type { RelationshipId } from '../domain/ids';
import type { Relationship } from '../domain/relationship';
import type { Executor } from './database';
import type { KeyAt } from './item-queries';
import { RELATIONSHIP_TABLE, toRelationship, type RelationshipRow } from './relationship-rows';
import { asOf } from './versioned-table';

/** Relationships as they were, each at its own revision, in the order asked; null where there was none. */
export async function loadRelationshipsAt(
  executor: Executor,
  keys: readonly KeyAt<RelationshipId>[],
): Promise<readonly (Relationship | null)[]> {
  const rows = await executor.query<RelationshipRow & { ordinal: number }>(
    `select relationship.*, wanted.ordinal
       from unnest($1::bigint[], $2::bigint[]) with ordinality as wanted (id, revision, ordinal)
       join lateral ${asOf(RELATIONSHIP_TABLE, 'wanted.revision')} as relationship on relationship.id = wanted.id`,
    [keys.map((key) => key.id), keys.map((key) => key.revision)],
  );
  const found = new Map(rows.map((row) => [row.ordinal, row]));
  return keys.map((_, index) => {
    const row = found.get(index + 1);
    return row ? toRelationship(row) : null;
  });
}
