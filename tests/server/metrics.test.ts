import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { parse } from 'yaml';
import { metricsOf } from '../support/metrics';
import { ROOT } from '../support/source-tree';
import { startTestServer, type TestServer } from '../support/server';

let server: TestServer;
/** How far the server's clock is ahead. */
let aheadMs = 0;
beforeAll(async () => {
  server = await startTestServer({}, { clock: () => new Date(Date.now() + aheadMs) });
});
afterAll(() => server.stop());

const metrics = (): Promise<ReadonlyMap<string, number>> => metricsOf(server.url);

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
  expect(grown('underpin_graphql_operation_database_seconds_sum{type="query"}')).toBeGreaterThan(0);
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

test('the process and its database are told of, in the format of Prometheus', async () => {
  const { headers } = await fetch(`${server.url}/metrics`);
  expect(headers.get('content-type')).toMatch(/^text\/plain; version=0.0.4/);
  const now = await metrics();
  expect(now.get('underpin_database_up')).toBe(1);
  expect(now.get('underpin_graph_lag_revisions')).toBe(0);
  expect(now.get('underpin_graph_bytes')).toBeGreaterThan(0);
  expect(now.get('underpin_lock_holds_total')).toBeGreaterThan(0);
  expect(now.has('nodejs_eventloop_lag_p99_seconds')).toBe(true);
  expect(now.get('process_resident_memory_bytes')).toBeGreaterThan(10_000_000);
});

describe('a data source that is expected to report every hour', () => {
  const MINUTE_MS = 60_000;
  const INGEST = 'mutation ($input: IngestInput!) { ingest(input: $input) { revision } }';
  const item = { class: 'LinuxServer', nativeKey: 'n', attributes: { hostname: 'n' } };
  const send = (input: object): Promise<unknown> => server.read(INGEST, { input: { source: 'hourly', ...input } });

  interface Source {
    readonly name: string;
    readonly expectedIntervalSeconds: number | null;
    readonly lastCommitAt: string | null;
    readonly dueAt: string | null;
    readonly overdue: boolean;
  }
  const FIELDS = 'name expectedIntervalSeconds lastCommitAt dueAt overdue';
  async function source(): Promise<Source | undefined> {
    const { dataSources } = await server.read<{ dataSources: { nodes: Source[] } }>(
      `{ dataSources(first: 100) { nodes { ${FIELDS} } } }`,
    );
    return dataSources.nodes.find(({ name }) => name === 'hourly');
  }
  const isOverdue = async (): Promise<readonly (boolean | number | undefined)[]> => [
    (await source())?.overdue,
    (await metrics()).get('underpin_data_source_overdue{source="hourly"}'),
  ];
  const ages = async (): Promise<number> =>
    (Date.now() + aheadMs - Date.parse((await source())?.lastCommitAt ?? '')) / MINUTE_MS;

  beforeAll(async () => {
    const { registerDataSource } = await server.read<{ registerDataSource: { dataSource: Source } }>(
      `mutation { registerDataSource(input: { name: "hourly", expectedIntervalSeconds: 3600 }) { dataSource { ${FIELDS} } } }`,
    );
    expect(registerDataSource.dataSource).toMatchObject({ lastCommitAt: null, overdue: false });
    await server.read('mutation { registerDataSource(input: { name: "whenever" }) { revision } }');
  });
  afterAll(() => {
    aheadMs = 0;
  });

  test('is overdue when time passes, until something of it is taken, whatever that changes', async () => {
    expect(await isOverdue()).toEqual([false, 0]);
    aheadMs += 61 * MINUTE_MS;
    expect(await isOverdue()).toEqual([true, 1]);
    await send({ items: [item], mode: 'DRY_RUN' });
    await send({ items: [{ class: 'Nothing', nativeKey: 'n' }] });
    expect(await isOverdue()).toEqual([true, 1]);
    await send({ items: [item] });
    expect(await isOverdue()).toEqual([false, 0]);
    expect(await ages()).toBeLessThan(1);
    aheadMs += 59 * MINUTE_MS;
    expect(await isOverdue()).toEqual([false, 0]);
    aheadMs += 2 * MINUTE_MS;
    expect(await isOverdue()).toEqual([true, 1]);
    const before = (await metrics()).get('underpin_revision');
    await send({ items: [item] });
    expect(await isOverdue()).toEqual([false, 0]);
    expect((await metrics()).get('underpin_revision')).toBe(before);
  });

  test('has reported with a list of outages and with the commit of a sync session, too', async () => {
    aheadMs += 61 * MINUTE_MS;
    await server.read(
      'mutation { reportOutages(input: { source: "hourly", complete: true, outages: [] }) { revision } }',
    );
    expect(await ages()).toBeLessThan(1);
    aheadMs += 61 * MINUTE_MS;
    const begin = 'mutation { beginSync(input: { source: "hourly" }) { session { id } } }';
    const { beginSync } = await server.read<{ beginSync: { session: { id: string } } }>(begin);
    expect(await isOverdue()).toEqual([true, 1]);
    const commit = `mutation { commitSync(input: { session: "${beginSync.session.id}" }) { session { state } } }`;
    // It would remove all there is, and a session that waits for a person has committed nothing.
    expect(await server.read(commit)).toEqual({ commitSync: { session: { state: 'AWAITING_CONFIRMATION' } } });
    expect(await isOverdue()).toEqual([true, 1]);
    const confirm = `mutation { confirmSync(input: { session: "${beginSync.session.id}" }) { session { state } } }`;
    expect(await server.read(confirm)).toEqual({ confirmSync: { session: { state: 'COMMITTED' } } });
    expect(await isOverdue()).toEqual([false, 0]);
  });

  test('is known by other servers a moment later, and keeps its interval when it is registered anew', async () => {
    await server.app.activity.flush();
    const [stored] = await server.database.query<{ last_commit_at: string }>(
      `select last_commit_at from data_source_activity where name = 'hourly'`,
    );
    const known = await source();
    expect(Date.parse(stored?.last_commit_at ?? '')).toBe(Date.parse(known?.lastCommitAt ?? '-'));
    expect(Date.parse(known?.dueAt ?? '')).toBe(Date.parse(known?.lastCommitAt ?? '') + 60 * MINUTE_MS);
    await server.read('mutation { registerDataSource(input: { name: "hourly", description: "x" }) { revision } }');
    expect((await source())?.expectedIntervalSeconds).toBe(3_600);
    const now = await metrics();
    expect(now.get('underpin_data_source_last_commit_timestamp_seconds{source="hourly"}')).toBe(
      Date.parse(known?.lastCommitAt ?? '') / 1_000,
    );
    expect(now.has('underpin_data_source_overdue{source="whenever"}')).toBe(false);
    const refused = await server.read<{ registerDataSource: { errors: object[] } }>(
      'mutation { registerDataSource(input: { name: "hourly", expectedIntervalSeconds: 1 }) { errors { code } } }',
    );
    expect(refused.registerDataSource.errors).toEqual([{ code: 'INVALID_VALUE' }]);
  });
});

test('the rules for alerts in the README ask for what is there', async () => {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const block = /<!-- alerts:begin -->\s*```yaml\n([^`]+)```/.exec(readme)?.[1] ?? '';
  const { groups } = parse(block) as { groups: { rules: { alert: string; expr: string }[] }[] };
  const rules = groups.flatMap((group) => group.rules);
  expect(rules.map(({ alert }) => alert)).toContain('UnderpinDataSourceOverdue');
  const known = [...(await metrics()).keys()].map((name) => name.replace(/\{.*/, ''));
  for (const { expr } of rules) {
    for (const [name] of expr.matchAll(/\b(?:underpin|nodejs|process)_\w+/g)) expect(known).toContain(name);
  }
});
