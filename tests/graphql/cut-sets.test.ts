import { encodeItemId } from '../../src/domain/opaque-id';
import type { RelationshipId } from '../../src/domain/ids';
import { creation, relation, testItem, testRelationship, update } from '../support/plans';
import { startTestServer, testId, type TestServer } from '../support/server';
import { gate } from '../support/gates';

/*
 *   shop (1) ─▶ cluster (3) ─ members, 2 of 3 needed ─▶ node-a (4), node-b (5), node-c (6)
 *   blog (2) ─▶ pool (8) ─ any ─▶ node-a, node-b                node-a, node-b ─▶ rack (7) ─▶ site (9)
 *   wiki (10) depends on nothing; team (11) groups items and never fails; gone (12) is retired
 */
const NAMES = [
  '',
  'shop',
  'blog',
  'cluster',
  'node-a',
  'node-b',
  'node-c',
  'rack',
  'pool',
  'site',
  'wiki',
  'team',
  'gone',
];
const CLASSES: Readonly<Record<string, string>> = {
  shop: 'BusinessService',
  blog: 'BusinessService',
  wiki: 'BusinessService',
  cluster: 'DatabaseCluster',
  'node-a': 'LinuxServer',
  'node-b': 'LinuxServer',
  'node-c': 'LinuxServer',
  rack: 'Rack',
  pool: 'LoadBalancerPool',
  site: 'DataCenter',
};
const LINKS: readonly (readonly [number, string, number])[] = [
  [1, 'DEPENDS_ON', 3],
  [2, 'DEPENDS_ON', 8],
  [3, 'HAS_MEMBER', 4],
  [3, 'HAS_MEMBER', 5],
  [3, 'HAS_MEMBER', 6],
  [4, 'LOCATED_IN', 7],
  [5, 'LOCATED_IN', 7],
  [7, 'LOCATED_IN', 9],
  [8, 'BALANCES_TO', 4],
  [8, 'BALANCES_TO', 5],
  [11, 'DEPENDS_ON', 10],
];
const TWO_OF_THREE = gate('HAS_MEMBER', 'AT_LEAST', { value: 2 });

let server: TestServer;
const id = (number: number): string => encodeItemId(testId(number));
const ref = (name: string): string => `target: { id: "${id(NAMES.indexOf(name))}" }`;

const items = NAMES.slice(1).map((name, place) =>
  testItem(testId(place + 1), {
    name,
    className: CLASSES[name] ?? 'Server',
    criticality: name === 'node-c' ? 'CRITICAL' : null,
    gates: name === 'cluster' ? [TWO_OF_THREE] : [],
    canFail: name !== 'team' && name !== 'wiki',
    labels: name.startsWith('node') ? { tier: 'compute' } : {},
    retiredAt: name === 'gone' ? '2026-11-22T00:00:00.000Z' : null,
  }),
);

beforeAll(async () => {
  server = await startTestServer({}, { withSqlTwin: true });
  const links = LINKS.map(([source, type, target], place) =>
    testRelationship((1_000_000 + place) as RelationshipId, testId(source), testId(target), { type }),
  );
  await server.write({ items: items.map(creation), relationships: links.map(relation) });
});

afterAll(() => server.stop());

interface CutSets {
  readonly counts: readonly { readonly order: number; readonly count: string; readonly complete: boolean }[];
  readonly sets: {
    readonly totalCount: string;
    readonly nodes: readonly { readonly configurationItems: readonly { readonly name: string }[] }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
  readonly coverage: Record<string, unknown>;
}

const FIELDS = `counts { order count complete }
  sets { totalCount nodes { order configurationItems { name } } pageInfo { hasNextPage endCursor } }
  coverage { complete stoppedEarly exactToOrder items candidates hidden reason unresolved { index code } }`;

const cutSets = async <T = CutSets>(args: string, fields = FIELDS): Promise<T> =>
  (await server.read<{ cutSets: T }>(`{ cutSets(${args}) { ${fields} } }`)).cutSets;

const names = (answer: CutSets): string[] =>
  answer.sets.nodes.map((set) => set.configurationItems.map((item) => item.name).join('+'));

test('what takes a service down, single points of failure first, counted and listed', async () => {
  const answer = await cutSets(ref('shop'));
  expect(answer.counts).toEqual([
    { order: 1, count: '3', complete: true },
    { order: 2, count: '3', complete: true },
  ]);
  expect(names(answer).slice(0, 3).sort()).toEqual(['cluster', 'rack', 'site']);
  // Of two nodes the pairs with the critical one come first.
  expect(names(answer).slice(3, 5).sort()).toEqual(['node-a+node-c', 'node-b+node-c']);
  expect(names(answer)[5]).toBe('node-a+node-b');
  expect(answer.sets.totalCount).toBe('6');
  expect(answer.coverage).toEqual({
    complete: true,
    stoppedEarly: false,
    exactToOrder: null,
    items: 7,
    candidates: 6,
    hidden: 0,
    reason: null,
    unresolved: [],
  });
});

test('pages go on where the last one ended, at its revision, and other questions refuse its cursor', async () => {
  const page = (after: string | null, order = 'null'): string =>
    `sets(order: ${order}, first: 2${after === null ? '' : `, after: "${after}"`}) { totalCount nodes { configurationItems { name } } pageInfo { hasNextPage endCursor } }`;
  const all = names(await cutSets(ref('shop')));
  const first = await cutSets(ref('shop'), page(null));
  expect(names(first)).toEqual(all.slice(0, 2));
  await server.write({ items: [update(items[9] ?? testItem(testId(10)), { description: 'changed' })] });
  const cursor = first.sets.pageInfo.endCursor;
  const second = await cutSets(ref('shop'), `revision ${page(cursor)}`);
  expect(names(second)).toEqual(all.slice(2, 4));
  expect(second.sets.pageInfo.hasNextPage).toBe(true);
  const last = await cutSets(ref('shop'), page(second.sets.pageInfo.endCursor));
  expect([names(last), last.sets.pageInfo.hasNextPage]).toEqual([all.slice(4), false]);
  expect(await server.codes(`{ cutSets(${ref('shop')}) { ${page(cursor, '2')} } }`)).toEqual(['BAD_REQUEST']);
  expect(await server.codes(`{ cutSets(${ref('blog')}) { ${page(cursor)} } }`)).toEqual(['BAD_REQUEST']);
  const pairs = await cutSets(ref('shop'), page(null, '2'));
  expect([pairs.sets.totalCount, names(pairs)]).toEqual(['3', all.slice(3, 5)]);
  expect((await cutSets(ref('shop'), page(null, '7'))).sets.nodes).toEqual([]);
});

test('redundancy that shares a rack is not what it seems: the nearest item shared is named', async () => {
  const fields = `sharedFate { gateKey memberCount failsGate configurationItem { name } provider { name } members { name } }`;
  interface Shared {
    readonly sharedFate: readonly unknown[];
  }
  expect((await cutSets<Shared>(ref('blog'), fields)).sharedFate).toEqual([
    {
      gateKey: 'BALANCES_TO/HARD',
      memberCount: 2,
      failsGate: true,
      configurationItem: { name: 'pool' },
      provider: { name: 'rack' },
      members: [{ name: 'node-a' }, { name: 'node-b' }],
    },
  ]);
  expect((await cutSets<Shared>(ref('wiki'), fields)).sharedFate).toEqual([]);
});

test('probabilities rank the sets and add up to that of the target', async () => {
  const likely: Readonly<Record<string, number>> = { 'node-a': 0.1, 'node-b': 0.2, 'node-c': 0.5 };
  const rated = items.filter(({ name }) => name in likely);
  await server.write({
    items: rated.map((item) => update(item, { attributes: { failureProbability: likely[item.name] ?? 0 } })),
  });
  interface Rated {
    readonly probability: { readonly low: number; readonly high: number; readonly exact: boolean } | null;
    readonly sets: { readonly nodes: readonly { readonly probability: number | null }[] };
  }
  const fields = `probability { low high exact } sets(order: 2) { nodes { probability configurationItems { name } } }`;
  const nodes = `${ref('shop')}, candidates: { labels: { tier: "compute" } }`;
  const answer = await cutSets<Rated & CutSets>(nodes, fields);
  expect(names(answer)).toEqual(['node-b+node-c', 'node-a+node-c', 'node-a+node-b']);
  expect(answer.sets.nodes.map((set) => Number(set.probability?.toFixed(9)))).toEqual([0.1, 0.05, 0.02]);
  // Two or three of three: ab(1-c) + ac(1-b) + bc(1-a) + abc.
  expect(answer.probability?.low).toBeCloseTo(0.01 + 0.04 + 0.09 + 0.01, 12);
  expect(answer.probability?.exact).toBe(true);
  // Of rack, site and cluster nothing is known, so nothing is known of the service.
  expect((await cutSets<Rated>(ref('shop'), fields)).probability).toBeNull();
  await server.write({ items: rated.map((item) => update(item, { attributes: {} })) });
});

test('only the candidates asked for are thought to fail', async () => {
  expect(names(await cutSets(`${ref('shop')}, candidates: { classes: ["Server"] }`)).sort()).toEqual([
    'node-a+node-b',
    'node-a+node-c',
    'node-b+node-c',
  ]);
  expect(names(await cutSets(`${ref('shop')}, candidates: { classes: ["Rack"] }, maxOrder: null`))).toEqual(['rack']);
  expect(await server.codes(`{ cutSets(${ref('shop')}, candidates: { classes: ["Nope"] }) { revision } }`)).toEqual([
    'UNKNOWN_CLASS',
  ]);
});

test('an item says the same of itself', async () => {
  const asked = await server.read<{ configurationItem: { cutSets: CutSets } }>(
    `{ configurationItem(ref: { id: "${id(1)}" }) { cutSets(maxOrder: null) { ${FIELDS} } } }`,
  );
  const same = await cutSets(`${ref('shop')}, maxOrder: 50`);
  const { counts, coverage } = asked.configurationItem.cutSets;
  expect([counts, coverage]).toEqual([same.counts, same.coverage]);
  expect(names(asked.configurationItem.cutSets)).toEqual(names(same));
});

test('which items take services down by themselves, over the whole estate', async () => {
  const ask = async (args: string, fields = 'serviceCount configurationItem { name }'): Promise<Points> => {
    const query = `{ singlePointsOfFailure${args} { totalCount nodes { ${fields} } pageInfo { endCursor hasNextPage } } }`;
    return (await server.read<{ singlePointsOfFailure: Points }>(query)).singlePointsOfFailure;
  };
  const counts = ({ nodes }: Points): unknown[] =>
    nodes.map(({ configurationItem, serviceCount }) => [configurationItem.name, serviceCount]);
  const all = await ask('');
  expect(counts(all)).toEqual([
    ['rack', 2],
    ['site', 2],
    ['cluster', 1],
    ['pool', 1],
  ]);
  expect(all.totalCount).toBe(4);
  expect(counts(await ask('(minServices: 2)'))).toEqual(counts(all).slice(0, 2));
  expect(counts(await ask('(filter: { classes: ["Rack"] })'))).toEqual([['rack', 2]]);
  const page = await ask('(first: 3)');
  expect([counts(page), page.pageInfo.hasNextPage]).toEqual([counts(all).slice(0, 3), true]);
  expect(counts(await ask(`(first: 3, after: "${page.pageInfo.endCursor}")`))).toEqual(counts(all).slice(3));
  const services = await ask('(minServices: 2, first: 1)', 'services { totalCount nodes { name } }');
  expect(services.nodes).toEqual([{ services: { totalCount: 2, nodes: [{ name: 'shop' }, { name: 'blog' }] } }]);
  expect(await server.codes('{ singlePointsOfFailure(minServices: 0) { totalCount } }')).toEqual(['BAD_REQUEST']);
});

interface Points {
  readonly totalCount: number;
  readonly nodes: readonly { readonly serviceCount: number; readonly configurationItem: { readonly name: string } }[];
  readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
}

describe('an answer without sets says why', () => {
  const reason = async (args: string): Promise<unknown> => {
    const answer = await cutSets(args);
    expect([answer.sets.nodes, answer.counts.filter(({ count }) => count !== '0')]).toEqual([[], []]);
    return answer.coverage['reason'];
  };

  test('for a target that depends on nothing', async () => {
    expect(await reason(ref('wiki'))).toMatch(/depends on nothing/);
  });

  test('for a target that needs only what never fails', async () => {
    expect(await reason(ref('team'))).toMatch(/Of the items .* \(1\) none is thought to fail/);
  });

  test('for sets that are larger than asked for', async () => {
    expect(await reason(`${ref('shop')}, maxOrder: 1, candidates: { labels: { tier: "compute" } }`)).toMatch(
      /No candidate takes the target down by itself: ask for larger sets/,
    );
  });

  test('for a target that is retired or not there', async () => {
    const retired = await cutSets(ref('gone'));
    expect(retired.counts).toEqual([]);
    expect(retired.coverage).toMatchObject({
      complete: false,
      reason: expect.stringMatching(/is retired/) as string,
      unresolved: [{ index: 0, code: 'RETIRED' }],
    });
    const unknown = await cutSets('target: { native: { source: "nobody", key: "1" } }');
    expect(unknown.coverage).toMatchObject({ complete: false, unresolved: [{ index: 0 }] });
  });
});

test('questions that cannot be answered are refused', async () => {
  const codes = (args: string): Promise<readonly string[]> =>
    server.codes(`{ cutSets(${ref('shop')}, ${args}) { revision } }`);
  expect(await codes('maxOrder: 0')).toEqual(['BAD_REQUEST']);
  expect(await codes('deadlineMs: 0')).toEqual(['BAD_REQUEST']);
  expect(await codes('deadlineMs: 600001')).toEqual(['LIMIT_EXCEEDED']);
});

test('a list may ask for the analyses of all its items, however many can wait at once', async () => {
  const asked = Array.from(
    { length: 50 },
    (_, place) => `a${place}: nodes { name cutSets(maxOrder: 1) { counts { count } } }`,
  );
  const { configurationItems } = await server.read<{
    configurationItems: Readonly<Record<string, readonly unknown[]>>;
  }>(`{ configurationItems(first: 3) { ${asked.join(' ')} } }`);
  const answers = Object.values(configurationItems).flat();
  expect(answers).toHaveLength(150);
  expect(answers).not.toContainEqual(expect.objectContaining({ cutSets: null }));
});
