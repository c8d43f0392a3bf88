import type { BatchRelationship } from './batch';
import type { RelationshipResult } from './ingest-types';
import type { LearntRelationship } from './known-records';
import type { PlannedStatement } from './plan-relationships';
import { microseconds } from './recall';

/**
 * What a relationship record comes to whenever it is sent again: nothing new, when it is the only one that states the
 * relationship. Empty when that cannot be said.
 */
export function learntRelationship(
  { statement, claims, kind }: PlannedStatement,
  reporter: string,
  results: ReadonlyMap<BatchRelationship, RelationshipResult>,
): readonly LearntRelationship[] {
  const [record, ...more] = statement.records;
  if (!record) return [];
  const [claim, ...others] = claims;
  const result = results.get(record);
  const alone = more.length === 0 && others.length === 0 && claim?.source === reporter;
  if (!alone || !result?.relationshipId || kind === 'ENDED' || !record.present) return [];
  const { index, nestedIndex, ifVersion } = record;
  const settled = result.outcome === 'UNCHANGED' || result.outcome === 'CREATED' || result.outcome === 'UPDATED';
  if (!settled || ifVersion !== null || result.warnings.length > 0) return [];
  return [
    {
      place: { index, nestedIndex },
      relationship: result.relationshipId,
      source: statement.source.id,
      target: statement.target.id,
      observedAt: microseconds(claim.observedAt),
      written: kind !== 'NONE',
    },
  ];
}
