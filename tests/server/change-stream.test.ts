import { request, type IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { itemId } from '../../src/domain/ids';
import { metricsOf } from '../support/metrics';
import { creation, testItem, update } from '../support/plans';
import { startTestServer, testId, type TestServer } from '../support/server';
import { until } from '../support/until';

/** One line of the stream. */
interface Line {
  readonly revision: number;
  readonly cursor: string;
  readonly changeSet: { readonly revision: number; readonly principal: string; readonly operation: object } | null;
  readonly changes: readonly { readonly kind: string; readonly configurationItem: { readonly name: string } | null }[];
  readonly last: boolean;
  readonly error?: { readonly code: string; readonly message: string; readonly retryable: boolean };
}

/** A stream that is being read. */
interface Reading {
  readonly status: number;
  readonly answer: IncomingMessage;
  next(): Promise<Line | null>;
  rest(): Promise<readonly Line[]>;
}

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({}, { streamLimits: { stallMs: 700 } });
});
afterAll(() => server.stop());

function open(query: string, headers: Record<string, string> = {}, url = server.url): Promise<Reading> {
  return new Promise((resolve, reject) => {
    const asked = request(`${url}/changes?${query}`, { headers: { connection: 'close', ...headers } }, (answer) => {
      answer.on('error', () => undefined);
      const packed = answer.headers['content-encoding'] === 'gzip';
      let lines: AsyncIterator<string> | null = null;
      const next = async (): Promise<Line | null> => {
        lines ??= createInterface({ input: packed ? answer.pipe(createGunzip()) : answer })[Symbol.asyncIterator]();
        const { done, value } = await lines.next();
        return done === true ? null : (JSON.parse(value) as Line);
      };
      const rest = async (): Promise<readonly Line[]> => {
        const all: Line[] = [];
        for (let line = await next(); line !== null; line = await next()) all.push(line);
        return all;
      };
      resolve({ status: answer.statusCode ?? 0, answer, next, rest });
    });
    asked.on('error', reject);
    asked.end();
  });
}

const refusal = async (query: string, headers: Record<string, string> = {}): Promise<[number, string, string]> => {
  const { status, rest } = await open(query, headers);
  const [body] = (await rest()) as unknown as readonly {
    errors: [{ message: string; extensions: { code: string } }];
  }[];
  return [status, body?.errors[0].extensions.code ?? '', body?.errors[0].message ?? ''];
};

const head = (): number => server.app.projection.head;
let items = 0;
const aServer = (name: string, className = 'LinuxServer'): ReturnType<typeof testItem> =>
  testItem(testId((items += 1)), { className, name });

describe('GET /changes', () => {
  test('tells everything behind a revision with the values before and after, and a bookmark at the end', async () => {
    const since = head();
    const item = aServer('first');
    await server.write({ items: [creation(item)], principal: 'alice', source: 'scan', reason: 'new' });
    await server.write({ items: [update(item, { name: 'second' })] });
    const { status, answer, rest } = await open(`since=${since}&follow=false`);
    expect([status, answer.headers['content-type']]).toEqual([200, 'application/x-ndjson; charset=utf-8']);
    const configurationItem = { class: 'LinuxServer', id: expect.stringMatching(/^ci_/), name: 'first' };
    const one = { ordinal: 0, entity: 'CONFIGURATION_ITEM', relationshipId: null, target: null, subject: null };
    expect(await rest()).toEqual([
      {
        revision: since + 1,
        cursor: expect.any(String),
        changeSet: expect.objectContaining({ principal: 'alice', source: 'scan', reason: 'new', revision: since + 1 }),
        changes: [
          { ...one, kind: 'CREATED', configurationItem, values: [{ path: 'name', before: null, after: 'first' }] },
        ],
        last: true,
      },
      {
        revision: since + 2,
        cursor: expect.any(String),
        changeSet: expect.objectContaining({
          principal: 'tester',
          operation: { id: expect.any(String), kind: 'EDIT' },
        }),
        changes: [
          {
            ...one,
            kind: 'UPDATED',
            configurationItem: { ...configurationItem, name: 'second' },
            values: [{ path: 'name', before: 'first', after: 'second' }],
          },
        ],
        last: true,
      },
      { revision: since + 2, cursor: expect.any(String), changeSet: null, changes: [], last: true },
    ]);
  });

  test('stays open, tells what is written from then on, and goes on behind a cursor', async () => {
    const since = head();
    const stream = await open(`since=${since}&kind=CREATED&class=Server`);
    expect(stream.status).toBe(200);
    await server.write({ items: [creation(aServer('an application', 'Application'))] });
    await server.write({ items: [creation(aServer('a')), creation(aServer('b'))] });
    const told = await stream.next();
    expect(told?.changes.map((change) => change.configurationItem?.name)).toEqual(['a', 'b']);
    stream.answer.destroy();
    await server.write({ items: [creation(aServer('c'))] });
    const [next, end] = await (await open(`after=${told?.cursor}&kind=CREATED&class=Server&follow=false`)).rest();
    expect(next?.changes.map((change) => change.configurationItem?.name)).toEqual(['c']);
    expect(end).toMatchObject({ revision: head(), changeSet: null });
  });

  test('without a place to begin says where now is, and moves on by bookmarks', async () => {
    const stream = await open('bookmarkSeconds=1&principal=nobody', { 'accept-encoding': 'gzip' });
    expect(stream.answer.headers['content-encoding']).toBe('gzip');
    expect(await stream.next()).toMatchObject({ revision: head(), changeSet: null });
    const written = await server.write({ items: [creation(aServer('unseen'))] });
    for (let line = await stream.next(); line?.revision !== written; line = await stream.next())
      expect(line?.changes).toEqual([]);
    stream.answer.destroy();
  });

  test.each([
    ['sinc=1', 400, 'BAD_REQUEST', 'Did you mean "since"?'],
    ['since=x', 400, 'BAD_REQUEST', 'since must be a whole number'],
    ['since=1&since=2', 400, 'BAD_REQUEST', 'given twice'],
    ['since=1&after=abc', 400, 'BAD_REQUEST', 'either since or after'],
    ['after=abc', 400, 'BAD_REQUEST', 'no cursor of the change feed'],
    ['follow=yes', 400, 'BAD_REQUEST', 'one of true, false'],
    ['kind=CREATED&kind=MADE', 400, 'BAD_REQUEST', 'kind must be one of CREATED'],
    ['from=yesterday', 400, 'BAD_REQUEST', 'an instant such as'],
    ['class=LinuxServr', 400, 'UNKNOWN_CLASS', 'LinuxServr'],
    ['item=ci_zzzzzz', 400, 'INVALID_REFERENCE', 'filter.configurationItems[0]'],
    ['since=99999999', 410, 'CURSOR_EXPIRED', 'List again what you keep'],
  ])('refuses %s with %i %s', async (query, status, code, message) => {
    expect(await refusal(query)).toEqual([status, code, expect.stringContaining(message)]);
  });

  test('is behind the same doors as GraphQL', async () => {
    expect((await refusal('since=1', { host: 'evil.example' }))[0]).toBe(421);
  });

  test('a reader that stops reading is cut off, and what it did not read is not held', async () => {
    const since = head();
    const long = 'x'.repeat(50_000);
    for (let part = 0; part < 8; part += 1) {
      const many = Array.from({ length: 100 }, () => ({ ...aServer('long'), description: long }));
      await server.write({ items: many.map((item) => ({ ...creation(item), paths: ['description'] })) });
    }
    const stream = await open(`since=${since}`);
    const closed = new Promise<void>((resolve) => stream.answer.once('close', resolve));
    stream.answer.once('readable', () => undefined);
    await until(async () => (await metricsOf(server.url)).get('underpin_change_streams') === 0);
    await server.requestsRest();
    const statements = server.requestStatements();
    await server.write({ items: [creation(aServer('after'))] });
    await server.requestsRest();
    expect(server.requestStatements()).toBe(statements);
    stream.answer.resume();
    await closed;
    expect(stream.answer.complete).toBe(false);
  });

  test('tells why it ends when the history has become another one', async () => {
    const since = await server.write({ items: [creation(aServer('one'))] });
    const stream = await open(`since=${since}&bookmarkSeconds=1`);
    expect(await stream.next()).toMatchObject({ revision: since, changeSet: null });
    await server.database.query('update change_set set id = gen_random_uuid() where revision = $1', [since]);
    const rest = await stream.rest();
    expect(rest.at(-1)?.error).toMatchObject({ code: 'CURSOR_EXPIRED', retryable: false });
  });
});

test('a server that stops says how to go on', async () => {
  const stopping = await startTestServer();
  const since = stopping.app.projection.head;
  const stream = await open(`since=${since}`, {}, stopping.url);
  await stopping.write({ items: [creation(testItem(itemId(5_000_001)))] });
  const told = await stream.next();
  await stopping.stop();
  const [end, ...more] = await stream.rest();
  expect(more).toEqual([]);
  expect(end?.error).toMatchObject({ code: 'RETRY_LATER', retryable: true });
  expect(end?.error?.message).toContain(`after=${told?.cursor}`);
});
