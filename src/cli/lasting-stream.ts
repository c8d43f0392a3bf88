import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from './client';
import { CommandError } from './command-error';
import { StreamLost, type StreamChunk, type StreamLine, type StreamSummary } from './stream-client';

/** A stream that may be sent more than once, until all of it has landed. */
export interface LastingStream {
  readonly query: Readonly<Record<string, string>>;
  /** Every sending has the same, so that what has landed is not done again. */
  readonly idempotencyKey: string;
  /** The same from the start each time. */
  readonly open: () => AsyncIterable<string | Uint8Array>;
  /** A chunk has landed; each is told once, in order. */
  readonly onChunk: (chunk: StreamChunk, results: readonly StreamLine[]) => void;
  /** Told what goes wrong and what is done about it. */
  readonly notice?: ((message: string) => void) | undefined;
  /** Before the first new try; twice as long before each further one. */
  readonly retryDelayMs?: number | undefined;
}

/** New tries without anything having landed in between. */
const TRIES_MAX = 8;
const DELAY_MS = 500;
const DELAY_MAX_MS = 30_000;

/**
 * Sends a stream to its end, also when the connection or the server goes away in the middle of it. Throws CommandError when
 * that does not help, naming the key to go on with, and RequestError for what the server refuses.
 */
export async function sendLasting(client: Client, stream: LastingStream): Promise<StreamSummary> {
  const landed = { line: 0 };
  for (let tries = 0; ;) {
    const before = landed.line;
    try {
      return await sendOnce(client, stream, landed);
    } catch (error) {
      if (!(error instanceof StreamLost)) throw error;
      if (landed.line === 0 && !error.reached && tries === 0) throw error;
      tries = landed.line > before ? 1 : tries + 1;
      if (tries > TRIES_MAX) throw givenUp(stream, error, landed.line);
      const wait = Math.min((stream.retryDelayMs ?? DELAY_MS) * 2 ** (tries - 1), DELAY_MAX_MS);
      const when = `Trying again in ${Math.round(wait / 100) / 10} s (${tries} of ${TRIES_MAX})`;
      stream.notice?.(`${error.message}. ${landed.line} lines have landed. ${when}.`);
      await sleep(wait);
    }
  }
}

async function sendOnce(client: Client, stream: LastingStream, landed: { line: number }): Promise<StreamSummary> {
  const { idempotencyKey } = stream;
  let results: StreamLine[] = [];
  return client.stream({ ...stream.query, idempotencyKey, progress: 'true' }, stream.open(), (line) => {
    if (!line.chunk) {
      results.push(line);
      return;
    }
    // What an earlier sending was told already comes again.
    if (line.chunk.lastLine > landed.line) {
      landed.line = line.chunk.lastLine;
      stream.onChunk(line.chunk, results);
    }
    results = [];
  });
}

const givenUp = ({ idempotencyKey }: LastingStream, error: StreamLost, landed: number): CommandError =>
  new CommandError(`${error.message}. ${landed} lines have landed. ${howToGoOn(idempotencyKey)}`);

/** What to do about an import that ended before its end. */
export const howToGoOn = (idempotencyKey: string): string =>
  `Import the same again to land the rest; with --idempotency-key ${idempotencyKey} it goes on where this ended.`;
