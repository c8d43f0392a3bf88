import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Whether a process still runs. A zombie does not: it answers signal 0 until its parent collects it, which in a
 * container without an init may be never.
 */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  const state = linuxStat(pid)?.[0];
  return state !== 'Z' && state !== 'X';
}

/**
 * Something that differs between two processes that had the same pid one after the other, or null when the system does
 * not tell. In containers pids repeat at every start, so a pid alone identifies nothing.
 */
export function startMark(pid: number): string | null {
  const startTime = linuxStat(pid)?.[19];
  if (startTime !== undefined) return `${readOrEmpty('/proc/sys/kernel/random/boot_id').trim()} ${startTime}`;
  if (process.platform === 'win32') return null;
  return outputOf('/bin/ps', ['-o', 'lstart=', '-p', String(pid)]);
}

/** The command line of a process, or empty when the system does not tell. */
export function commandLine(pid: number): string {
  if (process.platform === 'linux') return readOrEmpty(`/proc/${pid}/cmdline`).replaceAll('\0', ' ');
  if (process.platform === 'win32') return '';
  return outputOf('/bin/ps', ['-o', 'command=', '-p', String(pid)]) ?? '';
}

/** The fields of /proc/<pid>/stat from the state on; the name before them may itself contain blanks and parentheses. */
function linuxStat(pid: number): readonly string[] | null {
  const stat = readOrEmpty(`/proc/${pid}/stat`);
  return stat === '' ? null : stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function outputOf(command: string, args: readonly string[]): string | null {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim() || null;
  } catch {
    return null;
  }
}
