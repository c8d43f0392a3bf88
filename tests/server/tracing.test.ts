import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { startProcess, type TestProcess } from '../support/process';
import { codesOf, post, type Answer } from '../support/server';
import { ROOT } from '../support/source-tree';
import { startReceiver, type Receiver } from '../support/webhook-receiver';

/** What a collector of OpenTelemetry is sent, as far as it is looked at. */
interface Sent {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeSpans: readonly { readonly spans: readonly Span[] }[];
  }[];
}
interface Attribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}
interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly attributes: readonly Attribute[];
  readonly links?: readonly { readonly traceId: string }[];
}

const SECRET = 'value-that-is-nobodys-business';
interface LogLine {
  readonly [field: string]: unknown;
  readonly err?: { readonly code?: string; readonly constraint?: string; readonly stack: string };
}

const PARKED = `{ parkedItems(filter: { sources: ["${SECRET}"] }) { totalCount } }`;
const FOR_COLLECTOR = 'what-the-collector-asks-for';
const PASSWORD = 'password-of-the-database';
const MISTYPED = 'mistyped-token';
const trace = (digit: string): string => digit.repeat(32);
const parent = (digit: string): string => `00-${trace(digit)}-${'1'.repeat(16)}-01`;

describe('a server with a collector', () => {
  let database: TestDatabase;
  let collector: Receiver;
  let hook: Receiver;
  let server: TestProcess;
  let url = '';
  /** By the header that it was asked with. */
  const requestIds = new Map<string, string>();
  /** What was said or sent, and gives access or is nobody's business. */
  const secrets = [SECRET, FOR_COLLECTOR, MISTYPED];

  async function ask<Data>(digit: string, query: string, variables: object = {}): Promise<Answer<Data>> {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', traceparent: parent(digit) },
      body: JSON.stringify({ query, variables }),
    });
    requestIds.set(digit, response.headers.get('x-request-id') ?? '');
    return (await response.json()) as Answer<Data>;
  }

  beforeAll(async () => {
    [database, collector, hook] = await Promise.all([createTestDatabase(), startReceiver(), startReceiver()]);
    const withPassword = new URL(database.url);
    withPassword.password ||= PASSWORD;
    secrets.push(withPassword.password);
    server = startProcess('src/main.ts', [], {
      PORT: '0',
      DATABASE_URL: withPassword.href,
      UNDERPIN_LOG_LEVEL: 'trace',
      UNDERPIN_WEBHOOK_ALLOW: '127.0.0.1',
      UNDERPIN_RATE_LIMIT: '0',
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_HEADERS: `authorization=Basic ${FOR_COLLECTOR}`,
      OTEL_SERVICE_NAME: 'cmdb-under-test',
      OTEL_BSP_SCHEDULE_DELAY: '100',
    });
    [, url = ''] = await server.says(/ready at (http:[^\s"]+)/);
    await doEverything();
    await failAtEverything();
    server.kill('SIGTERM');
    expect(await server.ended()).toBe(0);
  });
  afterAll(async () => {
    server.kill('SIGKILL');
    await Promise.all([collector.stop(), hook.stop(), database.drop()]);
  });

  async function doEverything(): Promise<void> {
    await post(url, { query: 'mutation { registerDataSource(input: { name: "scan" }) { revision } }' });
    const hooked = await post<{ createWebhook: { secret: string } }>(url, {
      query: `mutation { createWebhook(input: { url: "${hook.url}" }) { secret } }`,
    });
    secrets.push(hooked.data?.createWebhook.secret ?? '');
    const item = { class: 'LinuxServer', nativeKey: SECRET, attributes: { hostname: SECRET } };
    const ingested = await ask<{ ingest: { results: { configurationItem: { id: string } }[] } }>(
      'a',
      'mutation ($input: IngestInput!) { ingest(input: $input) { results { configurationItem { id } } } }',
      { input: { source: 'scan', items: [item] } },
    );
    const id = ingested.data?.ingest.results[0]?.configurationItem.id;
    const impact = `query Reach { impact(outages: [{ configurationItem: { id: "${id}" } }]) { summary { byState { count } } }
      topology(roots: [{ id: "${id}" }]) { itemCount } cutSets(target: { id: "${id}" }) { counts { count } }
      configurationItems(search: "${SECRET}") { totalCount } }`;
    expect((await ask('b', impact)).errors).toBeUndefined();
    await ask('c', '{ nothing }');
    const streamed = await fetch(`${url}/ingest?source=scan`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson', traceparent: parent('d') },
      body: `${JSON.stringify({ item: { ...item, nativeKey: 'k2', attributes: { hostname: 'other' } } })}\n`,
    });
    expect(await streamed.text()).toContain('summary');
    const socket = createClient({ url: `${url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket });
    const asked = { query: '{ configurationItems { totalCount } }', extensions: { traceparent: parent('e') } };
    for await (const answer of socket.iterate(asked)) expect(answer.errors).toBeUndefined();
    await socket.dispose();
    await hook.until(1);
  }

  /** Faults in the middle of what holds values and secrets, asked for by somebody with a token, and by somebody with a wrong one. */
  async function failAtEverything(): Promise<void> {
    const made = await post<{ createApiToken: { secret: string } }>(url, {
      query: 'mutation { createApiToken(input: { name: "admin", role: ADMINISTRATOR }) { secret } }',
    });
    const token = made.data?.createApiToken.secret ?? '';
    secrets.push(token);
    const faulty = [
      [
        `alter table configuration_item add constraint refused_item check (name not like 'refused%') not valid`,
        `mutation { upsertConfigurationItem(input: { class: "BusinessService", name: "refused ${SECRET}" }) { revision } }`,
      ],
      [
        `alter table webhook add constraint refused_hook check (description <> 'refused') not valid`,
        `mutation { createWebhook(input: { url: "${hook.url}", description: "refused" }) { secret } }`,
      ],
      ['alter table parked_record rename to gone', PARKED],
    ] as const;
    for (const [sql, query] of faulty) {
      await database.database.query(sql);
      expect(codesOf(await post(url, { query }, token))).toEqual(['INTERNAL']);
    }
    expect(codesOf(await post(url, { query: PARKED }, MISTYPED))).toEqual(['UNAUTHENTICATED']);
    const asked = new URLSearchParams({ query: '{ viewer { name } }', variables: `{"x":"${SECRET}"}`, token });
    const got = await fetch(`${url}/graphql?${asked.toString()}`, {
      headers: { authorization: `Bearer ${token}`, 'apollo-require-preflight': '1', cookie: SECRET },
    });
    expect(await got.text()).toContain('"admin"');
    for (const authorization of [`Bearer ${token}`, `Bearer ${MISTYPED}`]) {
      const connectionParams = { authorization };
      const socket = createClient({
        url: `${url.replace('http', 'ws')}/graphql`,
        webSocketImpl: WebSocket,
        retryAttempts: 0,
        connectionParams,
      });
      const answer = socket.iterate({ query: PARKED }).next();
      if (authorization.includes(MISTYPED)) await expect(answer).rejects.toMatchObject({ code: 4401 });
      else expect((await answer).value).toMatchObject({ errors: [{ extensions: { code: 'INTERNAL' } }] });
      await socket.dispose();
    }
  }

  const logged = (): readonly LogLine[] =>
    server
      .output()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as LogLine);
  const sent = (): readonly Sent[] => collector.received.map(({ text }) => JSON.parse(text) as Sent);
  const spans = (): readonly Span[] =>
    sent().flatMap(({ resourceSpans }) =>
      resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((one) => one.spans)),
    );
  const ofTrace = (digit: string): readonly Span[] => spans().filter(({ traceId }) => traceId === trace(digit));
  const namesOf = (digit: string): readonly string[] => ofTrace(digit).map(({ name }) => name);
  const valueOf = ({ attributes }: Span, key: string): unknown =>
    Object.values(attributes.find((one) => one.key === key)?.value ?? {})[0];

  /** The names of the spans around one, the outermost first. */
  function around(digit: string, name: string): readonly string[] {
    const all = new Map(ofTrace(digit).map((span) => [span.spanId, span]));
    const path: string[] = [];
    for (let span = ofTrace(digit).find((one) => one.name === name); span; span = all.get(span.parentSpanId ?? '')) {
      path.unshift(span.name);
    }
    return path;
  }

  test('is told of a write: request, operation, what it prepared, waited for, held and committed', () => {
    expect(around('a', 'write prepare')).toEqual(['POST /graphql', 'graphql mutation', 'write', 'write prepare']);
    expect(around('a', 'write wait')).toEqual(['POST /graphql', 'graphql mutation', 'write', 'write wait']);
    expect(around('a', 'write lock').slice(-2)).toEqual(['write hold', 'write lock']);
    expect(around('a', 'sql COMMIT').slice(-2)).toEqual(['write hold', 'sql COMMIT']);
    const locked = ofTrace('a').find(({ name }) => name === 'write lock');
    expect(ofTrace('a').find(({ parentSpanId }) => parentSpanId === locked?.spanId)?.name).toMatch(/^sql /);
    const first = ofTrace('a').find(({ name }) => name === 'POST /graphql');
    expect(first?.parentSpanId).toBe('1'.repeat(16));
    expect(first && valueOf(first, 'underpin.request_id')).toBe(requestIds.get('a'));
  });

  test('is told of analyses, of statements, of what is refused, and of what comes as a stream or over WebSocket', () => {
    expect(namesOf('b')).toEqual(expect.arrayContaining(['impact', 'topology', 'cut sets', 'sql SELECT']));
    expect(around('b', 'impact')).toEqual(['POST /graphql', 'graphql query', 'impact']);
    const query = ofTrace('b').find(({ name }) => name === 'graphql query');
    expect(query && Number(valueOf(query, 'underpin.sql_statements'))).toBeGreaterThan(0);
    const refused = ofTrace('c').find(({ name }) => name.startsWith('graphql'));
    expect(JSON.stringify(refused?.attributes)).toContain('BAD_REQUEST');
    expect(around('d', 'write').slice(0, 2)).toEqual(['POST /ingest', 'ingest chunk']);
    expect(namesOf('e')).toEqual(expect.arrayContaining(['graphql query', 'sql SELECT']));
  });

  test('is told of a webhook, whose receiver can go on with the trace', () => {
    const [, traceId, spanId] = String(hook.received[0]?.headers['traceparent']).split('-');
    expect(spans().find((span) => span.traceId === traceId && span.spanId === spanId)?.name).toBe('webhook');
  });

  test('is told the name of the service and no value', () => {
    expect(JSON.stringify(sent()[0]?.resourceSpans[0]?.resource)).toContain('"cmdb-under-test"');
    expect(collector.received[0]?.headers.authorization).toBe(`Basic ${FOR_COLLECTOR}`);
    expect(secrets.filter((secret) => JSON.stringify(sent()).includes(secret))).toEqual([]);
  });

  test('writes every fault into its log, with where it is and without what it was working with', () => {
    expect(secrets.map((secret) => secret.length > 10)).toEqual(secrets.map(() => true));
    expect(secrets.length).toBe(6);
    expect(secrets.filter((secret) => server.output().includes(secret))).toEqual([]);
    const faults = logged().filter(({ msg }) => msg === 'fault');
    expect(faults.map(({ err }) => [err?.code, err?.constraint])).toEqual([
      ['23514', 'refused_item'],
      ['23514', 'refused_hook'],
      ['42P01', undefined],
      ['42P01', undefined],
    ]);
    for (const { err, reqId } of faults)
      expect([err?.stack, reqId]).toEqual([expect.stringMatching(/\n +at /), expect.any(String)]);
  });

  test('writes a log in which every line is JSON, and every line of a request names it and its trace', () => {
    const lines = logged();
    expect(lines.length).toBeGreaterThan(10);
    for (const digit of ['a', 'b', 'c']) {
      const own = lines.filter(({ reqId }) => reqId === requestIds.get(digit));
      expect(own.map(({ msg }) => msg)).toEqual(expect.arrayContaining(['incoming request', 'request completed']));
      // The first line is written before anything of the request has been read.
      expect(own.slice(1).map((line) => line['trace_id'])).toEqual(own.slice(1).map(() => trace(digit)));
    }
    const aboutRequests = lines.filter((line) => 'req' in line || 'res' in line);
    expect(aboutRequests.filter(({ reqId }) => typeof reqId !== 'string')).toEqual([]);
  });
});

test('a server without a collector does not even load what would tell it', () => {
  const script = `
    require('./src/cli/run-server');
    console.log(JSON.stringify([
      require('./src/config').readConfig({}).serviceName,
      require('./src/config').readConfig({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c', OTEL_TRACES_EXPORTER: 'none' }).serviceName,
      require('./src/config').readConfig({ OTEL_TRACES_EXPORTER: 'otlp' }).serviceName,
      Object.keys(require.cache).flatMap((path) => /@opentelemetry.([a-z-]+)/.exec(path)?.[1] ?? []).filter((name) => name !== 'api'),
    ]));`;
  const register = join(ROOT, 'tests/support/register.cjs');
  const said = execFileSync(process.execPath, ['-r', register, '-e', script], { cwd: ROOT, encoding: 'utf8' });
  expect(JSON.parse(said)).toEqual([null, null, 'underpin', []]);
});
