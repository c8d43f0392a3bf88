import * as fc from 'fast-check';
import { asSeen } from '../../src/application/access/as-seen';
import { countFoundItems } from '../../src/application/lists/find-items';
import type { ConfigurationItem } from '../../src/domain/configuration-item';
import type { Facet, FacetKey } from '../../src/domain/lists/facet';
import { ITEM_ORDER_FIELDS, type ItemFilter, type ItemOrder } from '../../src/domain/lists/item-filter';
import { revision as toRevision, type ItemId } from '../../src/domain/ids';
import { encodeItemId, encodeRelationshipId } from '../../src/domain/opaque-id';
import { followForSearch } from '../../src/storage/items/search-index';
import { byOrder, countsOf, fits, searchedText, sorted } from '../support/naive-filter';
import {
  DECLARED_ATTRIBUTES,
  SOURCES,
  WORDS,
  writeRandomInventory,
  type InventoryHistory,
} from '../support/random-inventory';
import { startTestServer, testId, type TestServer } from '../support/server';

let server: TestServer;
let history: InventoryHistory;

beforeAll(async () => {
  server = await startTestServer();
  await server.read(
    `mutation ($attributes: [AttributeDefinitionInput!]!) { defineCiClass(input: { class: { name: "Probe", parent: "Server",
       description: "for tests", attributes: $attributes } }) { revision errors { message } } }`,
    { attributes: DECLARED_ATTRIBUTES },
  );
  const written = await writeRandomInventory(server, 20_261_122);
  for (const name of ['sheet', 'cloud', 'b', 'a']) {
    await server.read(`mutation ($name: String!) { registerDataSource(input: { name: $name }) { revision } }`, {
      name,
    });
  }
  history = [...written, ...(await reportOutages(written.at(-1) ?? fail()))];
});

/** Some items go out; then some of them come back and others go out. What has ended and what is to come counts nowhere. */
async function reportOutages({ state }: InventoryHistory[number]): Promise<InventoryHistory> {
  const past = { from: '2026-01-01T00:00:00Z', until: '2026-02-01T00:00:00Z' };
  const noted: InventoryHistory[number][] = [];
  for (const down of [
    [2, 3, 5, 8, 13, 21, 34],
    [1, 3, 4, 7, 11, 18, 21, 29],
  ]) {
    const outageOf = (number: number, times: object): object => ({
      key: `${number} ${JSON.stringify(times)}`,
      configurationItem: { id: encodeItemId(testId(number)) },
      ...times,
    });
    const outages = [
      ...down.map((number) => outageOf(number, { from: '2026-01-01T00:00:00Z' })),
      outageOf(6, past),
      outageOf(9, { from: '2099-01-01T00:00:00Z', planned: true }),
    ];
    const { reportOutages: reported } = await server.read<{ reportOutages: { revision: number } }>(
      `mutation ($outages: [ReportedOutageInput!]!) { reportOutages(input: { source: "sheet", outages: $outages, complete: true }) { revision } }`,
      { outages },
    );
    noted.push({
      revision: toRevision(reported.revision),
      state: { ...state, outages: new Set(down.map((number) => testId(number))) },
    });
  }
  return noted;
}

afterAll(() => server.stop());

const text = fc.oneof(
  fc.record({ eq: fc.oneof(fc.constantFrom(...WORDS, 'production', 'alpha 3'), fc.constant(null)) }),
  fc.record({ in: fc.subarray([...WORDS, 'production', 'FRA', 'staging']) }),
  fc.record({ startsWith: fc.constantFrom('a', 'al', 'B', 'b', '', 'pro', "O'") }),
  fc.record({ contains: fc.constantFrom('A', 'eta', '%', '_', '\\', 'ü', '1', '') }),
  fc.record({ exists: fc.boolean() }),
);

const scalar = fc.constantFrom<string | number | boolean>(
  0,
  1,
  2,
  3,
  10,
  '10',
  true,
  false,
  'linux',
  'h3',
  'web',
  ...WORDS,
);
const condition = (values: fc.Arbitrary<string | number | boolean>, bounds: fc.Arbitrary<string | number>) =>
  fc.oneof(
    fc.record({ eq: fc.oneof(values, fc.constant(null)) }),
    fc.record({ in: fc.array(values, { maxLength: 3 }) }),
    fc.record({ gte: bounds }),
    fc.record({ gt: bounds, lte: bounds }),
    fc.record({ lt: bounds }),
    fc.record({ exists: fc.boolean() }),
  );
const ofText = fc.oneof(
  condition(fc.constantFrom('linux', 'h3', 'web', ...WORDS), fc.constantFrom('h3', 'h5', 'l')),
  fc.record({ startsWith: fc.constantFrom('h', 'li', 'w') }),
  fc.record({ contains: fc.constantFrom('H', 'in') }),
);
const number = fc.constantFrom(0, 1, 2, 3, 5, 10);
const ofNumber = condition(number, number);
const ofAny = fc.oneof(condition(scalar, fc.constantFrom<string | number>(2, '1')), fc.record({ contains: scalar }));
const at = (paths: readonly string[], test: fc.Arbitrary<object>) =>
  fc.tuple(fc.constantFrom(...paths), test).map(([path, one]) => ({ path, ...one }));
/** Attributes are compared with what their classes declare; labels with anything. */
const attribute = fc.oneof(
  at(['cores', 'system.version'], ofNumber),
  at(['hostname', 'system.name'], ofText),
  at(['size', 'tags.0', 'tags.1'], ofAny),
  at(['tags'], fc.oneof(fc.record({ contains: scalar }), fc.record({ exists: fc.boolean() }))),
  at(['system'], fc.record({ exists: fc.boolean() })),
);
const label = at(['team', 'app.kubernetes.io/name', 'none'], fc.oneof(ofText, ofNumber, ofAny));
const instant = fc
  .array(fc.constantFrom('2026-01-15T00:00:00.000Z', '2026-02-01T00:00:00.000Z', '2026-03-15T00:00:00.000Z'), {
    minLength: 2,
    maxLength: 2,
  })
  .chain(([from, to]) => fc.constantFrom({ from }, { to }, { from, to }));

const leaf: fc.Arbitrary<ItemFilter> = fc.oneof(
  fc.record({ name: text }),
  fc.record({ description: text }),
  fc.record({ environment: text }),
  fc.record({ owner: text }),
  fc.record({ site: text }),
  fc.record({ tenant: text }),
  fc.record({ lifecycle: fc.subarray(['OPERATIONAL', 'DEPLOY'] as const) }),
  fc.record({ criticality: fc.subarray(['LOW', 'CRITICAL'] as const) }),
  fc.record({ presence: fc.subarray(['PRESENT', 'ABSENT'] as const) }),
  fc.record({ canFail: fc.boolean() }),
  fc.record({ hasOpenOutage: fc.boolean() }),
  fc.record({ sources: fc.subarray([...SOURCES]) }),
  fc.record({ classes: fc.subarray(['Host', 'Service', 'Rack', 'LinuxServer', 'ConfigurationItem']) }),
  fc.record({ ids: fc.subarray([1, 2, 3, 20].map((number) => encodeItemId(testId(number))).concat('nonsense')) }),
  fc.record({ labels: fc.array(label, { minLength: 1, maxLength: 2 }) }),
  fc.record({ attributes: fc.array(attribute, { minLength: 1, maxLength: 2 }) }),
  fc.record({ lastSeenAt: instant }),
  fc.record({ absentSince: instant }),
  fc.record({ retiredAt: instant }),
  fc.record({ name: text, environment: text }),
);

const { filter } = fc.letrec<{ filter: ItemFilter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc.record({ and: fc.array(tie('filter'), { maxLength: 3 }) }),
    fc.record({ or: fc.array(tie('filter'), { maxLength: 3 }) }),
    fc.record({ not: tie('filter') }),
    fc.record({
      related: fc.array(
        fc
          .record(
            {
              types: fc.subarray(['DEPENDS_ON', 'RUNS_ON']),
              direction: fc.constantFrom('SOURCE' as const, 'TARGET' as const),
              filter: tie('filter'),
              exists: fc.boolean(),
              count: fc.record(
                { eq: fc.nat(2), gte: fc.nat(2), gt: fc.nat(2), lte: fc.nat(4), lt: fc.nat(4) },
                { requiredKeys: [] },
              ),
            },
            { requiredKeys: [] },
          )
          .map((one) => (one.count === undefined ? one : { ...one, exists: true })),
        { minLength: 1, maxLength: 1 },
      ),
    }),
  ),
}));

const direction = fc.constantFrom('ASCENDING' as const, 'DESCENDING' as const);
const order: fc.Arbitrary<readonly ItemOrder[]> = fc.array(
  fc.oneof(
    { weight: 2, arbitrary: fc.record({ field: fc.constantFrom(...ITEM_ORDER_FIELDS), direction }) },
    {
      weight: 1,
      arbitrary: fc.record({ attribute: fc.constantFrom('cores', 'size', 'system.name', 'tags.1'), direction }),
    },
    { weight: 1, arbitrary: fc.record({ label: fc.constantFrom('team', 'app.kubernetes.io/name'), direction }) },
  ),
  { maxLength: 3 },
);

const ITEMS = `query ($filter: ConfigurationItemFilter, $search: String, $retired: Boolean! = false, $order: [ConfigurationItemOrder!], $at: Moment,
    $first: Int, $after: String, $last: Int, $before: String, $facets: [FacetKey!]! = []) {
  configurationItems(filter: $filter, search: $search, includeRetired: $retired, orderBy: $order, at: $at,
      first: $first, after: $after, last: $last, before: $before) {
    facets(by: $facets, first: 3) { values { value count } otherValues otherCount }
    nodes { id } totalCount revision pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`;

interface Page {
  readonly configurationItems: {
    readonly nodes: readonly { readonly id: string }[];
    readonly facets: readonly Facet[];
    readonly totalCount: number;
    readonly revision: number;
    readonly pageInfo: Readonly<Record<'startCursor' | 'endCursor', string | null>> &
      Readonly<Record<'hasNextPage' | 'hasPreviousPage', boolean>>;
  };
}

const page = async (variables: object): Promise<Page['configurationItems']> =>
  (await server.read<Page>(ITEMS, variables)).configurationItems;

const FACETS: readonly FacetKey[] = [
  { field: 'CLASS' },
  { field: 'ENVIRONMENT' },
  { field: 'OWNER' },
  { label: 'app.kubernetes.io/name' },
  { attribute: 'tags' },
  { attribute: 'system.version' },
];

/** Which of equally frequent values are listed is another question: compared are the counts, and those of what is listed. */
function checkFacets(found: readonly Facet[], items: readonly ConfigurationItem[]): void {
  for (const [index, key] of FACETS.entries()) {
    const counts = countsOf(items, key);
    const { values, otherValues, otherCount } = found[index] ?? fail();
    const most = [...counts.values()].toSorted((a, b) => b - a);
    expect(values.map(({ count }) => count)).toEqual(most.slice(0, 3));
    expect(values.map(({ value }) => counts.get(sorted(value)))).toEqual(most.slice(0, 3));
    expect([otherValues, otherCount]).toEqual([most.slice(3).length, most.slice(3).reduce((sum, one) => sum + one, 0)]);
  }
}

test('filters, orders, facets and past moments agree with an evaluation one item at a time', async () => {
  await fc.assert(
    fc.asyncProperty(filter, order, fc.boolean(), fc.nat(), async (chosen, ordered, retired, moment) => {
      const { revision, state } = history[moment % history.length] ?? fail();
      const found = await page({
        filter: chosen,
        order: ordered,
        retired,
        at: { revision },
        first: 1_000,
        facets: FACETS,
      });
      // Times of rows differ from version to version; the naive state has those of the newest.
      const timed = ordered.some(({ field }) => field === 'UPDATED_AT') && revision !== history.at(-1)?.revision;
      const ids = found.nodes.map((node) => node.id);
      const fitting = state.items.filter((item) => (retired || item.retiredAt === null) && fits(item, chosen, state));
      const wanted = fitting.toSorted(byOrder(ordered)).map((item) => encodeItemId(item.id));
      checkFacets(found.facets, fitting);
      expect(timed ? ids.toSorted() : ids).toEqual(timed ? wanted.toSorted() : wanted);
      expect(found.totalCount).toBe(ids.length);
    }),
    { numRuns: 100, seed: 7 },
  );
});

test('a topology ends at the items that fit any filter, as a walk that looks at one after the other does', async () => {
  await fc.assert(
    fc.asyncProperty(filter, fc.integer({ min: 1, max: 60 }), fc.nat(), async (stopAt, root, moment) => {
      const { revision, state } = history[moment % history.length] ?? fail();
      const items = new Map(state.items.filter(({ retiredAt }) => retiredAt === null).map((one) => [one.id, one]));
      const start = testId(root);
      fc.pre(items.has(start));
      const reached = new Set([start]);
      for (const id of reached) {
        // This inventory was written past the rules: relationships of some retired items go on.
        const item = items.get(id);
        if (id !== start && item && fits(item, stopAt, state)) continue;
        for (const { source, target } of state.relationships) if (source === id) reached.add(target);
      }
      const { topology } = await server.read<{ topology: { table: { ids: readonly string[] } } }>(
        `query ($root: ID!, $stopAt: ConfigurationItemFilter, $at: Moment) {
           topology(roots: [{ id: $root }], filter: { stopAt: $stopAt }, at: $at) { table { ids } } }`,
        { root: encodeItemId(start), stopAt, at: { revision } },
      );
      expect(topology.table.ids.toSorted()).toEqual([...reached].map(encodeItemId).toSorted());
    }),
    { numRuns: 60, seed: 5 },
  );
});

describe('items of which an outage lasts', () => {
  const IDS = '{ nodes { id } totalCount }';
  const idsOf = (items: readonly ConfigurationItem[]): readonly string[] => items.map((one) => encodeItemId(one.id));

  test('are found among the other ends of relationships, and relationships by them, at every moment', async () => {
    for (const [place, { revision, state }] of history.entries()) {
      const isOut = ({ id, retiredAt }: ConfigurationItem): boolean => retiredAt === null && state.outages.has(id);
      const out = new Set(state.items.filter(isOut).map(({ id }) => id));
      const related = state.relationships.filter(({ target }) => out.has(target));
      expect(related.length > 0).toBe(place >= history.length - 2);
      const asked = await server.read<{
        relationships: { totalCount: number };
        configurationItems: { nodes: { id: string; relationships: { totalCount: number; nodes: object[] } }[] };
      }>(
        `query ($at: Moment) { relationships(at: $at, first: 1000, filter: { target: { hasOpenOutage: true } }) { totalCount }
           configurationItems(at: $at, first: 1000, includeRetired: true) { nodes { id
             relationships(direction: SOURCE, filter: { hasOpenOutage: true }, first: 500) ${IDS} } } }`,
        { at: { revision } },
      );
      expect(asked.relationships.totalCount).toBe(related.length);
      for (const { id, relationships } of asked.configurationItems.nodes) {
        const own = related.filter(({ source }) => encodeItemId(source) === id);
        expect([relationships.totalCount, relationships.nodes.length]).toEqual([own.length, own.length]);
      }
    }
  });

  test('are found by who sees a part as far as that is theirs', async () => {
    const { revision, state } = history.at(-1) ?? fail();
    const tenants = [...new Set(state.items.map(({ tenant }) => tenant))];
    for (const tenant of tenants) {
      const app = asSeen(server.app, { tenants: [tenant], labels: {} });
      const own = state.items.filter((one) => one.tenant === tenant && one.retiredAt === null);
      for (const hasOpenOutage of [true, false]) {
        const fitting = own.filter(({ id }) => state.outages.has(id) === hasOpenOutage);
        expect(await countFoundItems(app, { filter: { hasOpenOutage } }, revision)).toBe(fitting.length);
      }
    }
  });

  test('at a time are those of which one lasted then as it is known now', async () => {
    const then = new Date().toISOString();
    const search = { filter: { hasOpenOutage: true }, first: 1_000 };
    const { nodes: before } = await page({ ...search, at: { time: then } });
    expect(before.length).toBeGreaterThan(0);
    const late = history.at(-1)?.state.items.find(({ id, retiredAt }) => retiredAt === null && id === testId(10));
    await server.read(
      `mutation ($id: ID!) { openOutage(input: { configurationItem: { id: $id }, from: "2026-03-01T00:00:00Z" }) { revision } }`,
      { id: encodeItemId(testId(10)) },
    );
    const { nodes: after } = await page({ ...search, at: { time: then } });
    const found = after.map(({ id }) => id).filter((id) => !before.some((one) => one.id === id));
    expect(found).toEqual(late ? idsOf([late]) : []);
    const { nodes: known } = await page({ ...search, at: { revision: history.at(-1)?.revision } });
    expect(known).toEqual(before);
  });
});

test('a search finds every item that has all words, whether the index has followed it or not, at any moment', async () => {
  const words = fc.array(
    fc.constantFrom('ALPHA', 'eta', 'web', '01', 'h3', 'scanner-', 'Lin', '%', '_', '\\', 'zzz', "o'n"),
    {
      minLength: 1,
      maxLength: 2,
    },
  );
  const check = (seed: number): Promise<void> =>
    fc.assert(
      fc.asyncProperty(words, fc.nat(), async (chosen, moment) => {
        const { revision, state } = history[moment % history.length] ?? fail();
        const found = await page({ search: chosen.join(' '), at: { revision }, retired: true, first: 1_000 });
        const wanted = state.items.filter((item) =>
          chosen.every((word) => searchedText(item, state).includes(word.toLowerCase())),
        );
        const ids = wanted.map((item) => encodeItemId(item.id));
        expect(found.nodes.map((node) => node.id).toSorted()).toEqual(ids.toSorted());
        expect(found.totalCount).toBe(wanted.length);
      }),
      { numRuns: 15, seed },
    );
  // One revision after the other is followed: up to the middle, some items moved since and some had moved before.
  const followOne = () => server.database.transaction((tx) => followForSearch(tx, 1));
  const middle = history[1]?.revision ?? fail();
  for (let { upTo } = await followOne(); upTo < middle;) ({ upTo } = await followOne());
  await check(3);
  for (let { more } = await followOne(); more;) ({ more } = await followOne());
  await check(4);
});

test('pages forwards and backwards are the whole list, cut', async () => {
  await fc.assert(
    fc.asyncProperty(leaf, order, fc.integer({ min: 1, max: 25 }), async (chosen, ordered, size) => {
      const common = { filter: chosen, order: ordered };
      const whole = (await page({ ...common, first: 1_000 })).nodes.map((node) => node.id);

      const forwards: string[] = [];
      for (let after: string | null = null, more = true; more;) {
        const next: Page['configurationItems'] = await page({ ...common, first: size, after });
        expect(next.pageInfo.hasPreviousPage).toBe(forwards.length > 0);
        forwards.push(...next.nodes.map((node) => node.id));
        ({ endCursor: after, hasNextPage: more } = next.pageInfo);
      }
      expect(forwards).toEqual(whole);

      const backwards: string[] = [];
      for (let before: string | null = null, more = true; more;) {
        const next: Page['configurationItems'] = await page({ ...common, last: size, before });
        expect(next.pageInfo.hasNextPage).toBe(backwards.length > 0);
        backwards.unshift(...next.nodes.map((node) => node.id));
        ({ startCursor: before, hasPreviousPage: more } = next.pageInfo);
      }
      expect(backwards).toEqual(whole);
    }),
    { numRuns: 25, seed: 11 },
  );
});

interface AnyPage {
  readonly edges: readonly { readonly cursor: string; readonly node: object }[];
  readonly totalCount: number;
  readonly pageInfo: Readonly<Record<'hasNextPage' | 'hasPreviousPage', boolean>>;
}

const PAGED = 'edges { cursor node { KEY } } totalCount pageInfo { hasNextPage hasPreviousPage }';
const ARGUMENTS = 'first: $first, after: $after, last: $last, before: $before';
const item = encodeItemId(testId(5));

/** Every other list: its field, and what tells its lines apart. */
const LISTS: readonly (readonly [string, string, string])[] = [
  ['relationships', `relationships(${ARGUMENTS}) { PAGED }`, 'id'],
  ['relationships of a type', `relationships(${ARGUMENTS}, filter: { types: ["RUNS_ON"] }) { PAGED }`, 'id'],
  [
    'changes',
    `changes(${ARGUMENTS}, filter: { entities: [CONFIGURATION_ITEM, RELATIONSHIP] }) { PAGED }`,
    'revision ordinal',
  ],
  [
    'relationships of an item',
    `node(id: "${item}") { ... on ConfigurationItem { relationships(${ARGUMENTS}) { PAGED } } }`,
    'id',
  ],
  [
    'relationships of an item to some',
    `node(id: "${item}") { ... on ConfigurationItem { relationships(${ARGUMENTS}, direction: SOURCE, filter: { canFail: true }) { PAGED } } }`,
    'id',
  ],
  [
    'changes of an item',
    `node(id: "${item}") { ... on ConfigurationItem { changes(${ARGUMENTS}) { PAGED } } }`,
    'revision ordinal',
  ],
  ['data sources', `dataSources(${ARGUMENTS}) { PAGED }`, 'name'],
];

test.each(LISTS)(
  '%s: pages in both directions, and from between two cursors, are the whole list, cut',
  async (_, field, key) => {
    const query = `query ($first: Int, $after: String, $last: Int, $before: String) { ${field.replace('PAGED', PAGED).replace('KEY', key)} }`;
    const ask = async (variables: object): Promise<AnyPage> => {
      const [answer] = Object.values(
        await server.read<Record<string, AnyPage | Record<string, AnyPage>>>(query, variables),
      );
      return ('edges' in (answer ?? fail()) ? answer : Object.values(answer ?? fail())[0]) as AnyPage;
    };
    const whole = (await ask({ first: 1_000 })).edges;
    expect((await ask({ first: 0 })).totalCount).toBe(whole.length);
    const nodes = (edges: AnyPage['edges']): readonly object[] => edges.map((edge) => edge.node);
    for (const size of [1, 3, 7].filter((one) => whole.length / one <= 60)) {
      const forwards: AnyPage['edges'][number][] = [];
      const backwards: AnyPage['edges'][number][] = [];
      for (let more = true; more;) {
        const next = await ask({ first: size, after: forwards.at(-1)?.cursor ?? null });
        forwards.push(...next.edges);
        more = next.pageInfo.hasNextPage;
      }
      for (let more = true; more;) {
        const next = await ask({ last: size, before: backwards[0]?.cursor ?? null });
        backwards.unshift(...next.edges);
        more = next.pageInfo.hasPreviousPage;
      }
      expect([nodes(forwards), nodes(backwards)]).toEqual([nodes(whole), nodes(whole)]);
    }
    const [first, last] = [whole[0], whole.at(-1)];
    if (!first || !last) return;
    const between = await ask({ after: first.cursor, before: last.cursor, first: 1_000 });
    expect(nodes(between.edges)).toEqual(nodes(whole).slice(1, -1));
  },
);

test('the relationships of an item are those that name it, by type and other end', async () => {
  const { state } = history.at(-1) ?? fail();
  for (const { id } of state.items.slice(0, 20)) {
    const related = state.relationships
      .flatMap((one) => [
        ...(one.source === id ? [{ ...one, other: one.target, place: 0 }] : []),
        ...(one.target === id && one.source !== id ? [{ ...one, other: one.source, place: 1 }] : []),
      ])
      .toSorted((a, b) => (a.type === b.type ? a.other - b.other || a.place - b.place : a.type < b.type ? -1 : 1));
    const { node } = await server.read(
      `query ($id: ID!) { node(id: $id) { ... on ConfigurationItem { relationships(first: 1000) { nodes { id } } } } }`,
      { id: encodeItemId(id) },
    );
    expect(node).toEqual({ relationships: { nodes: related.map((one) => ({ id: encodeRelationshipId(one.id) })) } });
  }
});

test('what has no owner, runs on more than one host, or depends on something stale, is what a count by hand says', async () => {
  const { state } = history.at(-1) ?? fail();
  const living = state.items.filter(({ retiredAt }) => retiredAt === null);
  const outgoing = (id: number, type: string): readonly number[] =>
    state.relationships.filter((one) => one.source === id && one.type === type).map(({ target }) => target);
  const STALE = '2026-02-15T00:00:00.000Z';
  const cases: readonly (readonly [object, (item: ConfigurationItem) => boolean])[] = [
    [{ owner: { exists: false } }, ({ owner }) => owner === null],
    [
      { related: [{ types: ['RUNS_ON'], direction: 'SOURCE', count: { gt: 1 } }] },
      ({ id }) => outgoing(id, 'RUNS_ON').length > 1,
    ],
    [
      { related: [{ types: ['DEPENDS_ON'], direction: 'SOURCE', filter: { lastSeenAt: { to: STALE } } }] },
      ({ id }) => outgoing(id, 'DEPENDS_ON').some((other) => (state.lastSeenAt.get(other) ?? '') < STALE),
    ],
  ];
  for (const [filter, holds] of cases) {
    const expected = living.filter(holds).map(({ id }) => encodeItemId(id));
    expect(expected.length).toBeGreaterThan(0);
    const { configurationItems } = await server.read<{ configurationItems: { nodes: { id: string }[] } }>(
      `query ($filter: ConfigurationItemFilter) { configurationItems(first: 1000, filter: $filter) { nodes { id } } }`,
      { filter },
    );
    expect(configurationItems.nodes.map(({ id }) => id).toSorted()).toEqual(expected.toSorted());
  }
});

test('relationships by what their ends are like are those that a look at both ends finds', async () => {
  const { state } = history.at(-1) ?? fail();
  const items = new Map(state.items.map((one) => [one.id, one]));
  const holds = (id: ItemId, wanted: ItemFilter | null): boolean =>
    wanted === null || fits(items.get(id) ?? fail(), wanted, state);
  let found = 0;
  await fc.assert(
    fc.asyncProperty(fc.option(filter), fc.option(leaf), async (source, target) => {
      const { relationships } = await server.read<{ relationships: { totalCount: number; nodes: object[] } }>(
        `query ($filter: RelationshipFilter) { relationships(first: 1000, filter: $filter) { totalCount nodes { id } } }`,
        { filter: { source, target } },
      );
      const wanted = state.relationships
        .filter((one) => holds(one.source, source) && holds(one.target, target))
        .toSorted((a, b) => a.id - b.id);
      const nodes = wanted.map(({ id }) => ({ id: encodeRelationshipId(id) }));
      expect(relationships).toEqual({ totalCount: nodes.length, nodes });
      found += nodes.length;
    }),
    { numRuns: 25, seed: 5 },
  );
  expect(found).toBeGreaterThan(100);
});

interface RelatedPage {
  readonly nodes: readonly { readonly id: string }[];
  readonly pageInfo: { readonly endCursor: string | null; readonly startCursor: string | null };
}

test('the relationships of each item, ordered by their other ends, are sorted as by hand, page by page', async () => {
  const { state } = history.at(-1) ?? fail();
  const items = new Map(state.items.map((one) => [one.id, one]));
  const busy = state.items.filter(({ id }) => state.relationships.filter((one) => one.source === id).length > 2);
  const wantedOf = (id: ItemId, ordered: readonly ItemOrder[]): readonly string[] =>
    state.relationships
      .flatMap((one) => [
        ...(one.source === id ? [{ ...one, other: one.target, place: 0 }] : []),
        ...(one.target === id && one.source !== id ? [{ ...one, other: one.source, place: 1 }] : []),
      ])
      .toSorted(
        (a, b) =>
          byOrder(ordered)(items.get(a.other) ?? fail(), items.get(b.other) ?? fail()) ||
          (a.type === b.type ? a.place - b.place : a.type < b.type ? -1 : 1),
      )
      .map((one) => encodeRelationshipId(one.id));
  const ask = async (variables: object): Promise<readonly RelatedPage[]> => {
    const { nodes } = await server.read<{ nodes: { relationships: RelatedPage }[] }>(
      `query ($ids: [ID!]!, $order: [ConfigurationItemOrder!], $first: Int, $after: String, $last: Int, $before: String) {
         nodes(ids: $ids) { ... on ConfigurationItem { relationships(orderBy: $order, first: $first, after: $after, last: $last, before: $before) {
           nodes { id } pageInfo { startCursor endCursor } } } } }`,
      variables,
    );
    return nodes.map((node) => node.relationships);
  };
  const idsOf = (page: RelatedPage | undefined): readonly string[] => (page?.nodes ?? []).map(({ id }) => id);
  await fc.assert(
    fc.asyncProperty(order, fc.constantFrom(...busy), async (chosen, one) => {
      const ordered: readonly ItemOrder[] = chosen.length === 0 ? [{ field: 'CRITICALITY' }] : chosen;
      const some = busy.slice(0, 20);
      const all = await ask({ ids: some.map(({ id }) => encodeItemId(id)), order: ordered, first: 1_000 });
      expect(all.map(idsOf)).toEqual(some.map(({ id }) => wantedOf(id, ordered)));

      const [wanted, ids] = [wantedOf(one.id, ordered), [encodeItemId(one.id)]];
      const [first] = await ask({ ids, order: ordered, first: 2 });
      const [rest] = await ask({ ids, order: ordered, first: 1_000, after: first?.pageInfo.endCursor });
      expect([...idsOf(first), ...idsOf(rest)]).toEqual(wanted);
      const [last] = await ask({ ids, order: ordered, last: 2 });
      const [front] = await ask({ ids, order: ordered, last: 1_000, before: last?.pageInfo.startCursor });
      expect([...idsOf(front), ...idsOf(last)]).toEqual(wanted);
    }),
    { numRuns: 12, seed: 3 },
  );
});

/** Last: from here on the inventory is another one. */
test('pages are those of the list as it was at the first one, while items are made, renamed, moved and retired', async () => {
  const paging = new AbortController();
  let writes = 0;
  const write = async (): Promise<void> => {
    const ids = (await page({ first: 1_000 })).nodes.map(({ id }) => id);
    for (; !paging.signal.aborted || writes < 10; writes += 1) {
      const ref = { id: ids[(writes * 7) % ids.length] };
      const input =
        writes % 2 === 0
          ? { class: 'BusinessService', name: `${writes % 4 === 0 ? 'a' : 'z'} made ${writes}`, site: 'FRA' }
          : {
              ref,
              name: `${writes % 4 === 1 ? 'z' : 'A'} renamed ${writes}`,
              criticality: 'HIGH',
              environment: 'test',
            };
      await server.read(
        `mutation ($input: UpsertConfigurationItemInput!) { upsertConfigurationItem(input: $input) { revision } }`,
        { input },
      );
      if (writes % 5 === 4) {
        const gone = { configurationItem: { id: ids[(writes * 11) % ids.length] } };
        await server.read(
          `mutation ($input: RetireConfigurationItemInput!) { retireConfigurationItem(input: $input) { revision } }`,
          { input: gone },
        );
      }
    }
  };
  const orders: readonly (readonly ItemOrder[])[] = [
    [],
    [{ field: 'UPDATED_AT', direction: 'DESCENDING' }],
    [{ field: 'CRITICALITY', direction: 'DESCENDING' }, { field: 'SITE' }, { attribute: 'cores' }],
  ];
  const writing = write();
  const size = 11;
  try {
    for (const ordered of orders) {
      const first = await page({ order: ordered, first: size });
      const last = await page({ order: ordered, last: size });
      const wholeAt = async (revision: number): Promise<readonly string[]> =>
        (await page({ order: ordered, first: 1_000, at: { revision } })).nodes.map(({ id }) => id);

      const forwards = first.nodes.map(({ id }) => id);
      for (let { endCursor, hasNextPage } = first.pageInfo; hasNextPage;) {
        const next: Page['configurationItems'] = await page({ order: ordered, first: size, after: endCursor });
        forwards.push(...next.nodes.map(({ id }) => id));
        ({ endCursor, hasNextPage } = next.pageInfo);
      }
      expect(forwards).toEqual(await wholeAt(first.revision));
      expect(new Set(forwards).size).toBe(forwards.length);

      const backwards = last.nodes.map(({ id }) => id);
      for (let { startCursor, hasPreviousPage } = last.pageInfo; hasPreviousPage;) {
        const next: Page['configurationItems'] = await page({ order: ordered, last: size, before: startCursor });
        backwards.unshift(...next.nodes.map(({ id }) => id));
        ({ startCursor, hasPreviousPage } = next.pageInfo);
      }
      expect(backwards).toEqual(await wholeAt(last.revision));
    }
  } finally {
    paging.abort();
    await writing;
  }
  expect(writes).toBeGreaterThanOrEqual(10);
});

function fail(): never {
  throw new Error('the history is empty');
}
