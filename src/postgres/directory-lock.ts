import { readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { PostgresError, systemCode } from './postgres-error';
import { isRunning, startMark } from './process-state';

/** Held by the one process that may run PostgreSQL on a data directory. */
export interface DirectoryLock {
  release(): void;
}

interface Holder {
  readonly pid: number;
  /** See `startMark`: without it a new process with the old pid would keep the directory locked for ever. */
  readonly mark: string | null;
  readonly host: string;
}

const HEARTBEAT_MS = 1_000;
const TRIES = 20;

/**
 * Takes the lock, also from a holder that is gone. PostgreSQL has a lock of its own, but its holder may be the orphan of
 * a killed server, which is stopped on sight: only this lock tells an orphan from the database of a living server.
 */
export async function lockDirectory(path: string, directory: string): Promise<DirectoryLock> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    if (create(path)) return hold(path);
    const text = read(path);
    const holder = parse(text);
    if (holder === null) {
      // Released just now, being written just now, or left half written.
      await sleep(50);
      if (read(path) !== text) continue;
    } else if (await isHeld(path, holder)) {
      throw new PostgresError(refusal(directory, holder));
    }
    removeIfStill(path, text);
  }
  throw new PostgresError(`The lock ${path} could not be taken: other processes keep taking it. Try again.`);
}

function create(path: string): boolean {
  const holder: Holder = { pid: process.pid, mark: startMark(process.pid), host: hostname() };
  try {
    writeFileSync(path, JSON.stringify(holder), { flag: 'wx', mode: 0o644 });
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw new PostgresError(`The lock ${path} cannot be written: ${(error as Error).message}.`, { cause: error });
  }
}

function hold(path: string): DirectoryLock {
  const heartbeat = setInterval(() => {
    try {
      utimesSync(path, new Date(), new Date());
    } catch {
      // The directory is gone or not writable any more; PostgreSQL will say so itself.
    }
  }, HEARTBEAT_MS).unref();
  return {
    release: () => {
      clearInterval(heartbeat);
      if (parse(read(path))?.pid === process.pid) rmSync(path, { force: true });
    },
  };
}

/** Pids say nothing about another host or container that shares the directory; there the heartbeat is watched. */
async function isHeld(path: string, holder: Holder): Promise<boolean> {
  if (holder.host === hostname()) return isRunning(holder.pid) && startMark(holder.pid) === holder.mark;
  const before = modified(path);
  await sleep(3 * HEARTBEAT_MS);
  return modified(path) !== before;
}

/** Moved aside first: of two processes that find the same dead holder, one must not remove the lock of the other. */
function removeIfStill(path: string, text: string): void {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
    if (read(aside) !== text) writeFileSync(path, read(aside), { flag: 'wx' });
    rmSync(aside, { force: true });
  } catch (error) {
    if (systemCode(error) !== 'ENOENT' && systemCode(error) !== 'EEXIST') throw error;
  }
}

function refusal(directory: string, holder: Holder): string {
  const where = holder.host === hostname() ? '' : ` on ${holder.host}`;
  return (
    `The data directory ${directory} is in use by process ${holder.pid}${where}. ` +
    `Stop that process, use the server it runs, or choose another directory with UNDERPIN_DATA_DIR.`
  );
}

function parse(text: string): Holder | null {
  try {
    const value = JSON.parse(text) as Partial<Holder>;
    return typeof value.pid === 'number' && typeof value.host === 'string'
      ? { pid: value.pid, host: value.host, mark: value.mark ?? null }
      : null;
  } catch {
    return null;
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function modified(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
