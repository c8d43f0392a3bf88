import {
  CRITICALITIES,
  LIFECYCLE_STAGES,
  PRESENCES,
  type Criticality,
  type LifecycleStage,
  type Presence,
} from '../domain/configuration-item';
import { GATE_RULES, STRENGTHS, type GateRule, type Strength } from '../domain/gate';
import { RELATIONSHIP_KINDS, type RelationshipKind } from '../domain/relationship';

export type { Strength };

const isOneOf =
  <Word extends string>(words: readonly Word[]) =>
  (value: unknown): value is Word =>
    words.some((word) => word === value);

// A word outside a closed set would make a server refuse the whole request, so importers check these themselves.
export const isStrength = isOneOf<Strength>(STRENGTHS);
export const isGateRule = isOneOf<GateRule>(GATE_RULES);
export const isCriticality = isOneOf<Criticality>(CRITICALITIES);
export const isLifecycle = isOneOf<LifecycleStage>(LIFECYCLE_STAGES);
export const isPresence = isOneOf<Presence>(PRESENCES);
export const isRelationshipKind = isOneOf<RelationshipKind>(RELATIONSHIP_KINDS);

/** The words of each closed set, for the messages that refuse others. */
export const WORDS: Readonly<Record<string, readonly string[]>> = {
  strength: STRENGTHS,
  rule: GATE_RULES,
  criticality: CRITICALITIES,
  lifecycle: LIFECYCLE_STAGES,
  presence: PRESENCES,
  kind: RELATIONSHIP_KINDS,
};
