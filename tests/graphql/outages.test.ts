import { encodeItemId } from '../../src/domain/opaque-id';
import type { RelationshipId } from '../../src/domain/ids';
import { creation, relation, testItem, testRelationship } from '../support/plans';
import { startTestServer, testId, type TestServer } from '../support/server';
import { gate } from '../support/gates';

/*
 *   shop (1) ─▶ web (2), api (3): either is enough ─▶ host (4)
 */
const NAMES = ['shop', 'web', 'api', 'host'];
const CLASSES = ['BusinessService', 'LinuxServer', 'LinuxServer', 'Hypervisor'];
const LINKS = [
  [1, 2],
  [1, 3],
  [2, 4],
  [3, 4],
] as const;

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({}, { withSqlTwin: true });
  const items = NAMES.map((name, place) =>
    testItem(testId(place + 1), {
      name,
      className: CLASSES[place] ?? '',
      gates: name === 'shop' ? [gate('DEPENDS_ON')] : [],
    }),
  );
  const links = LINKS.map(([source, target], place) =>
    testRelationship((1_000_000 + place) as RelationshipId, testId(source), testId(target), {
      type: source === 1 ? 'DEPENDS_ON' : 'RUNS_ON',
    }),
  );
  await server.write({ items: items.map(creation), relationships: links.map(relation) });
  await server.read('mutation { registerDataSource(input: { name: "pager" }) { revision } }');
});

afterEach(() => server.database.query('truncate outage, outage_version'));
afterAll(() => server.stop());

const ref = (number: number): string => `{ id: "${encodeItemId(testId(number))}" }`;
const minutes = (count: number): string => new Date(Date.now() + count * 60_000).toISOString();

interface Opened {
  readonly outcome: string;
  readonly revision: number;
  readonly outage: { readonly id: string } | null;
  readonly errors: readonly { readonly code: string; readonly path: readonly string[] }[];
}

const open = async (item: number, more = ''): Promise<Opened> => {
  const input = `{ configurationItem: ${ref(item)} ${more} }`;
  const fields = 'outcome revision outage { id open from until planned } errors { code path message }';
  return (await server.read<{ openOutage: Opened }>(`mutation { openOutage(input: ${input}) { ${fields} } }`))
    .openOutage;
};

const statesNow = async (moment = ''): Promise<Record<string, string | null>> => {
  const { items } = await server.read<{ items: { nodes: { name: string; state: string | null }[] } }>(
    `{ items: configurationItems(filter: { classes: ["BusinessService", "LinuxServer", "Hypervisor"] } ${moment}) { nodes { name state } } }`,
  );
  return Object.fromEntries(items.nodes.map(({ name, state }) => [name, state]));
};

const report = async (outages: string, more = ''): Promise<readonly Record<string, unknown>[]> => {
  const { reportOutages } = await server.read<{ reportOutages: { results: Record<string, unknown>[] } }>(
    `mutation { reportOutages(input: { source: "pager", outages: [${outages}] ${more} }) { results { index key outcome errors { code path } } } }`,
  );
  return reportOutages.results;
};

test('an open outage shows in the state of every item, in impact without arguments, and goes when it is closed', async () => {
  expect(await statesNow()).toEqual({ shop: 'OK', web: 'OK', api: 'OK', host: 'OK' });
  const opened = await open(2);
  expect(opened).toMatchObject({ outcome: 'CREATED', outage: { open: true, until: null, planned: false } });
  expect(await statesNow()).toEqual({ shop: 'AT_RISK', web: 'DOWN', api: 'OK', host: 'OK' });

  const hit = 'impacted { nodes { configurationItem { name } state stateBefore } }';
  const { now, without, more } = await server.read<Record<string, { impacted: { nodes: unknown[] } }>>(
    `{ now: impact { ${hit} openOutages { nodes { configurationItem { name } } } }
       without: impact(withOpenOutages: false) { ${hit} }
       more: impact(outages: [{ configurationItem: ${ref(3)} }]) { ${hit} } }`,
  );
  expect(now).toEqual({
    impacted: {
      nodes: [
        { configurationItem: { name: 'web' }, state: 'DOWN', stateBefore: 'DOWN' },
        { configurationItem: { name: 'shop' }, state: 'AT_RISK', stateBefore: 'AT_RISK' },
      ],
    },
    openOutages: { nodes: [{ configurationItem: { name: 'web' } }] },
  });
  expect(without?.impacted.nodes).toEqual([]);
  expect(more?.impacted.nodes).toEqual([
    { configurationItem: { name: 'web' }, state: 'DOWN', stateBefore: 'DOWN' },
    { configurationItem: { name: 'api' }, state: 'DOWN', stateBefore: 'OK' },
    { configurationItem: { name: 'shop' }, state: 'DOWN', stateBefore: 'AT_RISK' },
  ]);

  const { closeOutage } = await server.read<{ closeOutage: { outcome: string } }>(
    `mutation { closeOutage(input: { outage: "${opened.outage?.id}", reason: "rebooted" }) { outcome outage { open } } }`,
  );
  expect(closeOutage).toEqual({ outcome: 'CLOSED', outage: { open: false } });
  expect(await statesNow()).toEqual({ shop: 'OK', web: 'OK', api: 'OK', host: 'OK' });
  expect((await statesNow(`at: { revision: ${opened.revision} }`))['web']).toBe('DOWN');
});

test('a late report shows in the past that it happened in by time, and by revision as it was known then', async () => {
  const past = minutes(0);
  const before = await server.read<{ server: { revision: number } }>('{ server { revision } }');
  await new Promise((resolve) => setTimeout(resolve, 20));
  await open(4, `from: "${minutes(-60)}"`);
  expect(await statesNow(`at: { time: "${past}" }`)).toEqual({ shop: 'DOWN', web: 'DOWN', api: 'DOWN', host: 'DOWN' });
  expect(await statesNow(`at: { revision: ${before.server.revision} }`)).toEqual({
    shop: 'OK',
    web: 'OK',
    api: 'OK',
    host: 'OK',
  });
});

test('maintenance to come counts when its time comes, and one that has not begun is taken back', async () => {
  expect(await open(2, `from: "${minutes(60)}"`)).toMatchObject({
    outcome: 'REJECTED',
    outage: null,
    errors: [{ code: 'INVALID_VALUE', path: ['from'] }],
  });
  const { outage } = await open(2, `from: "${minutes(60)}", until: "${minutes(90)}", planned: true`);
  expect((await statesNow())['web']).toBe('OK');
  const { closeOutage } = await server.read(
    `mutation { closeOutage(input: { outage: "${outage?.id}" }) { outcome outage { open planned } } }`,
  );
  const { outages } = await server.read(
    '{ outages(filter: { open: false, planned: true }) { totalCount nodes { state } } }',
  );
  expect(closeOutage).toEqual({ outcome: 'CLOSED', outage: { open: false, planned: true } });
  expect(outages).toEqual({ totalCount: 1, nodes: [{ state: 'DOWN' }] });
});

test('a tool reports its list as often as it likes; a complete one closes what it omits, and nothing it names wrongly', async () => {
  const web = `{ key: "a", configurationItem: ${ref(2)} }`;
  const api = `{ key: "b", configurationItem: ${ref(3)}, state: DEGRADED }`;
  expect(await report(`${web}, ${api}`)).toEqual([
    { index: 0, key: 'a', outcome: 'CREATED', errors: [] },
    { index: 1, key: 'b', outcome: 'CREATED', errors: [] },
  ]);
  const { server: known } = await server.read<{ server: { revision: number } }>('{ server { revision } }');
  expect((await report(`${web}, ${api}`)).map(({ outcome }) => outcome)).toEqual(['UNCHANGED', 'UNCHANGED']);
  expect((await server.read<{ server: { revision: number } }>('{ server { revision } }')).server).toEqual(known);
  await open(4, 'key: "by hand"');

  const wrong = `{ key: "b", configurationItem: ${ref(3)}, state: OK }, { key: "c", configurationItem: { id: "ci_zzz" } }`;
  expect(await report(wrong, 'complete: true')).toEqual([
    { index: 0, key: 'b', outcome: 'REJECTED', errors: [{ code: 'INVALID_VALUE', path: ['state'] }] },
    { index: 1, key: 'c', outcome: 'REJECTED', errors: [{ code: 'INVALID_REFERENCE', path: ['configurationItem'] }] },
    { index: null, key: 'a', outcome: 'CLOSED', errors: [] },
  ]);
  const { outages } = await server.read<{ outages: unknown }>(
    '{ outages(filter: { open: true }) { nodes { key source state } } }',
  );
  expect(outages).toEqual({
    nodes: [
      { key: 'by hand', source: 'manual', state: 'DOWN' },
      { key: 'b', source: 'pager', state: 'DEGRADED' },
    ],
  });
});

test('what comes back after it ended is another outage under the same key', async () => {
  const web = `{ key: "a", configurationItem: ${ref(2)} }`;
  await report(web);
  await report('', 'complete: true');
  expect((await report(web))[0]).toMatchObject({ outcome: 'CREATED' });
  const { outages } = await server.read<{ outages: { nodes: { open: boolean }[] } }>(
    `{ outages(filter: { configurationItems: [${ref(2)}] }) { nodes { key open } } }`,
  );
  expect(outages.nodes).toEqual([
    { key: 'a', open: true },
    { key: 'a', open: false },
  ]);
});

test('the outages of a merged item are those of the survivor for as long as it is merged, and at no other moment', async () => {
  const { revision: opened } = await open(2, 'key: "by hand"');
  await report(`{ key: "a", configurationItem: ${ref(2)}, state: DEGRADED }`);
  const { mergeConfigurationItems: merge } = await server.read<{ mergeConfigurationItems: { revision: number } }>(
    `mutation { mergeConfigurationItems(input: { survivor: ${ref(3)}, merged: [${ref(2)}] }) { revision errors { message } } }`,
  );
  expect(await statesNow()).toEqual({ shop: 'DOWN', api: 'DOWN', host: 'OK' });
  const asked = `{ impact { openOutages { nodes { configurationItem { name } } } }
    outages(filter: { configurationItems: [${ref(3)}] }) { totalCount nodes { key configurationItem { name } } } }`;
  expect(await server.read(asked)).toEqual({
    impact: {
      openOutages: { nodes: [{ configurationItem: { name: 'api' } }, { configurationItem: { name: 'api' } }] },
    },
    outages: {
      totalCount: 2,
      nodes: ['a', 'by hand'].map((key) => ({ key, configurationItem: { name: 'api' } })),
    },
  });
  // A tool that knows the merged item by its old id says nothing new.
  expect(await report(`{ key: "a", configurationItem: ${ref(2)}, state: DEGRADED }`)).toEqual([
    { index: 0, key: 'a', outcome: 'UNCHANGED', errors: [] },
  ]);
  expect(await statesNow(`at: { revision: ${opened} }`)).toMatchObject({ web: 'DOWN', api: 'OK', shop: 'AT_RISK' });

  await server.read(`mutation { undoMerge(input: { revision: ${merge.revision} }) { revision errors { message } } }`);
  expect(await statesNow()).toMatchObject({ web: 'DOWN', api: 'OK', host: 'OK' });
  expect(await statesNow(`at: { revision: ${merge.revision} }`)).toEqual({ shop: 'DOWN', api: 'DOWN', host: 'OK' });
});

test('wrong outages are refused one by one, with what to do', async () => {
  const good = `{ key: "a", configurationItem: ${ref(2)} }`;
  const reversed = `{ key: "r", configurationItem: ${ref(2)}, from: "2026-01-02T00:00:00Z", until: "2026-01-01T00:00:00Z" }`;
  expect(await report(`${good}, ${good}, ${reversed}, { key: "", configurationItem: ${ref(3)} }`)).toEqual([
    { index: 0, key: 'a', outcome: 'CREATED', errors: [] },
    { index: 1, key: 'a', outcome: 'REJECTED', errors: [{ code: 'BATCH_CONFLICT', path: ['key'] }] },
    { index: 2, key: 'r', outcome: 'REJECTED', errors: [{ code: 'INVALID_VALUE', path: ['until'] }] },
    { index: 3, key: '', outcome: 'REJECTED', errors: [{ code: 'INVALID_VALUE', path: ['key'] }] },
  ]);
  expect(
    await server.codes('mutation { reportOutages(input: { source: "nobody", outages: [] }) { revision } }'),
  ).toEqual(['UNKNOWN_SOURCE']);
  const { closeOutage } = await server.read<{ closeOutage: unknown }>(
    'mutation { closeOutage(input: { outage: "out_zz" }) { outcome outage { id } errors { code path } } }',
  );
  expect(closeOutage).toEqual({
    outcome: 'REJECTED',
    outage: null,
    errors: [{ code: 'INVALID_REFERENCE', path: ['outage'] }],
  });
});

test('the same report from many at once is one outage', async () => {
  const web = `{ key: "a", configurationItem: ${ref(2)} }`;
  const results = await Promise.all(Array.from({ length: 8 }, () => report(web)));
  expect(results.flat().filter(({ outcome }) => outcome === 'CREATED')).toHaveLength(1);
  const { outages } = await server.read<{ outages: unknown }>('{ outages { totalCount } }');
  expect(outages).toEqual({ totalCount: 1 });
});

test('trying writes nothing, and the log tells what a recorded outage was', async () => {
  const { openOutage } = await server.read<{ openOutage: unknown }>(
    `mutation { openOutage(input: { configurationItem: ${ref(2)}, dryRun: true }) { outcome outage { id } operation { id } } }`,
  );
  expect(openOutage).toEqual({ outcome: 'CREATED', outage: null, operation: null });
  await report(`{ key: "a", configurationItem: ${ref(2)}, from: "2026-01-01T00:00:00Z", reason: "disk" }`);
  await report(`{ key: "a", configurationItem: ${ref(2)}, state: DEGRADED }`);
  const { changes } = await server.read<{ changes: { nodes: unknown[] } }>(
    '{ changes(filter: { entities: [OUTAGE] }, first: 2) { nodes { kind configurationItem { name } values { path before after } changeSet { operation { kind } } } } }',
  );
  expect(changes.nodes).toEqual([
    {
      kind: 'UPDATED',
      configurationItem: { name: 'web' },
      values: [{ path: 'state', before: 'DOWN', after: 'DEGRADED' }],
      changeSet: { operation: { kind: 'OUTAGE' } },
    },
    {
      kind: 'CREATED',
      configurationItem: { name: 'web' },
      values: [
        { path: 'from', before: null, after: '2026-01-01T00:00:00.000Z' },
        { path: 'item', before: null, after: encodeItemId(testId(2)) },
        { path: 'planned', before: null, after: false },
        { path: 'reason', before: null, after: 'disk' },
        { path: 'state', before: null, after: 'DOWN' },
        { path: 'until', before: null, after: null },
      ],
      changeSet: { operation: { kind: 'OUTAGE' } },
    },
  ]);
});

test('lists of outages page both ways', async () => {
  const list = Array.from(
    { length: 5 },
    (_, place) =>
      `{ key: "k${place}", configurationItem: ${ref(2)}, from: "2026-01-0${place + 1}T00:00:00Z", until: "2026-01-0${place + 1}T01:00:00Z" }`,
  );
  await report(list.join(', '));
  const page = async (args: string) =>
    (
      await server.read<{
        outages: { nodes: { key: string }[]; pageInfo: { endCursor: string; hasNextPage: boolean } };
      }>(`{ outages(${args}) { nodes { key } pageInfo { endCursor hasNextPage } } }`)
    ).outages;
  const first = await page('first: 2');
  expect(first.nodes.map(({ key }) => key)).toEqual(['k4', 'k3']);
  const second = await page(`first: 4, after: "${first.pageInfo.endCursor}"`);
  expect(second.nodes.map(({ key }) => key)).toEqual(['k2', 'k1', 'k0']);
  expect(second.pageInfo.hasNextPage).toBe(false);
  expect((await page('last: 1')).nodes).toEqual([{ key: 'k0' }]);
});

test('what a tool reported is found by its data source, in the list and in the feed; what was opened by hand has none', async () => {
  const { head } = server.app.projection;
  await report(`{ key: "INC-9", configurationItem: ${ref(3)} }`);
  const [byTool, byHand] = [head + 1, (await open(2)).revision];
  await report('', 'complete: true');
  const filter = `filter: { since: ${head}, entities: [OUTAGE]`;
  const { all, pager } = await server.read<Record<string, { nodes: { changeSet: object }[] }>>(
    `{ all: changes(${filter} }) { nodes { changeSet { revision source } } }
       pager: changes(${filter}, sources: ["pager"] }) { nodes { changeSet { revision source } } } }`,
  );
  const told = [
    { changeSet: { revision: byHand + 1, source: 'pager' } },
    { changeSet: { revision: byHand, source: null } },
    { changeSet: { revision: byTool, source: 'pager' } },
  ];
  expect(all?.nodes).toEqual(told);
  expect(pager?.nodes).toEqual([told[0], told[2]]);
  const feed = await fetch(`${server.url}/changes?since=${head}&follow=false&source=pager`);
  const lines = (await feed.text()).trim().split('\n');
  const events = lines.map((line) => JSON.parse(line) as { changeSet: { revision: number } | null });
  expect(events.flatMap(({ changeSet }) => changeSet?.revision ?? [])).toEqual([byTool, byHand + 1]);
});
