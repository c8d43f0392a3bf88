import type { DuplicateSet } from '../application/duplicates/find-duplicate-sets';
import type { Revision } from '../domain/ids';
import type { ConnectionModel, UnresolvedRefModel } from './models';

/** A duplicate set as it is now, and the revision at which its items are shown. */
export interface DuplicateSetModel {
  readonly set: DuplicateSet;
  readonly at: Revision;
}

/** One reason of a duplicate set. */
export interface DuplicateEvidenceModel {
  readonly evidence: DuplicateSet['evidence'][number];
  readonly at: Revision;
}

export type DuplicateSetConnectionModel = ConnectionModel<DuplicateSetModel> & {
  readonly unresolved?: readonly UnresolvedRefModel[];
};
