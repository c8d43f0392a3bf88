import { RecordMemory } from '../../src/application/ingest/record-memory';
import type { ItemRecord } from '../../src/domain/ingest/ingest-record';
import { ingestAppOfFile, logPosition, send, server } from '../support/ingest-app';

const app = ingestAppOfFile({ kept: true });

const machines = (prefix: string, count: number): readonly ItemRecord[] =>
  Array.from({ length: count }, (_, at) => server(`${prefix}-${at}`, { nativeKey: `${prefix}-${at}` }));

/** Statements that a call runs, and the change sets among which they are shared. */
async function cost(items: readonly ItemRecord[]): Promise<{ statements: number; changeSets: number }> {
  const before = app.database.statementCount();
  const { changeSets } = await send(app, { items });
  return { statements: app.database.statementCount() - before, changeSets: changeSets.length };
}

test('ten thousand items and forty thousand relationships land in one call, with as many statements per change set as few', async () => {
  const small = await cost(machines('small', 100));
  const larger = await cost(machines('larger', 500));
  expect(larger).toEqual(small);
  expect(small.changeSets).toBe(1);
  const items = machines('large', 10_000);
  const large = await cost(items);
  // What a call does once, such as looking up its source, is shared by its change sets.
  expect(large.statements).toBeLessThanOrEqual(large.changeSets * small.statements);
  const links = Array.from({ length: 40_000 }, (_, at) => ({
    type: 'DEPENDS_ON',
    source: { native: { source: 'scan', key: `large-${at % 10_000}` } },
    target: { native: { source: 'scan', key: `large-${(at + 1 + Math.floor(at / 10_000) * 13) % 10_000}` } },
  }));
  const before = app.database.statementCount();
  const result = await send(app, { relationships: links });
  expect(result.totals).toEqual([{ outcome: 'CREATED', items: 0, relationships: 40_000 }]);
  expect((app.database.statementCount() - before) / result.changeSets.length).toBeLessThan(30);
}, 300_000);

test('an unchanged thousand is seen with one bitmap and no row of its own', async () => {
  const versions = async (): Promise<unknown> =>
    app.database.query(
      `select (select count(*) from configuration_item_version) as items, (select count(*) from observation_version) as observations`,
    );
  const before = await versions();
  const items = machines('seen', 1_000);
  await send(app, { observedAt: '2024-11-22T10:00:00Z', items });
  for (const minute of [1, 2, 3]) {
    await send(app, { observedAt: `2026-11-22T10:0${minute}:00Z`, items });
    const sightings = await app.database.query<{ observed_at: string; complete: boolean }>(
      'select observed_at, complete from sighting',
    );
    expect(sightings.length).toBeLessThanOrEqual(3);
    expect(new Set(sightings.map((one) => one.observed_at))).toEqual(new Set([`2026-11-22T10:0${minute}:00.000Z`]));
  }
  expect(await versions()).toEqual(before);
});

test('what identifies an item is looked up only by a server that does not remember it', async () => {
  const memory = new RecordMemory();
  const remembering = { ...app, memory };
  const forget = async (): Promise<void> => memory.restart(await logPosition(app));
  const machinesOf = (os: string): readonly ItemRecord[] =>
    machines('changing', 50).map((item) => ({ ...item, attributes: { ...item.attributes, os } }));
  const statementsFor = async (os: string): Promise<number> => {
    const before = app.database.statementCount();
    expect((await send(remembering, { items: machinesOf(os) })).changeSets).toHaveLength(1);
    return app.database.statementCount() - before;
  };
  await forget();
  await statementsFor('12');
  const remembered = await statementsFor('13');
  await forget();
  // Who holds the identities of the records, and which identities their items hold.
  expect((await statementsFor('14')) - remembered).toBe(2);
}, 60_000);

test('a part that turns out too large for one change set is cut in two', async () => {
  const rows = (at: number, kind: string): ItemRecord => ({
    class: 'LinuxServer',
    attributes: {
      hostname: `rows-${at}`,
      serialNumbers: Array.from({ length: 8 }, (_, row) => ({ serialType: 'part', serial: `${kind}-${at}-${row}` })),
    },
  });
  const count = 450;
  const created = await send(app, { items: Array.from({ length: count }, (_, at) => rows(at, 'old')) });
  expect(created.totals).toEqual([{ outcome: 'CREATED', items: count, relationships: 0 }]);
  // Each gives back eight identities for the eight that it gains, which nobody can tell before it is planned.
  const changed = await send(app, { items: Array.from({ length: count }, (_, at) => rows(at, 'new')) });
  expect(changed.totals).toEqual([{ outcome: 'UPDATED', items: count, relationships: 0 }]);
  expect(changed.changeSets.length).toBeGreaterThan(created.changeSets.length);
  const [left] = await app.database.query<{ count: number }>(
    `select count(*) as count from ci_identifier where value like '%old-%'`,
  );
  expect(left?.count).toBe(0);
});

test('thousands of records of one thing become one item, with short messages', async () => {
  const twin = (): ItemRecord => ({ class: 'LinuxServer', attributes: { hostname: 'one-and-only' } });
  const result = await send(app, { items: Array.from({ length: 5_000 }, twin) });
  expect(result.totals).toEqual([{ outcome: 'CREATED', items: 5_000, relationships: 0 }]);
  expect(new Set(result.items.map((item) => item.itemId)).size).toBe(1);
  expect(result.items[0]?.warnings[0]?.message).toBe(
    'This is the same item as item 1, item 2, item 3, item 4, item 5 and 4994 more of this request; they were merged.',
  );
});
