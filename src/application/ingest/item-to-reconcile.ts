import type { ConfigurationItem, Observation } from '../../domain/configuration-item';
import type { ItemId } from '../../domain/ids';
import type { SourceSighting } from '../../domain/reconciliation/reconciliation';
import type { ItemGroup } from './item-group';

/** An item that was identified, with what is stored of it. */
export interface ItemToReconcile {
  readonly id: ItemId;
  readonly group: ItemGroup;
  /** Null: it is new. */
  readonly before: ConfigurationItem | null;
  readonly observations: readonly Observation[];
  /** Source -> when it last had nothing new to say of the item. */
  readonly sightings: ReadonlyMap<string, SourceSighting>;
  /** The name of an item that nobody names: the one it has, or one made of what identifies it. */
  readonly defaultName: () => string;
  /** RFC 3339; stands where the write phase stamps the time of the change set. */
  readonly now: string;
}
