import { relationshipId } from '../../src/domain/ids';
import { encodeItemId } from '../../src/domain/opaque-id';
import { creation, ending, relation, testItem, testRelationship, update } from '../support/plans';
import { startTestServer, testId, type TestServer } from '../support/server';

let server: TestServer;
let before: number;
let after: number;

/*
 * At first: shop needs db-1 and db-1 needs rack; loose stands alone. Then db-1 gives way to db-2, which was there before,
 * rack gets another site, loose is retired and late is new.
 */
const [SHOP, DB1, DB2, RACK, LOOSE, LATE] = [1, 2, 3, 4, 5, 6].map(testId) as [
  ReturnType<typeof testId>,
  ReturnType<typeof testId>,
  ReturnType<typeof testId>,
  ReturnType<typeof testId>,
  ReturnType<typeof testId>,
  ReturnType<typeof testId>,
];
const named = (id: typeof SHOP, name: string): ReturnType<typeof testItem> => testItem(id, { name });
const needs = (number: number, source: typeof SHOP, target: typeof SHOP): ReturnType<typeof testRelationship> =>
  testRelationship(relationshipId(1_000_000 + number), source, target);

beforeAll(async () => {
  server = await startTestServer({}, { withSqlTwin: true });
  const rack = testItem(RACK, { name: 'rack', site: 'FRA', attributes: { units: 42 } });
  before = await server.write({
    items: [named(SHOP, 'shop'), named(DB1, 'db-1'), named(DB2, 'db-2'), rack, named(LOOSE, 'loose')].map(creation),
    relationships: [needs(1, SHOP, DB1), needs(2, DB1, RACK), needs(3, DB2, RACK)].map(relation),
  });
  await server.write({
    items: [
      update(rack, { site: 'AMS', attributes: { units: 42, depth: 80 } }),
      update(named(LOOSE, 'loose'), { retiredAt: '2026-11-22T00:00:00.000Z', retiredBy: 'PERSON' }),
      creation(named(LATE, 'late')),
    ],
    relationships: [ending(needs(1, SHOP, DB1)), relation(needs(4, SHOP, DB2))],
  });
  after = await server.write({ items: [update(named(DB2, 'db-2'), { description: 'x' })] });
  // What comes back to what it was makes no difference.
  after = await server.write({
    items: [update({ ...named(DB2, 'db-2'), description: 'x', version: 2 }, { description: null })],
  });
});
afterAll(() => server.stop());

interface Side {
  readonly name: string;
  readonly retiredAt: string | null;
}
interface Answer {
  readonly difference: {
    readonly from: number;
    readonly to: number;
    readonly items: {
      readonly totalCount: number;
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
      readonly nodes: readonly {
        readonly kind: string;
        readonly before: Side | null;
        readonly after: Side | null;
        readonly values: readonly object[];
      }[];
    };
    readonly relationships: {
      readonly nodes: readonly {
        readonly kind: string;
        readonly before: object | null;
        readonly after: object | null;
      }[];
    };
    readonly unresolved: readonly { readonly index: number; readonly code: string }[];
  };
}

const QUERY = `query ($from: Moment!, $to: Moment, $scope: TopologyScope, $kinds: [DifferenceKind!], $first: Int, $after: String) {
  difference(from: $from, to: $to, scope: $scope) {
    from to unresolved { index code } itemCounts { added removed changed } relationshipCounts { added removed changed }
    items(kinds: $kinds, first: $first, after: $after) {
      totalCount pageInfo { hasNextPage endCursor } edges { cursor }
      nodes { kind before { name retiredAt } after { name retiredAt } values { path before after } }
    }
    relationships { totalCount nodes { kind before { source { name } target { name } } after { source { name } target { name } }
      values { path before after } } }
  }
}`;
const ask = async (variables: object = {}): Promise<Answer['difference']> =>
  (await server.read<Answer>(QUERY, { from: { revision: before }, ...variables })).difference;
const side = (name: string): Side => ({ name, retiredAt: null });

test('tells what was added, removed and changed, value by value', async () => {
  const answer = await ask();
  expect(answer).toMatchObject({
    from: before,
    to: after,
    unresolved: [],
    itemCounts: { added: 1, removed: 1, changed: 1 },
    relationshipCounts: { added: 1, removed: 1, changed: 0 },
  });
  expect(answer.items.totalCount).toBe(3);
  expect(answer.items.nodes).toEqual([
    {
      kind: 'CHANGED',
      before: side('rack'),
      after: side('rack'),
      values: [
        { path: 'attributes.depth', before: null, after: 80 },
        { path: 'site', before: 'FRA', after: 'AMS' },
      ],
    },
    { kind: 'REMOVED', before: side('loose'), after: null, values: expect.any(Array) },
    {
      kind: 'ADDED',
      before: null,
      after: side('late'),
      values: [
        { path: 'canFail', before: null, after: true },
        { path: 'lifecycle', before: null, after: 'OPERATIONAL' },
        { path: 'name', before: null, after: 'late' },
      ],
    },
  ]);
  expect(answer.items.nodes[1]?.values).toContainEqual({ path: 'name', before: 'loose', after: null });
  const ends = (target: string): object => ({ source: { name: 'shop' }, target: { name: target } });
  expect(answer.relationships.nodes).toEqual([
    expect.objectContaining({ kind: 'REMOVED', before: ends('db-1'), after: null }),
    expect.objectContaining({ kind: 'ADDED', before: null, after: ends('db-2') }),
  ]);
});

test('of one closure, tells what entered and left it, however old it is', async () => {
  const scope = { roots: [{ id: encodeItemId(SHOP) }, { id: 'ci_zzzzzz' }] };
  const answer = await ask({ scope });
  expect(answer.unresolved).toEqual([{ index: 1, code: 'INVALID_REFERENCE' }]);
  expect(answer.items.nodes.map((node) => [node.kind, (node.before ?? node.after)?.name])).toEqual([
    ['REMOVED', 'db-1'],
    ['ADDED', 'db-2'],
    ['CHANGED', 'rack'],
  ]);
  expect(answer.relationships.nodes.map(({ kind }) => kind)).toEqual(['REMOVED', 'REMOVED', 'ADDED', 'ADDED']);
  const direct = await ask({ scope: { ...scope, depth: 1 }, kinds: ['ADDED'] });
  expect(direct.items.nodes.map((node) => node.after?.name)).toEqual(['db-2']);
  expect(direct.items.totalCount).toBe(1);
  // What is there at the later moment only has nothing to compare with at the earlier one.
  const late = await ask({ scope: { roots: [{ identity: { class: 'Server', attributes: { name: 'late' } } }] } });
  expect(late.items.nodes.map((node) => [node.kind, node.after?.name])).toEqual([['ADDED', 'late']]);
});

test('pages stay at the later moment of the first one, whatever is written meanwhile', async () => {
  const first = await ask({ first: 2 });
  expect(first.items.pageInfo.hasNextPage).toBe(true);
  await server.write({ items: [creation(testItem(testId(90)))] });
  const second = await ask({ first: 2, after: first.items.pageInfo.endCursor });
  expect(second.to).toBe(after);
  expect(second.items.nodes.map((node) => (node.after ?? node.before)?.name)).toEqual(['late']);
  expect(second.items.pageInfo.hasNextPage).toBe(false);
  expect((await ask({ to: { revision: after }, kinds: ['REMOVED'] })).items.nodes.map(({ kind }) => kind)).toEqual([
    'REMOVED',
  ]);
});

test('says that nothing differs, and refuses moments that make no period', async () => {
  const same = await ask({ to: { revision: before } });
  expect(same).toMatchObject({ items: { totalCount: 0, nodes: [] }, relationships: { totalCount: 0, nodes: [] } });
  expect(await server.codes(QUERY, { from: { revision: after }, to: { revision: before } })).toEqual(['BAD_REQUEST']);
  expect(await server.codes(QUERY, { from: { revision: 0 } })).toEqual(['MOMENT_OUT_OF_RANGE']);
  expect(await server.codes(QUERY, { from: { revision: before }, first: 1_001 })).toEqual(['LIMIT_EXCEEDED']);
});
