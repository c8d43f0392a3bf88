import type { RelationshipId } from '../../src/domain/ids';
import { encodeItemId } from '../../src/domain/opaque-id';
import { creation, relation, testItem, testRelationship } from '../support/plans';
import { startTestServer, testId, type TestServer } from '../support/server';

/*
 * Everything is written at once, and an hour later nothing else has been: four moments of one revision.
 * shop (10) depends on servers 1 to 6; 1 to 3 go out at once for ten minutes, 4 to 6 twenty minutes later for good.
 */
const WRITTEN = Date.parse('2026-11-20T10:00:00Z');
const minute = (count: number): string => new Date(WRITTEN + count * 60_000).toISOString();
const EARLY = minute(5);
const BETWEEN = minute(15);
const LATE = minute(25);
const FIRST = ['1', '2', '3'];
const SECOND = ['4', '5', '6'];

let server: TestServer;
let now = WRITTEN;
let revision: number;

beforeAll(async () => {
  server = await startTestServer({}, { clock: () => new Date(now) });
  const items = [...FIRST, ...SECOND].map((name) => testItem(testId(Number(name)), { name, className: 'LinuxServer' }));
  const shop = testItem(testId(10), { name: 'shop', className: 'BusinessService' });
  const links = items.map(({ id }, place) =>
    testRelationship((1_000_000 + place) as RelationshipId, shop.id, id, { type: 'DEPENDS_ON' }),
  );
  await server.write({ items: [...items, shop].map(creation), relationships: links.map(relation) });
  await server.read('mutation { registerDataSource(input: { name: "pager" }) { revision } }');
  const outages = [
    ...FIRST.map((name) => outageOf(name, { from: minute(0), until: minute(10) })),
    ...SECOND.map((name) => outageOf(name, { from: minute(20), planned: true })),
  ];
  revision = await report(outages);
  now = WRITTEN + 3_600_000;
});

afterAll(() => server.stop());

const idOf = (name: string): string => encodeItemId(testId(Number(name)));
const outageOf = (name: string, times: object): object => ({
  key: name,
  configurationItem: { id: idOf(name) },
  ...times,
});

async function report(outages: readonly object[]): Promise<number> {
  const { reportOutages } = await server.read<{ reportOutages: { revision: number } }>(
    'mutation ($outages: [ReportedOutageInput!]!) { reportOutages(input: { source: "pager", outages: $outages }) { revision } }',
    { outages },
  );
  return reportOutages.revision;
}

interface Listed {
  readonly nodes: readonly object[];
  readonly totalCount: number;
  readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
}

const PAGE = 'totalCount pageInfo { endCursor hasNextPage }';
const OUT = 'filter: { hasOpenOutage: true }';

/** What asks for outages, page by page: the field with its arguments, and what names a line of it. */
const LISTS: readonly (readonly [string, string])[] = [
  ['items', `configurationItems(${OUT}, ARGUMENTS AT) { ${PAGE} nodes { name state } }`],
  [
    'relationships',
    `relationships(filter: { target: { hasOpenOutage: true } }, ARGUMENTS AT) { ${PAGE} nodes { target { name state } } }`,
  ],
  [
    'what is hit',
    `impact(AT) { impacted(minState: DOWN, ARGUMENTS) { ${PAGE} nodes { configurationItem { name state } } } }`,
  ],
];

/** The only list there is in an answer, and what stands in it. */
function listIn(value: unknown): Listed {
  if (typeof value !== 'object' || value === null) throw new Error('no list');
  return 'nodes' in value ? (value as Listed) : listIn(Object.values(value)[0]);
}

const nameIn = (node: unknown): string => {
  const { name, state } = (Object.values(node as object).find((one) => typeof one === 'object') ?? node) as Record<
    string,
    string
  >;
  return `${name} ${state}`;
};

async function pagesOf(field: string, at: string, between: () => Promise<unknown> = () => Promise.resolve()) {
  const names: string[] = [];
  const totals = new Set<number>();
  for (let after: string | null = null, more = true, moment = at; more; moment = '') {
    const text = field.replace('ARGUMENTS', 'first: 1, after: $after').replace('AT', moment).replace('()', '');
    const { nodes, totalCount, pageInfo } = listIn(await server.read(`query ($after: String) { ${text} }`, { after }));
    names.push(...nodes.map(nameIn).filter((name) => !name.startsWith('shop')));
    totals.add(totalCount);
    ({ endCursor: after, hasNextPage: more } = pageInfo);
    await between();
  }
  expect(totals.size).toBe(1);
  return names.toSorted();
}

const down = (names: readonly string[]): readonly string[] => names.map((name) => `${name} DOWN`);

describe.each(LISTS)('a cursor into %s', (_, field) => {
  test('goes on at the moment that its first page named, whoever that is of', async () => {
    expect(await pagesOf(field, `, at: { time: "${EARLY}" }`)).toEqual(down(FIRST));
    expect(await pagesOf(field, `, at: { time: "${LATE}" }`)).toEqual(down(SECOND));
    expect(await pagesOf(field, `, at: { revision: ${revision} }`)).toEqual(down(FIRST));
    expect(await pagesOf(field, `, at: { time: "${BETWEEN}" }`)).toEqual([]);
    expect(await pagesOf(field, '')).toEqual(down(SECOND));
  });
});

test('a cursor into a list within an item goes on at the moment of the item', async () => {
  const list = (args: string): string =>
    `relationships(first: 2, ${OUT} ${args}) { ${PAGE} nodes { target { name state } } }`;
  const read = async (query: string): Promise<Listed> => listIn(await server.read(query));
  // Also when it is compiled, and what it holds is remembered.
  for (const _ of [1, 2, 3]) {
    const one = `configurationItem(ref: { id: "${idOf('10')}" }, at: { time: "${EARLY}" })`;
    const first = await read(`{ ${one} { ${list('')} } }`);
    expect(first).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
    const next = await read(`{ ${one} { ${list(`after: "${first.pageInfo.endCursor}"`)} } }`);
    expect([...first.nodes, ...next.nodes].map(nameIn).toSorted()).toEqual(down(FIRST));
    expect(next).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: false } });
    // An item that is read now cannot hold what lasted then as well.
    const behind = `node(id: "${idOf('10')}") { ... on ConfigurationItem { ${list(`after: "${first.pageInfo.endCursor}"`)} } }`;
    expect(await server.codes(`{ ${behind} }`)).toEqual(['BAD_REQUEST']);
  }
});

describe('two moments of one revision', () => {
  const at = (time: string): string => `at: { time: "${time}" }`;
  const out = (args: string): string => `configurationItems(${OUT} ${args}) { nodes { name } }`;
  const codesOf = (query: string): Promise<readonly string[]> => server.codes(query);

  test.each([
    ['lists', `{ a: ${out(at(EARLY))} b: ${out(at(LATE))} }`],
    ['a list of then and one of now', `{ a: ${out(at(EARLY))} b: ${out('')} }`],
    [
      'states',
      `{ a: configurationItems(${at(EARLY)}) { nodes { state } } b: configurationItems(${at(LATE)}) { nodes { name } } }`,
    ],
    [
      'an impact',
      `{ a: impact(${at(EARLY)}) { summary { total } } b: configurationItems(${at(LATE)}) { nodes { name } } }`,
    ],
  ])('are refused in one operation where other outages last at each: %s', async (_, query) => {
    const { errors = [] } = await server.ask(query);
    expect(errors.length).toBeGreaterThan(0);
    for (const { message, extensions } of errors) {
      expect(extensions.code).toBe('BAD_REQUEST');
      expect(message).toContain(`at several moments of revision ${revision}`);
      expect(message).toContain(EARLY);
    }
  });

  test('are answered where the same last at both, or nobody asks', async () => {
    expect(await codesOf(`{ a: ${out(at(EARLY))} b: ${out(at(minute(6)))} }`)).toEqual([]);
    expect(
      await codesOf(
        `{ a: configurationItems(${at(EARLY)}) { nodes { name } } b: configurationItems(${at(LATE)}) { nodes { name } } }`,
      ),
    ).toEqual([]);
    const { a } = await server.read<{ a: Listed }>(`{ server { revision } a: ${out(at(LATE))} b: ${out('')} }`);
    expect(a.nodes).toEqual(SECOND.map((name) => ({ name })));
  });
});

test('a cursor whose moment is none is no cursor', async () => {
  const parts = (at: unknown): string => Buffer.from(JSON.stringify(['items#', at, '', 1])).toString('base64url');
  for (const at of [[], [1, 'noon', 1], [1, EARLY], [1, EARLY, -1], [1, EARLY, 1, 1], [1.5], null, 'x', [[1]]]) {
    const { errors } = await server.ask('query ($after: String) { configurationItems(after: $after) { totalCount } }', {
      after: parts(at),
    });
    expect(errors?.map(({ message }) => message)).toEqual([expect.stringContaining('This is no cursor')]);
  }
});

/** Last, since it writes. */
test('what is reported late of the moment of a first page is not on the pages behind it', async () => {
  const field = LISTS[0]?.[1] ?? '';
  let isReported = false;
  const reportLate = async (): Promise<void> => {
    if (isReported) return;
    isReported = true;
    await report([{ ...outageOf('6', { from: minute(1), until: minute(9) }), key: 'late' }]);
  };
  expect(await pagesOf(field, `, at: { time: "${EARLY}" }`, reportLate)).toEqual(down(FIRST));
  expect(await pagesOf(field, `, at: { time: "${EARLY}" }`)).toEqual(down([...FIRST, '6']));
});
