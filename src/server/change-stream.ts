import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { openChangeFeed, type FeedEvent } from '../application/feed/change-feed';
import { newestRevision } from '../application/moments';
import { DomainError } from '../domain/errors';
import type { RequestContext } from '../graphql/context';
import { presentFeedEvent } from '../graphql/feed-event';
import { accessEnded, principalOf } from './authentication';
import { readChangeRequest } from './change-request';
import { contextFor, type GraphqlOptions } from './graphql-operation';
import { onceClosed } from './once-closed';
import { readsPacked, sendLines, whileRead } from './line-answer';
import { explainTo, refuseStream } from './stream-errors';

/** How long a client may leave what it was sent unread. */
const STALL_MS = 60_000;
/** Streams at a time; each costs little while nothing is written, and two statements for every write. */
const STREAMS_MAX = 1_000;
/** How long streams may take to tell their clients that the server stops. */
const STOP_PATIENCE_MS = 5_000;

/** The door to the change feed: GET /changes. */
export interface ChangesDoor {
  /** Streams that are open. */
  readonly open: number;
  /** Ends every stream with a last line that says how to go on. */
  stop(): Promise<void>;
}

/** Mounts it. NDJSON: one event of the feed a line; as the last line, what went wrong. */
export function mountChanges(
  fastify: FastifyInstance,
  options: GraphqlOptions,
  { stallMs = STALL_MS }: { readonly stallMs?: number | undefined } = {},
): ChangesDoor {
  const streams = new ChangeStreams(options, stallMs);
  fastify.get('/changes', { exposeHeadRoute: false }, (request, reply) => streams.answer(request, reply));
  return streams;
}

class ChangeStreams implements ChangesDoor {
  readonly #options: GraphqlOptions;
  readonly #stallMs: number;
  readonly #running = new Map<AbortController, Promise<void>>();
  /** Streams whose callers may not ask any more. */
  readonly #ended = new WeakSet<FastifyRequest>();
  #stopping = false;

  constructor(options: GraphqlOptions, stallMs: number) {
    this.#options = options;
    this.#stallMs = stallMs;
  }

  get open(): number {
    return this.#running.size;
  }

  /** What is wrong with the question is an HTTP error; what goes wrong later is the last line. */
  async answer(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const ends = new AbortController();
    const closed = new Promise<void>((resolve) => {
      onceClosed(reply, () => {
        ends.abort();
        this.#running.delete(ends);
        resolve();
      });
    });
    const { authentication } = this.#options;
    const unwatch = authentication.watch(principalOf(request), () => {
      this.#ended.add(request);
      ends.abort();
    });
    void closed.then(unwatch);
    try {
      if (this.#stopping) throw new DomainError('RETRY_LATER', 'This server stops. Try again.');
      if (this.#running.size >= STREAMS_MAX) {
        const message = `${STREAMS_MAX} streams of changes are open here, the limit. Try again later.`;
        throw new DomainError('RETRY_LATER', message);
      }
      if (!ends.signal.aborted) this.#running.set(ends, closed);
      const feed = await this.#open(request, ends.signal);
      // The client hears that it is attached before there is anything to tell.
      reply.raw.once('pipe', () => reply.raw.flushHeaders());
      const packed = readsPacked(request.headers['accept-encoding']?.toString() ?? '');
      return sendLines(reply, this.#lines(request, feed), packed);
    } catch (error) {
      throw refuseStream(error, request);
    }
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    const closed = [...this.#running.values()];
    for (const ends of this.#running.keys()) ends.abort();
    await Promise.race([Promise.all(closed), sleep(STOP_PATIENCE_MS, undefined, { ref: false })]);
  }

  async #open(request: FastifyRequest, signal: AbortSignal): Promise<AsyncGenerator<FeedEvent>> {
    const asked = readChangeRequest(request.query);
    const context = this.#contextFor(request);
    // Everything that was written before the question belongs into the answer, wherever it was written.
    if (!asked.follow) await context.revisionFor({ atLeast: await newestRevision(this.#options.app) });
    return openChangeFeed(context.app, asked, signal);
  }

  #contextFor(request: FastifyRequest): RequestContext {
    return contextFor(this.#options, principalOf(request), request.id);
  }

  async *#lines(request: FastifyRequest, feed: AsyncGenerator<FeedEvent>): AsyncGenerator<string> {
    let cursor: string | null = null;
    try {
      for await (const event of feed) {
        // What was read for one event is forgotten with it.
        const shown = await presentFeedEvent(event, this.#contextFor(request));
        yield* whileRead(request, { stallMs: this.#stallMs }, [JSON.stringify(shown)]);
        cursor = event.cursor;
      }
      if (this.#ended.has(request)) throw accessEnded();
      if (this.#stopping) throw new DomainError('RETRY_LATER', `This server stops: ${goingOn(cursor)}`);
    } catch (error) {
      yield `${JSON.stringify({ error: explainTo(error, request) })}\n`;
    }
  }
}

const goingOn = (cursor: string | null): string =>
  cursor === null ? 'ask the same again.' : `ask again with after=${cursor}, in place of since.`;
