import { WebSocket } from 'ws';
import { refusal } from '../../src/server/doors';
import { PortInUseError } from '../../src/server/listen';
import { startServer } from '../../src/server/server';
import { send, sendBytes, type RawAnswer } from '../support/raw-http';
import { startTestServer, type TestServer } from '../support/server';
import { until } from '../support/until';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({ bodyBytesMax: 1_000_000 });
});

afterAll(() => server.stop());

const JSON_TYPE = { 'content-type': 'application/json' };
const QUERY = [JSON.stringify({ query: '{ server { version } }' })];
const port = (): string => new URL(server.url).port;

const codeOf = ({ text }: RawAnswer): string =>
  (JSON.parse(text) as { errors: { extensions: { code: string } }[] }).errors[0]?.extensions.code ?? 'none';

describe('hosts', () => {
  test.each(['localhost', '127.0.0.1', '[::1]', 'LOCALHOST'])('%s is ours, with and without a port', async (host) => {
    for (const value of [host, `${host}:${port()}`, `${host}:8080`]) {
      const answer = await send(server.url, { headers: { ...JSON_TYPE, host: value }, body: QUERY });
      expect([value, answer.status]).toEqual([value, 200]);
    }
  });

  test.each(['evil.example', 'localhost.evil.example', '127.0.0.1.nip.io', '192.168.0.1', 'localhost@evil.example'])(
    'the host "%s" is foreign, for every path',
    async (host) => {
      for (const path of ['/graphql', '/', '/health/live', '/ui/x.js', '/nowhere']) {
        const answer = await send(server.url, {
          method: path === '/graphql' ? 'POST' : 'GET',
          path,
          headers: { ...JSON_TYPE, host },
          body: path === '/graphql' ? QUERY : [],
        });
        expect([path, answer.status, codeOf(answer)]).toEqual([path, 421, 'FORBIDDEN']);
      }
    },
  );

  test('a request without a host is refused', async () => {
    expect(await sendBytes(server.url, 'GET / HTTP/1.1\r\nHost: \r\nConnection: close\r\n\r\n')).toMatch(
      /^HTTP\/1.1 421 .*FORBIDDEN/s,
    );
    expect(await sendBytes(server.url, 'GET / HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1.1 421 .*FORBIDDEN/s);
  });

  const unasked = (host: string) => ({ host, isAuthenticated: () => false });

  test('any name will do where callers say who they are, but never a foreign origin', () => {
    const asked = { host: '127.0.0.1', isAuthenticated: () => true };
    expect(refusal({ host: 'cmdb.example', origin: 'https://cmdb.example' }, asked)).toBeNull();
    expect(refusal({ host: 'cmdb.example', origin: 'https://evil.example' }, asked)).toMatchObject({ statusCode: 403 });
  });

  test('the configured address is ours too, an IPv6 one in brackets', () => {
    expect(refusal({ host: '10.0.0.7:4000', origin: undefined }, unasked('10.0.0.7'))).toBeNull();
    expect(refusal({ host: '[fd00::7]:4000', origin: undefined }, unasked('fd00::7'))).toBeNull();
    expect(refusal({ host: 'cmdb.example', origin: undefined }, unasked('CMDB.example'))).toBeNull();
    expect(refusal({ host: undefined, origin: undefined }, unasked('127.0.0.1'))).toMatchObject({ statusCode: 421 });
  });
});

describe('origins', () => {
  test('our own pages may ask, those of others may not', async () => {
    const host = `127.0.0.1:${port()}`;
    const ask = (origin: string): Promise<RawAnswer> =>
      send(server.url, { headers: { ...JSON_TYPE, host, origin }, body: QUERY });
    expect((await ask(`http://${host}`)).status).toBe(200);
    for (const origin of [
      'http://evil.example',
      'null',
      `http://127.0.0.1:1`,
      `http://localhost:${port()}`,
      `http://${host}.evil.example`,
      '',
    ]) {
      const answer = await ask(origin);
      expect([origin, answer.status, codeOf(answer)]).toEqual([origin, 403, 'FORBIDDEN']);
    }
  });

  test('behind a forwarded port the origin is the forwarded address', async () => {
    const headers = { ...JSON_TYPE, host: 'localhost:8080', origin: 'http://localhost:8080' };
    expect((await send(server.url, { headers, body: QUERY })).status).toBe(200);
  });

  test('a WebSocket is refused like a request', async () => {
    const knock = (options: object): Promise<number> =>
      new Promise((resolve) => {
        const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', options);
        socket.on('open', () => {
          socket.close();
          resolve(101);
        });
        socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
        socket.on('error', () => undefined);
      });
    expect(await knock({})).toBe(101);
    expect(await knock({ origin: server.url })).toBe(101);
    expect(await knock({ origin: 'http://evil.example' })).toBe(403);
    expect(await knock({ headers: { host: 'evil.example' } })).toBe(421);
  });

  test('there is a WebSocket at /graphql only', async () => {
    const upgrade =
      'GET /other HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';
    expect(await sendBytes(server.url, upgrade)).toMatch(/^HTTP\/1.1 404 .*NOT_FOUND/s);
  });
});

describe('requests that another page could forge', () => {
  test('a plain GET and a POST of text are refused', async () => {
    const get = await send(server.url, {
      method: 'GET',
      path: `/graphql?query=${encodeURIComponent('{ server { version } }')}`,
    });
    expect([get.status, codeOf(get)]).toEqual([400, 'BAD_REQUEST']);
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      const answer = await send(server.url, { headers: { 'content-type': type }, body: QUERY });
      expect([type, answer.status >= 400 && answer.status < 500, codeOf(answer)]).toEqual([type, true, 'BAD_REQUEST']);
    }
  });

  test('a GET that says it is no form may read, and never write', async () => {
    const headers = { 'apollo-require-preflight': '1' };
    const path = (query: string): string => `/graphql?query=${encodeURIComponent(query)}`;
    expect((await send(server.url, { method: 'GET', path: path('{ server { version } }'), headers })).status).toBe(200);
    const write = await send(server.url, {
      method: 'GET',
      path: path('mutation { registerDataSource(input: { name: "x" }) { revision } }'),
      headers,
    });
    expect([write.status, codeOf(write)]).toEqual([405, 'BAD_REQUEST']);
  });

  test('nothing is answered to a preflight, so no other page gets that far', async () => {
    const answer = await send(server.url, { method: 'OPTIONS', headers: { 'access-control-request-method': 'POST' } });
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    expect(answer.status).toBe(404);
  });
});

describe('answers', () => {
  test('every one carries the security headers and names the request', async () => {
    for (const path of ['/', '/health/live', '/nowhere', '/graphql', '/%zz']) {
      const { headers } = await send(server.url, { method: 'GET', path });
      expect(headers['content-security-policy']).toContain("script-src 'self';");
      expect(headers['content-security-policy']).not.toContain('unsafe-eval');
      expect(headers['content-security-policy']).toContain("; connect-src 'self';");
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
      });
      expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  test('the page at / and the icon come from here', async () => {
    const page = await send(server.url, { method: 'GET', path: '/' });
    expect([page.status, page.headers['content-type']]).toEqual([200, expect.stringMatching(/^text\/html/)]);
    expect(page.text).not.toMatch(/https?:\/\/(?!127\.0\.0\.1|localhost)[a-z.]+\/\S+\.(js|css)/);
    const icon = await send(server.url, { method: 'GET', path: '/favicon.ico' });
    expect([icon.status, icon.headers['content-type']]).toEqual([200, 'image/svg+xml']);
  });

  test('a path that is no URL is refused in the shape of every error', async () => {
    const answer = await send(server.url, { method: 'GET', path: '/%zz' });
    expect([answer.status, JSON.parse(answer.text)]).toEqual([
      400,
      {
        errors: [
          {
            message: 'The path "/%zz" is no URL that can be read: write a percent sign as %25. GraphQL is at /graphql.',
            extensions: { code: 'BAD_REQUEST', retryable: false, retryAfterMs: null },
          },
        ],
      },
    ]);
  });

  test('files outside the playground cannot be asked for', async () => {
    for (const path of [
      '/ui/../package.json',
      '/ui/..%2f..%2fpackage.json',
      '/ui/%2e%2e/%2e%2e/package.json',
      '/ui/',
    ]) {
      const answer = await send(server.url, { method: 'GET', path });
      expect([path, answer.status >= 400]).toEqual([path, true]);
      expect(answer.text).not.toContain('dependencies');
    }
  });

  test('health says that it lives, and that it is ready', async () => {
    const live = await send(server.url, { method: 'GET', path: '/health/live' });
    expect(JSON.parse(live.text)).toEqual({ status: 'live' });
    const ready = await send(server.url, { method: 'GET', path: '/health/ready' });
    expect([ready.status, JSON.parse(ready.text)]).toEqual([
      200,
      { status: 'ready', revision: server.app.projection.head, problems: [] },
    ]);
  });
});

describe('what is too much or no HTTP', () => {
  test('a body over the limit is refused with the limit, at once when it says its length', async () => {
    const answer = await send(server.url, { headers: { ...JSON_TYPE, 'content-length': '200000000' }, body: ['{'] });
    expect([answer.status, codeOf(answer)]).toEqual([413, 'TOO_LARGE']);
    expect(answer.text).toContain('1 MB');
  });

  test('a body over the limit is refused when it does not say its length', async () => {
    const piece = Buffer.alloc(64 * 1_024, 'x');
    const answer = await send(server.url, { headers: JSON_TYPE, body: Array.from({ length: 40 }, () => piece) });
    expect([answer.status, codeOf(answer)]).toEqual([413, 'TOO_LARGE']);
  });

  test('a URL or header over the limit is refused', async () => {
    const answer = await sendBytes(server.url, `GET /${'x'.repeat(40_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1.1 431 .*LIMIT_EXCEEDED/s);
  });

  test('bytes that are no HTTP are answered and the server goes on', async () => {
    expect(await sendBytes(server.url, 'hello\r\n\r\n')).toMatch(/^HTTP\/1.1 400 .*BAD_REQUEST/s);
    expect((await server.ask('{ server { version } }')).errors).toBeUndefined();
  });
});

describe('ports', () => {
  test('a port in use is named, with a way out', async () => {
    const config = {
      port: Number(port()),
      host: '127.0.0.1',
      bodyBytesMax: 1_000,
      atLeastTimeoutMs: 0,
      requestsPerMinute: 0,
      requestTimeoutMs: 60_000,
      logLevel: 'silent',
    };
    const error = await startServer({ app: server.app, config }).catch((failure: unknown) => failure);
    expect(error).toBeInstanceOf(PortInUseError);
    expect((error as Error).message).toBe(
      `Port ${port()} on 127.0.0.1 is in use. Stop what listens there, or choose another one: PORT=${Number(port()) + 1}.`,
    );
  });

  test('a server that stops lets requests under way finish and answers no others', async () => {
    const config = {
      port: 0,
      host: '127.0.0.1',
      bodyBytesMax: 1_000_000,
      atLeastTimeoutMs: 1_500,
      requestsPerMinute: 0,
      requestTimeoutMs: 60_000,
      logLevel: 'silent',
    };
    const { projection } = server.app;
    const app = { ...server.app, projection: Object.create(projection) as typeof projection };
    const other = await startServer({ app, config });
    const isWaiting = jest.spyOn(app.projection, 'waitFor');
    const slow = send(other.url, {
      headers: JSON_TYPE,
      body: [JSON.stringify({ query: '{ configurationItems(atLeast: 999999) { revision } }' })],
    });
    await until(() => isWaiting.mock.calls.length > 0);
    const stopping = other.stop();
    expect(codeOf(await slow)).toBe('NOT_YET_VISIBLE');
    await stopping;
    await expect(send(other.url, { headers: JSON_TYPE, body: QUERY })).rejects.toThrow('ECONNREFUSED');
    await other.stop();
  });
});
