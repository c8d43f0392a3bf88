import { randomUUID } from 'node:crypto';
import type { ConfigurationItem } from '../../src/domain/configuration-item';
import { relationshipId, type Revision } from '../../src/domain/ids';
import type { JsonObject } from '../../src/domain/json';
import type { Relationship } from '../../src/domain/relationship';
import type { NaiveState } from './naive-filter';
import { creation, ending, relation, testItem, testObservation, testRelationship, update } from './plans';
import { recordSightings } from '../../src/storage/sources/sightings';
import { testId, type TestServer } from './server';

/** States of an inventory by the revision from which they hold. */
export type InventoryHistory = readonly { readonly revision: Revision; readonly state: NaiveState }[];

/** The same numbers in every run: a failure can be looked at again. */
export function lottery(seed: number) {
  let state = seed;
  const next = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  return { next, pick: <T>(values: readonly T[]): T => values[next(values.length)] as T };
}

const COUNT = 60;
const CLASSES = ['Server', 'LinuxServer', 'WindowsServer', 'BusinessService', 'ServiceInstance', 'Rack'] as const;
export const WORDS = [
  'alpha',
  'Beta',
  'gamma',
  'delta%',
  'eps_lon',
  'web 01',
  "O'Neil",
  'back\\slash',
  'ümlaut',
] as const;
export const ENVIRONMENTS = ['production', 'staging', 'test', null] as const;
export const SOURCES = ['scanner', 'cloud', 'sheet'] as const;
const OBSERVED_AT = '2026-02-01T00:00:00.000Z';
/** When items were seen unchanged; before that they were reported, if at all. */
const SEEN_AT = ['2026-01-01T00:00:00.000Z', '2026-03-01T00:00:00.000Z', '2026-04-01T00:00:00.000Z'] as const;

/** What the attributes of random items are declared as: their writer asks nobody. */
export const DECLARED_ATTRIBUTES = [
  { name: 'cores', schema: { type: 'integer' } },
  {
    name: 'system',
    schema: { type: 'object', properties: { name: { type: 'string' }, version: { type: 'integer' } } },
  },
  { name: 'tags', schema: { type: 'array', items: {} } },
  { name: 'size', schema: {} },
] as const;

/** Writes a random inventory in several revisions, some items changing, retiring and losing relationships on the way. */
export async function writeRandomInventory(server: TestServer, seed: number): Promise<InventoryHistory> {
  const random = lottery(seed);
  const history: { revision: Revision; state: NaiveState }[] = [];
  const model = server.app.models.current();
  let items: readonly ConfigurationItem[] = Array.from({ length: COUNT }, (_, index) => randomItem(index + 1, random));
  let relationships = randomRelationships(random);
  const sources = new Map(items.map((item) => [item.id, SOURCES.filter(() => random.next(3) === 0)]));
  const sightings = new Map(items.filter(() => random.next(3) === 0).map(({ id }) => [id, random.pick(SEEN_AT)]));
  const note = async (revision: Revision): Promise<void> => {
    items = await stamped(server, items);
    const lastSeenAt = new Map(
      items.map(({ id, createdAt }) => {
        const times = [
          ...((sources.get(id) ?? []).length > 0 ? [OBSERVED_AT] : []),
          ...[sightings.get(id) ?? []].flat(),
        ];
        return [id, times.toSorted().at(-1) ?? createdAt];
      }),
    );
    history.push({ revision, state: { items, relationships, sources, lastSeenAt, outages: new Set(), model } });
  };
  for (const seenAt of SEEN_AT) {
    const seen = [...sightings].filter(([, at]) => at === seenAt).map(([item]) => item);
    const noted = seen.map((item) => ({ item, observedAt: seenAt, complete: item % 2 === 0 }));
    await recordSightings(server.database, 'scanner', noted, randomUUID);
  }

  await note(
    await server.write({
      items: items.map(creation),
      relationships: relationships.map(relation),
      observations: [...sources].flatMap(([id, names]) =>
        names.map((source) => ({
          before: null,
          after: testObservation(id, { source, nativeKey: `${source}-${id}`, observedAt: OBSERVED_AT }),
          tenant: '',
        })),
      ),
    }),
  );
  for (let round = 0; round < 3; round += 1) {
    const changed = items.filter(() => random.next(4) === 0);
    const writes = changed.map((item) => update(item, changedFields(item, random)));
    const ended = relationships.filter(() => random.next(10) === 0);
    relationships = relationships.filter((one) => !ended.includes(one));
    const revision = await server.write({ items: writes, relationships: ended.map(ending) });
    items = items.map((item) => {
      const write = writes.find(({ after }) => after.id === item.id);
      return write ? { ...item, ...write.after } : item;
    });
    await note(revision);
  }
  return history;
}

type Lottery = ReturnType<typeof lottery>;

function randomItem(number: number, random: Lottery): ConfigurationItem {
  const presence = random.pick(['PRESENT', 'PRESENT', 'ABSENT'] as const);
  const contact = (): { name: string; url: null } | null =>
    random.next(2) === 0 ? { name: random.pick(WORDS), url: null } : null;
  return testItem(testId(number), {
    className: random.pick(CLASSES),
    name: `${random.pick(WORDS)} ${random.next(20)}`,
    description: random.pick([null, 'A machine', 'an ALPHA thing']),
    environment: random.pick(ENVIRONMENTS),
    lifecycle: random.pick(['OPERATIONAL', 'DEPLOY', 'END_OF_LIFE']),
    criticality: random.pick([null, 'LOW', 'HIGH', 'CRITICAL']),
    owner: contact(),
    onCall: contact(),
    site: random.pick([null, 'FRA', 'AMS']),
    canFail: random.next(4) > 0,
    presence,
    absentSince: presence === 'ABSENT' ? random.pick(SEEN_AT) : null,
    labels: randomLabels(random),
    attributes: randomAttributes(random),
  });
}

const randomLabels = (random: Lottery): JsonObject => ({
  ...(random.next(2) === 0 ? { team: random.pick(WORDS) } : {}),
  ...(random.next(2) === 0 ? { 'app.kubernetes.io/name': random.pick(['web', 'api']) } : {}),
});

const randomAttributes = (random: Lottery): JsonObject => ({
  ...(random.next(2) === 0 ? { cores: random.next(8) } : {}),
  ...(random.next(2) === 0 ? { hostname: `h${random.next(9)}` } : {}),
  ...(random.next(2) === 0 ? { system: { name: random.pick(['linux', 'Windows']), version: random.next(3) } } : {}),
  ...(random.next(2) === 0 ? { tags: [random.pick(WORDS), random.next(5), random.next(2) === 0] } : {}),
  ...(random.next(4) === 0 ? { size: random.pick(['10', 10, true]) } : {}),
});

function changedFields(item: ConfigurationItem, random: Lottery): Partial<ConfigurationItem> {
  if (random.next(4) === 0) return { retiredAt: '2026-11-22T10:00:00.000Z' };
  return {
    name: `${random.pick(WORDS)} ${random.next(20)}`,
    environment: random.pick(ENVIRONMENTS),
    attributes: randomAttributes(random),
    criticality: item.criticality === null ? 'HIGH' : null,
  };
}

function randomRelationships(random: Lottery): readonly Relationship[] {
  const all = Array.from({ length: COUNT * 2 }, (_, index) =>
    testRelationship(
      relationshipId(1_000_000 + index),
      testId(1 + random.next(COUNT)),
      testId(1 + random.next(COUNT)),
      { type: random.pick(['DEPENDS_ON', 'RUNS_ON']), kind: random.pick(['DECLARED', 'INFERRED']) },
    ),
  );
  const byEnds = new Map(all.map((one) => [`${one.source} ${one.type} ${one.target}`, one]));
  return [...byEnds.values()];
}

/** The writer puts times on items; the naive state has them from the tables. */
async function stamped(server: TestServer, items: readonly ConfigurationItem[]): Promise<readonly ConfigurationItem[]> {
  const rows = await server.database.query<{ id: number; created_at: string; updated_at: string }>(
    'select id, created_at, updated_at from configuration_item',
  );
  const times = new Map(rows.map((row) => [row.id, row]));
  return items.map((item) => {
    const { created_at: createdAt = '', updated_at: updatedAt = '' } = times.get(item.id) ?? {};
    return { ...item, createdAt, updatedAt };
  });
}
