import { closeSync, existsSync, fstatSync, openSync, readSync, renameSync, statSync } from 'node:fs';

const LOG_BYTES_MAX = 10_000_000;
const REASON_BYTES_MAX = 16_384;

/** Opens the log for appending; what was written by earlier starts is kept up to a size. */
export function openLog(path: string): { readonly fd: number; readonly start: number } {
  if (existsSync(path) && statSync(path).size > LOG_BYTES_MAX) renameSync(path, `${path}.1`);
  const fd = openSync(path, 'a', 0o600);
  return { fd, start: fstatSync(fd).size };
}

/** Why PostgreSQL did not start, from what it wrote since `start`. */
export function reasonInLog(path: string, start: number): string {
  const fd = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(REASON_BYTES_MAX);
    const from = Math.max(start, fstatSync(fd).size - REASON_BYTES_MAX);
    return reasonIn(buffer.toString('utf8', 0, readSync(fd, buffer, 0, REASON_BYTES_MAX, from)));
  } finally {
    closeSync(fd);
  }
}

/**
 * The lines that say what went wrong and what to do, without times and pids; else the last lines of all. What is only noted
 * comes with hints too ("some data is corrupted", of every recovery that did not end), and whoever knocks meanwhile is told
 * that the system starts: neither is a reason.
 */
export function reasonIn(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  let isReason = true;
  const telling = lines.flatMap((line) => {
    const said = TELLING.exec(line)?.[0];
    if (!FURTHER.test(line)) isReason = said !== undefined && !TO_CLIENTS.test(said);
    return isReason && said !== undefined ? [said] : [];
  });
  return (telling.length > 0 ? telling : lines.slice(-5)).join(' ').replaceAll(/\s+/g, ' ') || 'it said nothing';
}

const TELLING = /\b(?:FATAL|PANIC|ERROR|HINT|DETAIL): .*|(?:error while loading|could not|cannot).*|^initdb: .*/;
const FURTHER = /\b(?:HINT|DETAIL): /;
const TO_CLIENTS = /^FATAL: +the database system is /;
