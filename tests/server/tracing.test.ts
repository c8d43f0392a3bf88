import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { startProcess, type TestProcess } from '../support/process';
import { post, type Answer } from '../support/server';
import { ROOT } from '../support/source-tree';
import { startReceiver, type Receiver } from '../support/webhook-receiver';

jest.setTimeout(60_000);

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
    server = startProcess('src/main.ts', [], {
      PORT: '0',
      DATABASE_URL: database.url,
      UNDERPIN_LOG_LEVEL: 'trace',
      UNDERPIN_WEBHOOK_ALLOW: '127.0.0.1',
      UNDERPIN_RATE_LIMIT: '0',
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_SERVICE_NAME: 'cmdb-under-test',
      OTEL_BSP_SCHEDULE_DELAY: '100',
    });
    [, url = ''] = await server.says(/ready at (http:[^\s"]+)/);
    await doEverything();
    server.kill('SIGTERM');
    expect(await server.ended()).toBe(0);
  });
  afterAll(async () => {
    server.kill('SIGKILL');
    await Promise.all([collector.stop(), hook.stop(), database.drop()]);
  });

  async function doEverything(): Promise<void> {
    await post(url, { query: 'mutation { registerDataSource(input: { name: "scan" }) { revision } }' });
    await post(url, { query: `mutation { createWebhook(input: { url: "${hook.url}" }) { errors { message } } }` });
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
    expect(JSON.stringify(sent())).not.toContain(SECRET);
  });

  test('writes a log in which every line is JSON, and every line of a request names it and its trace', () => {
    const lines = server
      .output()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
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
