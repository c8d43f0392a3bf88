import { registerSource } from '../../src/application/editing/register-source';
import type { ItemRecord, RelationshipRecord } from '../../src/domain/ingest/ingest-record';
import { loadRelationshipSightings } from '../../src/storage/relationships/relationship-sightings';
import {
  editCall,
  footprint,
  relationshipOutcomes,
  send,
  server,
  ingestAppOfFile,
  storedRelationships,
} from '../support/ingest-app';
import { rule, sweepClaims, withoutRules } from '../support/reconciliation';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.parse('2026-03-01T00:00:00Z');

const app = ingestAppOfFile();
beforeEach(async () => {
  await withoutRules(app);
  app.now = START;
  await send(app, { items: [host, machine] });
});

const host: ItemRecord = server('host', { nativeKey: 'host' });
const machine: ItemRecord = server('vm', { nativeKey: 'vm' });

const connects = (more: Partial<RelationshipRecord> = {}): RelationshipRecord => ({
  type: 'CONNECTS_TO',
  source: { native: { source: 'scan', key: 'vm' } },
  target: { native: { source: 'scan', key: 'host' } },
  ...more,
});

const report = async (source: string, more: Partial<RelationshipRecord> = {}) =>
  relationshipOutcomes(await send(app, { source, relationships: [connects(more)] }));

async function only() {
  const [one] = await storedRelationships(app);
  if (!one) throw new Error('there is one relationship');
  return one;
}

test('rules of a type decide field by field, and changing them decides anew', async () => {
  await report('scan', { weight: 2, attributes: { port: 80, seen: true } });
  app.now = START + HOUR;
  await report('cloud', { weight: 5, attributes: { port: 443 } });
  expect(await only()).toMatchObject({ weight: 5, attributes: { port: 443, seen: true } });
  const defined = await rule(app, {
    relationshipType: 'CONNECTS_TO',
    attributes: ['weight', 'attributes.port'],
    source: 'scan',
    priority: 1,
  });
  expect(defined.rederived).toEqual({ items: 0, relationships: 1, complete: true });
  expect(await only()).toMatchObject({ weight: 2, attributes: { port: 80, seen: true } });
  app.now = START + 2 * HOUR;
  await report('cloud', { weight: 6 });
  expect(await only()).toMatchObject({ weight: 2 });
});

test('what is reported again unchanged writes no history, and is seen all the same', async () => {
  expect(await report('scan')).toEqual(['CREATED']);
  const before = await footprint(app);
  app.now = START + DAY;
  expect(await report('scan')).toEqual(['UNCHANGED']);
  expect(await footprint(app)).toEqual(before);
  const { id } = await only();
  const seen = await loadRelationshipSightings(app.database, [id]);
  expect(seen.get(id)?.get('scan')).toBe('2026-03-02T00:00:00.000Z');
  // A later sighting takes the place of the earlier one.
  app.now = START + 2 * DAY;
  await report('scan');
  expect(await app.database.query('select count(*) as count from relationship_sighting')).toEqual([{ count: 1 }]);
  // What is older than that comes too late, though the claim itself is older still.
  expect(await report('scan', { weight: 9, observedAt: '2026-03-02T12:00:00Z' })).toEqual(['SUPERSEDED']);
  expect((await only()).weight).toBe(1);
});

test('a claim expires when its source is silent, and not while it goes on reporting', async () => {
  await rule(app, { relationshipType: 'CONNECTS_TO', source: 'scan', priority: 1 });
  await report('scan', { weight: 2 });
  await report('cloud', { weight: 5 });
  app.now = START + 5 * DAY;
  await report('scan', { weight: 2 });
  await report('cloud', { weight: 5 });
  app.now = START + 8 * DAY;
  await sweepClaims(app);
  expect((await only()).weight).toBe(2);
  app.now = START + 11 * DAY;
  await report('cloud', { weight: 5 });
  app.now = START + 12 * DAY;
  expect(await sweepClaims(app)).toBe(1);
  expect((await only()).weight).toBe(5);
  app.now += HOUR;
  expect(await report('scan', { weight: 2 })).toEqual(['UPDATED']);
  expect((await only()).weight).toBe(2);
});

test('the refresh period of a source holds for all it says', async () => {
  const period = (refreshPeriodSeconds: number | null) =>
    registerSource(app, editCall(), { name: 'scan', refreshPeriodSeconds });
  await rule(app, { relationshipType: 'CONNECTS_TO', source: 'scan', priority: 1 });
  await report('scan', { weight: 2 });
  app.now = START + 3 * HOUR;
  await report('cloud', { weight: 5 });
  expect((await only()).weight).toBe(2);
  expect((await period(60)).errors).toMatchObject([{ code: 'INVALID_VALUE', path: ['refreshPeriodSeconds'] }]);
  expect((await period(2 * 3_600)).errors).toEqual([]);
  expect(app.models.current().reconciliation.refreshSecondsOf('scan')).toBe(7_200);
  expect((await only()).weight).toBe(5);
  await period(null);
  expect((await only()).weight).toBe(2);
  expect((await period(null)).operation).toBeNull();
});
