import type { StoredEnd } from '../../storage/identities/ingest-lookups';

/** What relationships and hosted items need to know of an item that is there; the version only of one that was read. */
export type LandedItem = Omit<StoredEnd, 'validFrom'> & Partial<Pick<StoredEnd, 'validFrom'>>;
