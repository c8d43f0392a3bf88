import type { Database } from '../storage/database';
import { purgeIdempotency } from '../storage/idempotency';
import { ensurePartitions } from '../storage/partitions';

/** What has to be done from time to time, whoever asks for it. */
export interface Maintenance {
  /** Resolves when nothing is being done any more. */
  stop(): Promise<void>;
}

const INTERVAL_MS = 60 * 60 * 1000;

/**
 * Every hour: makes the partitions of the coming months, and drops results of idempotency keys that nobody can ask for
 * any more. Each step may run on several servers at once; a failed one is tried again in an hour.
 */
export function startMaintenance({
  database,
  clock,
  onProblem,
}: {
  readonly database: Database;
  readonly clock: () => Date;
  readonly onProblem: (problem: unknown) => void;
}): Maintenance {
  let running: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    running = maintain(database, clock()).catch(onProblem);
  }, INTERVAL_MS);
  timer.unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}

async function maintain(database: Database, now: Date): Promise<void> {
  await ensurePartitions(database, now);
  await purgeIdempotency(database, now);
}
