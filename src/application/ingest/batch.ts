import type { Visibility } from '../../domain/access/visibility';
import type { RelationshipType } from '../../domain/class-model/class-model';
import type { ItemError } from '../../domain/errors';
import type { IdentityKey, IdentityRules } from '../../domain/identification/identity-keys';
import type { ItemId, Revision } from '../../domain/ids';
import type { IngestPart, ItemRecord } from '../../domain/ingest/ingest-record';
import type { PayloadClaims } from '../../domain/reconciliation/item-claims';
import type { RelationshipReport } from '../../domain/reconciliation/relationship-claims';
import type { Parking } from '../parking/parking';
import type { ClassModel } from '../../domain/class-model/resolved-class-model';
import type { ItemWrite } from '../../storage/change-sets/change-plan';
import type { OwnIdentities } from './own-identities';
import type { Likeness } from '../../storage/identities/ingest-lookups';

/*
 * A batch as the stages of ingest hand it on. Nothing here was read from the database but the model and the source.
 */

/** Who reports, and what that means. */
export interface Reporter {
  readonly source: string;
  /** The tenant of items that name none. */
  readonly tenant: string;
  readonly mayCreate: boolean;
  /** A person: claims nothing about the existence of an item that is there already, and may bring retired ones back. */
  readonly byHand: boolean;
  /** What who reports sees, and so may write; everything when left out or null. */
  readonly visibility?: Visibility | null;
}

/** The lines of a stream, from 1, in which the records of a call stand. */
export interface RecordLines {
  readonly items: readonly number[];
  readonly relationships: readonly number[];
}

/** What all stages of one call share. */
export interface BatchContext {
  readonly model: ClassModel;
  readonly modelRevision: Revision;
  readonly types: ReadonlySet<string>;
  readonly rules: IdentityRules;
  readonly reporter: Reporter;
  /** When the source saw what names no time of its own. */
  readonly observedAt: string;
  /** When the call came, by our clock. */
  readonly now: Date;
  /** What may be done with what is incomplete; null: nothing but to reject it. */
  readonly parking: Parking | null;
  /** How messages say which record they mean; null: by its position in the call. */
  readonly lines: RecordLines | null;
  /** Told of every version that is planned; of one that is planned again, again. */
  readonly onWrite?: (write: ItemWrite) => void;
}

/** What an end of a relationship means: an item of the batch, a stored one, or nothing. */
export type End =
  | { readonly kind: 'batch'; readonly item: number }
  | { readonly kind: 'id'; readonly id: ItemId; readonly text: string }
  | {
      readonly kind: 'lookup';
      /** In the order in which they are tried. */
      readonly keys: readonly IdentityKey[];
      /** By equality, when no key decides. */
      readonly likeness: Likeness | null;
      readonly text: string;
    }
  | { readonly kind: 'wrong'; readonly error: ItemError };

/** A relationship by which an item of the batch may name its host. */
export interface HostLink {
  readonly type: string;
  readonly end: End;
}

/** An item of the batch that is well-formed in itself, or the reasons why it is not. */
export interface BatchItem extends OwnIdentities {
  readonly index: number;
  readonly record: ItemRecord;
  /** How messages name it. */
  readonly label: string;
  readonly className: string;
  readonly tenant: string;
  readonly observedAt: string;
  readonly present: boolean;
  readonly id: ItemId | null;
  readonly payload: PayloadClaims;
  /** The identity that its source gave it. */
  readonly nativeKey: IdentityKey | null;
  readonly links: HostLink[];
  /** What is odd about it. */
  readonly warnings: readonly ItemError[];
  readonly errors: ItemError[];
  /** Set for a record that is known: nothing of it is worked out, and names of it lead to the stored item. */
  readonly recalled?: ItemId;
}

/** A relationship of the batch. */
export interface BatchRelationship {
  readonly index: number;
  readonly nestedIndex: number | null;
  readonly label: string;
  /** Null when the type is unknown. */
  readonly type: RelationshipType | null;
  readonly source: End;
  readonly target: End;
  readonly present: boolean;
  readonly report: RelationshipReport;
  readonly ifVersion: number | null;
  readonly errors: readonly ItemError[];
}

/** A batch that was read. */
export interface Batch {
  readonly items: readonly BatchItem[];
  /** Those that have to be worked out. */
  readonly relationships: readonly BatchRelationship[];
  /** Reads records after all that were known, because others of the call speak of the same. */
  readonly readKnown: {
    item(index: number): BatchItem;
    relationship(index: number, nestedIndex: number | null): BatchRelationship | null;
  };
}

/** What a record claims that says nothing, or of which nothing can be taken. */
export const NO_CLAIMS: PayloadClaims = { claims: {}, complete: new Set<IngestPart>() };
