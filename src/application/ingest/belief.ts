import type { Belief } from '../../domain/relationship-claims';
import type { ClassModel } from '../../domain/resolved-class-model';

/** What decides between the claims of the relationships of a type at a time (RFC 3339). */
export const beliefIn = (model: ClassModel, type: string, now: string, seenAt: Belief['seenAt'] = NEVER): Belief => ({
  standings: model.reconciliation.ofType(type),
  seenAt,
  now,
});

const NEVER = (): null => null;
