import type { ItemRecord } from '../../src/domain/ingest-record';
import { send, server, startIngestApp, type IngestApp } from '../support/ingest-app';

let app: IngestApp;
beforeAll(async () => {
  app = await startIngestApp();
});
afterAll(() => app.stop());

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
}, 120_000);

test('an unchanged thousand is seen with one bitmap and no row of its own', async () => {
  const items = machines('seen', 1_000);
  await send(app, { observedAt: '2026-11-22T10:00:00Z', items });
  for (const minute of [1, 2, 3]) {
    await send(app, { observedAt: `2026-11-22T10:0${minute}:00Z`, items });
    const sightings = await app.database.query<{ observed_at: string; complete: boolean }>(
      'select observed_at, complete from sighting',
    );
    expect(sightings.length).toBeLessThanOrEqual(3);
    expect(new Set(sightings.map((one) => one.observed_at))).toEqual(new Set([`2026-11-22T10:0${minute}:00.000Z`]));
  }
  const [counts] = await app.database.query<{ versions: number; observations: number }>(
    `select (select count(*) from configuration_item_version) as versions, (select count(*) from observation_version) as observations`,
  );
  expect(counts).toEqual({ versions: 0, observations: 0 });
}, 60_000);
