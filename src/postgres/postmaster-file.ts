import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** What PostgreSQL writes into postmaster.pid of its cluster; lines that are not written yet are missing. */
export interface PostmasterFile {
  readonly pid: number;
  /** The eighth line: "starting", "ready", "stopping", … Unlike the log it is in no language. */
  readonly status: string;
}

const STATUS_LINE = 7;

export function readPostmasterFile(cluster: string): PostmasterFile | null {
  let lines: readonly string[];
  try {
    lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return null;
  }
  // A stand-alone backend writes its pid negated.
  const pid = Math.abs(Number(lines[0]));
  return Number.isInteger(pid) && pid > 0 ? { pid, status: (lines[STATUS_LINE] ?? '').trim() } : null;
}

export function removePostmasterFile(cluster: string): void {
  rmSync(join(cluster, 'postmaster.pid'), { force: true });
}
