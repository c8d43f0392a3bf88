import {
  changedRelationshipPaths,
  effectiveRelationship,
  relationshipDueAt,
} from '../../domain/reconciliation/relationship-claims';
import type { Relationship } from '../../domain/relationship';
import { relationshipKey, type RelationshipWrite } from '../../storage/change-sets/change-plan';
import type { Executor } from '../../storage/database';
import { loadRelationshipSightings } from '../../storage/relationships/relationship-sightings';
import { beliefIn, seenIn } from '../ingest/belief';
import type { PlanBuilder } from '../ingest/plan-builder';
import type { Deriving } from './derive-items';

/** What the claims of a relationship come to under some rules at some time. */
export interface DerivedRelationship {
  readonly before: Relationship;
  /** Null: its effective values are what they should be. */
  readonly write: RelationshipWrite | null;
  /** When that may change because a claim expires, in milliseconds since 1970; null: never. */
  readonly dueAt: number | null;
}

/** Derives the effective values of relationships from what their sources say. One statement, however many. */
export async function deriveRelationships(
  reader: Executor,
  relationships: readonly Relationship[],
  { model, now }: Deriving,
): Promise<readonly DerivedRelationship[]> {
  const sightings = await loadRelationshipSightings(
    reader,
    relationships.map((one) => one.id),
  );
  return relationships.flatMap((before) => {
    const type = model.type(before.type);
    if (!type) return [];
    const belief = beliefIn(model, before.type, now, seenIn(sightings, before.id));
    const values = effectiveRelationship(before.claims, type, belief);
    const paths = changedRelationshipPaths(before, values);
    const after = { ...before, ...values, version: before.version + 1, updatedAt: now };
    const write = paths.length > 0 ? { before, after, kind: 'UPDATED' as const, paths } : null;
    return [{ before, write, dueAt: relationshipDueAt(before.claims, belief) }];
  });
}

/** Puts the relationships that change into a plan, which holds while nobody moves them. */
export function planDerivedRelationships(plan: PlanBuilder, derived: readonly DerivedRelationship[]): void {
  for (const { before, write } of derived) {
    if (!write) continue;
    plan.relationships.push(write);
    plan.expects.relationship(relationshipKey(before.source, before.type, before.target), before);
  }
}
