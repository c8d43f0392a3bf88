import { relationshipId, type ItemId } from '../../src/domain/ids';
import { encodeItemId } from '../../src/domain/opaque-id';
import { creation, relation, testItem, testRelationship, update } from '../support/plans';
import { startTestServer, testId, type TestServer } from '../support/server';

/* shop needs db, db needs rack; other stands alone until it takes the place of db. Each write is named by its reason. */

let server: TestServer;
let begin: number;
const [SHOP, DB, RACK, OTHER] = [1, 2, 3, 4].map(testId) as [ItemId, ItemId, ItemId, ItemId];
const item = (id: ItemId, name: string): ReturnType<typeof testItem> => testItem(id, { name });
const needs = testRelationship(relationshipId(1_000_001), SHOP, DB);

beforeAll(async () => {
  server = await startTestServer();
  begin = await server.write({
    items: [item(SHOP, 'shop'), item(DB, 'db'), item(RACK, 'rack'), item(OTHER, 'other')].map(creation),
    relationships: [relation(needs), relation(testRelationship(relationshipId(1_000_002), DB, RACK))],
    reason: 'begin',
  });
  await server.write({ items: [update(item(RACK, 'rack'), { site: 'AMS' })], reason: 'rack moves', source: 'dcim' });
  await server.write({ items: [update(item(OTHER, 'other'), { site: 'AMS' })], reason: 'other moves' });
  await server.write({
    relationships: [{ before: needs, after: { ...needs, weight: 3, version: 2 }, kind: 'UPDATED', paths: ['weight'] }],
    reason: 'weighs',
  });
  await server.write({
    items: [update(item(DB, 'db'), { attributes: { port: 5432 }, name: 'db-1' })].map((write) => ({
      ...write,
      paths: ['attributes.port', 'name'],
    })),
    reason: 'port',
    principal: 'alice',
  });
});
afterAll(() => server.stop());

interface Told {
  readonly changes: {
    readonly totalCount: number;
    readonly nodes: readonly {
      readonly changeSet: {
        readonly reason: string;
        readonly principal: string;
        readonly source: string | null;
        readonly requestId: string;
        readonly at: string;
      };
      readonly values: readonly object[];
    }[];
    readonly unresolved: readonly { readonly index: number; readonly code: string }[];
  };
}
const ask = (filter: object): Promise<Told> =>
  server.read<Told>(
    `query ($filter: ChangeFilter) { changes(filter: $filter) { totalCount unresolved { index code }
      nodes { changeSet { reason principal source requestId at } values { path before after } } } }`,
    { filter: { since: begin, ...filter } },
  );
const reasons = async (filter: object): Promise<readonly string[]> => {
  const { changes } = await ask(filter);
  expect(changes.totalCount).toBe(changes.nodes.length);
  return changes.nodes.map(({ changeSet }) => changeSet.reason).toReversed();
};
const closure = (root: ItemId, more: object = {}): object => ({
  inClosureOf: { roots: [{ id: encodeItemId(root) }], ...more },
});

test.each<[string, object, readonly string[]]>([
  ['everything', {}, ['rack moves', 'other moves', 'weighs', 'port']],
  ['what shop needs', closure(SHOP), ['rack moves', 'weighs', 'port']],
  ['what shop needs directly', closure(SHOP, { depth: 1 }), ['weighs', 'port']],
  [
    'what shop needs up to its database',
    closure(SHOP, { filter: { stopAt: { name: { startsWith: 'db' } } } }),
    ['weighs', 'port'],
  ],
  ['what needs the rack', closure(RACK, { direction: 'DEPENDENTS' }), ['rack moves', 'weighs', 'port']],
  ['what is there alone', closure(OTHER), ['other moves']],
  ['a base field', { paths: ['site'] }, ['rack moves', 'other moves']],
  ['an attribute', { paths: ['attributes.port', 'attributes.cores'] }, ['port']],
  ['a field of a relationship', { paths: ['weight'] }, ['weighs']],
  ['a field within a closure', { ...closure(SHOP), paths: ['site'] }, ['rack moves']],
  [
    'an item within a closure',
    { ...closure(SHOP), configurationItems: [{ id: encodeItemId(DB) }] },
    ['weighs', 'port'],
  ],
  ['an item outside of a closure', { ...closure(SHOP), configurationItems: [{ id: encodeItemId(OTHER) }] }, []],
  ['actor, source and kind', { principals: ['alice'], kinds: ['UPDATED'] }, ['port']],
  ['a source', { sources: ['dcim'] }, ['rack moves']],
  ['a class, descendants included', { classes: ['Host'] }, ['rack moves', 'other moves', 'weighs', 'port']],
])('changes of %s', async (_, filter, expected) => {
  expect(await reasons(filter)).toEqual(expected);
});

test('who, when, why, source and request stand beside the values before and after', async () => {
  const { changes } = await ask({ paths: ['attributes.port'] });
  expect(changes.nodes).toEqual([
    {
      changeSet: {
        reason: 'port',
        principal: 'alice',
        source: null,
        requestId: expect.any(String),
        at: expect.any(String),
      },
      values: [
        { path: 'attributes.port', before: null, after: 5432 },
        { path: 'name', before: 'db', after: 'db-1' },
      ],
    },
  ]);
});

test('a root that leads nowhere is listed behind the items, and has no closure', async () => {
  const { changes } = await ask({
    configurationItems: [{ id: encodeItemId(SHOP) }],
    inClosureOf: { roots: [{ id: 'ci_zzzzz' }] },
  });
  expect(changes).toMatchObject({ totalCount: 0, unresolved: [{ index: 1, code: 'INVALID_REFERENCE' }] });
});

test('the feed has the same filters, and its closure follows the graph', async () => {
  const lines = async (query: string, since: number = begin): Promise<readonly string[]> => {
    const text = await (await fetch(`${server.url}/changes?since=${since}&follow=false&${query}`)).text();
    const events = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { changeSet: { reason: string } | null });
    return events.flatMap(({ changeSet }) => changeSet?.reason ?? []);
  };
  expect(await lines(`closureOf=${encodeItemId(SHOP)}&path=site&path=weight`)).toEqual(['rack moves', 'weighs']);
  const refused = await fetch(`${server.url}/changes?since=${begin}&follow=false&closureOf=ci_zzzzz`);
  expect(await refused.text()).toContain('filter.inClosureOf.roots[0]');
  await server.write({
    relationships: [relation(testRelationship(relationshipId(1_000_003), SHOP, OTHER))],
    reason: 'other serves',
  });
  expect(await lines(`closureOf=${encodeItemId(SHOP)}&path=site`)).toEqual(['rack moves', 'other moves']);
  const { head } = server.app.projection;
  await server.read(
    `mutation ($input: RetireConfigurationItemInput!) { retireConfigurationItem(input: $input) { revision errors { code } } }`,
    { input: { configurationItem: { id: encodeItemId(OTHER) }, reason: 'other goes' } },
  );
  // The item itself too, with the very change that takes it out.
  expect(await lines(`closureOf=${encodeItemId(SHOP)}&kind=RETIRED`, head)).toEqual(['other goes']);
});
