import { historyTask } from '../../src/application/history/history-task';
import { takeItemIds } from '../../src/storage/change-sets/id-blocks';
import { relationshipId, type ItemId } from '../../src/domain/ids';
import { encodeItemId } from '../../src/domain/opaque-id';
import { dropHistory, ensurePartitions } from '../../src/storage/history/partitions';
import { creation, relation, testItem, testObservation, testRelationship, update } from '../support/plans';
import { startTestServer, type TestServer } from '../support/server';

/*
 * An inventory that was written over half a year, then kept for 60 days. What is answered about now must be the same
 * before and after, and what is behind the horizon must be refused, not answered in part.
 */

const BUDGET = { rowsMax: 1_000, signal: new AbortController().signal };
const MONTHS = ['2026-04', '2026-05', '2026-06', '2026-07', '2026-08', '2026-09'];

let now = Date.parse('2026-04-10T12:00:00Z');
let server: TestServer;
let ids: readonly ItemId[];
/** Of the write in the middle of each month. */
const revisions: number[] = [];

const NOW = `{ configurationItems { totalCount nodes { name site version attributes createdAt observations { source claims }
    relationships { nodes { type { name } target { name } } } dependencies { itemCount } } }
  relationships { nodes { source { name } target { name } weight } } }`;
/** Beside what it says of the past, which is less afterwards. */
let present: object;

const partitions = async (): Promise<readonly string[]> => {
  const rows = await server.database.query<{ name: string }>(
    `select inhrelid::regclass::text as name from pg_inherits where inhparent = 'configuration_item_version'::regclass order by 1`,
  );
  return rows.map((row) => row.name.replace('configuration_item_version_', ''));
};

beforeAll(async () => {
  server = await startTestServer({}, { clock: () => new Date(now) });
  ids = await takeItemIds(server.database, 3);
  const [first, second] = ids as [ItemId, ItemId, ItemId];
  let items = ids.map((id) => testItem(id, { name: `item-${id}` }));
  let relationship = testRelationship(relationshipId(9_000_001), first, second);
  for (const [index, month] of MONTHS.entries()) {
    now = Date.parse(`${month}-15T12:00:00Z`);
    // One month is not made in time: its rows lie in the default partitions.
    if (month !== '2026-06') await ensurePartitions(server.database, new Date(now));
    if (index === 0) {
      revisions.push(
        await server.write({
          items: items.map(creation),
          relationships: [relation(relationship)],
          observations: ids.map((id) => ({ before: null, after: testObservation(id), tenant: '' })),
        }),
      );
      continue;
    }
    const after = { ...relationship, weight: index + 1, version: relationship.version + 1 };
    revisions.push(
      await server.write({
        items: items.slice(0, 2).map((item) => update(item, { site: month })),
        relationships: [{ before: relationship, after, kind: 'UPDATED', paths: ['weight'] }],
      }),
    );
    items = items.map((item, place) => (place < 2 ? { ...item, site: month, version: item.version + 1 } : item));
    relationship = after;
  }
  present = await server.read(NOW);
});
afterAll(() => server.stop());

const at = (revision: number | undefined): string =>
  `configurationItems(at: { revision: ${revision} }) { nodes { site } }`;

test('first the horizon moves, and only a minute later anything goes', async () => {
  const task = historyTask(server.app, 60);
  const before = await partitions();
  expect(before).toContain('2026_05');
  const announced = await task.run(new Date(now), BUDGET);
  expect(announced).toMatchObject({ done: 1, nextDueAt: new Date(now + 60_000) });
  expect(await task.run(new Date(now + 1_000), BUDGET)).toMatchObject({ done: 0, nextDueAt: new Date(now + 60_000) });
  expect(await partitions()).toEqual(before);
  // 60 days before the 15th of September is in July: June is the last month that goes.
  expect(await server.read('{ server { horizon { revision at } } }')).toEqual({
    server: { horizon: { revision: revisions[3], at: '2026-07-15T12:00:00.000Z' } },
  });
  expect((await task.run(new Date(now + 61_000), BUDGET)).done).toBeGreaterThan(20);
  const left = await partitions();
  expect(left).not.toContain('2026_04');
  expect(left).not.toContain('2026_05');
  expect(left).toEqual(expect.arrayContaining(['2026_07', '2026_08', '2026_09', 'default']));
  const [rows] = await server.database.query<{ count: number }>(
    `select count(*) as count from configuration_item_version where closed_at < '2026-07-01'`,
  );
  expect(rows?.count).toBe(0);
  // A run with nothing to do says so.
  expect(await task.run(new Date(now + 62_000), BUDGET)).toEqual({ done: 0, more: false, nextDueAt: null });
});

test('what is answered about now is what it was before', async () => {
  expect(await server.read(NOW)).toEqual(present);
});

test('moments from the horizon on are answered as before, to the values before a change', async () => {
  const { configurationItems } = await server.read<{ configurationItems: { nodes: readonly object[] } }>(
    `{ ${at(revisions[3])} }`,
  );
  expect(configurationItems.nodes).toEqual([{ site: '2026-07' }, { site: '2026-07' }, { site: null }]);
  const { changes } = await server.read<{ changes: { nodes: readonly { values: readonly object[] }[] } }>(
    `{ changes(last: 1, filter: { entities: [CONFIGURATION_ITEM], kinds: [UPDATED] }) { nodes { revision values { path before after } changeSet { principal } } } }`,
  );
  expect(changes.nodes).toEqual([
    {
      revision: revisions[3],
      values: [{ path: 'site', before: '2026-06', after: '2026-07' }],
      changeSet: { principal: 'tester' },
    },
  ]);
});

const id = (): string => encodeItemId(ids[0] as ItemId);
test.each<[string, () => string]>([
  ['a list at a revision', () => `{ ${at(revisions[2])} }`],
  ['a list at a time', () => '{ configurationItems(at: { time: "2026-06-30T00:00:00Z" }) { nodes { name } } }'],
  ['a topology', () => `{ topology(roots: [{ id: "${id()}" }], at: { revision: ${revisions[1]} }) { itemCount } }`],
  ['an impact', () => `{ impact(at: { revision: ${revisions[1]} }) { summary { total } } }`],
  ['the classes', () => `{ ciClasses(at: { revision: 1 }) { name } }`],
  ['what was known of outages', () => `{ outages(at: { revision: ${revisions[1]} }) { nodes { id } } }`],
  ['a difference', () => `{ difference(from: { revision: ${revisions[0]} }) { itemCounts { changed } } }`],
  [
    'an availability',
    () =>
      `{ configurationItem(ref: { id: "${id()}" }) { availability(from: "2026-05-01T00:00:00Z", to: "2026-09-01T00:00:00Z") { complete } } }`,
  ],
  ['changes from a time', () => '{ changes(filter: { from: "2026-05-01T00:00:00Z" }) { nodes { kind } } }'],
  ['changes behind a revision', () => `{ changes(filter: { since: ${revisions[1]} }) { nodes { kind } } }`],
])('%s before the horizon is refused, and the horizon named', async (_, query) => {
  const { errors } = await server.ask(query());
  expect(errors?.[0]?.extensions).toMatchObject({
    code: 'MOMENT_OUT_OF_RANGE',
    details: { horizon: { revision: revisions[3], at: '2026-07-15T12:00:00.000Z' } },
  });
  expect(errors?.[0]?.message).toContain(`begins at revision ${revisions[3]}, of 2026-07-15`);
});

test('the feed cannot be followed from before the horizon, and can from it', async () => {
  const lost = await fetch(`${server.url}/changes?since=${revisions[0]}&follow=false`);
  expect(lost.status).toBe(410);
  const kept = await fetch(`${server.url}/changes?since=${revisions[3]}&follow=false`);
  expect((await kept.text()).trim().split('\n')).toHaveLength(3);
});

test('the newest month stays however long nothing was written, so that the history keeps its name', async () => {
  const task = historyTask(server.app, 60);
  const later = Date.parse('2030-01-01T00:00:00Z');
  await task.run(new Date(later), BUDGET);
  await task.run(new Date(later + 61_000), BUDGET);
  expect(await partitions()).toContain('2026_09');
  const { server: info } = await server.read<{ server: { history: string | null; horizon: { revision: number } } }>(
    '{ server { history horizon { revision } } }',
  );
  expect(info.history).not.toBeNull();
  expect(info.horizon.revision).toBe(revisions[5]);
  expect(await server.read(NOW)).toEqual(present);
});

test('a partition that is in use is left for the next time, and nobody waits behind', async () => {
  await ensurePartitions(server.database, new Date('2026-03-01T00:00:00Z'));
  expect(await partitions()).toContain('2026_03');
  await server.database.transaction(async (tx) => {
    await tx.query('select count(*) from configuration_item_version');
    const tried = await dropHistory(server.database, new Date('2026-05-01T00:00:00Z'), 100);
    expect(tried.more).toBe(true);
  });
  const again = await dropHistory(server.database, new Date('2026-05-01T00:00:00Z'), 100);
  expect(again).toMatchObject({ partitions: expect.any(Number), more: false });
  expect(await partitions()).not.toContain('2026_03');
});

test('without a setting nothing goes', async () => {
  expect(await historyTask(server.app, null).run(new Date('2040-01-01T00:00:00Z'), BUDGET)).toEqual({
    done: 0,
    more: false,
    nextDueAt: null,
  });
});
