import type { FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import type { ErrorCode } from '../domain/errors';
import { errorExtensions, presentError } from '../graphql/errors';
import { HttpError } from './http-errors';

/** Refusals of a stream as a whole; 400 where nothing is said. */
const STATUS: Partial<Readonly<Record<ErrorCode, number>>> = {
  UNKNOWN_SOURCE: 404,
  NOT_FOUND: 404,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  TOO_LARGE: 413,
  IDEMPOTENCY_CONFLICT: 409,
  CURSOR_EXPIRED: 410,
  DATABASE_UNAVAILABLE: 503,
  NOT_YET_VISIBLE: 503,
  RETRY_LATER: 503,
  INTERNAL: 500,
};

/** An error as the last line of a stream tells it; faults go to the log. */
export interface StreamError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly retryable: boolean;
  readonly retryAfterMs: number | null;
}

/** What the client of a stream is told of an error. */
export function explainTo(error: unknown, request: FastifyRequest): StreamError {
  const report = (fault: unknown): void => request.log.error({ err: fault }, 'fault');
  const formatted = error instanceof GraphQLError ? error.toJSON() : { message: '' };
  const { message, extensions } = presentError(error, formatted, { requestId: request.id, report });
  const { code } = extensions as { readonly code: ErrorCode };
  return { ...errorExtensions(code), message };
}

/** The same as an HTTP error, for as long as nothing was answered. */
export function refuseStream(error: unknown, request: FastifyRequest): HttpError {
  if (error instanceof HttpError) return error;
  const { code, message } = explainTo(error, request);
  return new HttpError(STATUS[code] ?? 400, code, message);
}
