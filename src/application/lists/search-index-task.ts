import { followForSearch } from '../../storage/items/search-index';
import { retriedTransaction } from '../../storage/retried-transaction';
import type { Application } from '../application';
import type { SweepTask } from '../sweeping/sweeper';

/** Changes that are followed in one transaction. */
const CHANGES_PER_STEP = 2_000;

/** Lets what items are searched by follow what was written, so that few items have to be looked at themselves. */
export function searchIndexTask({ database }: Pick<Application, 'database'>): SweepTask {
  return {
    name: 'what items are searched by',
    run: async () => {
      const { items, more } = await retriedTransaction(database, (tx) => followForSearch(tx, CHANGES_PER_STEP));
      return { done: items, more, nextDueAt: null };
    },
  };
}
