import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataDirectory } from './data-directory';
import { PostgresError } from './postgres-error';
import { readPostmasterFile, removePostmasterFile } from './postmaster-file';
import { commandLine, isRunning } from './process-state';

/** The guard of the killed server asks the orphan to stop; only when that does not help do we. */
const PATIENCE_MS = [2_000, 20_000, 10_000];
const SIGNALS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGQUIT'];

/**
 * Clears away what a killed server left on a directory whose lock we now hold: a PostgreSQL that still runs, or a
 * postmaster.pid whose pid now belongs to a zombie or to some other program, at which PostgreSQL would refuse to start.
 */
export async function clearLeftovers(directory: DataDirectory): Promise<void> {
  rmSync(directory.newCluster, { recursive: true, force: true });
  const left = readPostmasterFile(directory.cluster);
  if (left === null) return;
  if (isPostgresOf(left.pid, directory)) await stopOrphan(left.pid, directory);
  // PostgreSQL removes the file itself when nothing has this pid; backends that still end are found by shared memory.
  else if (pidIsTaken(left.pid)) removePostmasterFile(directory.cluster);
}

/** Removes the sockets of a PostgreSQL that is known to be gone. */
export function clearSockets(socketDirectory: string): void {
  for (const name of readdirSync(socketDirectory)) {
    if (name.startsWith('.s.PGSQL.')) rmSync(join(socketDirectory, name), { force: true });
  }
}

function isPostgresOf(pid: number, directory: DataDirectory): boolean {
  if (!isRunning(pid)) return false;
  const command = commandLine(pid);
  // Where the system does not tell, PostgreSQL's own check of the file decides.
  return command.includes('postgres') && command.includes(directory.cluster);
}

async function stopOrphan(pid: number, directory: DataDirectory): Promise<void> {
  for (const [step, patienceMs] of PATIENCE_MS.entries()) {
    const signal = SIGNALS[step - 1];
    if (signal !== undefined) process.kill(pid, signal);
    const until = Date.now() + patienceMs;
    while (Date.now() < until) {
      if (!isPostgresOf(pid, directory)) {
        if (pidIsTaken(pid)) removePostmasterFile(directory.cluster);
        return;
      }
      await sleep(25);
    }
  }
  throw new PostgresError(
    `A PostgreSQL (process ${pid}) that an earlier server left behind on ${directory.cluster} does not stop. ` +
      `End it with "kill -9 ${pid}", then start again.`,
  );
}

/** Zombies included: that is how PostgreSQL asks. */
function pidIsTaken(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
