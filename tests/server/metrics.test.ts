import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { startTestServer, type TestServer } from '../support/server';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

/** The numbers of GET /metrics, by their name with labels as they are written there. */
async function metrics(): Promise<ReadonlyMap<string, number>> {
  const response = await fetch(`${server.url}/metrics`);
  expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0.0.4/);
  const lines = (await response.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
  );
}

/** How much a number has grown while something was done. */
async function growth(work: () => Promise<unknown>): Promise<(name: string) => number> {
  const before = await metrics();
  await work();
  const after = await metrics();
  return (name) => (after.get(name) ?? 0) - (before.get(name) ?? 0);
}

test('operations are counted with what they cost, the statements they ran and the codes of their errors', async () => {
  const grown = await growth(async () => {
    await server.read('{ configurationItems(first: 7) { nodes { id } } }');
    expect(await server.codes('{ a: configurationItems(first: 5000) { nodes { id } } }')).toEqual(['LIMIT_EXCEEDED']);
    expect(await server.codes('{ nothing }')).toEqual(['BAD_REQUEST']);
  });
  expect(grown('underpin_graphql_operation_seconds_count{type="query"}')).toBe(2);
  expect(grown('underpin_graphql_operation_seconds_count{type="none"}')).toBe(1);
  // Of seven items and of five thousand; what is not understood has no price.
  expect(grown('underpin_graphql_operation_cost_sum{type="query"}')).toBe(5_007);
  expect(grown('underpin_graphql_operation_statements_sum{type="query"}')).toBeGreaterThanOrEqual(1);
  expect(grown('underpin_graphql_errors_total{code="LIMIT_EXCEEDED"}')).toBe(1);
  expect(grown('underpin_graphql_errors_total{code="BAD_REQUEST"}')).toBe(1);
  expect(grown('underpin_http_request_seconds_count{method="POST",route="/graphql",status="200"}')).toBe(2);
  expect(grown('underpin_http_request_seconds_count{method="POST",route="/graphql",status="400"}')).toBe(1);
});

test('records are counted by what became of them, and a rehearsal is none', async () => {
  await server.read('mutation { registerDataSource(input: { name: "scan" }) { revision } }');
  const ingest = `mutation ($input: IngestInput!) { ingest(input: $input) { revision } }`;
  const item = (nativeKey: string): object => ({
    class: 'LinuxServer',
    nativeKey,
    attributes: { hostname: nativeKey },
  });
  const input = {
    source: 'scan',
    items: [item('a'), item('b'), { class: 'Nothing', nativeKey: 'c' }],
    relationships: [
      {
        type: 'DEPENDS_ON',
        source: { native: { source: 'scan', key: 'a' } },
        target: { native: { source: 'scan', key: 'b' } },
      },
    ],
  };
  const grown = await growth(async () => {
    await server.read(ingest, { input: { ...input, mode: 'DRY_RUN' } });
    await server.read(ingest, { input });
    await server.read(ingest, { input });
  });
  const records = (kind: string, outcome: string): number =>
    grown(`underpin_ingest_records_total{kind="${kind}",outcome="${outcome}"}`);
  expect([records('item', 'CREATED'), records('item', 'UNCHANGED'), records('item', 'REJECTED')]).toEqual([2, 2, 2]);
  expect([records('relationship', 'CREATED'), records('relationship', 'UNCHANGED')]).toEqual([1, 1]);
  expect(grown('underpin_revision')).toBe(grown('underpin_change_sets_total'));
  expect(grown('underpin_graph_items')).toBe(2);
  expect(grown('underpin_graph_relationships')).toBe(1);
});

test('open streams and subscriptions are counted while they are open', async () => {
  const leaves = new AbortController();
  const client = createClient({ url: `${server.url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket });
  const grown = await growth(async () => {
    await fetch(`${server.url}/changes?since=0`, { signal: leaves.signal });
    await new Promise<void>((resolve) => {
      client.subscribe(
        { query: 'subscription { changes(since: 0) { revision } }' },
        { next: () => resolve(), error: () => undefined, complete: () => undefined },
      );
    });
  });
  expect([grown('underpin_change_streams'), grown('underpin_subscriptions')]).toEqual([1, 1]);
  leaves.abort();
  await client.dispose();
});

test('the process and its database are told of', async () => {
  const now = await metrics();
  expect(now.get('underpin_database_up')).toBe(1);
  expect(now.get('underpin_graph_lag_revisions')).toBe(0);
  expect(now.has('nodejs_eventloop_lag_p99_seconds')).toBe(true);
  expect(now.get('process_resident_memory_bytes')).toBeGreaterThan(10_000_000);
});
