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

const CONFLICTS: ReadonlySet<string> = new Set([SERIALIZATION_FAILURE, DEADLOCK_DETECTED, LOCK_NOT_AVAILABLE]);
const LOST: ReadonlySet<string> = new Set([
  READ_ONLY_TRANSACTION,
  '57P01', // admin_shutdown
  '57P02', // crash_shutdown
  '57P03', // cannot_connect_now
  '53300', // too_many_connections
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
  }
  return 'fault';
}

/** Whether a row was refused because its key is taken. */
export const isOccupied = (error: unknown): boolean =>
  causes(error).some((cause) => codeOf(cause) === UNIQUE_VIOLATION);

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
