import { announceHorizon, readHorizon } from '../../storage/history/history-horizon';
import { purgeIdempotency } from '../../storage/change-sets/idempotency';
import { readHead } from '../../storage/history/change-log';
import { dropHistory, ensurePartitions, monthOf } from '../../storage/history/partitions';
import type { Application } from '../application';
import type { SweepProgress, SweepTask } from '../sweeping/sweeper';

const HOUR_MS = 60 * 60 * 1_000;
const DAY_MS = 24 * HOUR_MS;
/** Whoever began to read behind the horizon before it moved has this long to end: as long as a statement may take. */
const GRACE_MS = 60_000;

/** Every hour: makes the partitions of the coming months, and drops results of idempotency keys that are too old. */
export function upkeepTask({ database }: Pick<Application, 'database'>): SweepTask {
  let doneAt = -Infinity;
  return {
    name: 'upkeep',
    run: async (now, { rowsMax }) => {
      const due = doneAt + HOUR_MS;
      if (now.getTime() < due) return { done: 0, more: false, nextDueAt: new Date(due) };
      await ensurePartitions(database, now);
      const purged = await purgeIdempotency(database, now, rowsMax);
      if (purged < rowsMax) doneAt = now.getTime();
      return { done: purged, more: purged >= rowsMax, nextDueAt: new Date(now.getTime() + HOUR_MS) };
    },
  };
}

/**
 * Drops the history of whole months that ended more than so many days ago (null: nothing). First the horizon moves, so that
 * nobody begins to read what goes; a little later it goes. The month of the newest revision always stays: it names the
 * history. What holds now is in no partition.
 */
export function historyTask({ database }: Pick<Application, 'database'>, days: number | null): SweepTask {
  /** Up to where everything has gone already. */
  let dropped: string | null = null;
  return {
    name: 'history retention',
    run: async (now, { rowsMax }) => {
      if (days === null) return IDLE;
      const head = await readHead(database);
      if (head.revision === 0) return IDLE;
      const cutoff = monthOf(new Date(Math.min(now.getTime() - days * DAY_MS, Date.parse(head.at))));
      const horizon = await readHorizon(database);
      if (horizon.cutoff === null || Date.parse(horizon.cutoff) < cutoff.getTime()) {
        await announceHorizon(database, cutoff, now);
        return { done: 1, more: false, nextDueAt: new Date(now.getTime() + GRACE_MS) };
      }
      if (horizon.cutoff === dropped) return IDLE;
      const readyAt = Date.parse(horizon.announcedAt ?? '') + GRACE_MS;
      if (now.getTime() < readyAt) return { done: 0, more: false, nextDueAt: new Date(readyAt) };
      const { partitions, rows, more } = await dropHistory(database, new Date(horizon.cutoff), rowsMax);
      if (!more) dropped = horizon.cutoff;
      return {
        done: partitions + rows,
        more: more && rows > 0,
        nextDueAt: more ? new Date(now.getTime() + GRACE_MS) : null,
      };
    },
  };
}

const IDLE: SweepProgress = { done: 0, more: false, nextDueAt: null };
