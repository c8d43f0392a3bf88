import type { RelationshipEnd } from '../../domain/ingest/parked-record';

/** What a batch may do with what is incomplete. */
export interface Parking {
  /** The source has as much parked as it may. */
  readonly full: boolean;
  /** Items from here on were parked and are tried again. */
  readonly joinedFrom: number;
  /** Free relationships that were parked, by position: each replaces what its source said before at an end. */
  readonly replacing: ReadonlyMap<number, RelationshipEnd>;
}
