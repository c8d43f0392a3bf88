import type { Contact, Criticality, LifecycleStage, Presence } from '../configuration-item';
import type { GateRule, Strength } from '../gate';
import type { JsonObject } from '../json';
import type { RelationshipKind } from '../relationship';

/** A gate as a caller writes it; what is left out takes the defaults of `Gate`. */
export interface GateInput {
  readonly key: string;
  readonly rule: GateRule;
  readonly value?: number | null | undefined;
  readonly types?: readonly string[] | null | undefined;
  readonly degradedBelow?: number | null | undefined;
  readonly strength?: Strength | null | undefined;
  readonly parent?: string | null | undefined;
}

/** One end of a relationship; exactly one property is given. `ref` is a name used in the same request. */
export interface IngestEnd {
  readonly ref?: string | null;
  readonly id?: string | null;
  readonly native?: { readonly source: string; readonly key: string } | null;
  readonly identity?: { readonly class: string; readonly attributes: JsonObject } | null;
}

/** What items' and free-standing relationships have in common. */
interface RelationshipFacts {
  readonly type: string;
  readonly presence?: Presence | null;
  readonly kind?: RelationshipKind | null;
  readonly strength?: Strength | null;
  readonly gateKeys?: readonly string[] | null;
  readonly weight?: number | null;
  readonly attributes?: JsonObject | null;
  readonly observedAt?: string | null;
  /** Write only when the relationship is at this version. */
  readonly ifVersion?: number | null;
}

/** A relationship between two ends, as a caller writes it. */
export interface RelationshipRecord extends RelationshipFacts {
  readonly source: IngestEnd;
  readonly target: IngestEnd;
}

/** A relationship of the item it stands in. SOURCE (the default): the item is the source. */
export interface ItemRelationshipRecord extends RelationshipFacts {
  readonly direction?: 'SOURCE' | 'TARGET' | null;
  readonly end: IngestEnd;
}

/** Parts of an item that a payload may declare complete, so that what it leaves out is withdrawn. */
export const INGEST_PARTS = ['ATTRIBUTES', 'LABELS', 'GATES'] as const;
export type IngestPart = (typeof INGEST_PARTS)[number];

/** One configuration item as a caller writes it. Undefined: keep the claim; null: withdraw this source's own claim. */
export interface ItemRecord {
  /** The caller's name for it inside this request. */
  readonly ref?: string | null;
  readonly class: string;
  readonly nativeKey?: string | null;
  readonly id?: string | null;
  readonly ifVersion?: number | null;
  readonly observedAt?: string | null;
  readonly presence?: Presence | null;
  readonly name?: string | null;
  readonly description?: string | null;
  readonly environment?: string | null;
  readonly lifecycle?: LifecycleStage | null;
  readonly lifecycleStatus?: string | null;
  readonly criticality?: Criticality | null;
  readonly owner?: Partial<Contact> | null;
  readonly supportGroup?: Partial<Contact> | null;
  readonly onCall?: Partial<Contact> | null;
  readonly site?: string | null;
  readonly tenant?: string | null;
  readonly canFail?: boolean | null;
  readonly labels?: JsonObject | null;
  readonly attributes?: JsonObject | null;
  readonly gates?: readonly GateInput[] | null;
  /** Keys of gates that this source no longer claims. */
  readonly withdrawnGates?: readonly string[] | null;
  readonly complete?: readonly IngestPart[] | null;
  readonly relationships?: readonly ItemRelationshipRecord[] | null;
  readonly completeRelationships?: readonly string[] | null;
}

/** What an importer yields and every door of ingest takes: a batch of one source's records. */
export interface IngestBatch {
  readonly items: readonly ItemRecord[];
  readonly relationships: readonly RelationshipRecord[];
}
