import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { DomainError } from '../../domain/errors';
import { TABLE_THREADS } from '../../domain/graph/table-memory';
import { inSpan } from '../../telemetry/spans';
import type { AnalysisJobs, EquationJobs, GraphJobs, JobMessage, JobName } from './analysis-jobs';
import { GraphSender, type AskedGraph } from '../graph/shared-graphs';
import { givenUp } from './patience';

/** Does long analyses beside the event loop. */
export interface AnalysisWorkers {
  /**
   * Does a job, which gets so much time once it has begun. When the signal says that nobody waits any more, it is given up
   * at once. Throws LIMIT_EXCEEDED when it needs more room than there is, RETRY_LATER when too many wait already.
   */
  run<N extends keyof EquationJobs>(
    name: N,
    task: AnalysisJobs[N]['task'],
    milliseconds: number,
    signal: AbortSignal,
  ): Promise<AnalysisJobs[N]['solution']>;
  /** The same for a question to a graph, whose columns are shared. Does not wait for the others. */
  ask<N extends keyof GraphJobs>(
    name: N,
    graph: AskedGraph,
    task: AnalysisJobs[N]['task'],
    milliseconds: number,
    signal: AbortSignal,
  ): Promise<AnalysisJobs[N]['solution']>;
  stop(): Promise<void>;
}

/** Of each kind: one thread does the work, another one serves those who would have to wait for it. */
const WORKERS_MAX = TABLE_THREADS - 1;
const WAITING_MAX = 32;
/** Jobs look at the clock themselves; one that does not come back is ended. */
const GRACE_MS = 20_000;
/** Operations on diagrams go down one level per variable. */
const STACK_MB = 256;

interface Job {
  readonly name: JobName;
  readonly task: AnalysisJobs[JobName]['task'];
  readonly milliseconds: number;
  readonly graph: AskedGraph | null;
  readonly signal: AbortSignal;
  readonly resolve: (solution: AnalysisJobs[JobName]['solution']) => void;
  readonly reject: (error: Error) => void;
}

type SomeSolution = AnalysisJobs[JobName]['solution'];

/**
 * Starts threads when there is something to do, and keeps them: a thread takes a while to start. Equations may take
 * minutes, so questions to a graph have threads of their own.
 */
export function createAnalysisWorkers(): AnalysisWorkers {
  const [equations, graphs] = [createLane(), createLane()];
  return {
    run: (name, task, milliseconds, signal) =>
      inSpan(`thread ${name}`, {}, () => equations.put({ name, task, milliseconds, signal, graph: null })),
    ask: (name, graph, task, milliseconds, signal) =>
      inSpan(`thread ${name}`, {}, () => graphs.put({ name, task, milliseconds, signal, graph })),
    stop: async () => {
      await Promise.all([equations.stop(), graphs.stop()]);
    },
  };
}

/** A thread, and what it has been told. */
interface Thread {
  /** From 1; used again when the thread has ended. */
  readonly number: number;
  readonly worker: Worker;
  readonly sender: GraphSender;
}

interface Lane {
  put<S extends SomeSolution>(job: Omit<Job, 'resolve' | 'reject'>): Promise<S>;
  stop(): Promise<void>;
}

function createLane(): Lane {
  const idle: Thread[] = [];
  const waiting: Job[] = [];
  const busy = new Set<Thread>();
  const numbers = Array.from({ length: WORKERS_MAX }, (_, place) => place + 1);
  let stopped = false;

  const next = (): void => {
    const job = busy.size < WORKERS_MAX ? waiting.shift() : undefined;
    if (job === undefined) return;
    const thread = idle.pop() ?? startThread(numbers.pop() ?? 0);
    busy.add(thread);
    void serve(thread, job);
    next();
  };
  const serve = async (thread: Thread, job: Job): Promise<void> => {
    const canGoOn = await runOn(thread, job);
    if (canGoOn && !stopped) idle.push(thread);
    else {
      // Until it has ended it may still write where one of the same number would.
      await thread.worker.terminate();
      numbers.push(thread.number);
    }
    busy.delete(thread);
    next();
  };

  return {
    put: <S extends SomeSolution>(job: Omit<Job, 'resolve' | 'reject'>) =>
      new Promise<S>((resolve, reject) => {
        if (stopped || waiting.length >= WAITING_MAX) {
          const message = 'Too many analyses are waiting to be worked out: ask again in a while.';
          reject(new DomainError('RETRY_LATER', message));
          return;
        }
        waiting.push({ ...job, resolve: (solution) => resolve(solution as S), reject });
        next();
      }),
    stop: async () => {
      stopped = true;
      for (const { reject } of waiting.splice(0)) reject(new DomainError('RETRY_LATER', 'The server is stopping.'));
      await Promise.all([...idle.splice(0), ...busy].map(({ worker }) => worker.terminate()));
    },
  };
}

/** The sources run without a build in tests: then the thread is started from its source, too. */
function startThread(number: number): Thread {
  const worker = new Worker(join(__dirname, `analysis-worker${extname(__filename)}`), {
    execArgv: process.execArgv,
    resourceLimits: { stackSizeMb: STACK_MB },
  });
  worker.unref();
  return { number, worker, sender: new GraphSender(number) };
}

/** The columns are shared as they are at this moment. */
const messageOf = ({ name, task, milliseconds, graph }: Job, sender: GraphSender): JobMessage =>
  ({ name, task, milliseconds, graph: graph && sender.share(graph) }) as JobMessage;

/** Runs one job; whether the thread can do another one. */
function runOn({ worker, sender }: Thread, job: Job): Promise<boolean> {
  const { signal, resolve, reject } = job;
  return new Promise((done) => {
    const end = (keep: boolean): void => {
      clearTimeout(watchdog);
      signal.removeEventListener('abort', giveUp);
      worker.off('message', succeed).off('error', overflow).off('exit', interrupted);
      worker.unref();
      done(keep);
    };
    const giveUp = (): void => {
      reject(givenUp());
      end(false);
    };
    const fail = (reason: string): void => {
      const message = `The analysis ${reason}: ask a smaller question (maxOrder, fewer candidates, depth).`;
      reject(new DomainError('LIMIT_EXCEEDED', message));
      end(false);
    };
    const succeed = (solution: AnalysisJobs[JobName]['solution']): void => {
      resolve(solution);
      end(true);
    };
    const overflow = (error: Error): void => fail(`needs more room than there is (${error.message})`);
    const interrupted = (): void => fail('was interrupted');
    const watchdog = setTimeout(() => fail('did not come to an end'), job.milliseconds + GRACE_MS);
    if (signal.aborted) {
      reject(givenUp());
      // It has been told nothing: there is no reason to start another one.
      end(true);
      return;
    }
    signal.addEventListener('abort', giveUp);
    worker.ref();
    worker.on('message', succeed).on('error', overflow).on('exit', interrupted);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origins, windows have
    worker.postMessage(messageOf(job, sender));
  });
}
