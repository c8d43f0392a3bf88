import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning } from '../../src/postgres/process-state';
import { until } from './until';

/** A second Node process that runs sources of this repository. */
export interface TestProcess {
  readonly pid: number;
  /** Everything it has written so far, standard output and standard error together. */
  output(): string;
  /** Resolves with the first match in the output; rejects when the process ends before. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
  kill(signal: NodeJS.Signals): void;
  /** The exit code, or the signal that ended it. */
  ended(): Promise<number | NodeJS.Signals>;
}

/** Those that still run. A test that is given up does not come to end its own, and they would outlive it. */
const running = new Set<ChildProcess>();
afterAll(endProcesses);

const ROOT = join(__dirname, '..', '..');
const POLL_MS = 20;

/** Starts a TypeScript file, named relative to the repository, with nothing in its environment but what is given. */
export function startProcess(
  script: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): TestProcess {
  const child = spawn(process.execPath, ['-r', join(__dirname, 'register.cjs'), join(ROOT, script), ...args], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  child.once('close', () => running.delete(child));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const closed = endOf(child);
  return {
    pid: child.pid ?? 0,
    output: () => output,
    says: async (pattern) => {
      for (;;) {
        const match = pattern.exec(output);
        if (match) return match;
        if (child.exitCode !== null || child.signalCode !== null) {
          await closed;
          const last = pattern.exec(output);
          if (last) return last;
          throw new Error(`the process ended before it said ${pattern}: ${output}`);
        }
        await sleep(POLL_MS);
      }
    },
    kill: (signal) => void child.kill(signal),
    ended: () => closed,
  };
}

/** Ends what still runs; after a test that failed, so that the next one does not meet its process. */
export async function endProcesses(): Promise<void> {
  const ends = [...running].map(endOf);
  for (const child of running) child.kill('SIGKILL');
  await Promise.all(ends);
}

/** Waits until a process that is not ours is gone. */
export async function gone(pid: number): Promise<void> {
  await until(() => !isRunning(pid));
}

function endOf(child: ChildProcess): Promise<number | NodeJS.Signals> {
  return new Promise((resolve) => {
    child.on('close', (code, signal) => resolve(code ?? signal ?? 'SIGKILL'));
  });
}
