import type { RelationshipId } from '../../domain/ids';
import type { Belief } from '../../domain/reconciliation/relationship-claims';
import type { ClassModel } from '../../domain/class-model/resolved-class-model';
import type { RelationshipSightings } from '../../storage/relationships/relationship-sightings';

/** What decides between the claims of the relationships of a type at a time (RFC 3339). */
export const beliefIn = (model: ClassModel, type: string, now: string, seenAt: Belief['seenAt'] = NEVER): Belief => ({
  standings: model.reconciliation.ofType(type),
  seenAt,
  now,
});

const NEVER = (): null => null;

/** When sources last saw a relationship, as {@link Belief} asks for it. */
export const seenIn =
  (sightings: RelationshipSightings, id: RelationshipId | null): Belief['seenAt'] =>
  (source) =>
    (id === null ? undefined : sightings.get(id)?.get(source)) ?? null;
