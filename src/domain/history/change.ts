import type { Criticality, LifecycleStage, Presence } from '../configuration-item';
import type { Gate, Strength } from '../gate';
import type { ItemId, RelationshipId, Revision } from '../ids';
import type { RelationshipKind } from '../relationship';

/** What kind of thing a change is about. */
export const ENTITY_KINDS = [
  'CONFIGURATION_ITEM',
  'RELATIONSHIP',
  'CI_CLASS',
  'RELATIONSHIP_TYPE',
  'DATA_SOURCE',
  'RECONCILIATION_RULE',
  'VALUE_LIST',
  'JUNK_VALUES',
  'OUTAGE',
] as const;
export type EntityKind = (typeof ENTITY_KINDS)[number];

/** Entities that make up the class model: a change of one makes another model. */
export const MODEL_ENTITIES: ReadonlySet<EntityKind> = new Set<EntityKind>([
  'CI_CLASS',
  'RELATIONSHIP_TYPE',
  'RECONCILIATION_RULE',
  'VALUE_LIST',
  'JUNK_VALUES',
]);

/**
 * What happened to it. OBSERVED: only what a source says moved, no effective value did. MERGED: the item became a part of
 * another one, to which its id leads from then on; the relationship left it for that one. RESTORED: that was undone.
 */
export const CHANGE_KINDS = [
  'CREATED',
  'UPDATED',
  'RECLASSIFIED',
  'OBSERVED',
  'ABSENT',
  'RESURRECTED',
  'RETIRED',
  'ENDED',
  'MERGED',
  'RESTORED',
] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** Everything the graph engine knows of an item; travels in the change log, so that a follower never re-reads rows. */
export interface ItemFacts {
  readonly id: ItemId;
  readonly className: string;
  readonly tenant: string;
  readonly lifecycle: LifecycleStage;
  readonly criticality: Criticality | null;
  readonly environment: string | null;
  readonly canFail: boolean;
  readonly presence: Presence;
  readonly retired: boolean;
  readonly gates: readonly Gate[];
}

/** Everything the graph engine knows of a relationship. `ended` closes it. */
export interface RelationshipFacts {
  readonly id: RelationshipId;
  readonly source: ItemId;
  readonly type: string;
  readonly target: ItemId;
  readonly kind: RelationshipKind;
  readonly strength: Strength;
  readonly gateKeys: readonly string[];
  readonly weight: number;
  readonly ended: boolean;
}

/** One change within a change set. Values before and after are read from the versions, not stored twice. */
export interface Change {
  readonly revision: Revision;
  /** Counts from 0 within the change set. */
  readonly ordinal: number;
  readonly entity: EntityKind;
  readonly kind: ChangeKind;
  /** The item, or the relationship's source; null for the model and data sources. */
  readonly itemId: ItemId | null;
  readonly relationshipId: RelationshipId | null;
  /** The relationship's target. */
  readonly targetId: ItemId | null;
  /** The name of the class, type or data source. */
  readonly subject: string | null;
  readonly tenant: string;
  /** What changed: a base field, `attributes.<name>`, `labels.<key>`, `gates.<key>`, or a relationship's field. Sorted. */
  readonly paths: readonly string[];
  /** Null when the graph does not mind. */
  readonly item: ItemFacts | null;
  readonly relationship: RelationshipFacts | null;
}

/** What kind of call an operation was. */
const OPERATION_KINDS = ['INGEST', 'EDIT', 'MODEL', 'SOURCE', 'OUTAGE', 'SYSTEM', 'SYNC', 'REVERT', 'MERGE'] as const;
export type OperationKind = (typeof OPERATION_KINDS)[number];

/** One committed write. The random id names the history: two histories that agree on it agree on all before it. */
export interface ChangeSet {
  readonly revision: Revision;
  readonly id: string;
  /** RFC 3339, UTC, milliseconds. Never runs backwards along revisions. */
  readonly at: string;
  readonly principal: string;
  readonly source: string | null;
  readonly reason: string | null;
  readonly requestId: string;
  /** One call may write several change sets; they share this id. */
  readonly operationId: string;
  readonly operationKind: OperationKind;
  readonly changeCount: number;
}
