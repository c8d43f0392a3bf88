import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { encodeItemId } from '../../src/domain/opaque-id';
import type { RelationshipId } from '../../src/domain/ids';
import { creation, relation, testItem, testRelationship } from '../support/plans';
import { startTestServer, testId, type TestServer } from '../support/server';

/*
 *   shop (1) ─▶ pool (2) ─ any ─▶ web-a (3) ─▶ rack-a (5)
 *                             └─▶ web-b (4) ─▶ rack-b (6)
 *   blog (7) ─▶ web-a
 */
const NAMES = ['shop', 'pool', 'web-a', 'web-b', 'rack-a', 'rack-b', 'blog'];
const CLASSES = [
  'BusinessService',
  'LoadBalancerPool',
  'LinuxServer',
  'LinuxServer',
  'Rack',
  'Rack',
  'BusinessService',
];
const LINKS = [
  [1, 'DEPENDS_ON', 2],
  [2, 'BALANCES_TO', 3],
  [2, 'BALANCES_TO', 4],
  [3, 'LOCATED_IN', 5],
  [4, 'LOCATED_IN', 6],
  [7, 'DEPENDS_ON', 3],
] as const;

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({}, { withSqlTwin: true });
  const items = NAMES.map((name, place) =>
    testItem(testId(place + 1), {
      name,
      className: CLASSES[place] ?? '',
      canFail: !name.startsWith('pool'),
      attributes: name.startsWith('web') ? { failureProbability: 0.1 } : {},
    }),
  );
  const links = LINKS.map(([source, type, target], place) =>
    testRelationship((1_000_000 + place) as RelationshipId, testId(source), testId(target), { type }),
  );
  await server.write({ items: items.map(creation), relationships: links.map(relation) });
});

afterAll(() => server.stop());

const stored = (name: string): string => `{ id: "${encodeItemId(testId(NAMES.indexOf(name) + 1))}" }`;

interface Sets {
  readonly sets: { readonly totalCount: string; readonly nodes: readonly Named[] };
  readonly probability: { readonly low: number; readonly high: number; readonly exact: boolean } | null;
  readonly coverage: { readonly reason: string | null; readonly complete: boolean };
}
interface Named {
  readonly configurationItems: readonly { readonly name: string; readonly id: string }[];
}

const ask = async (target: string, more: string): Promise<Sets> => {
  const fields = `sets { totalCount nodes { configurationItems { name id } } } probability { low high exact }
    coverage { reason complete }`;
  return (await server.read<{ cutSets: Sets }>(`{ cutSets(target: ${stored(target)} ${more}) { ${fields} } }`)).cutSets;
};

const namesOf = ({ sets }: Sets): readonly string[] =>
  sets.nodes
    .map(({ configurationItems }) =>
      configurationItems
        .map(({ name }) => name)
        .toSorted()
        .join(' + '),
    )
    .toSorted();

/** Name -> how many services it takes down. */
async function singlePoints(args: string): Promise<Record<string, number>> {
  const { points } = await server.read<{
    points: { nodes: { serviceCount: number; configurationItem: { name: string }; services: { nodes: unknown[] } }[] };
  }>(
    `{ points: singlePointsOfFailure${args} { nodes { serviceCount configurationItem { name } services { nodes { name } } } } }`,
  );
  for (const { serviceCount, services } of points.nodes) expect(services.nodes).toHaveLength(serviceCount);
  return Object.fromEntries(points.nodes.map((one) => [one.configurationItem.name, one.serviceCount]));
}

const PAIRS = ['rack-a + rack-b', 'rack-a + web-b', 'rack-b + web-a', 'web-a + web-b'];

describe('with a draft', () => {
  const THIRD = `draft: {
    addConfigurationItems: [{ ref: "c", class: "LinuxServer", name: "web-c" }]
    addRelationships: [
      { type: "BALANCES_TO", source: ${stored('pool')}, target: { ref: "c" } }
      { type: "LOCATED_IN", source: { ref: "c" }, target: ${stored('rack-a')} }
    ] }`;

  test('cut sets are those of the drafted estate, drafted items among them', async () => {
    expect(namesOf(await ask('shop', ''))).toEqual(PAIRS);
    const drafted = await ask('shop', `maxOrder: 3, ${THIRD}`);
    expect(namesOf(drafted)).toEqual([
      'rack-a + rack-b',
      'rack-a + web-b',
      'rack-b + web-a + web-c',
      'web-a + web-b + web-c',
    ]);
    expect(drafted.sets.nodes.flatMap((set) => set.configurationItems).map(({ id }) => id)).toContain('draft_c');
    expect(namesOf(await ask('shop', `candidates: { classes: ["Server"] }, maxOrder: 3, ${THIRD}`))).toEqual([
      'web-a + web-b + web-c',
    ]);
    expect(namesOf(await ask('shop', ''))).toEqual(PAIRS);
  });

  test('a standby takes single points away, over the whole estate', async () => {
    expect(await singlePoints('')).toEqual({ 'web-a': 1, 'rack-a': 1 });
    const standby = `{ type: "FAILS_OVER_TO", source: ${stored('web-a')}, target: ${stored('web-b')} }`;
    expect(await singlePoints(`(draft: { addRelationships: [${standby}] })`)).toEqual({});
    expect(await singlePoints('')).toEqual({ 'web-a': 1, 'rack-a': 1 });
  });
});

describe('with open outages', () => {
  test('what is left takes the service down, as likely as it fails by itself', async () => {
    const { openOutage } = await server.read<{ openOutage: { outage: { id: string } } }>(
      `mutation { openOutage(input: { configurationItem: ${stored('web-a')} }) { outage { id } } }`,
    );
    expect(namesOf(await ask('shop', ''))).toEqual(PAIRS);
    const left = await ask('shop', 'withOpenOutages: true');
    expect(namesOf(left)).toEqual(['rack-b', 'web-b']);
    const likely = await ask('shop', 'withOpenOutages: true, candidates: { classes: ["LinuxServer"] }');
    expect(likely.probability?.low).toBeCloseTo(0.1, 9);
    expect(likely.probability?.exact).toBe(true);
    const gone = await ask('blog', 'withOpenOutages: true');
    expect(gone).toMatchObject({ sets: { totalCount: '0' }, probability: { low: 1 }, coverage: { complete: true } });
    expect(gone.coverage.reason).toContain('down already');
    expect(await singlePoints('(withOpenOutages: true)')).toEqual({ 'web-b': 1, 'rack-b': 1 });
    const over = `withOpenOutages: true, draft: { closeOutages: ["${openOutage.outage.id}"] }`;
    expect(namesOf(await ask('shop', over))).toEqual(PAIRS);
    expect(await singlePoints(`(${over})`)).toEqual({ 'web-a': 1, 'rack-a': 1 });
    await server.read(`mutation { closeOutage(input: { outage: "${openOutage.outage.id}" }) { outcome } }`);
  });
});

test('an analysis that goes on tells what it has found so far', async () => {
  const client = createClient({
    url: `${server.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
  });
  const events = client.iterate<{ analysis: { counts: { order: number; count: string; complete: boolean }[] } }>({
    query: `subscription { analysis(target: ${stored('shop')}, maxOrder: null) { counts { order count complete } } }`,
  });
  const counts: unknown[] = [];
  for await (const { data } of events) counts.push(data?.analysis.counts);
  const none = { order: 1, count: '0', complete: true };
  expect(counts).toEqual([[none], [none, { order: 2, count: '4', complete: true }]]);
  await client.dispose();
});

test('a client that does not want the answer any more ends the work on it', async () => {
  const { analyses } = server.app;
  const { run } = analyses;
  const begun = new Promise<AbortSignal>((resolve) => {
    analyses.run = (...[, , , signal]) => {
      resolve(signal);
      return new Promise(() => undefined);
    };
  });
  const client = createClient({ url: `${server.url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket });
  const query = `{ cutSets(target: ${stored('shop')}, maxOrder: 4) { counts { order } } }`;
  const forget = client.subscribe(
    { query },
    { next: () => undefined, error: () => undefined, complete: () => undefined },
  );
  const signal = await begun;
  expect(signal.aborted).toBe(false);
  forget();
  await new Promise((resolve) => signal.addEventListener('abort', resolve));
  analyses.run = run;
  await client.dispose();
});
