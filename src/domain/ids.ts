/**
 * Branded numbers, each made in one place, so that an id is never mistaken for a count, an index or a revision.
 * All of them are whole numbers from 1 to 2^53 - 1.
 */

/** Identifies one configuration item for ever; dense, so that it can index arrays. */
export type ItemId = number & { readonly __brand: 'ItemId' };

/** Identifies one relationship from its creation to its end. */
export type RelationshipId = number & { readonly __brand: 'RelationshipId' };

/** Identifies one recorded outage for ever. */
export type OutageId = number & { readonly __brand: 'OutageId' };

/** A position in the change log. Revisions have no gaps and are in commit order; 0 is the empty beginning. */
export type Revision = number & { readonly __brand: 'Revision' };

/** Makes an item id of a number that the database or an opaque id gave. */
export const itemId = (value: number): ItemId => value as ItemId;

/** Makes a relationship id of a number that the database or an opaque id gave. */
export const relationshipId = (value: number): RelationshipId => value as RelationshipId;

/** Makes an outage id of a number that the database or an opaque id gave. */
export const outageId = (value: number): OutageId => value as OutageId;

/** Makes a revision of a number that the log gave. */
export const revision = (value: number): Revision => value as Revision;
