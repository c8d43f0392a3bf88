import * as fc from 'fast-check';
import { ITEM_ORDER_FIELDS, type ItemFilter, type ItemOrder } from '../../src/domain/item-filter';
import { encodeItemId } from '../../src/domain/opaque-id';
import { byOrder, fits, type NaiveState } from '../support/naive-filter';
import { SOURCES, WORDS, writeRandomInventory, type InventoryHistory } from '../support/random-inventory';
import { startTestServer, testId, type TestServer } from '../support/server';

let server: TestServer;
let history: InventoryHistory;

beforeAll(async () => {
  server = await startTestServer();
  history = await writeRandomInventory(server, 20_261_122);
});

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
const value = fc
  .record({
    path: fc.constantFrom(
      'cores',
      'hostname',
      'os.name',
      'os.version',
      'os',
      'tags.0',
      'tags.1',
      'tags',
      'size',
      'team',
      'app.kubernetes.io/name',
      'none',
    ),
    test: fc.oneof(
      fc.record({ eq: fc.oneof(scalar, fc.constant(null)) }),
      fc.record({ in: fc.array(scalar, { maxLength: 3 }) }),
      fc.record({ gte: fc.constantFrom(0, 2, 5, 'h3') }),
      fc.record({ lt: fc.constantFrom(1, 4, 'h5') }),
      fc.record({ startsWith: fc.constantFrom('h', 'li', 'w') }),
      fc.record({ contains: scalar }),
      fc.record({ exists: fc.boolean() }),
    ),
  })
  .map(({ path, test }) => ({ path, ...test }));

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
  fc.record({ sources: fc.subarray([...SOURCES]) }),
  fc.record({ classes: fc.subarray(['Host', 'Service', 'Rack', 'LinuxServer', 'ConfigurationItem']) }),
  fc.record({ ids: fc.subarray([1, 2, 3, 20].map((number) => encodeItemId(testId(number))).concat('nonsense')) }),
  fc.record({ labels: fc.array(value, { minLength: 1, maxLength: 2 }) }),
  fc.record({ attributes: fc.array(value, { minLength: 1, maxLength: 2 }) }),
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
        fc.record(
          {
            types: fc.subarray(['DEPENDS_ON', 'RUNS_ON']),
            direction: fc.constantFrom('SOURCE' as const, 'TARGET' as const),
            filter: tie('filter'),
            exists: fc.boolean(),
          },
          { requiredKeys: [] },
        ),
        { minLength: 1, maxLength: 1 },
      ),
    }),
  ),
}));

const order: fc.Arbitrary<readonly ItemOrder[]> = fc.array(
  fc.record({ field: fc.constantFrom(...ITEM_ORDER_FIELDS), direction: fc.constantFrom('ASCENDING', 'DESCENDING') }),
  { maxLength: 3 },
);

const ITEMS = `query ($filter: ConfigurationItemFilter, $search: String, $retired: Boolean! = false, $order: [ConfigurationItemOrder!], $at: Moment,
    $first: Int, $after: String, $last: Int, $before: String) {
  configurationItems(filter: $filter, search: $search, includeRetired: $retired, orderBy: $order, at: $at,
      first: $first, after: $after, last: $last, before: $before) {
    nodes { id } totalCount revision pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`;

interface Page {
  readonly configurationItems: {
    readonly nodes: readonly { readonly id: string }[];
    readonly totalCount: number;
    readonly revision: number;
    readonly pageInfo: Readonly<Record<'startCursor' | 'endCursor', string | null>> &
      Readonly<Record<'hasNextPage' | 'hasPreviousPage', boolean>>;
  };
}

const page = async (variables: object): Promise<Page['configurationItems']> =>
  (await server.read<Page>(ITEMS, variables)).configurationItems;

const expected = (state: NaiveState, chosen: ItemFilter, ordered: readonly ItemOrder[], retired: boolean): string[] =>
  state.items
    .filter((item) => (retired || item.retiredAt === null) && fits(item, chosen, state))
    .toSorted(byOrder(ordered))
    .map((item) => encodeItemId(item.id));

test('filters, orders and past moments agree with an evaluation one item at a time', async () => {
  await fc.assert(
    fc.asyncProperty(filter, order, fc.boolean(), fc.nat(), async (chosen, ordered, retired, moment) => {
      const { revision, state } = history[moment % history.length] ?? fail();
      const found = await page({ filter: chosen, order: ordered, retired, at: { revision }, first: 1_000 });
      // Times of rows differ from version to version; the naive state has those of the newest.
      const timed = ordered.some(({ field }) => field === 'UPDATED_AT') && revision !== history.at(-1)?.revision;
      const ids = found.nodes.map((node) => node.id);
      const wanted = expected(state, chosen, ordered, retired);
      expect(timed ? ids.toSorted() : ids).toEqual(timed ? wanted.toSorted() : wanted);
      expect(found.totalCount).toBe(ids.length);
    }),
    { numRuns: 200, seed: 7 },
  );
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

function fail(): never {
  throw new Error('the history is empty');
}
