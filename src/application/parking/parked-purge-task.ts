import { nextParkedExpiry, purgeParked } from '../../storage/sources/parked-queries';
import type { Application } from '../application';
import type { SweepTask } from '../sweeping/sweeper';

/** Gives up incomplete reports that nothing has completed in their time. Takes no revision: they never were items. */
export function parkedPurgeTask({ database }: Pick<Application, 'database'>): SweepTask {
  return {
    name: 'incomplete reports that expire',
    run: async (now, { rowsMax }) => {
      const done = await purgeParked(database, now, rowsMax);
      return { done, more: done === rowsMax, nextDueAt: await nextParkedExpiry(database) };
    },
  };
}
