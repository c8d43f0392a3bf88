import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** What PostgreSQL writes into postmaster.pid of its cluster; lines that are not written yet are missing. */
export interface PostmasterFile {
  readonly pid: number;
  /** 0 while it is not written yet. */
  readonly port: number;
  /** Empty where it listens on none. */
  readonly socketDirectory: string;
  /** The eighth line: "starting", "ready", "stopping", … Unlike the log it is in no language. */
  readonly status: string;
}

const PORT_LINE = 3;
const SOCKET_LINE = 4;
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
  if (!Number.isInteger(pid) || pid <= 0) return null;
  const line = (at: number): string => (lines[at] ?? '').trim();
  return { pid, port: Number(line(PORT_LINE)), socketDirectory: line(SOCKET_LINE), status: line(STATUS_LINE) };
}

export function removePostmasterFile(cluster: string): void {
  rmSync(join(cluster, 'postmaster.pid'), { force: true });
}
