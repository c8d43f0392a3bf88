import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { createApiToken } from '../../src/application/access/edit-token';
import { ANONYMOUS } from '../../src/domain/access/principal';
import { createQueryExecutor } from '../../src/graphql/compiled-queries';
import { startServer, type RunningServer } from '../../src/server/server';
import { post as postTo, startTestServer, TEST_CONFIG, type TestServer } from '../support/server';
import { until } from '../support/until';

describe('a caller who asks more than is allowed in a minute', () => {
  const LIMIT = 20;
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ requestsPerMinute: LIMIT, trustProxy: ['127.0.0.0/8', '10.0.0.1'] });
  });
  afterAll(() => server.stop());

  const post = (): Promise<Response> =>
    fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ server { version } }"}',
    });

  const overSocket = async (webSocketImpl: typeof WebSocket | object = WebSocket): Promise<unknown> => {
    const client = createClient({
      url: `${server.url.replace('http', 'ws')}/graphql`,
      webSocketImpl,
      retryAttempts: 0,
    });
    try {
      return await new Promise((resolve) => {
        let result: unknown;
        client.subscribe(
          { query: '{ server { version } }' },
          { next: (answer) => (result = answer), error: resolve, complete: () => resolve(result) },
        );
      });
    } finally {
      await client.dispose();
    }
  };

  test('is told what is left, then refused at every door of the one budget, and health is not counted', async () => {
    const first = await post();
    expect(first.headers.get('ratelimit-policy')).toBe(`"default";q=${LIMIT};w=60`);
    expect(first.headers.get('ratelimit')).toMatch(new RegExp(`^"default";r=${LIMIT - 1};t=[1-6]?\\d$`));
    expect(await overSocket()).toMatchObject({ data: { server: {} } });
    const second = await post();
    expect(second.headers.get('ratelimit')).toContain(`r=${LIMIT - 3};`);
    for (let at = 3; at < LIMIT; at += 1) expect((await post()).status).toBe(200);
    const refused = await post();
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.headers.get('ratelimit')).toContain('r=0;');
    const body = (await refused.json()) as { errors: readonly { message: string }[] };
    expect(body).toMatchObject({ errors: [{ extensions: { code: 'RETRY_LATER', retryable: true } }] });
    expect(body.errors[0]?.message).toContain(`${LIMIT} times within a minute`);
    expect(await overSocket()).toMatchObject([
      { extensions: { code: 'RETRY_LATER', retryAfterMs: expect.any(Number) } },
    ]);
    expect((await fetch(`${server.url}/changes?follow=false`)).status).toBe(429);
    const ingest = await fetch(`${server.url}/ingest?source=x`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: '',
    });
    expect(ingest.status).toBe(429);
    expect((await fetch(`${server.url}/health/live`)).status).toBe(200);
  });

  test('who comes through a balancer has a budget of their own, whatever they claim to be', async () => {
    const left = async (forwarded: string): Promise<string | null> => {
      const headers = { 'x-forwarded-for': forwarded };
      return (await fetch(`${server.url}/changes?follow=false`, { headers })).headers.get('ratelimit');
    };
    expect(await left('203.0.113.7')).toContain(`r=${LIMIT - 1};`);
    expect(await left('198.51.100.1, 203.0.113.7')).toContain(`r=${LIMIT - 2};`);
    expect(await left('198.51.100.2, 203.0.113.7, 10.0.0.1')).toContain(`r=${LIMIT - 3};`);
    expect(await left('2001:db8::1')).toContain(`r=${LIMIT - 1};`);
    class Forwarded extends WebSocket {
      constructor(address: string, protocol: string) {
        super(address, protocol, { headers: { 'x-forwarded-for': '198.51.100.3, 203.0.113.7' } });
      }
    }
    expect(await overSocket(Forwarded)).toMatchObject({ data: { server: {} } });
    expect(await left('203.0.113.7')).toContain(`r=${LIMIT - 5};`);
  });

  /** The code that a connection is closed with after these messages; 0 when it is let in. */
  const knock = (...messages: readonly string[]): Promise<{ readonly code: number; readonly reason: string }> =>
    new Promise((resolve) => {
      const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
      socket.on('error', () => undefined);
      socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
      socket.on('open', () => messages.forEach((message) => socket.send(message)));
      socket.on('message', () => {
        resolve({ code: 0, reason: '' });
        socket.close();
      });
    });
  const greeting = (authorization: string, more = ''): string =>
    JSON.stringify({ type: 'connection_init', payload: { authorization, more } });

  test('who sends more than a token before they are let in is cut off, afterwards the limit is that of requests', async () => {
    expect((await knock(greeting('', 'x'.repeat(300_000)))).code).toBe(1006);
    expect((await knock(greeting('', 'x'.repeat(10_000)))).code).toBe(0);
    const client = createClient({
      url: `${server.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
    });
    const large = { query: '{ server { version } }', variables: { x: 'x'.repeat(300_000) } };
    // It was read: this caller has asked enough before.
    await expect(client.iterate(large).next()).rejects.toMatchObject([{ extensions: { code: 'RETRY_LATER' } }]);
    await client.dispose();
  });

  test('wrong tokens are counted at every door by address, and a good one from there is let in all the same', async () => {
    const call = { principal: 'test', requestId: 'r', reason: null, idempotencyKey: null, dryRun: false };
    const scope = { tenants: null, labels: {}, sources: null, description: null, expiresAt: null };
    const made = await createApiToken(server.app, call, ANONYMOUS, { ...scope, name: 'good', role: 'VIEWER' });
    await server.app.access.refresh();
    const good = `Bearer ${made.secret ?? ''}`;
    const metrics = async (authorization?: string): Promise<Response> =>
      fetch(`${server.url}/metrics`, { headers: authorization === undefined ? {} : { authorization } });
    for (let at = 0; at < LIMIT; at += 2) {
      expect(await knock(greeting('Bearer underpin_wrong'))).toEqual({
        code: 4401,
        reason: expect.stringContaining('not known'),
      });
      expect((await metrics('Bearer underpin_wrong')).status).toBe(401);
    }
    const refused = await metrics('Bearer underpin_wrong');
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    // Not 4401: another token is not what helps, and clients come again by themselves after this one.
    expect(await knock(greeting('Bearer underpin_wrong'))).toEqual({
      code: 1013,
      reason: expect.stringContaining(`${LIMIT} times within a minute`),
    });
    expect((await metrics()).status).toBe(401);
    expect((await metrics(good)).status).toBe(200);
    expect((await knock(greeting(good))).code).toBe(0);
  });
});

describe('a query whose answer nobody waits for any more', () => {
  /** It would wait for a minute. */
  let server: TestServer;
  let hasty: RunningServer;
  beforeAll(async () => {
    server = await startTestServer({}, { executeQuery: createQueryExecutor() });
    const config = { ...TEST_CONFIG, requestTimeoutMs: 300 };
    hasty = await startServer({ app: server.app, config, executeQuery: createQueryExecutor() });
  });
  afterAll(async () => {
    await hasty.stop();
    await server.stop();
  });

  const SLOW = '{ configurationItems(first: 1, search: "any") { nodes { name } } }';

  /** While nobody can read items. */
  const whileLocked = (work: () => Promise<void>): Promise<void> =>
    server.database.transaction(async (tx) => {
      await tx.query('lock table configuration_item in access exclusive mode');
      await work();
    });

  const waiting = async (): Promise<number> => {
    const rows = await server.database.query<{ count: number }>(
      `select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return rows[0]?.count ?? 0;
  };

  test('is given up by the database when its time is over, over HTTP and WebSocket, and the answer says so', async () => {
    const client = createClient({
      url: `${hasty.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
    });
    const overSocket = async (): Promise<unknown> => (await client.iterate({ query: SLOW }).next()).value;
    for (const ask of [() => postTo(hasty.url, { query: SLOW }), overSocket]) {
      await whileLocked(async () => {
        expect(await ask()).toMatchObject({
          errors: [{ message: expect.stringContaining('longer than'), extensions: { code: 'LIMIT_EXCEEDED' } }],
        });
        await until(async () => (await waiting()) === 0);
      });
    }
    await client.dispose();
    expect(await server.codes(SLOW)).toEqual([]);
  });

  test('is given up when the client goes away, over HTTP and WebSocket', async () => {
    const url = `${server.url}/graphql`;
    await whileLocked(async () => {
      const leaves = new AbortController();
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify({ query: SLOW });
      const asked = fetch(url, { method: 'POST', headers, body, signal: leaves.signal }).catch(() => null);
      await until(async () => (await waiting()) === 1);
      leaves.abort();
      await asked;
      await until(async () => (await waiting()) === 0);
    });
    const client = createClient({ url: url.replace('http', 'ws'), webSocketImpl: WebSocket, retryAttempts: 0 });
    await whileLocked(async () => {
      const stop = client.subscribe(
        { query: SLOW },
        { next: () => undefined, error: () => undefined, complete: () => undefined },
      );
      await until(async () => (await waiting()) === 1);
      stop();
      await until(async () => (await waiting()) === 0);
    });
    await client.dispose();
  });
});
