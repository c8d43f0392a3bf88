import { encodeItemId } from '../../src/domain/opaque-id';
import type { Gate } from '../../src/domain/gate';
import type { RelationshipId } from '../../src/domain/ids';
import { creation, ending, relation, testItem, testRelationship } from '../support/plans';
import { startTestServer, testId, type TestServer } from '../support/server';
import { gate } from '../support/gates';

/*
 *   shop (1) ─▶ cluster (3) ─ members, 2 of 3 needed ─▶ node-a (4), node-b (5), node-c (6) ─▶ rack (7)
 *   blog (2) ─▶ pool (8) ─ any ─▶ node-a, node-b
 *   portal (9) ─ all of the gate "logins" ─▶ any of ldap (10)
 */
const NAMES = ['', 'shop', 'blog', 'cluster', 'node-a', 'node-b', 'node-c', 'rack', 'pool', 'portal', 'ldap'];
const CLASSES = [
  '',
  'BusinessService',
  'BusinessService',
  'DatabaseCluster',
  'LinuxServer',
  'LinuxServer',
  'LinuxServer',
  'Rack',
  'LoadBalancerPool',
  'TechnicalService',
  'TechnicalService',
];
const LINKS: readonly (readonly [number, string, number])[] = [
  [1, 'DEPENDS_ON', 3],
  [2, 'DEPENDS_ON', 8],
  [3, 'HAS_MEMBER', 4],
  [3, 'HAS_MEMBER', 5],
  [3, 'HAS_MEMBER', 6],
  [4, 'LOCATED_IN', 7],
  [5, 'LOCATED_IN', 7],
  [6, 'LOCATED_IN', 7],
  [8, 'BALANCES_TO', 4],
  [8, 'BALANCES_TO', 5],
];
const TWO_OF_THREE = gate('HAS_MEMBER', 'AT_LEAST', { value: 2 });
const STANDBY = gate('standby');
const LOGINS = [gate('logins', 'ALL'), gate('directory', 'ANY', { parent: 'logins' })];
const GATES: Readonly<Record<string, readonly Gate[]>> = { cluster: [TWO_OF_THREE, STANDBY], portal: LOGINS };

let server: TestServer;

const id = (number: number): string => encodeItemId(testId(number));
const out = (...numbers: readonly number[]): string =>
  `outages: [${numbers.map((number) => `{ configurationItem: { id: "${id(number)}" } }`).join(', ')}]`;
const links = [
  ...LINKS.map(([source, type, target], place) =>
    testRelationship((1_000_000 + place) as RelationshipId, testId(source), testId(target), { type }),
  ),
  testRelationship(2_000_000 as RelationshipId, testId(9), testId(10), {
    type: 'DEPENDS_ON',
    gateKeys: ['directory'],
  }),
];

beforeAll(async () => {
  server = await startTestServer({}, { withSqlTwin: true });
  const items = NAMES.slice(1).map((name, place) =>
    testItem(testId(place + 1), {
      name,
      className: CLASSES[place + 1] ?? 'Server',
      criticality: name === 'shop' ? 'CRITICAL' : name === 'blog' ? 'LOW' : null,
      environment: name === 'rack' ? null : 'production',
      gates: GATES[name] ?? [],
      presence: name === 'node-c' ? 'ABSENT' : 'PRESENT',
      absentSince: name === 'node-c' ? '2026-11-22T00:00:00.000Z' : null,
    }),
  );
  await server.write({ items: items.map(creation), relationships: links.map(relation) });
});

afterAll(() => server.stop());

const impactOf = async <T = Record<string, unknown>>(args: string, fields: string): Promise<T> =>
  (await server.read<{ impact: T }>(`{ impact(${args}) { ${fields} } }`)).impact;

test('one lost node is at risk here and spared there', async () => {
  const fields =
    'impacted { nodes { state configurationItem { name } } } spared { nodes { margin configurationItem { name } } }';
  expect(await impactOf(out(6), fields)).toEqual({
    impacted: {
      nodes: [
        { state: 'DOWN', configurationItem: { name: 'node-c' } },
        { state: 'AT_RISK', configurationItem: { name: 'cluster' } },
        { state: 'AT_RISK', configurationItem: { name: 'shop' } },
      ],
    },
    spared: { nodes: [] },
  });
});

test('a gate inside another one shows its own arithmetic, in the answer and in the proof', async () => {
  const gate =
    'key explanation members(first: 3) { nodes { gateKey gate { key up total minUp explanation members(first: 3) { nodes { configurationItem { name } gate { key } } } } } }';
  const { impacted } = await impactOf<{
    impacted: { nodes: { failedGates: unknown[]; proof: { gate: unknown }[] }[] };
  }>(
    out(10),
    `impacted(filter: { name: { eq: "portal" } }, first: 1) { nodes { failedGates { ${gate} } proof { gate { ${gate} } } } }`,
  );
  const [portal] = impacted.nodes;
  const explained = {
    key: 'logins',
    explanation: 'needs 1 of 1: none left (directory: needs 1 of 1: none left)',
    members: {
      nodes: [
        {
          gateKey: 'directory',
          gate: {
            key: 'directory',
            up: 0,
            total: 1,
            minUp: 1,
            explanation: 'needs 1 of 1: none left',
            members: { nodes: [{ configurationItem: { name: 'ldap' }, gate: null }] },
          },
        },
      ],
    },
  };
  expect(portal?.failedGates).toEqual([explained]);
  expect(portal?.proof.map((step) => step.gate)).toEqual([null, explained]);
});

test('a rack takes everything down, with numbers, words, roots and a proof', async () => {
  const { services, impacted } = await impactOf<Record<string, { nodes: unknown[] }>>(
    out(7),
    `services { nodes { state distance configurationItem { name } } }
     impacted(filter: { name: { eq: "cluster" } }) { totalCount nodes {
       state stateBefore distance dueTo { totalCount nodes { name } }
       failedGates { key rule strength minUp degradedBelow total up healthy state explanation
                     members(first: 1) { totalCount nodes { weight state gateKey configurationItem { name } } } }
       proof { state because configurationItem { name } gate { key up total state } } } }`,
  );
  expect(services?.nodes).toEqual([
    { state: 'DOWN', distance: 3, configurationItem: { name: 'shop' } },
    { state: 'DOWN', distance: 3, configurationItem: { name: 'blog' } },
  ]);
  const located = { key: 'LOCATED_IN/HARD', up: 0, total: 1, state: 'DOWN' };
  expect(impacted).toEqual({
    totalCount: 1,
    nodes: [
      {
        state: 'DOWN',
        stateBefore: 'OK',
        distance: 2,
        dueTo: { totalCount: 1, nodes: [{ name: 'rack' }] },
        failedGates: [
          {
            key: 'HAS_MEMBER',
            rule: 'AT_LEAST',
            strength: 'HARD',
            minUp: 2,
            degradedBelow: null,
            total: 3,
            up: 0,
            healthy: 0,
            state: 'DOWN',
            explanation: 'needs 2 of 3: none left',
            members: {
              totalCount: 3,
              nodes: [{ weight: 1, state: 'DOWN', gateKey: null, configurationItem: { name: 'node-a' } }],
            },
          },
        ],
        proof: [
          { state: 'DOWN', because: [], configurationItem: { name: 'rack' }, gate: null },
          { state: 'DOWN', because: [0], configurationItem: { name: 'node-a' }, gate: located },
          { state: 'DOWN', because: [0], configurationItem: { name: 'node-b' }, gate: located },
          {
            state: 'DOWN',
            because: [1, 2],
            configurationItem: { name: 'cluster' },
            gate: { key: 'HAS_MEMBER', up: 1, total: 3, state: 'DOWN' },
          },
        ],
      },
    ],
  });
});

test('totals and coverage add up', async () => {
  const { summary, coverage } = await impactOf<Record<string, object>>(
    out(7),
    `summary { total spared byState { state count } byClass { key count down } byCriticality { key count down } byEnvironment { key count down } }
     coverage { complete hidden staleShare stoppedEarly misconfiguredGates { key }
                emptyGates { key message configurationItem { name } } }`,
  );
  expect(summary).toEqual({
    total: 8,
    spared: 0,
    byState: [{ state: 'DOWN', count: 8 }],
    byClass: [
      { key: 'LinuxServer', count: 3, down: 3 },
      { key: 'BusinessService', count: 2, down: 2 },
      { key: 'DatabaseCluster', count: 1, down: 1 },
      { key: 'LoadBalancerPool', count: 1, down: 1 },
      { key: 'Rack', count: 1, down: 1 },
    ],
    byCriticality: [
      { key: 'CRITICAL', count: 1, down: 1 },
      { key: 'LOW', count: 1, down: 1 },
      { key: null, count: 6, down: 6 },
    ],
    byEnvironment: [
      { key: 'production', count: 7, down: 7 },
      { key: null, count: 1, down: 1 },
    ],
  });
  expect(coverage).toEqual({
    complete: true,
    hidden: 0,
    staleShare: 1 / 8,
    stoppedEarly: false,
    misconfiguredGates: [],
    emptyGates: [
      {
        key: 'standby',
        message: 'Gate "standby" has no members: no relationship joins it. It counts as OK.',
        configurationItem: { name: 'cluster' },
      },
    ],
  });
});

test('lists are narrowed by state and by what the items are like', async () => {
  const answer = await impactOf(
    out(4),
    `worst: impacted(minState: DOWN) { totalCount } all: impacted { totalCount } ok: impacted(minState: OK) { totalCount }
     services(minState: DOWN) { totalCount } risky: services(minState: AT_RISK) { totalCount }
     production: impacted(filter: { environment: { eq: "production" }, classes: ["Cluster"] }) { nodes { configurationItem { name } } }`,
  );
  expect(answer).toEqual({
    worst: { totalCount: 1 },
    all: { totalCount: 5 },
    ok: { totalCount: 5 },
    services: { totalCount: 0 },
    risky: { totalCount: 2 },
    production: { nodes: [{ configurationItem: { name: 'cluster' } }] },
  });
});

test('what cannot be resolved is listed, outages before assumptions, and the rest is answered', async () => {
  const { unresolved, summary, coverage } = await impactOf(
    `outages: [{ configurationItem: { id: "ci_nowhere" } }, { configurationItem: { id: "${id(6)}" } }],
     assumeHealthy: [{ id: "${id(1)}" }, { native: { source: "scanner", key: "gone" } }]`,
    'unresolved { index code } summary { total } coverage { complete }',
  );
  expect({ unresolved, summary, coverage }).toEqual({
    unresolved: [
      { index: 0, code: 'INVALID_REFERENCE' },
      { index: 3, code: 'INVALID_REFERENCE' },
    ],
    summary: { total: 2 },
    coverage: { complete: false },
  });
});

test('degraded and healthy outages, contradictions and no outages at all are answered for what they are', async () => {
  const outage = (number: number, state: string): string =>
    `{ configurationItem: { id: "${id(number)}" }, state: ${state} }`;
  const total = 'summary { total byState { state count } }';
  expect(await impactOf(`outages: [${outage(3, 'DEGRADED')}]`, total)).toEqual({
    summary: { total: 2, byState: [{ state: 'DEGRADED', count: 2 }] },
  });
  expect(await impactOf(`outages: [${outage(3, 'OK')}]`, total)).toEqual({ summary: { total: 0, byState: [] } });
  expect(await server.read('{ impact { summary { total } services { totalCount } } }')).toEqual({
    impact: { summary: { total: 0 }, services: { totalCount: 0 } },
  });
  const contradiction = `{ impact(${out(3)}, assumeHealthy: [{ id: "${id(3)}" }]) { revision } }`;
  const { errors = [] } = await server.ask(contradiction);
  expect(errors.map(({ message, extensions }) => [extensions.code, message])).toEqual([
    ['BAD_REQUEST', `Item ${id(3)} is named as an outage and assumed healthy. Leave out one of the two.`],
  ]);
});

test('a drawing shows states and marks outages', async () => {
  const { diagram } = await impactOf<{ diagram: string }>(out(6), 'diagram(format: MERMAID)');
  expect(diagram.split('\n')).toEqual([
    'flowchart TB',
    '  n0{{"node-c<br/>LinuxServer · DOWN · outage"}}:::down',
    '  n1["cluster<br/>DatabaseCluster · AT_RISK"]:::at_risk',
    '  n2["shop<br/>BusinessService · AT_RISK"]:::at_risk',
    '  n2 -->|DEPENDS_ON| n1',
    '  n1 -->|HAS_MEMBER| n0',
    expect.stringContaining('classDef at_risk'),
    expect.stringContaining('classDef down'),
    '',
  ]);
});

test('pages go on at the revision they came from, gates and members included', async () => {
  interface Page {
    readonly revision: number;
    readonly impacted: {
      readonly pageInfo: { readonly endCursor: string };
      readonly nodes: readonly {
        readonly configurationItem: { readonly name: string };
        readonly failedGates: readonly { readonly members: { readonly pageInfo: { readonly endCursor: string } } }[];
      }[];
    };
  }
  const node = 'nodes { configurationItem { name } failedGates { members(first: 1) { pageInfo { endCursor } } } }';
  const first = await impactOf<Page>(out(7), `revision impacted(first: 5) { pageInfo { endCursor } ${node} }`);
  const cursor = first.impacted.pageInfo.endCursor;
  const cluster = first.impacted.nodes.find(({ configurationItem }) => configurationItem.name === 'cluster');
  const member = cluster?.failedGates[0]?.members.pageInfo.endCursor ?? '';
  const [toCluster, , , second] = links;
  if (toCluster === undefined || second === undefined) throw new Error('the world has lost a link');
  const latest = await server.write({ relationships: [ending(toCluster), ending(second)] });

  const next = await impactOf<Page>(
    out(7),
    `revision impacted(after: "${cursor}") { totalCount nodes { configurationItem { name } } } summary { total } services { totalCount }`,
  );
  expect(next.impacted.nodes.map(({ configurationItem }) => configurationItem.name)).toEqual(['pool', 'shop', 'blog']);
  // All of the answer is of the revision that the cursor came from, not only the page.
  const whole = { impacted: { totalCount: 8 }, summary: { total: 8 }, services: { totalCount: 2 } };
  expect(next).toMatchObject({ revision: first.revision, ...whole });
  expect(await impactOf(out(7), 'revision summary { total } services { totalCount }')).toEqual({
    revision: latest,
    summary: { total: 7 },
    services: { totalCount: 1 },
  });
  const members = await impactOf(
    out(7),
    `revision impacted(filter: { name: { eq: "cluster" } }) { nodes { failedGates { members(after: "${member}") { totalCount nodes { configurationItem { name } } } } } }`,
  );
  expect(members).toEqual({
    revision: first.revision,
    impacted: {
      nodes: [
        {
          failedGates: [
            {
              members: {
                totalCount: 3,
                nodes: [{ configurationItem: { name: 'node-b' } }, { configurationItem: { name: 'node-c' } }],
              },
            },
          ],
        },
      ],
    },
  });
});

test('a cursor of one question is refused by another', async () => {
  const page = `impacted(first: 1) { pageInfo { endCursor } } spared { nodes { margin } }`;
  const first = await server.read<{ impact: { impacted: { pageInfo: { endCursor: string } } } }>(
    `{ impact(${out(7)}) { ${page} } }`,
  );
  const cursor = first.impact.impacted.pageInfo.endCursor;
  const next = (asked: string): string =>
    `{ impact(${asked}) { impacted(first: 1, after: "${cursor}") { nodes { state } } } }`;
  expect(await server.codes(next(out(7)))).toEqual([]);
  expect(await server.codes(next(out(4)))).toEqual(['BAD_REQUEST']);
});

test.each([
  ['configurationItems', 'filter: { classes: ["LinuxServer"] }', 'filter: { classes: ["Rack", "BusinessService"] }'],
  ['relationships', 'filter: { types: ["HAS_MEMBER"] }', 'filter: { types: ["LOCATED_IN"] }'],
  ['changes', 'filter: { kinds: [CREATED] }', 'filter: { kinds: [UPDATED] }'],
])('a cursor of %s is refused under another filter', async (field, filter, other) => {
  const first = await server.read<Record<string, { pageInfo: { endCursor: string } }>>(
    `{ ${field}(first: 1, ${filter}) { pageInfo { endCursor } } }`,
  );
  const next = (asked: string): string =>
    `{ ${field}(first: 1, after: "${first[field]?.pageInfo.endCursor}", ${asked}) { pageInfo { endCursor } } }`;
  expect(await server.codes(next(filter))).toEqual([]);
  expect(await server.codes(next(other))).toEqual(['BAD_REQUEST']);
});
