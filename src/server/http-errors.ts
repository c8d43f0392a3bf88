import type { Socket } from 'node:net';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorCode } from '../domain/errors';
import { errorExtensions } from '../graphql/errors';
import { headersFor } from './security-headers';

/** A refusal before GraphQL sees the request. */
export class HttpError extends Error {
  readonly statusCode: number;
  readonly code: ErrorCode;
  /** When to come again. */
  readonly retryAfterSeconds: number | null;

  constructor(statusCode: number, code: ErrorCode, message: string, retryAfterSeconds: number | null = null) {
    super(message);
    this.name = 'HttpError';
    this.statusCode = statusCode;
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The body of every error answer: the shape that GraphQL clients read. */
export function errorBody(code: ErrorCode, message: string): object {
  return { errors: [{ message, extensions: errorExtensions(code) }] };
}

/** Answers what goes wrong before or beside GraphQL, in the same shape, and never with a stack. */
export function answerErrors(fastify: FastifyInstance, bodyBytesMax: number): void {
  fastify.setErrorHandler((error: FastifyError | HttpError, request, reply) => {
    const { status, code, message } = explain(error, request, bodyBytesMax);
    const retryAfter = error instanceof HttpError ? error.retryAfterSeconds : null;
    if (retryAfter !== null) void reply.header('retry-after', String(retryAfter));
    return reply.code(status).send(errorBody(code, message));
  });
  fastify.setNotFoundHandler((request, reply) => {
    const message = `There is nothing at ${JSON.stringify(request.url.slice(0, 200))}: GraphQL is at /graphql, the playground at /.`;
    return reply.code(404).send(errorBody('NOT_FOUND', message));
  });
}

/** Answers what the router refuses before any hook has run: a path that is no URL. */
export function answerFrameworkError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const shown = JSON.stringify(request.raw.url?.slice(0, 200) ?? '');
  const message =
    error.code === 'FST_ERR_BAD_URL'
      ? `The path ${shown} is no URL that can be read: write a percent sign as %25. GraphQL is at /graphql.`
      : 'The request cannot be read.';
  void reply.headers(headersFor(request.id)).code(400).send(errorBody('BAD_REQUEST', message));
}

interface Explained {
  readonly status: number;
  readonly code: ErrorCode;
  readonly message: string;
}

function explain(error: FastifyError | HttpError, request: FastifyRequest, bodyBytesMax: number): Explained {
  if (error instanceof HttpError) return { status: error.statusCode, code: error.code, message: error.message };
  const status = error.statusCode ?? 500;
  if (status === 413) {
    const megabytes = bodyBytesMax / 1_000_000;
    const next = 'Send it in parts, or raise UNDERPIN_BODY_LIMIT_MB.';
    return {
      status,
      code: 'TOO_LARGE',
      message: `The request is larger than ${megabytes} MB, the limit here. ${next}`,
    };
  }
  if (status === 415) {
    return { status, code: 'BAD_REQUEST', message: 'Send the request as JSON, with content-type: application/json.' };
  }
  if (status < 500) return { status, code: 'BAD_REQUEST', message: badRequest(error) };
  request.log.error({ err: error }, 'fault');
  const message = `Something went wrong here. The log of the server has it under the request id ${request.id}.`;
  return { status: 500, code: 'INTERNAL', message };
}

function badRequest({ code, message }: FastifyError | HttpError): string {
  if (code === 'FST_ERR_CTP_EMPTY_JSON_BODY') return 'The body is empty: send {"query": "…"} as JSON.';
  return `The body is not JSON that can be read: ${message.slice(0, 300)}`;
}

const HTTP_REASONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
};

/** Answers what is no HTTP request, or none that ends in time, on the bare socket. */
export function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const [status, code, message] = brokenRequest(error.code);
  socket.end(rawResponse(status, HTTP_REASONS[status] ?? 'Bad Request', errorBody(code, message)));
}

function brokenRequest(code: string | undefined): readonly [number, ErrorCode, string] {
  switch (code ?? '') {
    case 'HPE_HEADER_OVERFLOW':
      return [431, 'LIMIT_EXCEEDED', 'The URL and headers are too long: send the query as a POST body.'];
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return [408, 'BAD_REQUEST', 'The request did not arrive in time: send it in smaller parts.'];
    default:
      return [400, 'BAD_REQUEST', 'This is not an HTTP request that can be read.'];
  }
}

/** A whole HTTP response as text, for sockets that are not (or no longer) with the HTTP server. */
export function rawResponse(status: number, reason: string, body: object): string {
  const text = JSON.stringify(body);
  return [
    `HTTP/1.1 ${status} ${reason}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(text)}`,
    'Connection: close',
    '',
    text,
  ].join('\r\n');
}
