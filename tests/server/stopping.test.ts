import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { createClient } from 'graphql-ws';
import { keepAliveClient } from '../../src/bench/keep-alive-client';
import { WebSocket } from 'ws';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { startProcess, type TestProcess } from '../support/process';
import { post, startTestServer, type Answer } from '../support/server';
import { until } from '../support/until';

/** Several change sets. */
const ITEMS = 5_000;

const INGEST = `mutation ($input: IngestInput!) { ingest(input: $input) { replayed totals { outcome items } changeSets { revision } } }`;
const REGISTER = 'mutation { registerDataSource(input: { name: "scan" }) { revision } }';

interface Ingested {
  readonly ingest: {
    readonly replayed: boolean;
    readonly totals: readonly { readonly outcome: string; readonly items: number }[];
    readonly changeSets: readonly object[];
  };
}

const inputOf = (prefix: string, fields: object = {}, count = ITEMS): object => ({
  source: 'scan',
  idempotencyKey: prefix,
  items: Array.from({ length: count }, (_, number) => ({
    class: 'LinuxServer',
    nativeKey: `${prefix}-${number}`,
    attributes: { serialNumber: `SN-${prefix}-${number}`, manufacturer: 'Acme' },
  })),
  ...fields,
});

const overHttp = (url: string, prefix: string): Promise<Answer<Ingested>> =>
  post<Ingested>(url, { query: INGEST, variables: { input: inputOf(prefix) } });

/** What a client that goes on asking has been told. */
interface Told {
  /** Items whose writes were answered. */
  readonly acknowledged: string[];
  readonly failures: string[];
  /** Places of the servers that have answered. */
  readonly servers: Set<number>;
}

const WRITE = 'mutation ($input: UpsertConfigurationItemInput!) { upsertConfigurationItem(input: $input) { outcome } }';
const READ = '{ configurationItems(first: 5) { nodes { name } } }';

async function overSocket(url: string, prefix: string): Promise<Answer<Ingested>> {
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
  });
  for await (const answer of client.iterate({ query: INGEST, variables: { input: inputOf(prefix) } })) {
    return answer as unknown as Answer<Ingested>;
  }
  throw new Error('the connection ended without an answer');
}

describe('a server that is told to stop in the middle of large calls', () => {
  let test: TestDatabase;
  const servers: TestProcess[] = [];

  beforeAll(async () => {
    test = await createTestDatabase();
  });
  afterAll(async () => {
    for (const server of servers) server.kill('SIGKILL');
    await test.drop();
  });

  const start = async (more = {}): Promise<{ readonly server: TestProcess; readonly url: string }> => {
    const server = startProcess('src/main.ts', [], { PORT: '0', DATABASE_URL: test.url, ...more });
    servers.push(server);
    const [, url = ''] = await server.says(/ready at (http:[^\s"]+)/);
    return { server, url };
  };
  const count = async (sql: string): Promise<number> =>
    (await test.database.query<{ count: number }>(sql))[0]?.count ?? 0;
  const stored = (prefix: string): Promise<number> =>
    count(`select count(*) as count from observation where native_key like '${prefix}-%'`);
  const written = (): Promise<number> =>
    count(`select count(*) as count from change_set where operation_kind = 'INGEST'`);

  /** A client that goes where it is told to: elsewhere when its server says that it closes, or refuses a connection. */
  async function askUntil(signal: AbortSignal, urls: readonly string[], name: string, told: Told): Promise<void> {
    let place = 0;
    let client = keepAliveClient(urls[place] ?? '');
    const moveOn = (): void => {
      client.close();
      place = Math.min(place + 1, urls.length - 1);
      client = keepAliveClient(urls[place] ?? '');
    };
    for (let number = 0; !signal.aborted; number += 1) {
      const item = `${name}-${number}`;
      const input = { class: 'BusinessService', name: item, idempotencyKey: item };
      const body = number % 2 === 0 ? { query: WRITE, variables: { input } } : { query: READ };
      try {
        const { status, text, closes } = await client.post(JSON.stringify(body));
        if (status !== 200 || text.includes('"errors":[{"message')) told.failures.push(`${status} ${text}`);
        else if (number % 2 === 0) told.acknowledged.push(item);
        told.servers.add(place);
        if (closes) moveOn();
      } catch (error) {
        // Nothing was sent: that is no failed request.
        if ((error as { code?: string }).code === 'ECONNREFUSED') {
          moveOn();
          number -= 1;
        } else told.failures.push(String(error));
      }
    }
    client.close();
  }

  it('lets everybody go elsewhere without one failed request, and tells streams and subscriptions', async () => {
    const [leaving, staying] = [await start(), await start()];
    const urls = [leaving.url, staying.url];
    const followed = fetch(`${leaving.url}/changes?since=0`).then((response) => response.text());
    const socket = new WebSocket(`${leaving.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    await once(socket, 'open');
    const messages: string[] = [];
    socket.on('message', (data: Buffer) => messages.push((JSON.parse(data.toString()) as { type: string }).type));
    socket.send('{"type":"connection_init"}');
    await until(() => messages.includes('connection_ack'));
    const query = 'subscription { changes(since: 0) { revision } }';
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }));
    const closed = once(socket, 'close') as Promise<[number]>;

    const ends = new AbortController();
    const told = Array.from({ length: 8 }, (): Told => ({ acknowledged: [], failures: [], servers: new Set() }));
    const clients = told.map((one, at) => askUntil(ends.signal, urls, `client${at}`, one));
    const haveAllSeen = (place: number): boolean => told.every(({ servers }) => servers.has(place));
    await until(() => haveAllSeen(0));
    leaving.server.kill('SIGTERM');
    const ready = await fetch(`${leaving.url}/health/ready`);
    expect([ready.status, ready.headers.get('connection')]).toEqual([503, 'close']);
    expect(await leaving.server.ended()).toBe(0);
    await until(
      () => haveAllSeen(1),
      () => told,
    );
    ends.abort();
    await Promise.all(clients);

    expect(told.flatMap(({ failures }) => failures)).toEqual([]);
    expect(told.map(({ servers }) => [...servers])).toEqual(told.map(() => [0, 1]));
    const acknowledged = told.flatMap((one) => one.acknowledged);
    const names = await test.database.query<{ name: string }>(
      `select name from configuration_item where name like 'client%' order by name`,
    );
    expect(names.map(({ name }) => name)).toEqual(acknowledged.toSorted());
    const [lastLine = ''] = (await followed).trim().split('\n').slice(-1);
    expect(JSON.parse(lastLine)).toMatchObject({
      error: { code: 'RETRY_LATER', message: expect.stringContaining('after=') as string },
    });
    expect([messages.at(-1), await closed]).toEqual(['complete', [1001, expect.anything()]]);
    staying.server.kill('SIGTERM');
    expect(await staying.server.ended()).toBe(0);
  });

  it('ends them between two change sets with an answer, and the same calls go on where they ended', async () => {
    // The time for going elsewhere is enough for these calls to end by themselves.
    const first = await start({ UNDERPIN_STOP_DELAY_MS: '0' });
    await post(first.url, { query: REGISTER });
    const calls = [overHttp(first.url, 'h'), overSocket(first.url, 'w')];
    await test.database.transaction(async (tx) => {
      // Nothing more lands while the server is told, however long that takes.
      await until(async () => {
        await tx.query('savepoint before');
        await tx.query('select revision from revision_head for update');
        if ((await stored('h')) > 0 && (await stored('w')) > 0) return true;
        await tx.query('rollback to savepoint before');
        return false;
      });
      first.server.kill('SIGTERM');
      await until(() =>
        fetch(`${first.url}/health/ready`).then(
          ({ status }) => status === 503,
          () => true,
        ),
      );
    });
    const answers = await Promise.all(calls);
    expect(await first.server.ended()).toBe(0);

    const landed = { h: await stored('h'), w: await stored('w') };
    for (const [place, { errors = [] }] of answers.entries()) {
      expect(errors).toHaveLength(1);
      expect(errors[0]?.extensions).toMatchObject({ code: 'RETRY_LATER', retryable: true });
      expect(errors[0]?.message).toMatch(
        /^The server is stopping\. \d+ change sets of this call have landed: send all/,
      );
      expect(Object.values(landed)[place]).toBeGreaterThan(0);
      expect(Object.values(landed)[place]).toBeLessThan(ITEMS);
    }
    const counts = answers.map(({ errors }) => Number(errors?.[0]?.extensions.details?.['changeSets']));
    expect(counts.reduce((sum, one) => sum + one, 0)).toBe(await written());

    const second = await start();
    const again = (await overHttp(second.url, 'h')).data?.ingest;
    expect(again?.replayed).toBe(false);
    expect(new Map(again?.totals.map(({ outcome, items }) => [outcome, items]))).toEqual(
      new Map([
        ['CREATED', ITEMS - landed.h],
        ['UNCHANGED', landed.h],
      ]),
    );
    expect(await stored('h')).toBe(ITEMS);
    second.server.kill('SIGTERM');
    expect(await second.server.ended()).toBe(0);
  });
});

it('a server that stops refuses what would take long, and finishes what is one write', async () => {
  const server = await startTestServer();
  await server.read(REGISTER);
  server.app.writes.drain();
  for (const mode of ['PARTIAL', 'ATOMIC', 'DRY_RUN']) {
    const { errors = [] } = await server.ask(INGEST, { input: inputOf('x', { mode }, 2_000) });
    expect([mode, errors.map(({ extensions, message }) => [extensions.code, message])]).toEqual([
      mode,
      [['RETRY_LATER', 'The server is stopping. Nothing of this call has landed: send it again.']],
    ]);
  }
  const edited = await server.read(
    'mutation { upsertConfigurationItem(input: { class: "BusinessService", name: "Shop" }) { outcome } }',
  );
  expect(edited).toEqual({ upsertConfigurationItem: { outcome: 'CREATED' } });
  await server.stop();
});

/** A request over a connection of its own: all of what is answered, or how the connection broke. */
async function askAlone(url: string, request: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  socket.write(
    `${request} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nConnection: close\r\nApollo-Require-Preflight: 1\r\n\r\n`,
  );
  return text(socket).catch((error: unknown) => String(error));
}

it('what was sent before the door shut is answered, though nobody had taken it in yet', async () => {
  const server = await startTestServer({ stopDelayMs: 0 });
  const query = encodeURIComponent(READ);
  const requests = [`GET /graphql?query=${query}`, 'GET /health/live', 'GET /changes?since=0', 'GET /nowhere'];
  const allowed = [
    /^HTTP\/1.1 200 [^]*"data":/,
    /^HTTP\/1.1 200 [^]*"live"/,
    /RETRY_LATER/,
    /^HTTP\/1.1 404 [^]*NOT_FOUND/,
  ];
  const asked = Array.from({ length: 200 }, (_, at) => {
    const request = requests[at % requests.length] ?? '';
    return askAlone(server.url, request).then((answer) => [request, answer] as const);
  });
  // The connections stand in the queue of the system: this program has had no turn since.
  const stopped = server.stop();
  for (const [request, answer] of await Promise.all(asked)) {
    expect([request, answer]).toEqual([
      request,
      expect.stringMatching(allowed[requests.indexOf(request)] ?? /never/) as string,
    ]);
  }
  await stopped;
});
