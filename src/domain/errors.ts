import type { JsonValue } from './json';

/**
 * The closed set of error codes. The GraphQL enum `ErrorCode` lists the same names; the transport maps each of them
 * in a total record, so that a new code does not compile until it is answered there.
 */
export const ERROR_CODES = [
  // a request as a whole
  'BAD_REQUEST',
  'NOT_FOUND',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'TOO_LARGE',
  'LIMIT_EXCEEDED',
  'NOT_YET_VISIBLE',
  'CURSOR_EXPIRED',
  'MOMENT_OUT_OF_RANGE',
  'IDEMPOTENCY_CONFLICT',
  'UNKNOWN_SOURCE',
  'SYNC_IN_PROGRESS',
  'SYNC_SESSION_ENDED',
  'NOT_REVERTIBLE',
  'DATABASE_UNAVAILABLE',
  'RETRY_LATER',
  'INTERNAL',
  // one item or relationship
  'UNKNOWN_CLASS',
  'ABSTRACT_CLASS',
  'INVALID_ATTRIBUTE',
  'INVALID_VALUE',
  'REQUIRED_ATTRIBUTE_MISSING',
  'INSUFFICIENT_IDENTITY',
  'AMBIGUOUS_MATCH',
  'HOST_MISSING',
  'HOST_AMBIGUOUS',
  'NATIVE_KEY_REUSED',
  'BATCH_CONFLICT',
  'CLASS_CHANGE_REFUSED',
  'SOURCE_MAY_NOT_CREATE',
  'VERSION_CONFLICT',
  'UNKNOWN_RELATIONSHIP_TYPE',
  'RELATIONSHIP_NOT_ALLOWED',
  'ENDPOINT_MISSING',
  'INVALID_REFERENCE',
  'DEPENDENCY_FAILED',
  'INVALID_GATE',
  'RETIRED',
  // the class model
  'INVALID_NAME',
  'INVALID_DEFINITION',
  'WOULD_INVALIDATE_STORED',
] as const;

/** One of {@link ERROR_CODES}. */
export type ErrorCode = (typeof ERROR_CODES)[number];

/** A rejection: the request is understood by nobody, not permitted or not possible. The message names item, rule and next step. */
export class DomainError extends Error {
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, JsonValue>>;

  constructor(code: ErrorCode, message: string, details: Readonly<Record<string, JsonValue>> = {}) {
    super(message);
    this.name = 'DomainError';
    this.code = code;
    this.details = details;
  }
}

/** What is wrong with one item of a larger request; data, never thrown. `path` leads into the item as it was given. */
export interface ItemError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly path: readonly string[];
  readonly retryable: boolean;
}

/** Builds an {@link ItemError} that repeating the same request will not cure. */
export function itemError(code: ErrorCode, message: string, path: readonly string[] = []): ItemError {
  return { code, message, path, retryable: false };
}

/** Marks what must not happen; a failure is a bug of this program, never of its input. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`invariant violated: ${message}`);
}
