import DataLoader from 'dataloader';
import type { ItemId, Revision } from '../../domain/ids';
import type { Database } from '../../storage/database';
import { loadItemNames } from '../../storage/graph/graph-item-names';

/** Gives the names of items at one revision; those that were not there are left out. */
export type ItemNames = (ids: readonly ItemId[]) => Promise<ReadonlyMap<ItemId, string>>;

/** Names as they were at a revision; what is asked for within one turn costs one statement, however many lists it is. */
export function createItemNames(database: Database, at: Revision): ItemNames {
  const loader = new DataLoader<readonly ItemId[], ReadonlyMap<ItemId, string>>(
    async (lists) => {
      const names = await loadItemNames(database, [...new Set(lists.flat())], at);
      return lists.map(() => names);
    },
    { cache: false },
  );
  return (ids) => loader.load(ids);
}
