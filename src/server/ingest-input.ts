import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { StreamTurn } from '../application/ingest/stream-turns';
import { DomainError } from '../domain/errors';

/** The client went away: nobody is left to tell. */
export class ClientGone extends Error {
  constructor() {
    super('the client went away');
    this.name = 'ClientGone';
  }
}

/** How the bytes come, and how long the next ones may take. */
export interface InputOptions extends Patience {
  readonly packed: boolean;
}

interface Patience {
  readonly idleMs: number;
  /** Whether it is we who keep the client waiting: then it may be silent for as long as that. */
  readonly busy: () => boolean;
  /** Taken before more than a little is read, and given back while the client is silent; told of what is read. */
  readonly turn: Pick<StreamTurn, 'take' | 'give' | 'keep' | 'mayPause'>;
  /** Aborted when nothing more is wanted: then this ends, though more may come. */
  readonly ended: AbortSignal;
}

/** So much of a stream is read without a turn: most streams are small, and need not wait for large ones. */
const BYTES_WITHOUT_TURN = 65_536;
/** A client that has not sent anything for so long keeps nobody waiting. */
const SILENT_MS = 1_000;

/**
 * The bytes of a request as they come, unpacked where they are packed. Reads only when it is asked, and leaves the
 * connection open whatever happens, so that an answer can still be sent. Throws BAD_REQUEST for what cannot be unpacked
 * and for a client that sends nothing for `idleMs`, RETRY_LATER for one that stops while it holds more than its share of what all
 * streams may hold, ClientGone when the connection is lost.
 */
export async function* receivedBlocks(
  request: IncomingMessage,
  { packed, ...patience }: InputOptions,
): AsyncGenerator<Buffer> {
  const source = packed ? unpacked(request) : request;
  // A failure that comes while nobody asks is found at the next question; without a listener it would end the process.
  for (const stream of [request, source]) stream.on('error', () => undefined);
  for (let received = 0; ;) {
    if (received >= BYTES_WITHOUT_TURN) await patience.turn.take();
    if (patience.ended.aborted) return;
    const block = source.read() as Buffer | null;
    received += block?.length ?? 0;
    patience.turn.keep(block?.length ?? 0);
    if (block !== null) yield block;
    else if (source.readableEnded) return;
    else await somethingCame(source, request, patience);
  }
}

function unpacked(request: IncomingMessage): Readable {
  const gunzip = createGunzip();
  request.once('close', () => {
    if (!request.complete) gunzip.destroy(new ClientGone());
  });
  return request.pipe(gunzip);
}

function somethingCame(
  source: Readable,
  request: IncomingMessage,
  { idleMs, busy, turn, ended }: Patience,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const finish = (error?: Error): void => {
      clearTimeout(timer);
      clearTimeout(silent);
      ended.removeEventListener('abort', came);
      source.off('readable', came).off('end', came).off('error', failed).off('close', closed);
      if (error) reject(error);
      else resolve();
    };
    const came = (): void => finish();
    const failed = (error: Error): void => finish(explained(error, request));
    const closed = (): void => finish(source.readableEnded ? undefined : explained(source.errored, request));
    const timer = setTimeout(() => (busy() ? timer.refresh() : finish(tooSlow(idleMs))), idleMs).unref();
    const fallSilent = (): void => {
      if (busy()) silent.refresh();
      else if (turn.mayPause()) turn.give();
      else finish(crowded());
    };
    const silent = setTimeout(fallSilent, SILENT_MS).unref();
    ended.addEventListener('abort', came);
    source.on('readable', came).on('end', came).on('error', failed).on('close', closed);
    if (source.closed) closed();
  });
}

function explained(error: Error | null, request: IncomingMessage): Error {
  if (!request.complete || error === null || error instanceof ClientGone) return new ClientGone();
  const message =
    (error as NodeJS.ErrnoException).code === 'Z_BUF_ERROR'
      ? 'The gzip stream ends in the middle. What has a result was taken; send all of it again.'
      : 'The gzip stream is damaged. What has a result was taken; pack it anew and send all of it again.';
  return new DomainError('BAD_REQUEST', message);
}

const tooSlow = (idleMs: number): DomainError =>
  new DomainError(
    'BAD_REQUEST',
    `Nothing came for ${Math.round(idleMs / 1000)} s. What has a result was taken; send all of it again.`,
  );

const crowded = (): DomainError =>
  new DomainError(
    'RETRY_LATER',
    `Nothing came for ${SILENT_MS / 1000} s, and this server holds as much of unfinished streams as it may. What has a result was taken; send all of it again, without pauses.`,
  );
