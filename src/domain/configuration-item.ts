import type { Gate } from './gate';
import type { ItemId, Revision } from './ids';
import type { JsonObject, JsonValue } from './json';

/** CSDM life-cycle stages, in order. Before OPERATIONAL an item is nobody's redundancy. */
export const LIFECYCLE_STAGES = [
  'IDEATION',
  'DESIGN',
  'PURCHASE',
  'INVENTORY',
  'DEPLOY',
  'OPERATIONAL',
  'END_OF_OPERATION',
  'DEFECTIVE',
  'MISSING',
  'END_OF_LIFE',
] as const;
export type LifecycleStage = (typeof LIFECYCLE_STAGES)[number];

/** How much the business minds; from least to most. */
export const CRITICALITIES = ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'] as const;
export type Criticality = (typeof CRITICALITIES)[number];

/** PRESENT: some source claims its existence. ABSENT: none does; it stays in the graph, flagged stale. */
export const PRESENCES = ['PRESENT', 'ABSENT'] as const;
export type Presence = (typeof PRESENCES)[number];

/**
 * Why an item was retired. PERSON: by hand; discovery does not bring it back. ABSENCE: no source claimed it for its grace
 * period. REVERT: the operation that had created it was undone. Seen again by a source, these two come back. MERGE: another
 * item stands for it; it comes back when the merge is undone.
 */
const RETIREMENTS = ['PERSON', 'ABSENCE', 'REVERT', 'MERGE'] as const;
export type Retirement = (typeof RETIREMENTS)[number];

/** A person, team or queue, with a link to where it can be reached. */
export interface Contact {
  readonly name: string;
  readonly url: string | null;
}

/** The fields every item has; a source claims them like attributes. */
export interface BaseFields {
  readonly name: string;
  readonly description: string | null;
  readonly environment: string | null;
  readonly lifecycle: LifecycleStage;
  readonly lifecycleStatus: string | null;
  readonly criticality: Criticality | null;
  readonly owner: Contact | null;
  readonly supportGroup: Contact | null;
  readonly onCall: Contact | null;
  readonly site: string | null;
  readonly canFail: boolean;
}

/** The claimable base fields, in the order in which changes name them. */
export const BASE_FIELDS = [
  'name',
  'description',
  'environment',
  'lifecycle',
  'lifecycleStatus',
  'criticality',
  'owner',
  'supportGroup',
  'onCall',
  'site',
  'canFail',
] as const satisfies readonly (keyof BaseFields)[];

/** One version of a configuration item: complete, valid from a revision until the next version or now. */
export interface ConfigurationItem extends BaseFields {
  readonly id: ItemId;
  readonly className: string;
  /** The empty string is the default tenant. Never changes. */
  readonly tenant: string;
  readonly labels: JsonObject;
  readonly attributes: JsonObject;
  /** By key, sorted by key. */
  readonly gates: readonly Gate[];
  readonly presence: Presence;
  /** RFC 3339, UTC. */
  readonly absentSince: string | null;
  readonly retiredAt: string | null;
  /** Null while it is not retired. */
  readonly retiredBy: Retirement | null;
  readonly mergedInto: ItemId | null;
  /** Counts the versions from 1. */
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly validFrom: Revision;
}

/**
 * What a source says of an item, as flat paths: a base field (`name`), `attributes.<name>`, `labels.<key>` or
 * `gates.<key>`. Reconciliation works path by path, the same for all of them.
 */
export type Claims = Readonly<Record<string, JsonValue>>;

/** Everything one data source reports of one item under one native key. */
export interface Observation {
  readonly itemId: ItemId;
  readonly source: string;
  /** The empty string when the source has no key of its own for the item. */
  readonly nativeKey: string;
  readonly className: string;
  readonly claims: Claims;
  /** Path -> time, where it differs from `observedAt`. */
  readonly times: Readonly<Record<string, string>>;
  /** Whether the source claims that the item exists. An edit by hand makes no such claim for a discovered item. */
  readonly exists: boolean;
  /** RFC 3339, UTC. */
  readonly observedAt: string;
  readonly validFrom: Revision;
}
