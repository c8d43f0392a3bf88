import type { BatchRelationship } from './batch';
import type { RelationshipResult } from './ingest-types';
import type { LearntRelationship } from './known-records';
import type { PlannedStatement } from './planned-statement';
import { microseconds } from './recall';

/**
 * What a relationship record comes to whenever it is sent again: nothing new, when it is the only one that states the
 * relationship. Null when that cannot be said.
 */
export function learntRelationship(
  { statement, claims, kind }: PlannedStatement,
  reporter: string,
  results: ReadonlyMap<BatchRelationship, RelationshipResult>,
): LearntRelationship | null {
  const [record] = statement.records;
  const [claim] = claims;
  if (!record || !claim || statement.records.length > 1 || claims.length > 1 || claim.source !== reporter) return null;
  const result = results.get(record);
  if (!result?.relationshipId || kind === 'ENDED' || !record.present) return null;
  const { index, nestedIndex, ifVersion } = record;
  const settled = result.outcome === 'UNCHANGED' || result.outcome === 'CREATED' || result.outcome === 'UPDATED';
  if (!settled || ifVersion !== null || result.warnings.length > 0) return null;
  return {
    place: { index, nestedIndex },
    relationship: result.relationshipId,
    source: statement.source.id,
    target: statement.target.id,
    observedAt: microseconds(claim.observedAt),
    written: kind !== 'NONE',
  };
}
