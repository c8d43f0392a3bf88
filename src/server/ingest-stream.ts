import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { constants, createGzip } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ITEMS_PER_CALL_MAX, RELATIONSHIPS_PER_CALL_MAX } from '../application/ingest/ingest';
import { ingestStream, openStream, type StreamEnds } from '../application/ingest/ingest-stream';
import { errorExtensions, presentError } from '../graphql/errors';
import type { ErrorCode } from '../domain/errors';
import { contextFor, type GraphqlOptions } from './graphql-operation';
import { HttpError } from './http-errors';
import { IngestAnswer } from './ingest-answer';
import { readChunks, type ChunkLimits } from './ingest-chunks';
import { ClientGone, receivedBlocks } from './ingest-input';
import { splitLines } from './ingest-lines';
import { readIngestRequest, type IngestRequest } from './ingest-request';

/** How much of a stream is held at a time, and how long a client may keep it waiting. */
export interface StreamLimits {
  readonly chunkLines: number;
  readonly chunkBytes: number;
  /** Without a byte from the client. */
  readonly idleMs: number;
  /** Without the client reading what was answered. */
  readonly stallMs: number;
}

const LIMITS: StreamLimits = { chunkLines: 10_000, chunkBytes: 16_000_000, idleMs: 120_000, stallMs: 60_000 };
/** How long the chunks under way may take when the server stops. */
const STOP_PATIENCE_MS = 25_000;
/** How long a client may go on sending after the answer has ended. */
const LINGER_MS = 2_000;

/** The door for streams: POST /ingest. */
export interface IngestDoor {
  /** Finishes the chunks under way and tells every client to come again. */
  stop(): Promise<void>;
}

/** Mounts it. NDJSON in, results out as soon as the chunk that they belong to has landed. */
export async function mountIngest(
  fastify: FastifyInstance,
  options: GraphqlOptions,
  limits: Partial<StreamLimits> = {},
): Promise<IngestDoor> {
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();
  const stream = new StreamHandler(options, { ...LIMITS, ...limits }, stopping.signal);
  await fastify.register((scope, _, done) => {
    // The body is not read by Fastify: neither its type nor its size is for it to judge.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, parsed) => parsed(null));
    scope.post('/ingest', (request, reply) => {
      const ended = new Promise<void>((resolve) => reply.raw.once('close', resolve));
      running.add(ended);
      void ended.then(() => running.delete(ended));
      return stream.answer(request, reply);
    });
    done();
  });
  return {
    stop: async () => {
      stopping.abort();
      await Promise.race([Promise.all(running), sleep(STOP_PATIENCE_MS, undefined, { ref: false })]);
    },
  };
}

class StreamHandler {
  readonly #options: GraphqlOptions;
  readonly #limits: StreamLimits;
  readonly #stopping: AbortSignal;

  constructor(options: GraphqlOptions, limits: StreamLimits, stopping: AbortSignal) {
    this.#options = options;
    this.#limits = limits;
    this.#stopping = stopping;
  }

  /** What goes wrong before anything has landed is an HTTP error; from then on it is the last line. */
  async answer(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    letGo(request, reply);
    const gone = new AbortController();
    reply.raw.once('close', () => gone.abort());
    const { principal } = contextFor(this.#options, request.id);
    const asked = readIngestRequest(request, { principal, requestId: request.id, newId: this.#options.app.newId });
    const ends = { gone: gone.signal, stopping: this.#stopping, pace: { landing: false } };
    const texts = this.#texts(request, asked, ends);
    const first = await texts.next().catch((error: unknown) => {
      throw this.#refusal(error, request);
    });
    const body = Readable.from(resumed(first, texts), { objectMode: false });
    void reply
      .type('application/x-ndjson; charset=utf-8')
      .header('cache-control', 'no-store')
      .header('vary', 'accept-encoding');
    if (!asked.packAnswer) return reply.send(body);
    // Every chunk's results go out at once, not when a compressor's window is full.
    const packed = createGzip({ flush: constants.Z_SYNC_FLUSH });
    body.once('error', (error) => packed.destroy(error));
    packed.once('close', () => body.destroy());
    return reply.header('content-encoding', 'gzip').send(body.pipe(packed));
  }

  async *#texts(request: FastifyRequest, asked: IngestRequest, ends: StreamEnds): AsyncGenerator<string> {
    const { app } = this.#options;
    const answer = new IngestAnswer(asked, await openStream(app, asked.call));
    const { idleMs } = this.#limits;
    const blocks = receivedBlocks(request.raw, { packed: asked.packed, idleMs, busy: () => ends.pace.landing });
    const limits = this.#chunkLimits(asked);
    const chunks = readChunks(splitLines(blocks, limits.lineBytes), limits);
    try {
      for await (const landed of ingestStream(app, asked.call, chunks, ends)) {
        const lines = answer.linesOf(landed);
        if (lines.length > 0) yield* this.#patiently(request, lines);
      }
      if (!ends.gone.aborted) yield `${answer.summary()}\n`;
    } catch (error) {
      if (error instanceof ClientGone) return;
      if (answer.chunks === 0) throw error;
      yield `${JSON.stringify({ error: this.#explain(error, request) })}\n`;
    }
  }

  /** A client that does not read what it asked for is cut off: it would hold what it has sent for ever. */
  async *#patiently(request: FastifyRequest, lines: readonly string[]): AsyncGenerator<string> {
    const { stallMs } = this.#limits;
    const stalled = setTimeout(() => {
      request.log.info({ stallMs }, 'the answer to a stream is not read: connection closed');
      request.raw.socket.destroy();
    }, stallMs);
    try {
      for (let at = 0; at < lines.length; at += LINES_AT_ONCE) {
        yield `${lines.slice(at, at + LINES_AT_ONCE).join('\n')}\n`;
        stalled.refresh();
      }
    } finally {
      clearTimeout(stalled);
    }
  }

  #chunkLimits({ call }: IngestRequest): ChunkLimits {
    const { bodyBytesMax } = this.#options.config;
    const { chunkLines, chunkBytes } = this.#limits;
    const lineBytes = Math.min(chunkBytes, bodyBytesMax);
    const relationships = RELATIONSHIPS_PER_CALL_MAX;
    if (call.mode !== 'ATOMIC') return { lines: chunkLines, bytes: chunkBytes, relationships, lineBytes, whole: false };
    return { lines: ITEMS_PER_CALL_MAX + relationships, bytes: bodyBytesMax, relationships, lineBytes, whole: true };
  }

  #refusal(error: unknown, request: FastifyRequest): HttpError {
    const { code, message } = this.#explain(error, request);
    return new HttpError(STATUS[code] ?? 400, code, message);
  }

  #explain(error: unknown, request: FastifyRequest): { readonly code: ErrorCode; readonly message: string } {
    const report = (fault: unknown): void => request.log.error({ err: fault }, 'fault');
    const { message, extensions } = presentError(error, { message: '' }, { requestId: request.id, report });
    const { code } = extensions as { readonly code: ErrorCode };
    return { ...errorExtensions(code), message };
  }
}

const LINES_AT_ONCE = 500;

/** Refusals of a request as a whole; 400 where nothing is said. */
const STATUS: Partial<Readonly<Record<ErrorCode, number>>> = {
  UNKNOWN_SOURCE: 404,
  NOT_FOUND: 404,
  FORBIDDEN: 403,
  TOO_LARGE: 413,
  IDEMPOTENCY_CONFLICT: 409,
  DATABASE_UNAVAILABLE: 503,
  RETRY_LATER: 503,
  INTERNAL: 500,
};

async function* resumed(first: IteratorResult<string>, rest: AsyncGenerator<string>): AsyncGenerator<string> {
  if (first.done === true) return;
  yield first.value;
  yield* rest;
}

/** A client that still sends when the answer has ended is listened to for a moment, so that it gets to read the answer. */
function letGo(request: FastifyRequest, reply: FastifyReply): void {
  reply.raw.once('finish', () => {
    if (request.raw.complete) return;
    request.raw.unpipe();
    request.raw.resume();
    setTimeout(() => request.raw.complete || request.raw.socket.destroy(), LINGER_MS).unref();
  });
}
