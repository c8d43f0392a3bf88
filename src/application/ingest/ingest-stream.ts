import { hash } from 'node:crypto';
import { DomainError } from '../../domain/errors';
import type { Revision } from '../../domain/ids';
import { ingest } from './ingest';
import { ingestChunk, type ChunkResult, type IngestChunk, type StreamCall } from './ingest-chunk';
import { CallerGone } from './landing';
import type { Landing } from './landing-tools';
import type { StreamTurn } from './stream-turns';

/** Why a stream may end before its input does. */
export interface StreamEnds {
  /** Nobody reads the answer any more. */
  readonly gone: AbortSignal;
  /** The server stops, or, with a DomainError as the reason, the stream may not go on. */
  readonly stopping: AbortSignal;
  /** Aborted here when no further chunk is wanted, for whatever reason: whoever reads ahead lets go. */
  readonly reading: AbortController;
  /** Told while a chunk is being written, when it is not the caller who is waited for. */
  readonly pace: { landing: boolean };
  /** Whoever reads takes it; it is given back after each chunk while others wait. */
  readonly turn: StreamTurn;
  /** How much of the stream one chunk is at most. */
  readonly chunkBytes: number;
}

/** A chunk that has landed, and what came of it. */
export interface LandedChunk {
  readonly chunk: IngestChunk;
  readonly result: ChunkResult;
}

/** The most that a chunk number adds to a key. */
const KEY_SUFFIX_LENGTH = 15;
const KEY_LENGTH_MAX = 255 - KEY_SUFFIX_LENGTH;

/**
 * Checks what a stream says of itself before any of its lines is read. Throws as `ingest` does for a request as a whole.
 * Answers the newest revision.
 */
export async function openStream(app: Landing, call: StreamCall): Promise<Revision> {
  if (call.idempotencyKey !== null && call.idempotencyKey.length > KEY_LENGTH_MAX) {
    const message = `The idempotency key of a stream has ${KEY_LENGTH_MAX} characters at most, because the numbers of its chunks are added.`;
    throw new DomainError('BAD_REQUEST', message);
  }
  const { principal, visibility = null, requestId, idempotencyKey } = call;
  const input = { ...call.input, mode: 'DRY_RUN', idempotencyKey, items: [], relationships: [] } as const;
  return (await ingest(app, { principal, visibility, requestId, input })).revision;
}

/**
 * Ingests chunk after chunk. While one is being written, the next one is read, and no more: whoever does not take the
 * results pauses the reading. While other streams wait for this one, or too much of all is held, nothing is read ahead. For a caller who is gone, or
 * by a server that stops, no chunk is begun, and of the one under way no further change set. Throws what reading and `ingest` throw, and RETRY_LATER when the server stops;
 * whichever it is, nothing more is read then.
 */
export async function* ingestStream(
  app: Landing,
  call: StreamCall,
  chunks: AsyncIterable<IngestChunk>,
  ends: StreamEnds,
): AsyncGenerator<LandedChunk> {
  try {
    yield* landChunks(app, call, chunks, ends);
  } finally {
    ends.reading.abort();
  }
}

async function* landChunks(
  app: Landing,
  call: StreamCall,
  chunks: AsyncIterable<IngestChunk>,
  { gone, stopping, pace, turn, chunkBytes }: StreamEnds,
): AsyncGenerator<LandedChunk> {
  const iterator = chunks[Symbol.asyncIterator]();
  let ahead: Promise<IteratorResult<IngestChunk>> | null = null;
  for (;;) {
    const next = await earlier(ahead ?? handled(iterator.next()), stopping);
    if (gone.aborted) return;
    if (next === null) throw reasonToStop(stopping);
    if (next.done === true) return;
    const held = turn.bytesHeld();
    ahead = turn.isWanted() || !turn.hasRoomFor(chunkBytes) ? null : handled(iterator.next());
    pace.landing = true;
    const result = await ingestChunk(app, call, next.value, gone).catch(nullWhenGone);
    pace.landing = false;
    turn.drop(held);
    if (result === null) return;
    // Who does not read the answer keeps nobody waiting, unless more of it is held than the answer.
    if (ahead === null) turn.give();
    yield { chunk: next.value, result };
  }
}

/** Nobody is left to be told. */
function nullWhenGone(error: unknown): null {
  if (error instanceof CallerGone) return null;
  throw error;
}

function reasonToStop({ reason }: AbortSignal): DomainError {
  if (reason instanceof DomainError) return reason;
  return new DomainError('RETRY_LATER', 'The server is stopping. Send this again in a moment.');
}

/** The same key gives the same operation, so that a stream which was sent twice is one all the same. */
export function streamOperation(newId: () => string, principal: string, idempotencyKey: string | null): string {
  if (idempotencyKey === null) return newId();
  const digits = hash('sha256', JSON.stringify(['ingest stream', principal, idempotencyKey]), 'hex');
  // The form of a UUID of version 8, which is for ids that are computed.
  const parts = [digits.slice(0, 8), digits.slice(8, 12), `8${digits.slice(13, 16)}`, `8${digits.slice(17, 20)}`];
  return [...parts, digits.slice(20, 32)].join('-');
}

/** A promise whose failure may be asked for later. */
function handled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

/** What a promise brings; null when a signal comes first. What is there already counts, also after the signal. */
async function earlier<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | null> {
  let stop = (): void => undefined;
  const stopped = new Promise<null>((resolve) => {
    stop = (): void => void setImmediate(resolve, null);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([promise, stopped]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
