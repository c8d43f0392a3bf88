import { encodeItemId, encodeRelationshipId } from '../../src/domain/opaque-id';
import type { RelationshipId } from '../../src/domain/ids';
import { creation, relation, testItem, testRelationship } from '../support/plans';
import { startTestServer, testId, type TestServer } from '../support/server';

/*
 *   shop (1) ─▶ web (2) ─▶ host (3)      spare (4)
 */
const NAMES = ['shop', 'web', 'host', 'spare'];
const CLASSES = ['BusinessService', 'LinuxServer', 'Hypervisor', 'Hypervisor'];
const SHOP_TO_WEB = 1_000_001 as RelationshipId;
const WEB_TO_HOST = 1_000_002 as RelationshipId;

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({}, { withSqlTwin: true });
  const items = NAMES.map((name, place) => testItem(testId(place + 1), { name, className: CLASSES[place] ?? '' }));
  const links = [
    testRelationship(SHOP_TO_WEB, testId(1), testId(2), { type: 'DEPENDS_ON' }),
    testRelationship(WEB_TO_HOST, testId(2), testId(3), { type: 'DEPENDS_ON' }),
  ];
  await server.write({ items: items.map(creation), relationships: links.map(relation) });
});

afterAll(() => server.stop());

const id = (number: number): string => encodeItemId(testId(number));
const stored = (number: number): string => `{ id: "${id(number)}" }`;

/** The states of what is hit when the items go down. */
async function hit(ids: readonly string[], draft: string, more = ''): Promise<Record<string, string>> {
  const outages = ids.map((one) => `{ configurationItem: { id: "${one}" } }`).join(', ');
  const asked = draft === '' ? '' : `, draft: { ${draft} }`;
  const { impact } = await server.read<{
    impact: { impacted: { nodes: { state: string; configurationItem: { name: string } }[] } };
  }>(`{ impact(outages: [${outages}]${asked} ${more}) { impacted { nodes { state configurationItem { name } } } } }`);
  return Object.fromEntries(
    impact.impacted.nodes.map(({ state, configurationItem }) => [configurationItem.name, state]),
  );
}

const SECOND_WEB = `
  addConfigurationItems: [{ ref: "web2", class: "LinuxServer", name: "web two" }]
  addRelationships: [
    { type: "DEPENDS_ON", source: { id: "${id(1)}" }, target: { ref: "web2" } }
    { type: "DEPENDS_ON", source: { ref: "web2" }, target: { id: "${id(4)}" } }
  ]
  setGates: [{ configurationItem: { id: "${id(1)}" }, gates: [{ key: "DEPENDS_ON", rule: ANY }] }]`;

test('a second server behind an ANY gate would save the service, and nothing is written', async () => {
  const { server: before } = await server.read('{ server { revision } }');
  expect(await hit([id(3)], '')).toEqual({ host: 'DOWN', web: 'DOWN', shop: 'DOWN' });
  expect(await hit([id(3)], SECOND_WEB)).toEqual({ host: 'DOWN', web: 'DOWN', shop: 'AT_RISK' });
  expect(await hit([id(3), 'draft_web2'], SECOND_WEB)).toEqual({
    host: 'DOWN',
    web: 'DOWN',
    'web two': 'DOWN',
    shop: 'DOWN',
  });
  expect(await hit([id(3)], '')).toEqual({ host: 'DOWN', web: 'DOWN', shop: 'DOWN' });
  const { server: after } = await server.read('{ server { revision } }');
  expect(after).toEqual(before);
});

test('a topology shows what a draft adds and not what it removes', async () => {
  const draft = `${SECOND_WEB} removeRelationships: ["${encodeRelationshipId(SHOP_TO_WEB)}"]`;
  const { topology } = await server.read(
    `{ topology(roots: [${stored(1)}], draft: { ${draft} }) {
         items { nodes { distance configurationItem { id name class { name } } } }
         relationships { nodes { type { name } source { name } target { name } } }
         table { ids names classes } } }`,
  );
  expect(topology).toEqual({
    items: {
      nodes: [
        { distance: 0, configurationItem: { id: id(1), name: 'shop', class: { name: 'BusinessService' } } },
        { distance: 1, configurationItem: { id: 'draft_web2', name: 'web two', class: { name: 'LinuxServer' } } },
        { distance: 2, configurationItem: { id: id(4), name: 'spare', class: { name: 'Hypervisor' } } },
      ],
    },
    relationships: {
      nodes: [
        { type: { name: 'DEPENDS_ON' }, source: { name: 'shop' }, target: { name: 'web two' } },
        { type: { name: 'DEPENDS_ON' }, source: { name: 'web two' }, target: { name: 'spare' } },
      ],
    },
    table: {
      ids: [id(1), 'draft_web2', id(4)],
      names: ['shop', 'web two', 'spare'],
      classes: ['BusinessService', 'LinuxServer', 'Hypervisor'],
    },
  });
});

test('what would be gone passes nothing on, and drafts of one operation do not meet', async () => {
  expect(await hit([id(3)], `removeConfigurationItems: [${stored(2)}]`)).toEqual({ host: 'DOWN' });
  const nodes = 'impacted { nodes { configurationItem { name } } }';
  const outages = `outages: [{ configurationItem: ${stored(3)} }]`;
  const { gone, more, none } = await server.read<Record<string, { impacted: { nodes: unknown[] } }>>(
    `{ gone: impact(${outages}, draft: { removeRelationships: ["${encodeRelationshipId(WEB_TO_HOST)}"] }) { ${nodes} }
       more: impact(${outages}, draft: { ${SECOND_WEB} }) { ${nodes} }
       none: impact(${outages}) { ${nodes} } }`,
  );
  expect(gone?.impacted.nodes).toHaveLength(1);
  expect(more?.impacted.nodes).toHaveLength(3);
  expect(none?.impacted.nodes).toHaveLength(3);
});

test('a draft holds at a past moment, too', async () => {
  const { server: now } = await server.read<{ server: { revision: number } }>('{ server { revision } }');
  await server.read(
    `mutation { upsertRelationship(input: { type: "DEPENDS_ON", source: ${stored(4)}, target: ${stored(3)} }) { revision } }`,
  );
  expect(await hit([id(3)], SECOND_WEB, `at: { revision: ${now.revision} }`)).toEqual({
    host: 'DOWN',
    web: 'DOWN',
    shop: 'AT_RISK',
  });
  expect(await hit([id(3)], SECOND_WEB)).toEqual({
    host: 'DOWN',
    web: 'DOWN',
    spare: 'DOWN',
    'web two': 'DOWN',
    shop: 'DOWN',
  });
});

test('an open outage may be taken to be over', async () => {
  const { openOutage } = await server.read<{ openOutage: { outage: { id: string } } }>(
    `mutation { openOutage(input: { configurationItem: ${stored(2)} }) { outage { id } } }`,
  );
  expect(await hit([], '')).toEqual({ web: 'DOWN', shop: 'DOWN' });
  expect(await hit([], `closeOutages: ["${openOutage.outage.id}"]`)).toEqual({});
  await server.read(`mutation { closeOutage(input: { outage: "${openOutage.outage.id}" }) { outcome } }`);
});

test('a draft that makes no sense is refused with everything that is wrong with it', async () => {
  const draft = `
    addConfigurationItems: [{ ref: "a", class: "LinuxServr" }, { ref: "a", class: "Rack" }, { ref: "h", class: "Host" }]
    addRelationships: [
      { type: "DEPENDS_ON", source: { ref: "b" }, target: { id: "${id(1)}" } }
      { type: "DEPENDS_ON", source: { id: "${id(1)}" }, target: { id: "${id(1)}" } }
      { type: "DEPENDS_ON", source: { id: "${id(1)}" }, target: { id: "${id(2)}" } }
    ]
    removeConfigurationItems: [{ id: "${id(2)}" }]
    closeOutages: ["out_zzz"]
    removeRelationships: ["rel_zzz"]
    setGates: [{ configurationItem: { id: "${id(1)}" }, gates: [{ key: "k", rule: AT_LEAST }], remove: ["none"] }]`;
  const { errors } = await server.ask(`{ impact(outages: [], draft: { ${draft} }) { revision } }`);
  expect(errors?.[0]?.extensions.code).toBe('BAD_REQUEST');
  const message = errors?.[0]?.message ?? '';
  for (const fault of [
    'addConfigurationItems.0: there is no CI class "LinuxServr". Did you mean "LinuxServer"?',
    'the ref "a" is given twice',
    'no item of the draft has the ref "b"',
    'CI class "Host" is abstract',
    'addRelationships.1: both ends are the same item',
    'addRelationships.2.target: the draft removes this item',
    'no outage has the id "out_zzz"',
    'no relationship has the id "rel_zzz"',
    'AT_LEAST',
    'no gate "none"',
  ]) {
    expect(message).toContain(fault);
  }
  const many = Array.from({ length: 1001 }, () => '"rel_1"').join(', ');
  expect(await server.codes(`{ impact(draft: { removeRelationships: [${many}] }) { revision } }`)).toEqual([
    'LIMIT_EXCEEDED',
  ]);
});
