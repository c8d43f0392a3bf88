import { QueryRunnerAlreadyReleasedError } from 'typeorm';
import { DomainError } from '../domain/errors';

/**
 * What a failed statement means for whoever ran it.
 * - `lost`: the connection is gone or the server cannot be reached; whether a COMMIT went through is unknown.
 * - `conflict`: the transaction was rolled back and may run again as it is.
 * - `fault`: anything else; trying again changes nothing.
 */
export type DatabaseFailure = 'lost' | 'conflict' | 'fault';

const SERIALIZATION_FAILURE = '40001';
const DEADLOCK_DETECTED = '40P01';
const UNIQUE_VIOLATION = '23505';
const LOCK_NOT_AVAILABLE = '55P03';
/** Seen through a proxy that still points at a demoted primary. */
const READ_ONLY_TRANSACTION = '25006';
const TOO_MANY_CONNECTIONS = '53300';

const CONFLICTS: ReadonlySet<string> = new Set([SERIALIZATION_FAILURE, DEADLOCK_DETECTED, LOCK_NOT_AVAILABLE]);
const LOST: ReadonlySet<string> = new Set([
  READ_ONLY_TRANSACTION,
  '57P01', // admin_shutdown
  '57P02', // crash_shutdown
  '57P03', // cannot_connect_now
  '53100', // disk_full
  '53200', // out_of_memory
  TOO_MANY_CONNECTIONS,
  '25P03', // idle_in_transaction_session_timeout
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'ENOENT', // the directory of a Unix socket is gone
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
]);

/** The driver gives these no code. */
const LOST_MESSAGES =
  /connection terminated|timeout expired|timeout exceeded when trying to connect|client was closed|client has encountered a connection error|not queryable|cannot use a pool after/i;

/** Sorts an error that a statement, a transaction or a connection attempt threw. */
export function classifyFailure(error: unknown): DatabaseFailure {
  if (error instanceof DomainError) return 'fault';
  for (const cause of causes(error)) {
    const code = codeOf(cause);
    if (code !== undefined && CONFLICTS.has(code)) return 'conflict';
    if (code !== undefined && (LOST.has(code) || code.startsWith('08'))) return 'lost';
    if (cause instanceof Error && LOST_MESSAGES.test(cause.message)) return 'lost';
    // TypeORM gives a connection back as soon as it hears of its end: the next statement, or COMMIT, is never sent.
    if (cause instanceof QueryRunnerAlreadyReleasedError) return 'lost';
  }
  return 'fault';
}

/** What is wrong with a database that was lost, where its last word says more than that it cannot be reached. */
export function describeLoss(error: unknown): string {
  const codes = causes(error).flatMap((cause) => codeOf(cause) ?? []);
  const known = codes.flatMap((code) => LOSSES[code] ?? []);
  if (known[0] !== undefined) return known[0];
  const isBusy = causes(error).some((cause) => cause instanceof Error && /trying to connect/i.test(cause.message));
  return isBusy ? 'All connections to the database are in use.' : 'The database cannot be reached.';
}

const LOSSES: Readonly<Record<string, string>> = {
  '53100': 'The disk of the database is full: whoever runs it has to make room.',
  '53200': 'The database has no memory left for this.',
  [TOO_MANY_CONNECTIONS]: 'The database has no connection left: its max_connections is reached.',
  [READ_ONLY_TRANSACTION]: 'The database takes no writes at the moment: it is read-only, as a standby is.',
};

/** Whether a row was refused because its key is taken. */
export const isOccupied = (error: unknown): boolean =>
  causes(error).some((cause) => codeOf(cause) === UNIQUE_VIOLATION);

/** Whether a statement waited for a lock for longer than it was to. */
export const isLockNotAvailable = (error: unknown): boolean =>
  causes(error).some((cause) => codeOf(cause) === LOCK_NOT_AVAILABLE);

/** The error, what TypeORM wrapped in it, and the parts of an AggregateError (one per address of a host). */
function causes(error: unknown): readonly unknown[] {
  const wrapped = (error as { driverError?: unknown } | null)?.driverError;
  const parts = error instanceof AggregateError ? (error.errors as readonly unknown[]) : [];
  return [error, ...(wrapped === undefined ? [] : [wrapped]), ...parts];
}

function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : undefined;
}
