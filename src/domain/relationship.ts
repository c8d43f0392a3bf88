import type { Strength } from './gate';
import type { ItemId, RelationshipId, Revision } from './ids';
import type { JsonObject } from './json';

/** How a relationship is known: said by somebody, seen in traffic, or concluded from other facts. */
export const RELATIONSHIP_KINDS = ['DECLARED', 'OBSERVED', 'INFERRED'] as const;
export type RelationshipKind = (typeof RELATIONSHIP_KINDS)[number];

/** How much a relationship counts in its gate at most, so that no gate of a real estate counts more than GraphQL can tell. */
const WEIGHT_MAX = 100_000;

/** Why a relationship cannot count this much, as a sentence says it; null: it can. */
export const weightFault = (weight: number): string | null =>
  Number.isSafeInteger(weight) && weight >= 1 && weight <= WEIGHT_MAX
    ? null
    : `${weight} is no whole number from 1 to 100,000: only its share of what all members of the gate weigh counts, so give smaller ones`;

/** What one data source claims of a relationship. */
export interface RelationshipClaim {
  readonly source: string;
  readonly kind: RelationshipKind;
  /** Null: no opinion, the type's default. */
  readonly strength: Strength | null;
  readonly gateKeys: readonly string[];
  readonly weight: number;
  readonly attributes: JsonObject;
  /** RFC 3339, UTC. */
  readonly observedAt: string;
}

/** One version of a relationship: "source TYPE target". The effective values come from its claims. */
export interface Relationship {
  readonly id: RelationshipId;
  readonly source: ItemId;
  readonly type: string;
  readonly target: ItemId;
  readonly tenant: string;
  readonly kind: RelationshipKind;
  readonly strength: Strength;
  readonly gateKeys: readonly string[];
  /** Counts this much among its gate's members; 1 to 100,000. */
  readonly weight: number;
  readonly attributes: JsonObject;
  readonly claims: readonly RelationshipClaim[];
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly validFrom: Revision;
}
