import type { Visibility } from '../../domain/access/visibility';
import type { ChangeSet, OperationKind } from '../../domain/history/change';
import type { ItemError } from '../../domain/errors';
import type { MatchAttempt } from '../../domain/identification/identification';
import type { ItemId, RelationshipId, Revision } from '../../domain/ids';
import type { ItemRecord, RelationshipRecord } from '../../domain/ingest/ingest-record';
import type { ParkedKind } from '../../domain/ingest/parked-record';
import type { RecordLines } from './batch';
import type { MaskedValue } from '../../domain/reconciliation/reconciliation';

/** What to do about wrong items: let the good ones land, land all or nothing, or write nothing at all. */
export const INGEST_MODES = ['PARTIAL', 'ATOMIC', 'DRY_RUN'] as const;
export type IngestMode = (typeof INGEST_MODES)[number];

/** What happened to an item or relationship. */
export const INGEST_OUTCOMES = [
  'CREATED',
  'UPDATED',
  'UNCHANGED',
  'RECLASSIFIED',
  'RESURRECTED',
  'ABSENT',
  'SUPERSEDED',
  'PARKED',
  'REJECTED',
] as const;
export type IngestOutcome = (typeof INGEST_OUTCOMES)[number];

/** A batch of one data source's records. */
export interface IngestInput {
  /** The name of a registered data source. */
  readonly source: string;
  /** Of a dry run: a data source that nobody has registered counts as one that has just been. */
  readonly newSource?: boolean | null;
  readonly mode?: IngestMode | null;
  /** When the source saw all this, RFC 3339; now when left out. */
  readonly observedAt?: string | null;
  readonly reason?: string | null;
  readonly idempotencyKey?: string | null;
  /** The sync session that this is a part of: what it reports counts as seen, and is undone with the session. */
  readonly syncSession?: string | null;
  readonly items: readonly ItemRecord[];
  readonly relationships: readonly RelationshipRecord[];
}

/** Who calls, with which request, and what. */
export interface IngestCall {
  readonly principal: string;
  /** Names the request in the log; the change sets of one call carry it with their position. */
  readonly requestId: string;
  /** The operation that the call is a part of, when it is one of several: a UUID. A new one when left out. */
  readonly operationId?: string;
  /** What the caller sees, and so may write; everything when left out or null. */
  readonly visibility?: Visibility | null;
  /** Aborted when the caller waits no longer: what is left of the call is not begun then. */
  readonly gone?: AbortSignal | null;
  /** Of records that came in lines; messages name them by these. */
  readonly lines?: RecordLines | null;
  readonly input: IngestInput;
}

/** What happened to one item. */
export interface ItemResult {
  /** Position in the request. */
  readonly index: number;
  readonly ref: string | null;
  readonly outcome: IngestOutcome;
  /** Null when rejected without a match, and for an item that a dry run would create. */
  readonly itemId: ItemId | null;
  /** The item's version after the call; null like `itemId`. */
  readonly version: number | null;
  /** `id`, `nativeKey`, or the attributes of the entry; null when nothing matched or created it. */
  readonly matchedBy: string | null;
  readonly attempts: readonly MatchAttempt[];
  /** Stored items that it could have been, beside the one that it is; left out when there are none. */
  readonly candidates?: readonly ItemId[];
  /** Stored items that share only a weak identity with it; left out when there are none. */
  readonly nearMisses?: readonly ItemId[];
  readonly masked: readonly MaskedValue[];
  readonly warnings: readonly ItemError[];
  readonly errors: readonly ItemError[];
}

/** What happened to one relationship. */
export interface RelationshipResult {
  /** Position of the item it is nested in, or in the request's relationships. */
  readonly index: number;
  /** Position among the relationships of that item; null when it was not nested. */
  readonly nestedIndex: number | null;
  readonly outcome: IngestOutcome;
  /** Null when rejected or not there, and for a relationship that a dry run would create. */
  readonly relationshipId: RelationshipId | null;
  readonly warnings: readonly ItemError[];
  readonly errors: readonly ItemError[];
}

/** How many items and relationships had an outcome. */
export interface OutcomeCount {
  readonly outcome: IngestOutcome;
  readonly items: number;
  readonly relationships: number;
}

/** A parked record that was completed by a call. */
export interface CompletedParked {
  readonly kind: ParkedKind;
  /** Who had reported it. */
  readonly source: string;
  /** Of an item; null in a replayed result. */
  readonly nativeKey: string | null;
  readonly outcome: IngestOutcome;
  readonly itemId: ItemId | null;
  readonly relationshipId: RelationshipId | null;
}

/** What a call did. */
export interface IngestResult {
  /** Of the last change set; the newest one when nothing was written. */
  readonly revision: Revision;
  /** Null when nothing was written. */
  readonly operation: { readonly id: string; readonly kind: OperationKind } | null;
  readonly changeSets: readonly ChangeSet[];
  /** The stored result of an earlier call with the same idempotency key and the same input. */
  readonly replayed: boolean;
  /** Relationships that `completeRelationships` ended are counted under ABSENT. */
  readonly totals: readonly OutcomeCount[];
  /** When records that name no time were observed, RFC 3339; a repeated call does not move it. */
  readonly observedAt?: string;
  /** Parked records that these ones completed; none when left out. */
  readonly completedParked?: readonly CompletedParked[];
  /** In the order given. */
  readonly items: readonly ItemResult[];
  /** Those nested in items first, then the others, in the order given. */
  readonly relationships: readonly RelationshipResult[];
}
