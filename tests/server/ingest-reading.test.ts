import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ingestStream, type StreamEnds } from '../../src/application/ingest/ingest-stream';
import type { IngestChunk, StreamCall } from '../../src/application/ingest/ingest-chunk';
import { StreamTurns } from '../../src/application/ingest/stream-turns';
import { receivedBlocks } from '../../src/server/ingest-input';
import { ingestAppOfFile, server } from '../support/ingest-app';
import { openStream } from '../support/ingest-stream';

const app = ingestAppOfFile();
const NEVER = new AbortController().signal;

const ends = (): StreamEnds => ({
  gone: NEVER,
  stopping: NEVER,
  reading: new AbortController(),
  pace: { landing: false },
  turn: new StreamTurns(1, 1_000_000).of([NEVER]),
  chunkBytes: 1_000,
});

const call = (source: string): StreamCall => ({
  principal: 'tester',
  requestId: 'reading',
  operationId: app.newId(),
  mode: 'PARTIAL',
  input: { source },
  idempotencyKey: null,
});

const chunk = (number: number): IngestChunk => ({
  number,
  lines: 1,
  lastLine: number,
  items: [server(`read ${number}`)],
  relationships: [],
  itemLines: [number],
  relationshipLines: [],
  wrong: [],
  brokenOff: false,
});

describe('what was begun to be read ahead is let go of', () => {
  test('when a chunk is refused as a whole', async () => {
    const stream = ends();
    const { signal } = stream.reading;
    const told: string[] = [];
    async function* chunks(): AsyncGenerator<IngestChunk> {
      yield chunk(1);
      told.push(`asked for more, over: ${signal.aborted}`);
      await once(signal, 'abort');
      told.push('over');
    }
    const landed = ingestStream(app, call('nobody'), chunks(), stream);
    await expect(landed.next()).rejects.toMatchObject({ code: 'UNKNOWN_SOURCE' });
    expect(signal.aborted).toBe(true);
    await new Promise((resolve) => setImmediate(resolve));
    expect(told).toEqual(['asked for more, over: false', 'over']);
  });

  test('when nobody wants more of the results', async () => {
    const stream = ends();
    async function* chunks(): AsyncGenerator<IngestChunk> {
      for (let number = 1; ; number += 1) yield await Promise.resolve(chunk(number));
    }
    const landed = ingestStream(app, call('scan'), chunks(), stream);
    expect((await landed.next()).value).toMatchObject({ chunk: { number: 1 } });
    expect(stream.reading.signal.aborted).toBe(false);
    await landed.return(undefined);
    expect(stream.reading.signal.aborted).toBe(true);
  });
});

test.each([false, true])(
  'the bytes of a client that goes on or is silent end when no more are wanted (packed: %s)',
  async (packed) => {
    const received: IncomingMessage[] = [];
    const listening = createServer((request) => void received.push(request)).listen(0, '127.0.0.1');
    await once(listening, 'listening');
    const { port } = listening.address() as AddressInfo;
    const stream = openStream(`http://127.0.0.1:${port}`, {});
    const lost = stream.answer.catch(() => 'lost');
    stream.outgoing.flushHeaders();
    await once(listening, 'request');
    const [request] = received;
    if (!request) throw new Error('a request has come');
    const ended = new AbortController();
    const turn = new StreamTurns(1, 1_000_000).of([NEVER]);
    const patience = { idleMs: 100_000, busy: () => false, turn, ended: ended.signal };
    const blocks = receivedBlocks(request, { packed, ...patience });
    const next = blocks.next();
    ended.abort();
    expect(await next).toMatchObject({ done: true });
    stream.outgoing.destroy();
    expect(await lost).toBe('lost');
    await new Promise((resolve) => listening.close(resolve));
  },
);
