import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { fastify as createFastify } from 'fastify';
import type { GraphProjection } from '../../src/application/graph/graph-projection';
import { limitRequestTime } from '../../src/server/request-time';
import { startServer, type RunningServer } from '../../src/server/server';
import { ndjson, openStream, refusedWith, sendStream, serverLine, type OpenStream } from '../support/ingest-stream';
import { startTestServer, TEST_CONFIG, type TestServer } from '../support/server';
import { until } from '../support/until';
import { bytesHeld } from '../support/memory';
import { sendBytes } from '../support/raw-http';

let server: TestServer;
/** Gives up clients that are silent or do not read within a second. */
let hasty: RunningServer;
const SOURCE = { source: 'scan' };
const REGISTER = 'mutation { registerDataSource(input: { name: "scan" }) { revision } }';

beforeAll(async () => {
  server = await startTestServer({}, { streamLimits: { chunkLines: 100 } });
  const streamLimits = { chunkLines: 100, idleMs: 700, stallMs: 1_000 };
  hasty = await startServer({ app: server.app, config: TEST_CONFIG, streamLimits });
  await server.read(REGISTER);
});

afterAll(async () => {
  await hasty.stop();
  await server.stop();
});

/** Items of so many change sets that the client is gone long before the last. */
const LARGE_CHUNK = 6_000;

const servers = (prefix: string, count: number): string =>
  ndjson(Array.from({ length: count }, (_, at) => serverLine(`${prefix}${at}`)));

const count = async (prefix: string): Promise<number> => {
  const [row] = await server.database.query<{ count: number }>(
    'select count(*)::int as count from configuration_item where name like $1',
    [`${prefix}%`],
  );
  return row?.count ?? 0;
};

/** Writes no faster than it is read; false when the connection was lost. */
async function write({ outgoing }: OpenStream, piece: Buffer | string): Promise<boolean> {
  if (outgoing.destroyed) return false;
  if (outgoing.write(piece)) return true;
  const done = new AbortController();
  const { signal } = done;
  await Promise.race([once(outgoing, 'drain', { signal }), once(outgoing, 'close', { signal })].map(handled));
  done.abort();
  return !outgoing.destroyed;
}

const handled = (promise: Promise<unknown>): Promise<unknown> => promise.catch(() => undefined);

describe('input that breaks off', () => {
  test('in a gzip that unpacks into one endless line costs that line', async () => {
    const bomb = gzipSync(Buffer.alloc(17 * 1024 * 1024, 'x'));
    expect(bomb.length).toBeLessThan(40_000);
    const answer = await sendStream(server.url, SOURCE, [bomb], { 'content-encoding': 'gzip' });
    expect(answer.lines[0]).toMatchObject({ line: 1, errors: [{ code: 'TOO_LARGE' }] });
    expect(answer.summary).toMatchObject({ lines: 1 });
  });

  test('in a gzip that was cut lands what was complete, and ends without a summary', async () => {
    const body = gzipSync(servers('cut', 250), { level: 0 });
    const query = { ...SOURCE, idempotencyKey: 'cut' };
    const headers = { 'content-encoding': 'gzip' };
    const answer = await sendStream(server.url, query, [body.subarray(0, body.length - 2_000)], headers);
    expect(answer.summary).toBeNull();
    expect(answer.lines.at(-1)?.error).toMatchObject({
      code: 'BAD_REQUEST',
      message: expect.stringMatching(/gzip stream ends in the middle/) as string,
    });
    const landed = await count('cut');
    expect([landed > 200, landed < 250]).toEqual([true, true]);
    // The same key takes up where it ended: what broke off was not remembered as the whole of its chunk.
    const again = await sendStream(server.url, query, [body], headers);
    expect(again.summary).toMatchObject({ lines: 250, replayedChunks: 2 });
    expect(await count('cut')).toBe(250);
  });

  test('in a gzip that is damaged or none says so', async () => {
    const body = gzipSync(servers('torn', 250), { level: 0 });
    body.fill(0x55, 20_000, 20_100);
    const torn = await sendStream(server.url, SOURCE, [body], { 'content-encoding': 'gzip' });
    expect(torn.summary).toBeNull();
    const none = await sendStream(server.url, SOURCE, ['{"item":{}}\n'], { 'content-encoding': 'gzip' });
    expect(refusedWith(none)).toEqual([400, 'BAD_REQUEST']);
    expect(none.text).toMatch(/gzip stream is damaged/);
  });

  test('in an ATOMIC request lands nothing', async () => {
    const body = gzipSync(servers('atomic', 50), { level: 0 });
    const answer = await sendStream(server.url, { ...SOURCE, mode: 'ATOMIC' }, [body.subarray(0, body.length - 500)], {
      'content-encoding': 'gzip',
    });
    expect(refusedWith(answer)).toEqual([400, 'BAD_REQUEST']);
    expect(await count('atomic')).toBe(0);
  });

  test('because the client falls silent lands what was complete', async () => {
    const { outgoing, answer } = openStream(hasty.url, SOURCE);
    outgoing.write(`${servers('silent', 3)}{"item":`);
    const { lines, summary } = await answer;
    expect(summary).toBeNull();
    expect(lines.at(-1)?.error?.message).toMatch(/Nothing came for 1 s/);
    expect(await count('silent')).toBe(3);
  });
});

test('a line of 200 MB is refused without being held, and its neighbours land', async () => {
  const stream = openStream(server.url, SOURCE);
  await write(stream, servers('before', 2));
  await write(stream, '{"item":{"class":"LinuxServer","description":"');
  const megabyte = Buffer.alloc(1_000_000, 'x');
  const before = bytesHeld();
  for (let sent = 0; sent < 200; sent += 1) await write(stream, megabyte);
  const held = bytesHeld() - before;
  await write(stream, `"}}\n${servers('after', 2)}`);
  stream.outgoing.end();
  const answer = await stream.answer;
  expect(answer.lines[0]).toMatchObject({
    line: 3,
    outcome: 'REJECTED',
    errors: [{ code: 'TOO_LARGE', message: expect.stringMatching(/4000000 bytes/) as string }],
  });
  expect(answer.summary?.lines).toBe(5);
  expect([await count('before'), await count('after')]).toEqual([2, 2]);
  expect(held).toBeLessThan(50_000_000);
});

describe('a client that does not read', () => {
  /** Short lines with long answers. */
  const refused = '{"item":{"x":1}}\n'.repeat(1_000);

  /** Sends until nothing more is taken; how many bytes were. */
  async function sendUntilStuck(stream: OpenStream): Promise<number> {
    for (let sent = 0; ; sent += refused.length) {
      const taken = await Promise.race([write(stream, refused), sleep(1_000, null)]);
      if (taken !== true || sent > 50_000_000) return sent;
    }
  }

  test('is not read from either, and is cut off after a while', async () => {
    const stream = openStream(hasty.url, SOURCE, {}, { unread: true });
    const lost = stream.answer.catch(() => 'lost');
    const sent = await sendUntilStuck(stream);
    expect(sent).toBeLessThan(30_000_000);
    expect(await server.codes('{ server { revision } }')).toEqual([]);
    expect(await lost).toBe('lost');
  });
});

describe('a client that vanishes', () => {
  test('leaves whole chunks behind, and what it had begun to send is not begun', async () => {
    const stream = openStream(server.url, { ...SOURCE, progress: 'true' });
    await write(stream, servers('gone', 150));
    await stream.saw(({ chunk }) => chunk?.number === 1);
    stream.outgoing.destroy();
    await expect(stream.answer).rejects.toThrow();
    await sleep(300);
    expect(await count('gone')).toBe(100);
    expect((await sendStream(server.url, SOURCE, [servers('gone', 150)])).summary?.lines).toBe(150);
  });

  test('while a chunk is being written does not stop that chunk', async () => {
    const stream = openStream(server.url, SOURCE);
    const lost = stream.answer.catch(() => 'lost');
    await write(stream, servers('during', 100));
    await sleep(30);
    stream.outgoing.destroy();
    expect(await lost).toBe('lost');
    await sleep(1_000);
    expect([0, 100]).toContain(await count('during'));
  });
});

test('a client that vanishes leaves the rest of a large chunk undone, and the same chunk sent again lands it', async () => {
  const wide = await startServer({ app: server.app, config: TEST_CONFIG });
  const asked = { ...SOURCE, idempotencyKey: 'half' };
  const body = servers('half', LARGE_CHUNK);
  const stream = openStream(wide.url, asked);
  const lost = stream.answer.catch(() => 'lost');
  stream.outgoing.end(body);
  await until(async () => (await count('half')) > 0);
  stream.outgoing.destroy();
  expect(await lost).toBe('lost');
  await until(() => server.app.writes.statistics().waiting === 0);
  const landed = await count('half');
  await sleep(300);
  expect(await count('half')).toBe(landed);
  expect(landed).toBeLessThan(LARGE_CHUNK);
  const { summary } = await sendStream(wide.url, asked, [body]);
  expect(new Map(summary?.totals.map(({ outcome, items }) => [outcome, items]))).toEqual(
    new Map([
      ['CREATED', LARGE_CHUNK - landed],
      ['UNCHANGED', landed],
    ]),
  );
  expect(await count('half')).toBe(LARGE_CHUNK);
  await wide.stop();
});

test('a stream that is large waits for others that are, but not for those that are silent, gone or not reading', async () => {
  const streamLimits = { chunkLines: 100, atOnce: 1, stallMs: 3_000 };
  const narrow = await startServer({ app: server.app, config: TEST_CONFIG, streamLimits });
  const large = 'x'.repeat(400_000);
  const wrong = '{"item":{"x":1}}\n'.repeat(20_000);
  const kinds = ['silent', 'gone', 'unread'] as const;
  for (const kind of kinds) {
    const stream = openStream(narrow.url, SOURCE, {}, { unread: true });
    const lost = stream.answer.catch(() => 'lost');
    await Promise.race([write(stream, kind === 'unread' ? wrong : `{"item":{"description":"${large}`), sleep(300)]);
    if (kind === 'gone') stream.outgoing.destroy();
    const body = servers(`after-${kind}`, 10).replaceAll(
      '"item":{',
      `"item":{"description":"${large.slice(0, 40_000)}",`,
    );
    const { summary } = await sendStream(narrow.url, SOURCE, [body]);
    expect(summary?.lines).toBe(10);
    stream.outgoing.destroy();
    await lost;
  }
  await narrow.stop();
});

test('of clients that fall silent in the middle of a chunk only as many are kept as all may hold together', async () => {
  const streamLimits = { chunkLines: 1_000, atOnce: 1, heldBytes: 500_000 };
  const narrow = await startServer({ app: server.app, config: TEST_CONFIG, streamLimits });
  const lines = (prefix: string): string =>
    servers(prefix, 10).replaceAll('"item":{', `"item":{"description":"${'x'.repeat(30_000)}",`);
  const kept = openStream(narrow.url, SOURCE);
  await write(kept, lines('kept'));
  // It has given its turn away when the other one is read.
  const refused = openStream(narrow.url, SOURCE);
  await write(refused, lines('let-go'));
  const { lines: told, summary } = await refused.answer;
  expect(summary).toBeNull();
  expect(told.at(-1)?.error).toMatchObject({ code: 'RETRY_LATER', retryable: true });
  expect([await count('kept'), await count('let-go')]).toEqual([0, 10]);
  kept.outgoing.end(lines('kept-too'));
  expect((await kept.answer).summary?.lines).toBe(20);
  await narrow.stop();
});

test('a line that is given up, and blank ones, take no room from other streams', async () => {
  const streamLimits = { chunkLines: 1_000, chunkBytes: 400_000, heldBytes: 500_000 };
  const narrow = await startServer({ app: server.app, config: TEST_CONFIG, streamLimits });
  const endless = openStream(narrow.url, SOURCE);
  await write(endless, `${' '.repeat(200)}\n`.repeat(3_000));
  await write(endless, 'x'.repeat(2_000_000));
  const pausing = openStream(narrow.url, SOURCE);
  const lines = servers('pausing', 10).replaceAll('"item":{', `"item":{"description":"${'x'.repeat(30_000)}",`);
  await write(pausing, lines);
  // Longer than a client may be silent with much in its hands.
  await sleep(1_500);
  pausing.outgoing.end('\n');
  expect((await pausing.answer).summary?.lines).toBe(10);
  endless.outgoing.end();
  expect((await endless.answer).lines.at(0)?.errors).toMatchObject([{ code: 'TOO_LARGE' }]);
  await narrow.stop();
});

test('a stream that waits to be shown has others go on, and ends with its client or the server', async () => {
  let waiting = 0;
  const projection = Object.assign(Object.create(server.app.projection) as GraphProjection, {
    waitFor: async (_: unknown, __: unknown, signal?: AbortSignal) => {
      waiting += 1;
      await new Promise((resolve) => signal?.addEventListener('abort', resolve));
      waiting -= 1;
    },
  });
  const streamLimits = { chunkLines: 1_000, atOnce: 1 };
  const unseeing = await startServer({ app: { ...server.app, projection }, config: TEST_CONFIG, streamLimits });
  const sent = ['shown-a', 'shown-b'].map((prefix) => {
    const stream = openStream(unseeing.url, SOURCE);
    stream.outgoing.end(servers(prefix, 1_000));
    return { ...stream, answer: stream.answer.catch(() => 'lost') };
  });
  await until(() => waiting === 2);
  sent[0]?.outgoing.destroy();
  expect(await sent[0]?.answer).toBe('lost');
  await until(() => waiting === 1);
  await unseeing.stop();
  expect(await sent[1]?.answer).toMatchObject({ summary: { lines: 1_000 } });
});

test('a server that stops finishes the chunk, says so, and takes nothing more', async () => {
  const other = await startTestServer({}, { streamLimits: { chunkLines: 100 } });
  await other.read(REGISTER);
  const stream = openStream(other.url, { ...SOURCE, progress: 'true' });
  await write(stream, servers('stop', 150));
  await stream.saw(({ chunk }) => chunk?.number === 1);
  const stopped = other.stop();
  const { lines, summary } = await stream.answer;
  expect(summary).toBeNull();
  expect(lines.at(-1)?.error).toMatchObject({ code: 'RETRY_LATER', retryable: true });
  await stopped;
});

test('requests that are no streams have to arrive in time, streams may last', async () => {
  const fastify = createFastify();
  limitRequestTime(fastify, 200);
  fastify.post('/graphql', () => 'never');
  fastify.post('/ingest', () => 'arrived');
  try {
    const url = await fastify.listen({ port: 0, host: '127.0.0.1' });
    const begun = (path: string): string =>
      `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n"ab`;
    expect(await sendBytes(url, begun('/graphql'))).toMatch(/^HTTP\/1.1 408 /);
    const lasting = await Promise.race([sendBytes(url, begun('/ingest')), sleep(600, 'still waiting')]);
    expect(lasting).toBe('still waiting');
  } finally {
    fastify.server.closeAllConnections();
    await fastify.close();
  }
});
