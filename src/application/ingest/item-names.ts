import type { ItemId } from '../../domain/ids';
import { encodeItemId } from '../../domain/opaque-id';
import { FIRST_PLACEHOLDER_ID } from './unwritten';

/** Whether an item is there already, rather than new in the same request. */
export const isStored = (item: ItemId): boolean => item > 0 && item < FIRST_PLACEHOLDER_ID;

/** An item as messages name it: by its id, unless it has none yet. */
export const nameItem = (item: ItemId): string => (isStored(item) ? encodeItemId(item) : 'a new item of this request');

/** More candidates than a message would name. */
const LISTED_MAX = 5;

/** Several items as messages name them. */
export function listItems(items: readonly ItemId[]): string {
  const more = items.length - LISTED_MAX;
  return items.slice(0, LISTED_MAX).map(nameItem).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
