import { Readable } from 'node:stream';
import { constants, createGzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { slicesOf } from '../domain/slices';

/** Answers with NDJSON that comes bit by bit; nothing is read of `texts` while the client does not read. */
export function sendLines(reply: FastifyReply, texts: AsyncIterable<string>, packed: boolean): FastifyReply {
  const body = Readable.from(texts, { objectMode: false });
  void reply
    .type('application/x-ndjson; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('vary', 'accept-encoding');
  if (!packed) return reply.send(body);
  // Every piece goes out at once, not when a compressor's window is full.
  const packer = createGzip({ flush: constants.Z_SYNC_FLUSH });
  body.once('error', (error) => packer.destroy(error));
  packer.once('close', () => body.destroy());
  return reply.header('content-encoding', 'gzip').send(body.pipe(packer));
}

/** Whether a client reads packed answers. */
export const readsPacked = (acceptEncoding: string): boolean =>
  /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/i.test(acceptEncoding);

const LINES_AT_ONCE = 500;
/** So long an answer may stay unread while others wait for its turn. */
const STALL_WANTED_MS = 10_000;

/** A client that does not read what it asked for is cut off: it would hold what it has sent, or is told, for ever. */
export async function* whileRead(
  request: FastifyRequest,
  { stallMs, isWanted = () => false }: { readonly stallMs: number; readonly isWanted?: () => boolean },
  lines: readonly string[],
): AsyncGenerator<string> {
  const cutOff = (): void => {
    request.log.info({ stallMs }, 'the answer to a stream is not read: connection closed');
    request.raw.socket.destroy();
  };
  const stalled = setTimeout(cutOff, stallMs);
  const wanted = setTimeout(() => (isWanted() ? cutOff() : wanted.refresh()), STALL_WANTED_MS);
  try {
    for (const some of slicesOf(lines, LINES_AT_ONCE)) {
      yield `${some.join('\n')}\n`;
      stalled.refresh();
      wanted.refresh();
    }
  } finally {
    clearTimeout(stalled);
    clearTimeout(wanted);
  }
}
