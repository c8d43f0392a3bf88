import { randomUUID } from 'node:crypto';
import { itemId, relationshipId } from '../../src/domain/ids';
import {
  loadRelationshipSightings,
  recordRelationshipSightings,
} from '../../src/storage/relationships/relationship-sightings';
import { loadSightings, recordSightings } from '../../src/storage/sources/sightings';
import { createTestDatabase, type TestDatabase } from '../support/database';

let store: TestDatabase;
beforeAll(async () => {
  store = await createTestDatabase();
});
afterAll(() => store.drop());

const AT_ONCE = 6;
const ROUNDS = 5;
const OTHERS = 30;
const at = (second: number): string => new Date(Date.parse('2026-11-01T00:00:00Z') + second * 1_000).toISOString();

/** What a busy source has left: each of these was seen in a call of its own, with another one far away. */
const others = Array.from({ length: OTHERS }, (_, index) => index + 1);
const OWN = 500;
const seenWith = (id: number): readonly number[] => (id === OWN ? [id] : [id, id + 1_000]);

const rowsOf = async (table: string): Promise<number> =>
  (await store.database.query<{ count: number }>(`select count(*) as count from ${table}`))[0]?.count ?? 0;

/** Callers who see the same at once, over and over, beside what was seen before. */
async function seeAtOnce(record: (id: number, second: number) => Promise<void>): Promise<void> {
  for (const id of others) await record(id, id);
  for (let round = 1; round <= ROUNDS; round += 1) {
    await Promise.all(Array.from({ length: AT_ONCE }, () => record(OWN, 1_000 * round)));
  }
}

test('items that many callers see at once over and over leave no more rows than there are callers', async () => {
  const record = (id: number, second: number): Promise<void> =>
    recordSightings(
      store.database,
      'scan',
      seenWith(id).map((one) => ({ item: itemId(one), observedAt: at(second), complete: id % 2 === 0 })),
      randomUUID,
    );
  await seeAtOnce(record);
  expect(await rowsOf('sighting')).toBeLessThanOrEqual(OTHERS + AT_ONCE);
  const seen = await loadSightings(store.database, [...others, OWN].map(itemId));
  expect(others.map((id) => Date.parse(seen.get(itemId(id))?.get('scan')?.last ?? ''))).toEqual(
    others.map((id) => Date.parse(at(id))),
  );
  expect(Date.parse(seen.get(itemId(OWN))?.get('scan')?.last ?? '')).toBe(Date.parse(at(1_000 * ROUNDS)));
});

test('so it is with relationships', async () => {
  const record = (id: number, second: number): Promise<void> =>
    recordRelationshipSightings(
      store.database,
      'scan',
      seenWith(id).map((one) => ({ relationship: relationshipId(one), observedAt: at(second) })),
      randomUUID,
    );
  await seeAtOnce(record);
  expect(await rowsOf('relationship_sighting')).toBeLessThanOrEqual(OTHERS + AT_ONCE);
  const seen = await loadRelationshipSightings(store.database, [...others, OWN].map(relationshipId));
  expect(others.map((id) => Date.parse(seen.get(relationshipId(id))?.get('scan') ?? ''))).toEqual(
    others.map((id) => Date.parse(at(id))),
  );
});
