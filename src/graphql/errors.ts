import { GraphQLError, type GraphQLErrorOptions, type GraphQLFormattedError } from 'graphql';
import { explainFault } from '../application/faults';
import { DomainError, type ErrorCode } from '../domain/errors';

/** Whether the same request may succeed later, and how soon it makes sense to try: null for never. */
const RETRY_AFTER_MS: Readonly<Record<ErrorCode, number | null>> = {
  BAD_REQUEST: null,
  NOT_FOUND: null,
  UNAUTHENTICATED: null,
  FORBIDDEN: null,
  TOO_LARGE: null,
  LIMIT_EXCEEDED: null,
  NOT_YET_VISIBLE: 200,
  CURSOR_EXPIRED: null,
  MOMENT_OUT_OF_RANGE: null,
  IDEMPOTENCY_CONFLICT: null,
  UNKNOWN_SOURCE: null,
  SYNC_IN_PROGRESS: null,
  SYNC_SESSION_ENDED: null,
  NOT_REVERTIBLE: null,
  DATABASE_UNAVAILABLE: 1_000,
  RETRY_LATER: 500,
  INTERNAL: null,
  UNKNOWN_CLASS: null,
  ABSTRACT_CLASS: null,
  INVALID_ATTRIBUTE: null,
  INVALID_VALUE: null,
  REQUIRED_ATTRIBUTE_MISSING: null,
  INSUFFICIENT_IDENTITY: null,
  AMBIGUOUS_MATCH: null,
  HOST_MISSING: null,
  HOST_AMBIGUOUS: null,
  NATIVE_KEY_REUSED: null,
  BATCH_CONFLICT: null,
  CLASS_CHANGE_REFUSED: null,
  SOURCE_MAY_NOT_CREATE: null,
  VERSION_CONFLICT: null,
  UNKNOWN_RELATIONSHIP_TYPE: null,
  RELATIONSHIP_NOT_ALLOWED: null,
  ENDPOINT_MISSING: null,
  INVALID_REFERENCE: null,
  DEPENDENCY_FAILED: null,
  INVALID_GATE: null,
  RETIRED: null,
  INVALID_NAME: null,
  INVALID_DEFINITION: null,
  WOULD_INVALIDATE_STORED: null,
};

/** Where a fault goes that must not leave: the log. */
export type FaultReport = (error: unknown) => void;

/** `extensions` of an error with a code of the closed set. */
export function errorExtensions(code: ErrorCode): { code: ErrorCode; retryable: boolean; retryAfterMs: number | null } {
  const retryAfterMs = RETRY_AFTER_MS[code];
  return { code, retryable: retryAfterMs !== null, retryAfterMs };
}

/** Marks a refusal by a limit on the shape of a request, so that it keeps its code on the way through Apollo. */
export class LimitError extends GraphQLError {
  constructor(message: string, options: GraphQLErrorOptions = {}) {
    // Apollo answers 500 to what a plugin throws unless it is told otherwise.
    super(message, { ...options, extensions: { limitExceeded: true, http: { status: 400 } } });
  }
}

/** What is said of a document with more tokens than are allowed. */
export const tooManyTokens = (limit: number): string =>
  `The query has more than ${limit} tokens: put values into variables, which do not count.`;

/**
 * An error as the caller sees it: a code of the closed set, what to do about it, and nothing of SQL, stacks or drivers.
 * `formatted` is what GraphQL makes of it (position and path); `requestId` leads to the log.
 */
export function presentError(
  error: unknown,
  formatted: GraphQLFormattedError,
  { requestId, report }: { requestId: string; report: FaultReport },
): GraphQLFormattedError {
  const { locations, path } = formatted;
  const place = { ...(locations ? { locations } : {}), ...(path ? { path } : {}) };
  const original = originalOf(error);
  if (original === null) {
    const { code, message } = explainProtocolError(formatted);
    return { message, ...place, extensions: errorExtensions(code) };
  }
  const known = original instanceof DomainError ? original : explainFault(original);
  if (known) {
    const details = Object.keys(known.details).length === 0 ? {} : { details: known.details };
    return { message: known.message, ...place, extensions: { ...errorExtensions(known.code), ...details } };
  }
  report(original);
  return {
    message: `Something went wrong here. The log of the server has it under the request id ${requestId}.`,
    ...place,
    extensions: { ...errorExtensions('INTERNAL'), requestId },
  };
}

/** GraphQL codes of requests that were not understood: what GraphQL says of them is for the caller. */
const PROTOCOL_CODES: ReadonlySet<unknown> = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'BAD_REQUEST',
]);

/** What was thrown; null when the request itself was not understood. */
function originalOf(error: unknown): unknown {
  if (!(error instanceof GraphQLError)) return error;
  if (PROTOCOL_CODES.has(error.extensions['code']) || error.extensions['limitExceeded'] === true) return null;
  return error.originalError ?? error;
}

function explainProtocolError({ message, extensions }: GraphQLFormattedError): { code: ErrorCode; message: string } {
  if (extensions?.['limitExceeded'] === true) return { code: 'LIMIT_EXCEEDED', message };
  // graphql-js gives its own token limit, and a stack that nesting used up, no code.
  const [, tokens] = /contains more that (\d+) tokens/.exec(message) ?? [];
  if (tokens !== undefined) {
    return { code: 'LIMIT_EXCEEDED', message: tooManyTokens(Number(tokens)) };
  }
  if (extensions?.['validationErrorCode'] === 'MAX_RECURSIVE_SELECTIONS_EXCEEDED') {
    const advice = 'use fewer fragments within fragments';
    return { code: 'LIMIT_EXCEEDED', message: `The fragments of the operation unfold to too many fields: ${advice}.` };
  }
  if (message.startsWith('Maximum introspection depth')) {
    const what = 'fields, interfaces, possibleTypes and inputFields';
    return {
      code: 'LIMIT_EXCEEDED',
      message: `The introspection has 3 lists of types inside one another (${what}); at most 2 are allowed: ask for the inner types by name with __type.`,
    };
  }
  if (/call stack/i.test(message)) {
    return { code: 'LIMIT_EXCEEDED', message: 'The query is nested too deeply to be read: flatten it.' };
  }
  // GraphQL repeats names and values of the request, however long they are.
  const short = message.length > MESSAGE_LENGTH_MAX ? `${message.slice(0, MESSAGE_LENGTH_MAX)}…` : message;
  return { code: 'BAD_REQUEST', message: short };
}

const MESSAGE_LENGTH_MAX = 1_000;
