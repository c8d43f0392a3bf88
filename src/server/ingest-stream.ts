import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ITEMS_PER_CALL_MAX, RELATIONSHIPS_PER_CALL_MAX } from '../application/ingest/ingest';
import { ingestStream, openStream, type StreamEnds } from '../application/ingest/ingest-stream';
import { StreamTurns } from '../application/ingest/stream-turns';
import { accessEnded, principalOf } from './authentication';
import type { GraphqlOptions } from './graphql-operation';
import { IngestAnswer } from './ingest-answer';
import { readChunks, type ChunkLimits } from './ingest-chunks';
import { ClientGone, receivedBlocks } from './ingest-input';
import { splitLines } from './ingest-lines';
import { readIngestRequest, type IngestRequest } from './ingest-request';
import { sendLines, whileRead } from './line-answer';
import { onceClosed } from './once-closed';
import { inScopeOf } from './request-scope';
import { explainTo, refuseStream } from './stream-errors';

/** How much of a stream is held at a time, and how long a client may keep it waiting. */
export interface StreamLimits {
  readonly chunkLines: number;
  readonly chunkBytes: number;
  /** Without a byte from the client. */
  readonly idleMs: number;
  /** Without the client reading what was answered. */
  readonly stallMs: number;
  /** How many streams have more than a little of themselves held at a time. */
  readonly atOnce: number;
  /** How much of all streams may be held before nobody reads ahead and who falls silent has to let go. */
  readonly heldBytes: number;
}

const LIMITS: StreamLimits = {
  chunkLines: 10_000,
  chunkBytes: 16_000_000,
  idleMs: 120_000,
  stallMs: 60_000,
  atOnce: 4,
  heldBytes: 48_000_000,
};
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
      const ended = new Promise<void>((resolve) => onceClosed(reply, resolve));
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
  readonly #turns: StreamTurns;

  constructor(options: GraphqlOptions, limits: StreamLimits, stopping: AbortSignal) {
    this.#options = options;
    this.#limits = limits;
    this.#stopping = stopping;
    this.#turns = new StreamTurns(limits.atOnce, limits.heldBytes);
  }

  /** What goes wrong before anything has landed is an HTTP error; from then on it is the last line. */
  async answer(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    letGo(request, reply);
    const gone = new AbortController();
    onceClosed(reply, () => gone.abort());
    const caller = principalOf(request);
    const { app, authentication } = this.#options;
    const asked = readIngestRequest(request, { caller, requestId: request.id, newId: app.newId });
    const revoked = new AbortController();
    onceClosed(
      reply,
      authentication.watch(caller, () => revoked.abort(accessEnded())),
    );
    const stopping = AbortSignal.any([this.#stopping, revoked.signal]);
    const turn = this.#turns.of([gone.signal, stopping]);
    const { chunkBytes } = this.#limits;
    const reading = new AbortController();
    const ends = { gone: gone.signal, stopping, reading, pace: { landing: false }, turn, chunkBytes };
    const texts = inScopeOf(request, this.#texts(request, asked, ends));
    // Who is to be sent the texts may end before it asked for any.
    onceClosed(reply, () => void texts.return(undefined).catch(() => undefined));
    const first = await texts.next().catch((error: unknown) => {
      throw refuseStream(error, request);
    });
    return sendLines(reply, resumed(first, texts), asked.packAnswer);
  }

  async *#texts(request: FastifyRequest, asked: IngestRequest, ends: StreamEnds): AsyncGenerator<string> {
    const { app } = this.#options;
    const { turn } = ends;
    const answer = new IngestAnswer(asked, await openStream(app, asked.call));
    const { idleMs, stallMs } = this.#limits;
    const busy = (): boolean => ends.pace.landing;
    const ended = ends.reading.signal;
    const blocks = receivedBlocks(request.raw, { packed: asked.packed, idleMs, busy, turn, ended });
    const limits = this.#chunkLimits(asked);
    const chunks = readChunks(splitLines(blocks, limits.lineBytes, turn.drop), limits, turn.drop);
    try {
      for await (const landed of ingestStream(app, asked.call, chunks, ends)) {
        const lines = answer.linesOf(landed);
        if (lines.length > 0) yield* whileRead(request, { stallMs, isWanted: turn.isWanted }, lines);
      }
      // As after a mutation, what its caller asks here next is read with what it has written.
      turn.leave();
      const stopped = AbortSignal.any([ends.gone, ends.stopping]);
      await app.projection.waitFor(answer.revision, this.#options.config.atLeastTimeoutMs, stopped);
      if (!ends.gone.aborted) yield `${answer.summary()}\n`;
    } catch (error) {
      if (error instanceof ClientGone) return;
      if (answer.chunks === 0) throw error;
      yield `${JSON.stringify({ error: explainTo(error, request) })}\n`;
    } finally {
      turn.leave();
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
}

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
