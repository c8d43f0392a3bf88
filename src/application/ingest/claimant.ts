import type { ItemId } from '../../domain/ids';
import type { IdentifiedGroup } from './identify-groups';

/** One item of a level: the groups that turned out to be it. */
export interface Claimant {
  readonly item: ItemId;
  readonly identified: readonly [IdentifiedGroup, ...IdentifiedGroup[]];
}
