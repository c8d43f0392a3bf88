import type { ChildProcess } from 'node:child_process';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Toolbox } from './cluster';
import { openLog, reasonInLog } from './postgres-log';
import { readPostmasterFile } from './postmaster-file';
import { spawnAs } from './run-as';

/** A PostgreSQL that accepts connections. */
export interface ServerProcess {
  readonly pid: number;
  /** Resolves with how and why it ended. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

/** Recovery after a crash reads the whole log since the last checkpoint, which may take minutes. */
const START_PATIENCE_MS = 600_000;
const POLL_MS = 10;
/** Fast, then immediate, then without asking. */
const STOP_STEPS: readonly (readonly [NodeJS.Signals, number])[] = [
  ['SIGINT', 30_000],
  ['SIGQUIT', 5_000],
  ['SIGKILL', 5_000],
];

/** Starts PostgreSQL and waits until it is ready; a failed start is answered with the reason. */
export async function startServerProcess(
  tools: Toolbox,
  settings: Readonly<Record<string, string>>,
): Promise<{ readonly process: ServerProcess } | { readonly reason: string }> {
  const { directory, guard } = tools;
  const log = openLog(directory.log);
  const child = spawnAs(tools.runAs, tools.binaries.postgres, commandLineOf(tools, settings), [
    'ignore',
    log.fd,
    log.fd,
  ]);
  closeSync(log.fd);
  guard.watch(child.pid ?? null);
  const exited = exitOf(child);
  if (!(await isReady(child, directory.cluster))) {
    if (isAlive(child)) child.kill('SIGKILL');
    const how = await exited;
    guard.watch(null);
    return { reason: `${reasonInLog(directory.log, log.start)} (${how}; the log is ${directory.log})` };
  }
  // Node may end while PostgreSQL runs: the guard stops it then.
  child.unref();
  return { process: running(tools, child, exited, log.start) };
}

function running(tools: Toolbox, child: ChildProcess, exited: Promise<string>, logStart: number): ServerProcess {
  const { directory, guard } = tools;
  const describeEnd = async (): Promise<string> => {
    const how = await exited;
    guard.watch(null);
    return `${reasonInLog(directory.log, logStart)} (${how}; the log is ${directory.log})`;
  };
  return {
    pid: child.pid ?? 0,
    ended: describeEnd(),
    stop: async () => {
      // Otherwise Node, with nothing else to do, would end while it waits here.
      child.ref();
      for (const [signal, patienceMs] of STOP_STEPS) {
        if (isAlive(child)) askToStop(tools, child, signal);
        if (await within(exited, patienceMs)) return;
      }
    },
  };
}

function commandLineOf({ directory }: Toolbox, settings: Readonly<Record<string, string>>): readonly string[] {
  const all: Readonly<Record<string, string>> = {
    hba_file: directory.hba,
    ident_file: directory.ident,
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    ...settings,
  };
  return ['-D', directory.cluster, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

async function isReady(child: ChildProcess, cluster: string): Promise<boolean> {
  const until = Date.now() + START_PATIENCE_MS;
  while (isAlive(child) && Date.now() < until) {
    const file = readPostmasterFile(cluster);
    if (file !== null && file.status === 'ready' && (file.pid === child.pid || process.platform === 'win32'))
      return true;
    await sleep(POLL_MS);
  }
  return false;
}

function askToStop({ binaries, directory }: Toolbox, child: ChildProcess, signal: NodeJS.Signals): void {
  // Windows has no signals: kill() would end it as hard as a crash.
  if (process.platform === 'win32' && signal === 'SIGINT') {
    spawnSync(binaries.pgCtl, ['stop', '-D', directory.cluster, '-m', 'fast', '-W'], { stdio: 'ignore' });
  } else child.kill(signal);
}

/** How the process ended, in words. It cannot be missed: `exit` and `error` come after this turn of the event loop. */
async function exitOf(child: ChildProcess): Promise<string> {
  try {
    const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    return signal === null ? `it ended with code ${code}` : `it was ended by ${signal}`;
  } catch (error) {
    return `it could not be run: ${(error as Error).message}`;
  }
}

function isAlive(child: ChildProcess): boolean {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}

async function within(promise: Promise<unknown>, ms: number): Promise<boolean> {
  const timer = new AbortController();
  try {
    return await Promise.race([
      promise.then(() => true),
      sleep(ms, false, { signal: timer.signal }).catch(() => false),
    ]);
  } finally {
    timer.abort();
  }
}
