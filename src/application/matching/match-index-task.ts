import { followOnce, type MatchIndexSource } from './match-index';
import type { SweepTask } from '../sweeping/sweeper';

/** Lets the terms by which items are found follow what was written, so that questions seldom have to wait for it. */
export function matchIndexTask(app: MatchIndexSource): SweepTask {
  return {
    name: 'what items are known by',
    run: async () => {
      const { versions, more } = await followOnce(app);
      return { done: versions, more, nextDueAt: null };
    },
  };
}
