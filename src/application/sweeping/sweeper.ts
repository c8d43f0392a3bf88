import type { PlanHeader } from '../../storage/change-sets/change-plan';
import { underSweepLock } from '../../storage/work-lock';
import type { Database } from '../../storage/database';

/**
 * Something that has to be done because time has passed: a claim expires, an absent item is retired, a planned outage
 * begins. A task finds what is due by an index on its due time, so that a run with nothing to do costs one small
 * statement, and it may be interrupted after any run: what it did not get to is still due.
 */
export interface SweepTask {
  /** For people, in messages about its failure. */
  readonly name: string;
  /** Does a bounded piece of what is due at `now` (by the application's clock); see {@link SweepProgress}. */
  run(now: Date, budget: SweepBudget): Promise<SweepProgress>;
}

/** How much one run of a task may do. */
export interface SweepBudget {
  /** Rows that it may write, about: one lock hold. */
  readonly rowsMax: number;
  /** Aborted when the server stops: a run that has several steps ends after the one it is at. */
  readonly signal: AbortSignal;
}

/** What a run of a task came to. */
export interface SweepProgress {
  /** How many things it dealt with. */
  readonly done: number;
  /** More is due already: the task is run again in the same round, after the others had their turn. */
  readonly more: boolean;
  /** When the next thing falls due; null when that is not known, or nothing will. */
  readonly nextDueAt: Date | null;
}

/** What a round did. */
export interface SweepRound {
  /** Task -> how many things it dealt with; a task that failed is not there. */
  readonly done: ReadonlyMap<string, number>;
  /** Something was still due when the round had lasted long enough. */
  readonly more: boolean;
  readonly nextDueAt: Date | null;
}

/** Does what changes because time passes: on one server at a time, however many there are. */
export interface Sweeper {
  /** Does now what is due; null when another server is at it. Failures of tasks go to `onProblem`. */
  sweep(): Promise<SweepRound | null>;
  /** Resolves when nothing is being done any more. */
  stop(): Promise<void>;
}

/** What a sweeper is made of. */
export interface SweeperOptions {
  readonly database: Database;
  readonly clock: () => Date;
  readonly tasks: readonly SweepTask[];
  /** How long nobody looks whether something is due, at most; null: only when `sweep` is called. */
  readonly intervalMs: number | null;
  readonly onProblem: (problem: unknown) => void;
}

/** A run of a task should fit into one hold of the head lock. */
const ROWS_PER_RUN = 2_000;
/** After this time a round makes way for other servers. */
const ROUND_MS = 10_000;
/** Between rounds even when something is due: a task that never gets done must not take the machine for itself. */
const PAUSE_MIN_MS = 500;

/** The header of a change set that nobody asked for: it is due to time alone. */
export const systemHeader = (newId: () => string, reason: string): PlanHeader => ({
  principal: 'system',
  source: null,
  reason,
  requestId: newId(),
  operationId: newId(),
  operationKind: 'SYSTEM',
});

/**
 * Starts to sweep. One round after the other; the next begins when something falls due, or after the interval. A task
 * that fails is reported and tried again in the next round; the others go on.
 */
export function startSweeper(options: SweeperOptions): Sweeper {
  const { database, clock, intervalMs, onProblem } = options;
  const stopping = new AbortController();
  let running: Promise<unknown> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  const sweep = (): Promise<SweepRound | null> => {
    // Rounds of one server follow each other: the lock is for the others.
    const round = running.then(() =>
      stopping.signal.aborted ? null : underSweepLock(database, (alive) => runRound(options, stopping.signal, alive)),
    );
    running = round.catch(() => undefined);
    return round;
  };
  const schedule = (round: SweepRound | null): void => {
    if (intervalMs === null || stopping.signal.aborted) return;
    timer = setTimeout(() => void sweepAndSchedule(), pauseBefore(round, clock(), intervalMs));
    timer.unref();
  };
  const sweepAndSchedule = (): Promise<void> =>
    sweep().then(schedule, (problem: unknown) => {
      onProblem(problem);
      schedule(null);
    });

  schedule(null);
  return {
    sweep,
    stop: async () => {
      stopping.abort();
      clearTimeout(timer);
      await running;
    },
  };
}

function pauseBefore(round: SweepRound | null, now: Date, intervalMs: number): number {
  if (round?.more === true) return PAUSE_MIN_MS;
  const untilDue = round?.nextDueAt ? round.nextDueAt.getTime() - now.getTime() : intervalMs;
  return Math.min(intervalMs, Math.max(PAUSE_MIN_MS, untilDue));
}

async function runRound(
  { clock, tasks, onProblem }: SweeperOptions,
  signal: AbortSignal,
  alive: () => Promise<void>,
): Promise<SweepRound> {
  const end = performance.now() + ROUND_MS;
  const done = new Map<string, number>();
  const due: Date[] = [];
  let waiting = [...tasks];
  while (waiting.length > 0 && performance.now() < end && !signal.aborted) {
    const again: SweepTask[] = [];
    for (const task of waiting) {
      if (signal.aborted) break;
      try {
        const progress = await task.run(clock(), { rowsMax: ROWS_PER_RUN, signal });
        done.set(task.name, (done.get(task.name) ?? 0) + progress.done);
        if (progress.more) again.push(task);
        else if (progress.nextDueAt) due.push(progress.nextDueAt);
      } catch (error) {
        done.delete(task.name);
        onProblem(new Error(`${task.name} failed and is tried again later: ${messageOf(error)}`, { cause: error }));
      }
      await alive();
    }
    waiting = again;
  }
  const nextDueAt = due.length === 0 ? null : new Date(Math.min(...due.map((time) => time.getTime())));
  return { done, more: waiting.length > 0, nextDueAt };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
