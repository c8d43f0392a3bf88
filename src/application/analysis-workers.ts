import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { DomainError } from '../domain/errors';
import type { AnalysisJobs, JobMessage, JobName } from './analysis-jobs';

/** Does long analyses beside the event loop. */
export interface AnalysisWorkers {
  /**
   * Does a job, which gets so much time once it has begun. When the signal says that nobody waits any more, it is given up
   * at once. Throws LIMIT_EXCEEDED when it needs more room than there is, RETRY_LATER when too many wait already.
   */
  run<N extends JobName>(
    name: N,
    task: AnalysisJobs[N]['task'],
    milliseconds: number,
    signal: AbortSignal,
  ): Promise<AnalysisJobs[N]['solution']>;
  stop(): Promise<void>;
}

/** One thread does the work, another one serves those who would have to wait for it. */
const WORKERS_MAX = 2;
const WAITING_MAX = 32;
/** Jobs look at the clock themselves; one that does not come back is ended. */
const GRACE_MS = 20_000;
/** Operations on diagrams go down one level per variable. */
const STACK_MB = 256;

interface Job {
  readonly message: JobMessage;
  readonly signal: AbortSignal;
  readonly resolve: (solution: AnalysisJobs[JobName]['solution']) => void;
  readonly reject: (error: Error) => void;
}

/** Starts threads when there is something to do, and keeps them: a thread takes a while to start. */
export function createAnalysisWorkers(): AnalysisWorkers {
  const idle: Worker[] = [];
  const waiting: Job[] = [];
  const busy = new Set<Worker>();
  let stopped = false;

  const next = (): void => {
    const job = busy.size < WORKERS_MAX ? waiting.shift() : undefined;
    if (job === undefined) return;
    const worker = idle.pop() ?? startWorker();
    busy.add(worker);
    void serve(worker, job);
    next();
  };
  const serve = async (worker: Worker, job: Job): Promise<void> => {
    const canGoOn = await runOn(worker, job);
    busy.delete(worker);
    if (canGoOn && !stopped) idle.push(worker);
    else await worker.terminate();
    next();
  };

  return {
    run: (name, task, milliseconds, signal) =>
      new Promise((resolve, reject) => {
        if (stopped || waiting.length >= WAITING_MAX) {
          const message = 'Too many analyses are waiting to be worked out: ask again in a while.';
          reject(new DomainError('RETRY_LATER', message));
          return;
        }
        waiting.push({ message: { name, task, milliseconds } as JobMessage, signal, resolve, reject });
        next();
      }),
    stop: async () => {
      stopped = true;
      for (const { reject } of waiting.splice(0)) reject(new DomainError('RETRY_LATER', 'The server is stopping.'));
      await Promise.all([...idle.splice(0), ...busy].map((worker) => worker.terminate()));
    },
  };
}

/** The sources run without a build in tests: then the thread is started from its source, too. */
function startWorker(): Worker {
  const worker = new Worker(join(__dirname, `analysis-worker${extname(__filename)}`), {
    execArgv: process.execArgv,
    resourceLimits: { stackSizeMb: STACK_MB },
  });
  worker.unref();
  return worker;
}

/** Runs one job; whether the thread can do another one. */
function runOn(worker: Worker, { message, signal, resolve, reject }: Job): Promise<boolean> {
  return new Promise((done) => {
    const end = (keep: boolean): void => {
      clearTimeout(watchdog);
      signal.removeEventListener('abort', giveUp);
      worker.off('message', succeed).off('error', overflow).off('exit', interrupted);
      worker.unref();
      done(keep);
    };
    const giveUp = (): void => {
      reject(new DomainError('RETRY_LATER', 'The analysis was given up, because nobody waited for it any more.'));
      end(false);
    };
    const fail = (reason: string): void => {
      const message = `The analysis ${reason}: ask for smaller sets (maxOrder) or fewer candidates.`;
      reject(new DomainError('LIMIT_EXCEEDED', message));
      end(false);
    };
    const succeed = (solution: AnalysisJobs[JobName]['solution']): void => {
      resolve(solution);
      end(true);
    };
    const overflow = (error: Error): void => fail(`needs more room than there is (${error.message})`);
    const interrupted = (): void => fail('was interrupted');
    const watchdog = setTimeout(() => fail('did not come to an end'), message.milliseconds + GRACE_MS);
    if (signal.aborted) {
      giveUp();
      return;
    }
    signal.addEventListener('abort', giveUp);
    worker.ref();
    worker.on('message', succeed).on('error', overflow).on('exit', interrupted);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origins, windows have
    worker.postMessage(message);
  });
}
