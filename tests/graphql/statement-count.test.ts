import { asSeen } from '../../src/application/access/as-seen';
import { createReaders } from '../../src/application/lists/readers';
import { relationshipId } from '../../src/domain/ids';
import { encodeItemId } from '../../src/domain/opaque-id';
import { creation, relation, testItem, testObservation, testRelationship, update } from '../support/plans';
import { startTestServer, testId, type TestServer } from '../support/server';

let server: TestServer;

const HUB = 400;
const numbersTo = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1);

/**
 * Three layers of 100 items, each item on its own one of the layer below, and the upper layer on one hub; all observed.
 * Half of the upper layer changed once more, in revisions of their own, and something else was written after that: so
 * no line of an answer shares its statements with the list around it by chance.
 */
beforeAll(async () => {
  server = await startTestServer();
  const items = [...numbersTo(300), HUB].map((number) =>
    testItem(testId(number), { name: `item ${String(number).padStart(3, '0')}` }),
  );
  const ends = [
    ...numbersTo(200).map((number) => [number, number + 100] as const),
    ...numbersTo(100).map((number) => [number, HUB] as const),
  ];
  await server.write({
    items: items.map(creation),
    observations: items.map((item) => ({ before: null, after: testObservation(item.id), tenant: '' })),
    relationships: ends.map(([source, target], index) =>
      relation(testRelationship(relationshipId(1_000_000 + index), testId(source), testId(target))),
    ),
  });
  for (const item of items.slice(0, 50)) await server.write({ items: [update(item, { site: 'FRA' })] });
  await server.write({ items: [{ ...creation(testItem(testId(500))), kind: 'CREATED' }] });
});

afterAll(() => server.stop());

/** How many statements a request takes; what is done once only was done by the request before. */
async function statements(query: string, variables: object): Promise<number> {
  await server.read(query, variables);
  const before = server.requestStatements();
  await server.read(query, variables);
  return server.requestStatements() - before;
}

const REQUESTS: Readonly<Record<string, string>> = {
  'a plain list': `query ($first: Int) { configurationItems(first: $first) { nodes { id name class { name } gates { key } } } }`,
  'a list with total and cursors': `query ($first: Int) { configurationItems(first: $first) { totalCount facets(by: [{ field: CLASS }, { field: SITE }, { label: "team" }]) { values { count } } edges { cursor node { name } } pageInfo { endCursor } } }`,
  'lists inside a list': `query ($first: Int) { configurationItems(first: $first) { nodes {
      observations { source lastSeenAt } firstSeenAt lastSeenAt mergedIds
      relationships { totalCount nodes { type { name } source { name } target { name observations { source } } } }
      out: relationships(direction: SOURCE, filter: { classes: ["Server"] }) { nodes { target { relationships(direction: SOURCE) { nodes { target { name } } } } } }
      changes { totalCount nodes { values { path } changeSet { at } } }
    } } }`,
  relationships: `query ($first: Int) { relationships(first: $first) { totalCount nodes { type { name } source { name class { name } } target { name } } } }`,
  'the log, which speaks of another revision on every line': `query ($first: Int) { changes(first: $first, filter: { kinds: [UPDATED] }) { totalCount nodes {
      kind subject values { path before after } changeSet { principal }
      configurationItem { name class { name } observations { source } relationships { nodes { target { name } } pageInfo { endCursor } } }
      target { name }
    } } }`,
  'a difference': `query ($first: Int) { difference(from: { revision: 1 }) { itemCounts { added } relationshipCounts { added }
      items(first: $first) { totalCount nodes { kind before { name } after { name class { name } } values { path } } }
      relationships(first: $first) { nodes { after { source { name } target { name } } values { path after } } } } }`,
  'a difference of what one item needs': `query ($first: Int) { difference(from: { revision: 1 }, scope: { roots: [{ id: "${encodeItemId(testId(HUB))}" }], direction: DEPENDENTS }) {
      items(first: $first) { totalCount nodes { after { name } values { path } } } relationships(first: $first) { nodes { after { source { name } } } } } }`,
  'a search': `query ($first: Int) { configurationItems(first: $first, search: "item key") { nodes { name } } }`,
  topology: `query ($first: Int) { topology(roots: [{ id: "${encodeItemId(testId(HUB))}" }], direction: DEPENDENTS) { itemCount items(first: $first) { nodes { distance configurationItem { name class { name } } } }
      relationships(first: $first) { nodes { source { name } } } } }`,
  impact: `query ($first: Int) { impact(outages: [{ configurationItem: { id: "${encodeItemId(testId(HUB))}" } }]) {
      summary { total } impacted(first: $first) { nodes { state configurationItem { name owner { name } } failedGates { explanation members { nodes { configurationItem { name } } } } proof { configurationItem { name } } dueTo { nodes { name } } } } } }`,
};

test.each(Object.entries(REQUESTS))('%s takes as many statements for 100 lines as for 1', async (_, query) => {
  const [one, ten, hundred] = [
    await statements(query, { first: 1 }),
    await statements(query, { first: 10 }),
    await statements(query, { first: 100 }),
  ];
  // Answers of the database that come in one turn let the loads behind them share a statement, and it is chance whether
  // they do. A statement for every line would be ninety more.
  expect(Math.abs(hundred - ten)).toBeLessThanOrEqual(2);
  expect(Math.abs(ten - one)).toBeLessThanOrEqual(2);
  expect(hundred).toBeLessThan(25);
});

test('a request takes no more than a statement for each list with its arguments, and two; what is known takes none', async () => {
  const entries =
    '{ nodes { id kind type { name } source { name } target { name class { name } } } pageInfo { endCursor } }';
  const asking = (...lists: readonly string[]): string =>
    `{ configurationItems(first: 100) { nodes { name ${lists.map((list, at) => `l${at}: relationships(${list}) ${entries}`).join(' ')} } } }`;
  const takes = async (query: string): Promise<number> => {
    const before = server.requestStatements();
    await server.read(query);
    return server.requestStatements() - before;
  };
  const kept = ['direction: SOURCE', 'direction: TARGET, first: 7', 'types: ["DEPENDS_ON"]'];
  const filtered = ['filter: { classes: ["Server"] }', 'orderBy: [{ field: NAME }]'];
  const query = asking(...kept, ...filtered);
  // The list of items is one of them.
  expect(await takes(query)).toBeLessThanOrEqual(6 + 2);
  expect(await takes(query)).toBe(filtered.length);
  expect(await takes(asking(...kept))).toBe(0);
  // The lists of two items have to be read again, and the end that has moved.
  await server.write({
    items: [update(testItem(testId(150), { name: 'item 150' }), { site: 'AMS' })],
    relationships: [relation(testRelationship(relationshipId(1_000_999), testId(1), testId(3)))],
  });
  expect(await takes(asking(...kept))).toBeLessThanOrEqual(4 + 2);
  expect(await takes(asking(...kept))).toBe(0);

  // Who sees a part is told from the same memory what lies between items that they see.
  const at = server.app.projection.head;
  const ofItem = { direction: 'SOURCE', types: null, filter: null, order: [] } as const;
  const countFor = (tenant: string): number | undefined => {
    const app = asSeen(server.app, { tenants: [tenant], labels: {} });
    return createReaders(app, (revision) => app.models.at(revision))
      .at(at)
      .relationshipCountOf(ofItem)
      .known(testId(1));
  };
  expect([countFor(''), countFor('other')]).toEqual([3, 0]);
});

test('many references take as many statements as one', async () => {
  const reference = (number: number): object[] => [
    { id: encodeItemId(testId(number)) },
    { native: { source: 'scanner', key: `key-${number}` } },
    { identity: { class: 'Server', attributes: { name: `item ${String(number).padStart(3, '0')}` } } },
    { identity: { class: 'Server', attributes: { name: `nothing ${number}` } } },
  ];
  const query = `query ($roots: [ConfigurationItemRef!]!) { topology(roots: $roots, depth: 0) { itemCount unresolved { index message candidates { name } } } }`;
  const one = await statements(query, { roots: reference(1) });
  const many = await statements(query, {
    roots: Array.from({ length: 50 }, (_, index) => reference(index + 1)).flat(),
  });
  expect(many).toBe(one);
});
