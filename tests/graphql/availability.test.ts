import { encodeItemId } from '../../src/domain/opaque-id';
import type { RelationshipId } from '../../src/domain/ids';
import { creation, ending, relation, testItem, testRelationship } from '../support/plans';
import { startTestServer, testId, type TestServer } from '../support/server';
import { gate } from '../support/gates';

/*
 *   10:00  shop (1) ─ any ─▶ web (2), api (3)
 *   11:00  web is out, until 11:30
 *   11:15  shop no longer depends on api
 *   11:50  api is out, which shop does not mind any more
 */
const at = (time: string): number => Date.parse(`2026-11-01T${time}:00.000Z`);
const iso = (time: string): string => new Date(at(time)).toISOString();
/** Everything happens at a multiple of these. */
const STEP_MINUTES = 5;

let now = at('10:00');
let server: TestServer;
const ref = (number: number): string => `{ id: "${encodeItemId(testId(number))}" }`;

beforeAll(async () => {
  server = await startTestServer({}, { clock: () => new Date(now) });
  const items = [
    testItem(testId(1), { name: 'shop', className: 'BusinessService', gates: [gate('DEPENDS_ON')] }),
    testItem(testId(2), { name: 'web', className: 'LinuxServer' }),
    testItem(testId(3), { name: 'api', className: 'LinuxServer' }),
  ];
  const toApi = testRelationship(1_000_002 as RelationshipId, testId(1), testId(3), { type: 'DEPENDS_ON' });
  const links = [testRelationship(1_000_001 as RelationshipId, testId(1), testId(2), { type: 'DEPENDS_ON' }), toApi];
  await server.write({ items: items.map(creation), relationships: links.map(relation) });
  now = at('11:15');
  await server.write({ relationships: [ending({ ...toApi, validFrom: 1 as never })] });
  now = at('12:00');
  await server.read('mutation { registerDataSource(input: { name: "pager" }) { revision } }');
  await server.read(
    `mutation { reportOutages(input: { source: "pager", outages: [
       { key: "a", configurationItem: ${ref(2)}, from: "${iso('11:00')}", until: "${iso('11:30')}" }
       { key: "b", configurationItem: ${ref(3)}, from: "${iso('11:50')}" } ] }) { revision } }`,
  );
});

afterAll(() => server.stop());

test('is worked out through the graph as it was, with the time that each item cost', async () => {
  const { configurationItem } = await server.read<{ configurationItem: { availability: unknown } }>(
    `{ configurationItem(ref: ${ref(1)}) { availability(from: "${iso('09:00')}", to: "${iso('23:00')}") {
         from to observedSeconds share complete
         byState { state seconds }
         causes { downSeconds affectedSeconds configurationItem { name } }
         intervals { from to state } } } }`,
  );
  expect(configurationItem.availability).toEqual({
    from: iso('09:00'),
    to: iso('12:00'),
    observedSeconds: 7200,
    share: 0.875,
    complete: true,
    byState: [
      { state: 'OK', seconds: 5400 },
      { state: 'AT_RISK', seconds: 900 },
      { state: 'DEGRADED', seconds: 0 },
      { state: 'DOWN', seconds: 900 },
    ],
    causes: [{ downSeconds: 900, affectedSeconds: 1800, configurationItem: { name: 'web' } }],
    intervals: [
      { from: iso('11:00'), to: iso('11:15'), state: 'AT_RISK' },
      { from: iso('11:15'), to: iso('11:30'), state: 'DOWN' },
    ],
  });
});

test('agrees with asking for the state at every step of the way', async () => {
  for (const number of [1, 2, 3]) {
    const minutes = Array.from({ length: 180 / STEP_MINUTES }, (_, step) => at('09:00') + step * STEP_MINUTES * 60_000);
    const counts: Record<string, number> = { OK: 0, AT_RISK: 0, DEGRADED: 0, DOWN: 0 };
    for (const time of minutes.filter((one) => one >= at('10:00'))) {
      const { configurationItem } = await server.read<{ configurationItem: { state: string } }>(
        `{ configurationItem(ref: ${ref(number)}, at: { time: "${new Date(time).toISOString()}" }) { state } }`,
      );
      counts[configurationItem.state] = (counts[configurationItem.state] ?? 0) + STEP_MINUTES * 60;
    }
    const { configurationItem } = await server.read<{
      configurationItem: { availability: { byState: { state: string; seconds: number }[] } };
    }>(
      `{ configurationItem(ref: ${ref(number)}) { availability(from: "${iso('09:00')}", to: "${iso('12:00')}") { byState { state seconds } } } }`,
    );
    const told = configurationItem.availability.byState.map(({ state, seconds }) => [state, seconds]);
    expect(Object.fromEntries(told)).toEqual(counts);
  }
});

test('a period that is none, or that has not come, is refused', async () => {
  const ask = (from: string, to: string) =>
    server.codes(`{ configurationItem(ref: ${ref(1)}) { availability(from: "${from}", to: "${to}") { share } } }`);
  expect(await ask(iso('11:00'), iso('11:00'))).toEqual(['BAD_REQUEST']);
  expect(await ask(iso('13:00'), iso('14:00'))).toEqual(['BAD_REQUEST']);
  const { configurationItem } = await server.read<{ configurationItem: unknown }>(
    `{ configurationItem(ref: ${ref(1)}) { availability(from: "2020-01-01T00:00:00Z", to: "2020-02-01T00:00:00Z") { share observedSeconds intervals { state } } } }`,
  );
  expect(configurationItem).toEqual({ availability: { share: null, observedSeconds: 0, intervals: [] } });
});
