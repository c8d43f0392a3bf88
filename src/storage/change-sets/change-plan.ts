import type { ChangeKind, OperationKind } from '../../domain/history/change';
import type { CiClass, RelationshipType } from '../../domain/class-model/class-model';
import type { DataRule, JunkKind, ListedField } from '../../domain/class-model/data-rules';
import type { ConfigurationItem, Observation } from '../../domain/configuration-item';
import { identityName } from '../../domain/identification/identity-keys';
import type { ItemId, Revision } from '../../domain/ids';
import { itemId } from '../../domain/ids';
import type { OutageRecord } from '../../domain/outages/outage';
import type { JsonValue } from '../../domain/json';
import type { Relationship } from '../../domain/relationship';

/** A value without what the write phase stamps on it. */
export type Unstamped<T> = Omit<T, 'validFrom'>;

/** An identity that an item holds: entry and hash of tenant, normalised value and host. */
export interface Identifier {
  readonly entryId: number;
  /** 128 bits, lower-case hexadecimal. */
  readonly keyHash: string;
  readonly itemId: ItemId;
  readonly tenant: string;
  readonly value: string;
  readonly normaliser: number;
  readonly contested: boolean;
}

/** A registered data source. */
export interface DataSourceRecord {
  readonly name: string;
  readonly description: string | null;
  readonly tenant: string;
  readonly mayCreate: boolean;
  /** How many sync sessions in a row must miss a thing before the source no longer claims it; null: one. */
  readonly absentAfterMisses: number | null;
  /** For how long what it reported stays absent before it is retired; null: the default. */
  readonly absentGraceHours: number | null;
  /** How often it is expected to report; null: nobody waits for it. */
  readonly expectedIntervalSeconds: number | null;
  readonly createdAt: string;
}

/** `before` null: new. Times (`createdAt`, `updatedAt`) are stamped with the change set's time by the write phase. */
export interface ItemWrite {
  readonly before: ConfigurationItem | null;
  readonly after: Unstamped<ConfigurationItem>;
  readonly kind: ChangeKind;
  readonly paths: readonly string[];
}

/**
 * `after` null: the observation is withdrawn as a whole; the plan then holds an {@link ItemWrite} for its item, because
 * what is no longer there has no version by which others could see that it moved. An item whose observations or
 * identifiers are written without an ItemWrite gets a change of kind OBSERVED in the log and no new version.
 */
export interface ObservationWrite {
  readonly before: Observation | null;
  readonly after: Unstamped<Observation> | null;
  readonly tenant: string;
  /** When it was first made, for one that comes from another item; else that is `observedAt` of the first report. */
  readonly firstSeenAt?: string;
}

/** `after` null: the relationship ends. */
export interface RelationshipWrite {
  readonly before: Relationship | null;
  readonly after: Unstamped<Relationship> | null;
  readonly kind: ChangeKind;
  readonly paths: readonly string[];
}

/** An outage that was recorded, changed or ended. `before` null: new. */
export interface OutageWrite {
  readonly before: OutageRecord | null;
  readonly after: Unstamped<OutageRecord>;
  readonly kind: ChangeKind;
  readonly paths: readonly string[];
}

/** A class or relationship type that was defined or redefined. */
export interface ModelWrite {
  readonly classes: readonly {
    readonly definition: CiClass;
    readonly origin: 'BUILTIN' | 'CUSTOM';
    readonly isNew: boolean;
  }[];
  readonly relationshipTypes: readonly {
    readonly definition: RelationshipType;
    readonly origin: 'BUILTIN' | 'CUSTOM';
    readonly isNew: boolean;
  }[];
  /** Rules about values, by kind and name. */
  readonly dataRules?: readonly { readonly rule: DataRule; readonly isNew: boolean }[];
  /** What these rules may change of what is stored; it is worked out after they were written. */
  readonly rederive?: RederivationScope | null;
}

/** Which stored items and relationships may have other values under other rules. */
export interface RederivationScope {
  /** Items of these classes, which are meant alone, without descendants. */
  readonly classes: readonly string[];
  readonly relationshipTypes: readonly string[];
  /** Only where one of these sources says something. */
  readonly sources: readonly string[];
  /** Base fields whose claims are put into other words. */
  readonly fields?: readonly ListedField[];
  /** Values that count as absent from now on, or count again: who is identified by them gets other identities. */
  readonly junk?: MovedJunk;
}

/** Values that became junk or stopped being junk, as the list of their kind holds them. */
export interface MovedJunk {
  readonly kind: JunkKind;
  readonly values: readonly string[];
}

/**
 * Stands for the set of relationships that an item has, in either direction: `<count>:<newest version>`. Every new or
 * changed one has a newer version than all before, and one that ends lowers the count, so equal marks are equal sets.
 */
export type RelationshipMark = string;

/** Stands for the set of identities that an item holds, as {@link RelationshipMark} does for its relationships. */
export type IdentifierMark = string;

/**
 * What a plan was made from. The write phase checks it under the head lock; when something moved, the plan is made
 * again from what is there then.
 */
export interface Expectations {
  /** The version that was read; null: no such item was there. */
  readonly items: ReadonlyMap<ItemId, Revision | null>;
  /** Items whose observations were read -> the newest `validFrom` among them; null: it had none. */
  readonly observations: ReadonlyMap<ItemId, Revision | null>;
  /** `<entryId>:<keyHash>` -> who held it, ascending; empty: nobody. */
  readonly identifiers: ReadonlyMap<string, readonly ItemId[]>;
  /** `<source>:<type>:<target>` -> the version that was read; null: none. */
  readonly relationships: ReadonlyMap<string, Revision | null>;
  /** Items of which all relationships were read (to end the others, to retire) -> `readRelationshipMarks`. */
  readonly relationshipsOf: ReadonlyMap<ItemId, RelationshipMark>;
  /** Items of which all identities were read (to move them) -> `readIdentifierMarks`. */
  readonly identifiersOf: ReadonlyMap<ItemId, IdentifierMark>;
  /** Set when the plan depends on the class model; the revision of the model that was used. */
  readonly model: Revision | null;
  /** Names of data sources that were looked up -> version; null: none. */
  readonly sources: ReadonlyMap<string, Revision | null>;
  /** `outageKey` -> the version that was read; null: none. Left out: none were looked at. */
  readonly outages?: ReadonlyMap<string, Revision | null>;
}

/** An idempotency key that lands with the plan: (principal, key) is a row of the same transaction. */
export interface IdempotencyRecord {
  readonly key: string;
  /** SHA-256 of the canonical request, hexadecimal. */
  readonly bodyHash: string;
  /** The result to replay; given the change set's revision. */
  readonly result: (revision: Revision) => JsonValue;
}

/** One change set to be: complete rows, nothing left to decide. */
export interface ChangePlan {
  readonly principal: string;
  readonly source: string | null;
  readonly reason: string | null;
  readonly requestId: string;
  readonly operationId: string;
  readonly operationKind: OperationKind;
  readonly expects: Expectations;
  readonly items: readonly ItemWrite[];
  readonly observations: readonly ObservationWrite[];
  readonly identifiersAdded: readonly Identifier[];
  readonly identifiersRemoved: readonly Identifier[];
  readonly relationships: readonly RelationshipWrite[];
  readonly model: ModelWrite | null;
  readonly dataSources: readonly { readonly record: DataSourceRecord; readonly isNew: boolean }[];
  readonly outages?: readonly OutageWrite[];
  readonly idempotency: IdempotencyRecord | null;
}

/** The header of a change set: who wrote, and why. */
export type PlanHeader = Pick<
  ChangePlan,
  'principal' | 'source' | 'reason' | 'requestId' | 'operationId' | 'operationKind'
>;

/** The key of an identifier in {@link Expectations}. */
export const identifierKey = (entryId: number, keyHash: string): string => identityName(entryId, keyHash);

/** The key of a relationship in {@link Expectations}. */
export const relationshipKey = (source: ItemId, type: string, target: ItemId): string => `${source}:${type}:${target}`;

/** What {@link relationshipKey} was made of. */
export function relationshipOfKey(key: string): { source: ItemId; type: string; target: ItemId } {
  const [source = '', type = '', target = ''] = key.split(':');
  return { source: itemId(Number(source)), type, target: itemId(Number(target)) };
}

/** Rows that one lock hold merges at most; a plan may not be larger, and plans are coalesced up to it. */
export const ROWS_PER_LOCK_HOLD = 5_000;

/** How many rows a plan merges. */
export function planSize(plan: ChangePlan): number {
  const { classes = [], relationshipTypes = [], dataRules = [] } = plan.model ?? {};
  const model = classes.length + relationshipTypes.length + dataRules.length;
  return (
    plan.items.length +
    plan.observations.length +
    plan.identifiersAdded.length +
    plan.identifiersRemoved.length +
    plan.relationships.length +
    plan.dataSources.length +
    (plan.outages?.length ?? 0) +
    model
  );
}

/** Expectations of a plan that was made from nothing; spread it and name what was read. */
export const NO_EXPECTATIONS: Expectations = {
  items: new Map(),
  observations: new Map(),
  identifiers: new Map(),
  relationships: new Map(),
  relationshipsOf: new Map(),
  identifiersOf: new Map(),
  model: null,
  sources: new Map(),
};
