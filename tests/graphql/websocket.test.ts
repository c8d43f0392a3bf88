import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import { startServer } from '../../src/server/server';
import { creation, testItem } from '../support/plans';
import { startTestServer, TEST_CONFIG, testId, type Answer, type TestServer } from '../support/server';
import { until } from '../support/until';

let server: TestServer;
let client: Client;

const connect = (url: string): Client =>
  createClient({ url: `${url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket, retryAttempts: 0 });

beforeAll(async () => {
  server = await startTestServer({ atLeastTimeoutMs: 200 });
  client = connect(server.url);
});

afterAll(async () => {
  await client.dispose();
  await server.stop();
});

/** One operation over the socket: what it answered, or the errors it was refused with. */
function ask(
  query: string,
  variables: Record<string, unknown> = {},
  operationName?: string,
  by = client,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let answer: Answer = {};
    by.subscribe(
      { query, variables, operationName },
      {
        next: (result) => {
          answer = result as Answer;
        },
        error: (error) =>
          Array.isArray(error) ? resolve({ errors: error as Answer['errors'] & object }) : reject(error as Error),
        complete: () => resolve(answer),
      },
    );
  });
}

const codes = async (...args: Parameters<typeof ask>): Promise<readonly string[]> =>
  ((await ask(...args)).errors ?? []).map((error) => error.extensions.code);

test('queries and mutations answer as over HTTP', async () => {
  const written = await ask(
    `mutation { upsertConfigurationItem(input: { class: "BusinessService", name: "Shop" }) { revision outcome errors { message } } }`,
  );
  const { revision } = (written.data as { upsertConfigurationItem: { revision: number } }).upsertConfigurationItem;
  expect(written).toMatchObject({
    data: { upsertConfigurationItem: { outcome: 'CREATED', errors: [] } },
    extensions: { revision },
  });
  await server.app.projection.waitFor(revision as never, 60_000);
  const query = `query ($search: String) { configurationItems(search: $search) { nodes { name class { name } } revision } }`;
  const overSocket = await ask(query, { search: 'shop' });
  expect(overSocket).toMatchObject({
    data: { configurationItems: { nodes: [{ name: 'Shop' }] } },
    extensions: { revision },
  });
  expect(overSocket).toEqual(await server.ask(query, { search: 'shop' }));
});

test('a request is refused with the codes that HTTP gives', async () => {
  const deep = `{ node(id: "ci_1") ${'{ ... on GenericConfigurationItem { relationships { nodes { source '.repeat(120)}{ id }${' } } } }'.repeat(120)} }`;
  const cases: readonly (readonly [string, Record<string, unknown>, string])[] = [
    ['{ nope }', {}, 'BAD_REQUEST'],
    ['{ server {', {}, 'BAD_REQUEST'],
    ['query ($n: Int!) { configurationItems(first: $n) { revision } }', { n: 'x' }, 'BAD_REQUEST'],
    [deep, {}, 'LIMIT_EXCEEDED'],
    [`{ server { ${'version '.repeat(5_000)} } }`, {}, 'LIMIT_EXCEEDED'],
    ['{ configurationItems(first: 1000000) { revision } }', {}, 'LIMIT_EXCEEDED'],
    ['{ configurationItems(atLeast: 999999) { revision } }', {}, 'NOT_YET_VISIBLE'],
    [
      'query ($f: ConfigurationItemFilter) { configurationItems(filter: $f) { revision } }',
      { f: nested(200) },
      'LIMIT_EXCEEDED',
    ],
  ];
  for (const [query, variables, code] of cases) {
    const overSocket = await ask(query, variables);
    const overHttp = await server.ask(query, variables);
    expect([query.slice(0, 60), overSocket.errors?.map((error) => error.extensions.code)]).toEqual([
      query.slice(0, 60),
      [code],
    ]);
    expect(overSocket.errors?.map((error) => error.message)).toEqual(overHttp.errors?.map((error) => error.message));
  }
  expect(await codes('query A { server { version } } query B { server { version } }')).toEqual(['BAD_REQUEST']);
  expect((await ask('query A { server { version } } query B { server { database } }', {}, 'B')).data).toHaveProperty(
    'server.database',
  );
});

test('a message over the body limit closes the connection, and the next one is answered', async () => {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  socket.on('error', () => undefined);
  await new Promise((resolve) => socket.on('open', resolve));
  socket.send(JSON.stringify({ type: 'connection_init', payload: { big: 'x'.repeat(5_000_000) } }));
  expect(await closed).toBe(1009);
  expect((await ask('{ server { version } }')).errors).toBeUndefined();
});

test('text that is no message closes the connection and nothing else', async () => {
  for (const message of ['nonsense', '{"type":"subscribe"}', JSON.stringify({ type: 'connection_init', payload: 7 })]) {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    const closed = new Promise<number>((resolve) => socket.on('close', resolve));
    socket.on('error', () => undefined);
    await new Promise((resolve) => socket.on('open', resolve));
    socket.send(message);
    expect([message, await closed]).toEqual([message, expect.any(Number)]);
  }
  expect((await ask('{ server { version } }')).errors).toBeUndefined();
});

test('a connection runs a bounded number of operations at a time', async () => {
  const patient = await startServer({ app: server.app, config: { ...TEST_CONFIG, atLeastTimeoutMs: 20_000 } });
  const other = connect(patient.url);
  const next = server.app.projection.head + 1;
  let refused = 0;
  const waiting = Array.from({ length: 150 }, async () => {
    const code = await codes(`{ configurationItems(atLeast: ${next}) { revision } }`, {}, undefined, other);
    if (code.length > 0) refused += 1;
    return code[0] ?? 'answered';
  });
  // The others wait for a revision that comes when all that are too many have been refused.
  await until(() => refused === 50);
  await server.write({ items: [creation(testItem(testId(1)))] });
  const answered = await Promise.all(waiting);
  expect(answered.filter((code) => code === 'LIMIT_EXCEEDED')).toHaveLength(50);
  expect(answered.filter((code) => code === 'answered')).toHaveLength(100);
  await other.dispose();
  await patient.stop();
});

function nested(depth: number): object {
  let filter: object = {};
  for (let level = 0; level < depth; level += 1) filter = { not: filter };
  return filter;
}

test('an operation that is completed at once is not among those that run, whatever was wrong with it', async () => {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const send = (message: object): void => socket.send(JSON.stringify(message));
  await new Promise((resolve) => socket.on('open', resolve));
  const seen = (fits: (message: Record<string, unknown>) => boolean): Promise<Record<string, unknown>> =>
    new Promise((resolve) =>
      socket.on('message', (data: Buffer) => {
        const message = JSON.parse(data.toString()) as Record<string, unknown>;
        if (fits(message)) resolve(message);
      }),
    );
  send({ type: 'connection_init' });
  await seen(({ type }) => type === 'connection_ack');
  for (let at = 0; at < 400; at += 1) {
    send({ type: 'subscribe', id: `wrong ${at}`, payload: { query: '{ nope }' } });
    send({ type: 'complete', id: `wrong ${at}` });
  }
  send({ type: 'subscribe', id: 'right', payload: { query: '{ server { version } }' } });
  expect(await seen(({ id }) => id === 'right')).toMatchObject({ type: 'next' });
  socket.close();
});
