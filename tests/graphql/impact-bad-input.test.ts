import { encodeItemId } from '../../src/domain/opaque-id';
import type { RelationshipId } from '../../src/domain/ids';
import { creation, relation, testItem, testRelationship } from '../support/plans';
import { gate } from '../support/gates';
import { startTestServer, testId, type TestServer } from '../support/server';

/*
 *   shop (1) ─▶ web (2)      gone (3) is retired      wish (4) is only designed, and shop would need it
 */
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({}, { withSqlTwin: true });
  const items = [
    testItem(testId(1), { name: 'shop', className: 'BusinessService' }),
    testItem(testId(2), { name: 'web', className: 'LinuxServer', attributes: {} }),
    testItem(testId(3), { name: 'gone', className: 'LinuxServer', retiredAt: '2026-11-22T00:00:00.000Z' }),
    testItem(testId(4), { name: 'wish', className: 'LinuxServer', lifecycle: 'DESIGN' }),
  ];
  const links = [2, 4].map((target, place) =>
    testRelationship((1_000_000 + place) as RelationshipId, testId(1), testId(target), { type: 'DEPENDS_ON' }),
  );
  await server.write({ items: items.map(creation), relationships: links.map(relation) });
});
afterAll(() => server.stop());

const ref = (number: number): string => `{ id: "${encodeItemId(testId(number))}" }`;
const outages = (...numbers: readonly number[]): string =>
  `outages: [${numbers.map((number) => `{ configurationItem: ${ref(number)} }`).join(', ')}]`;

interface Impact {
  readonly impacted: { readonly nodes: readonly { readonly configurationItem: { readonly name: string } }[] };
  readonly coverage: { readonly complete: boolean };
  readonly unresolved: readonly { readonly index: number; readonly code: string }[];
}
const impact = async (args: string): Promise<Impact> =>
  (
    await server.read<{ impact: Impact }>(
      `{ impact(${args}) { impacted { nodes { configurationItem { name } } } coverage { complete } unresolved { index code } } }`,
    )
  ).impact;

test('items that are unknown or retired are listed, and the rest is answered', async () => {
  const { impacted, coverage, unresolved } = await impact(outages(2, 3, 99));
  expect(impacted.nodes.map(({ configurationItem }) => configurationItem.name)).toEqual(['web', 'shop']);
  expect(unresolved).toEqual([
    { index: 1, code: 'RETIRED' },
    { index: 2, code: 'INVALID_REFERENCE' },
  ]);
  expect(coverage.complete).toBe(false);
});

test('an outage of what is not in operation yet harms nobody else', async () => {
  const { impacted } = await impact(outages(4));
  expect(impacted.nodes.map(({ configurationItem }) => configurationItem.name)).toEqual(['wish']);
});

test('an outage cannot be recorded for what is not in the graph', async () => {
  for (const number of [3, 99]) {
    const { openOutage } = await server.read<{ openOutage: { outcome: string; errors: { message: string }[] } }>(
      `mutation { openOutage(input: { configurationItem: ${ref(number)} }) { outcome errors { message } } }`,
    );
    expect([number, openOutage.outcome]).toEqual([number, 'REJECTED']);
    expect(openOutage.errors[0]?.message).not.toBe('');
  }
});

test('an item that is out and healthy at once, or a deadline that is none, is refused', async () => {
  const cases = [`${outages(2)}, assumeHealthy: [${ref(2)}]`, 'deadlineMs: 0'];
  for (const args of cases) expect(await server.codes(`{ impact(${args}) { revision } }`)).toEqual(['BAD_REQUEST']);
  expect(await server.codes('{ impact(deadlineMs: 600001) { revision } }')).toEqual(['LIMIT_EXCEEDED']);
});

test('sets of fifty are all sets there are, and what nothing takes down says why', async () => {
  const fields = 'counts { order count complete } coverage { complete reason }';
  const { shop, web } = await server.read<Record<string, { counts: unknown; coverage: { reason: string | null } }>>(
    `{ shop: cutSets(target: ${ref(1)}, maxOrder: 50) { ${fields} } web: cutSets(target: ${ref(2)}, maxOrder: 50) { ${fields} } }`,
  );
  expect(shop).toEqual({
    counts: [{ order: 1, count: '1', complete: true }],
    coverage: { complete: true, reason: null },
  });
  expect(web?.counts).toEqual([{ order: 1, count: '0', complete: true }]);
  expect(web?.coverage.reason).toContain('depends on nothing');
  expect(await server.codes(`{ cutSets(target: ${ref(1)}, maxOrder: 0) { revision } }`)).toEqual(['BAD_REQUEST']);
});

test('a gate that needs none of its members is refused', async () => {
  const gate = `key: "DEPENDS_ON", rule: AT_LEAST, value: 0`;
  const { setGate } = await server.read<{ setGate: { errors: { code: string; message: string }[] } }>(
    `mutation { setGate(input: { configurationItem: ${ref(1)}, ${gate} }) { errors { code message } } }`,
  );
  expect(setGate.errors).toMatchObject([{ code: 'INVALID_GATE' }]);
  expect(setGate.errors[0]?.message).toContain('at least 1');
});

test('a weight that is none, or heavier than any, is refused wherever one is given', async () => {
  for (const weight of [0, -1, 100_001, 2_147_483_647]) {
    const link = `type: "DEPENDS_ON", source: ${ref(1)}, target: ${ref(2)}, weight: ${weight}`;
    const { upsertRelationship } = await server.read<{
      upsertRelationship: { errors: { code: string; message: string; path: string[] }[] };
    }>(`mutation { upsertRelationship(input: { ${link} }) { errors { code message path } } }`);
    expect(upsertRelationship.errors).toMatchObject([{ code: 'INVALID_VALUE', path: ['weight'] }]);
    expect(upsertRelationship.errors[0]?.message).toContain('from 1 to 100,000');
    const { errors } = await server.ask(`{ impact(draft: { addRelationships: [{ ${link} }] }) { revision } }`);
    expect(errors?.[0]).toMatchObject({ extensions: { code: 'BAD_REQUEST' } });
    expect(errors?.[0]?.message).toContain(
      `draft.addRelationships.0.weight: ${weight} is no whole number from 1 to 100,000`,
    );
  }
});

test('of weights that are more together than GraphQL can tell the largest number is told, and all of it in words', async () => {
  const MOST = 2 ** 31 - 1;
  const numbers = [6, 7, 8, 9];
  const items = numbers.map((number) =>
    testItem(testId(number), {
      className: 'LinuxServer',
      gates: number === 6 ? [gate('g', 'PERCENT', { value: 50 })] : [],
    }),
  );
  const heavy = { type: 'DEPENDS_ON', gateKeys: ['g'], weight: MOST };
  const links = [7, 8, 9].map((target) =>
    testRelationship((1_000_010 + target) as RelationshipId, testId(6), testId(target), heavy),
  );
  await server.write({ items: items.map(creation), relationships: links.map(relation) });
  const { impact: answer, cutSets } = await server.read<{ impact: unknown; cutSets: unknown }>(
    `{ impact(${outages(7, 8)}) { impacted(filter: { ids: ["${encodeItemId(testId(6))}"] }) { nodes { state failedGates { minUp total up healthy explanation } } } }
       cutSets(target: ${ref(6)}) { counts { order count } } }`,
  );
  expect(answer).toMatchObject({
    impacted: {
      nodes: [
        {
          state: 'DOWN',
          failedGates: [
            {
              minUp: MOST,
              total: MOST,
              up: MOST,
              healthy: MOST,
              explanation: expect.stringContaining(`of ${3 * MOST}`) as string,
            },
          ],
        },
      ],
    },
  });
  expect(cutSets).toEqual({
    counts: [
      { order: 1, count: '0' },
      { order: 2, count: '3' },
    ],
  });
});

test('a class says how likely its items are down, unless they say so themselves', async () => {
  await server.read(
    `mutation { defineCiClass(input: { class: { name: "Toaster", parent: "Hardware", description: "toasts",
       failureProbability: 0.25 } }) { revision errors { message } } }`,
  );
  const toaster = testItem(testId(5), { name: 'toaster', className: 'Toaster' });
  const link = testRelationship(1_000_009 as RelationshipId, testId(2), testId(5), { type: 'DEPENDS_ON' });
  await server.write({ items: [creation(toaster)], relationships: [relation(link)] });
  const { cutSets, ciClass } = await server.read<{
    cutSets: { probability: { low: number; high: number } };
    ciClass: { failureProbability: number };
  }>(
    `{ cutSets(target: ${ref(1)}, candidates: { classes: ["Toaster"] }) { probability { low high } }
       ciClass(name: "Toaster") { failureProbability } }`,
  );
  expect(cutSets.probability.low).toBeCloseTo(0.25, 9);
  expect(ciClass.failureProbability).toBe(0.25);
});
