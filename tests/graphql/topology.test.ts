import { encodeItemId } from '../../src/domain/opaque-id';
import type { RelationshipId } from '../../src/domain/ids';
import type { Relationship } from '../../src/domain/relationship';
import { creation, ending, relation, testItem, testRelationship, update } from '../support/plans';
import { startTestServer, testId, type TestServer } from '../support/server';

/*
 *   shop (1) ──DEPENDS_ON──▶ app (2) ──DEPENDS_ON──▶ db (4) ──LOCATED_IN──▶ rack (6)
 *      └─────DEPENDS_ON──▶ api (3) ─(soft)─▶ db        app ──DEPENDS_ON──▶ host (5) ──LOCATED_IN──▶ rack
 */
const NAMES = ['', 'shop', 'app', 'api', 'db', 'host', 'rack'];
const CLASSES = ['', 'BusinessService', 'GenericApplication', 'GenericApplication', 'Database', 'LinuxServer', 'Rack'];
const LINKS: readonly (readonly [number, string, number, Partial<Relationship>?])[] = [
  [1, 'DEPENDS_ON', 2],
  [1, 'DEPENDS_ON', 3],
  [2, 'DEPENDS_ON', 4],
  [3, 'DEPENDS_ON', 4, { strength: 'SOFT', kind: 'INFERRED' }],
  [2, 'DEPENDS_ON', 5],
  [4, 'LOCATED_IN', 6],
  [5, 'LOCATED_IN', 6],
];

let server: TestServer;
let before: number;

const ref = (number: number): string => `{ id: "${encodeItemId(testId(number))}" }`;
const linkId = (number: number): RelationshipId => (1_000_000 + number) as RelationshipId;
const item = (number: number) =>
  testItem(testId(number), {
    name: NAMES[number] ?? '',
    className: CLASSES[number] ?? 'Server',
    criticality: number === 4 ? 'CRITICAL' : null,
    environment: number === 5 ? 'lab' : 'production',
  });
const links = LINKS.map(([source, type, target, fields], place) =>
  testRelationship(linkId(place), testId(source), testId(target), { type, ...fields }),
);

beforeAll(async () => {
  server = await startTestServer({}, { withSqlTwin: true });
  before = await server.write({
    items: [1, 2, 3, 4, 5, 6].map((number) => creation(item(number))),
    relationships: links.map(relation),
  });
});

afterAll(() => server.stop());

interface Items {
  readonly topology: {
    readonly itemCount: number;
    readonly relationshipCount: number;
    readonly truncated: boolean;
    readonly items: {
      readonly nodes: readonly { readonly distance: number; readonly configurationItem: { readonly name: string } }[];
    };
  };
}

/** The names and distances of a topology. */
async function around(root: number, args: string): Promise<Record<string, number>> {
  const { topology } = await server.read<Items>(
    `{ topology(roots: [${ref(root)}], ${args}) { items { nodes { distance configurationItem { name } } } } }`,
  );
  return Object.fromEntries(
    topology.items.nodes.map(({ distance, configurationItem }) => [configurationItem.name, distance]),
  );
}

describe('a topology', () => {
  test.each([
    ['follows dependencies', 'direction: DEPENDENCIES', { shop: 0, app: 1, api: 1, db: 2, host: 2, rack: 3 }],
    ['stops at a depth', 'depth: 1', { shop: 0, app: 1, api: 1 }],
    ['follows only some types', 'filter: { relationshipTypes: ["LOCATED_IN"] }', { shop: 0 }],
    [
      'follows only some strengths',
      'filter: { strengths: [HARD] }',
      { shop: 0, app: 1, api: 1, db: 2, host: 2, rack: 3 },
    ],
    ['follows only some kinds', 'filter: { kinds: [INFERRED] }', { shop: 0 }],
    [
      'shows only some classes and passes through others',
      'filter: { classes: ["Host", "Rack"] }',
      { host: 2, rack: 3 },
    ],
    ['collapses classes', 'filter: { collapseClasses: ["Application"] }', { shop: 0, db: 1, host: 1, rack: 2 }],
    ['stops at items of a class', 'filter: { stopAt: { classes: ["Application"] } }', { shop: 0, app: 1, api: 1 }],
    [
      'stops at items of an environment',
      'filter: { stopAt: { environment: { in: ["lab"] } } }',
      { shop: 0, app: 1, api: 1, db: 2, host: 2, rack: 3 },
    ],
    [
      'stops at critical items',
      'filter: { stopAt: { criticality: [CRITICAL], environment: { eq: "production" } } }',
      { shop: 0, app: 1, api: 1, db: 2, host: 2, rack: 3 },
    ],
    [
      'stops at items that fit any filter',
      'filter: { stopAt: { or: [{ name: { eq: "app" } }, { related: [{ filter: { name: { eq: "db" } } }] }] } }',
      { shop: 0, app: 1, api: 1 },
    ],
    [
      'stops everywhere when nothing is asked of the items to stop at',
      'filter: { stopAt: {} }',
      { shop: 0, app: 1, api: 1 },
    ],
    ['does not follow hubs', 'filter: { maxFanOut: 1 }', { shop: 0, app: 1, api: 1, db: 2, rack: 3 }],
    ['stops after so many items, nearest first', 'filter: { maxItems: 4 }', { shop: 0, app: 1, api: 1, db: 2 }],
  ])('%s', async (_, args, expected) => {
    expect(await around(1, args)).toEqual(expected);
  });

  test('ends at items that have to be looked up in one statement, however many lists ask', async () => {
    const ask = async (first: number): Promise<number> => {
      const before = server.requestStatements();
      await server.read(
        `{ configurationItems(first: ${first}) { nodes {
             dependencies(filter: { stopAt: { name: { startsWith: "a" } } }) { itemCount } } } }`,
      );
      return server.requestStatements() - before;
    };
    // What else they hold is remembered.
    for (const first of [5, 2]) await ask(first);
    expect([await ask(5), await ask(2)]).toEqual([1, 1]);
  });

  test('ends under a draft at what the graph knows of items alone', async () => {
    const ask = (stopAt: string): Promise<readonly string[]> =>
      server.codes(
        `{ topology(roots: [${ref(1)}], filter: { stopAt: ${stopAt} }, draft: { removeConfigurationItems: [${ref(6)}] }) { itemCount } }`,
      );
    expect(await ask('{ classes: ["Application"], environment: { in: ["lab"] } }')).toEqual([]);
    expect(await ask('{ name: { eq: "app" } }')).toEqual(['BAD_REQUEST']);
    expect(await ask('{ environment: { startsWith: "l" } }')).toEqual(['BAD_REQUEST']);
  });

  test('follows dependents', async () => {
    expect(await around(5, 'direction: DEPENDENTS')).toEqual({ host: 0, app: 1, shop: 2 });
  });

  test('says when a limit of the caller cut it', async () => {
    const cut = (args: string) => `topology(roots: [${ref(1)}], ${args}) { truncated itemCount relationshipCount }`;
    const answers = await server.read(
      `{ a: ${cut('filter: { maxItems: 4 }')} b: ${cut('depth: 9')} c: ${cut('depth: 2')} }`,
    );
    expect(answers).toEqual({
      a: { truncated: true, itemCount: 4, relationshipCount: 4 },
      b: { truncated: false, itemCount: 6, relationshipCount: 7 },
      c: { truncated: true, itemCount: 5, relationshipCount: 5 },
    });
  });

  test('tells what several roots share, and what is most critical', async () => {
    const { topology } = await server.read<{ topology: { shared: object; critical: object } }>(
      `{ topology(roots: [${ref(2)}, ${ref(3)}, ${ref(5)}]) {
           shared: items(orderBy: ROOTS_REACHED) { nodes { rootsReached configurationItem { name } } }
           critical: items(orderBy: CRITICALITY, first: 1) { totalCount nodes { configurationItem { name } } } } }`,
    );
    const shared = [
      ['rack', 3],
      ['host', 2],
      ['db', 2],
      ['app', 1],
      ['api', 1],
    ];
    expect(topology.shared).toEqual({
      nodes: shared.map(([name, rootsReached]) => ({ rootsReached, configurationItem: { name } })),
    });
    expect(topology.critical).toEqual({ totalCount: 5, nodes: [{ configurationItem: { name: 'db' } }] });
  });

  test('comes in columns, and the columns fit each other', async () => {
    const { topology } = await server.read<{ topology: { table: Record<string, readonly (string | number)[]> } }>(
      `{ topology(roots: [${ref(1)}]) { table { ids names classes distances sources targets types strengths } } }`,
    );
    const { names = [], sources = [], targets = [], types = [], strengths = [], ...rest } = topology.table;
    expect(names).toEqual(['shop', 'app', 'api', 'db', 'host', 'rack']);
    expect(rest).toEqual({
      ids: [1, 2, 3, 4, 5, 6].map((number) => encodeItemId(testId(number))),
      classes: CLASSES.slice(1),
      distances: [0, 1, 1, 2, 2, 3],
    });
    const written = sources.map((source, place) => [
      names[Number(source)],
      types[place],
      names[Number(targets[place])],
      strengths[place],
    ]);
    expect(written).toEqual(
      LINKS.map(([source, type, target, fields]) => [NAMES[source], type, NAMES[target], fields?.strength ?? 'HARD']),
    );
  });

  test('is drawn in every language', async () => {
    const draw = (format: string): string => `${format}: diagram(format: ${format})`;
    const { topology } = await server.read<{ topology: Record<string, string> }>(
      `{ topology(roots: [${ref(3)}]) { ${['MERMAID', 'DOT', 'GRAPHML', 'CYTOSCAPE_JSON'].map(draw).join(' ')} } }`,
    );
    expect(topology['MERMAID']).toContain('n0 -.->|DEPENDS_ON| n1');
    expect(topology['DOT']).toContain('n1 [label="db\\nDatabase"');
    expect(topology['GRAPHML']).toContain(`<node id="${encodeItemId(testId(6))}"><data key="name">rack</data>`);
    expect(JSON.parse(topology['CYTOSCAPE_JSON'] ?? '')).toMatchObject({
      elements: { nodes: { length: 3 }, edges: { length: 2 } },
    });
  });

  test.each([
    ['an unknown type', 'filter: { relationshipTypes: ["DEPENDS"] }', 'UNKNOWN_RELATIONSHIP_TYPE'],
    ['an unknown class', 'filter: { classes: ["Rak"] }', 'UNKNOWN_CLASS'],
    ['a negative depth', 'depth: -1', 'BAD_REQUEST'],
    ['a negative number of items', 'filter: { maxItems: -1 }', 'BAD_REQUEST'],
  ])('refuses %s', async (_, args, code) => {
    expect(await server.codes(`{ topology(roots: [${ref(1)}], ${args}) { itemCount } }`)).toEqual([code]);
  });
});

describe('paths', () => {
  const query = (first: number, after: string | null): string =>
    `{ paths(from: ${ref(1)}, to: ${ref(6)}, first: ${first}${after === null ? '' : `, after: "${after}"`}) {
         truncated pageInfo { hasNextPage endCursor } nodes { length configurationItems { name } relationships { type { name } } } } }`;

  test('come shortest first, page by page', async () => {
    interface Page {
      readonly paths: {
        readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
        readonly nodes: readonly {
          readonly length: number;
          readonly configurationItems: readonly { readonly name: string }[];
        }[];
      };
    }
    const found: string[] = [];
    for (let after: string | null = null, more = true; more;) {
      const { paths }: Page = await server.read<Page>(query(1, after));
      found.push(...paths.nodes.map((path) => path.configurationItems.map(({ name }) => name).join(' ')));
      after = paths.pageInfo.endCursor;
      more = paths.pageInfo.hasNextPage;
    }
    expect(found).toEqual(['shop app db rack', 'shop app host rack', 'shop api db rack']);
  });

  test('are none where nothing leads, and say which end is not known', async () => {
    const { none, unknown, short } = await server.read<Record<string, object>>(
      `{ none: paths(from: ${ref(6)}, to: ${ref(1)}) { nodes { length } unresolved { index } }
         unknown: paths(from: ${ref(1)}, to: { id: "ci_nowhere" }) { nodes { length } unresolved { index code } }
         short: paths(from: ${ref(1)}, to: ${ref(6)}, maxLength: 2) { nodes { length } truncated } }`,
    );
    expect(none).toEqual({ nodes: [], unresolved: [] });
    expect(unknown).toEqual({ nodes: [], unresolved: [{ index: 1, code: 'INVALID_REFERENCE' }] });
    expect(short).toEqual({ nodes: [], truncated: false });
    expect(await server.codes(`{ paths(from: ${ref(1)}, to: ${ref(6)}, maxLength: 65) { truncated } }`)).toEqual([
      'LIMIT_EXCEEDED',
    ]);
  });
});

describe('references in a filter that do not resolve', () => {
  const GONE = '{ native: { source: "scanner", key: "gone" } }';
  const NOWHERE = '{ id: "ci_nowhere" }';
  const UNRESOLVED = 'totalCount unresolved { index code message candidates { name } }';

  test('are listed beside the relationships of the others: sources first, then targets', async () => {
    const { relationships } = await server.read(
      `{ relationships(filter: { sources: [${NOWHERE}, ${ref(2)}, ${ref(3)}], targets: [${ref(4)}, ${GONE}] }) {
           nodes { source { name } target { name } } ${UNRESOLVED} } }`,
    );
    expect(relationships).toMatchObject({
      nodes: [
        { source: { name: 'app' }, target: { name: 'db' } },
        { source: { name: 'api' }, target: { name: 'db' } },
      ],
      totalCount: 2,
      unresolved: [
        { index: 0, code: 'INVALID_REFERENCE', candidates: [] },
        { index: 4, code: 'INVALID_REFERENCE', message: 'No item fits the key "gone" of source "scanner".' },
      ],
    });
  });

  test('alone fit nothing, never everything', async () => {
    const { sources, targets, changes, none } = await server.read(
      `{ sources: relationships(filter: { sources: [${NOWHERE}] }) { nodes { id } ${UNRESOLVED} }
         targets: relationships(filter: { targets: [${GONE}] }) { nodes { id } ${UNRESOLVED} }
         changes(filter: { configurationItems: [${GONE}] }) { nodes { kind } ${UNRESOLVED} }
         none: relationships(filter: { sources: [] }) { totalCount unresolved { index } } }`,
    );
    const nothing = { nodes: [], totalCount: 0, unresolved: [{ index: 0, code: 'INVALID_REFERENCE' }] };
    expect(sources).toMatchObject(nothing);
    expect(targets).toMatchObject(nothing);
    expect(changes).toMatchObject(nothing);
    expect(none).toEqual({ totalCount: 0, unresolved: [] });
  });

  test('are listed beside the changes of the others', async () => {
    const { changes } = await server.read(
      `{ changes(filter: { configurationItems: [${GONE}, ${ref(1)}], entities: [CONFIGURATION_ITEM] }) {
           nodes { kind configurationItem { name } } ${UNRESOLVED} } }`,
    );
    expect(changes).toMatchObject({
      nodes: [{ kind: 'CREATED', configurationItem: { name: 'shop' } }],
      totalCount: 1,
      unresolved: [{ index: 0, code: 'INVALID_REFERENCE' }],
    });
  });

  test('of lists without such a filter are none', async () => {
    const { configurationItem } = await server.read(
      `{ configurationItem(ref: ${ref(1)}) { relationships { unresolved { index } } changes { unresolved { index } } } }`,
    );
    expect(configurationItem).toEqual({ relationships: { unresolved: [] }, changes: { unresolved: [] } });
  });
});

describe('later writes', () => {
  let page: string;
  let firstLink: string;
  let latest: number;

  beforeAll(async () => {
    const end = 'pageInfo { endCursor }';
    const { topology } = await server.read<{ topology: Record<string, { pageInfo: { endCursor: string } }> }>(
      `{ topology(roots: [${ref(1)}]) { items(first: 2) { ${end} } relationships(first: 1) { ${end} } } }`,
    );
    page = topology['items']?.pageInfo.endCursor ?? '';
    firstLink = topology['relationships']?.pageInfo.endCursor ?? '';
    const [, , , , toHost] = links;
    if (toHost === undefined) throw new Error('the topology has lost a link');
    await server.write({ relationships: [ending(toHost)] });
    latest = await server.write({
      items: [update(item(5), { retiredAt: '2026-11-22T00:00:00.000Z' })],
      relationships: links.slice(6).map(ending),
    });
  });

  test('do not show at an earlier revision', async () => {
    expect(await around(1, `at: { revision: ${before} }`)).toEqual({
      shop: 0,
      app: 1,
      api: 1,
      db: 2,
      host: 2,
      rack: 3,
    });
    expect(await around(1, 'depth: 9')).toEqual({ shop: 0, app: 1, api: 1, db: 2, rack: 3 });
  });

  test('do not show on the next page of an earlier answer, nor in anything beside it', async () => {
    const { topology, now } = await server.read<Record<'topology' | 'now', Items['topology']>>(
      `query ($after: String) {
         topology(roots: [${ref(1)}]) { revision itemCount relationshipCount table { names } ...Next
           again: relationships(after: "${firstLink}") { totalCount revision } }
         now: topology(roots: [${ref(1)}]) { revision itemCount relationshipCount } }
       fragment Next on Topology { items(after: $after) { totalCount nodes { distance configurationItem { name } } } }`,
      { after: page },
    );
    expect(topology).toMatchObject({
      revision: before,
      itemCount: 6,
      relationshipCount: 7,
      table: { names: ['shop', 'app', 'api', 'db', 'host', 'rack'] },
      items: { totalCount: 6 },
      again: { totalCount: 7, revision: before },
    });
    expect(topology.items.nodes.map(({ configurationItem }) => configurationItem.name)).toEqual([
      'api',
      'db',
      'host',
      'rack',
    ]);
    expect(now).toEqual({ revision: latest, itemCount: 5, relationshipCount: 5 });
  });

  test('do not show on the next page of what is around an item', async () => {
    const around = (args: string): string =>
      `{ configurationItem(ref: ${ref(1)}) { dependencies { revision itemCount items(${args}) { totalCount pageInfo { endCursor } } } } }`;
    interface Around {
      readonly configurationItem: { readonly dependencies: { items: { pageInfo: { endCursor: string } } } };
    }
    const then = await server.read<Around>(around('first: 1').replace(') {', `, at: { revision: ${before} }) {`));
    const cursor = then.configurationItem.dependencies.items.pageInfo.endCursor;
    expect(await server.read(around(`after: "${cursor}"`))).toMatchObject({
      configurationItem: { dependencies: { revision: before, itemCount: 6, items: { totalCount: 6 } } },
    });
  });

  test('are not mixed into an earlier answer: one answer speaks of one revision', async () => {
    const newer = await server.read<{ topology: { items: { pageInfo: { endCursor: string } } } }>(
      `{ topology(roots: [${ref(1)}]) { items(first: 2) { pageInfo { endCursor } } } }`,
    );
    const cursor = newer.topology.items.pageInfo.endCursor;
    const mixed = `{ topology(roots: [${ref(1)}]) { a: items(after: "${page}") { totalCount } b: items(after: "${cursor}") { totalCount } } }`;
    const elsewhere = `{ topology(roots: [${ref(1)}], at: { revision: ${latest} }) { items(after: "${page}") { totalCount } } }`;
    const left = `{ topology(roots: [${ref(1)}]) { a: items(after: "${page}") @skip(if: true) { totalCount } itemCount } }`;
    expect(await server.codes(mixed)).toEqual(['BAD_REQUEST']);
    expect(await server.codes(elsewhere)).toEqual(['BAD_REQUEST']);
    expect(await server.read(left)).toEqual({ topology: { itemCount: 5 } });
    expect(
      await server.read(
        `{ old: topology(roots: [${ref(1)}]) { items(after: "${page}") { totalCount } }
           new: topology(roots: [${ref(1)}]) { items(after: "${cursor}") { totalCount } } }`,
      ),
    ).toEqual({ old: { items: { totalCount: 6 } }, new: { items: { totalCount: 5 } } });
  });

  test('leave a retired item without topology and impact, and say so', async () => {
    const {
      item: retired,
      topology,
      impact,
    } = await server.read<Record<string, object>>(
      `{ item: configurationItem(ref: ${ref(5)}) { name dependencies { itemCount } dependents { itemCount } impactIfDown { revision } }
         topology(roots: [${ref(5)}, ${ref(6)}]) { itemCount unresolved { index code candidates { name } } }
         impact(outages: [{ configurationItem: ${ref(5)} }]) { summary { total } coverage { complete } unresolved { index code } } }`,
    );
    expect(retired).toEqual({ name: 'host', dependencies: null, dependents: null, impactIfDown: null });
    expect(topology).toEqual({
      itemCount: 1,
      unresolved: [{ index: 0, code: 'RETIRED', candidates: [{ name: 'host' }] }],
    });
    expect(impact).toEqual({
      summary: { total: 0 },
      coverage: { complete: false },
      unresolved: [{ index: 0, code: 'RETIRED' }],
    });
  });
});
