import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Application } from '../../src/application/application';
import { createApplication } from '../../src/application/create-application';
import { upsertItem } from '../../src/application/editing/edit-item';
import { ingest } from '../../src/application/ingest/ingest';
import type { IngestInput, IngestResult } from '../../src/application/ingest/ingest-types';
import type { Landing } from '../../src/application/ingest/landing-tools';
import { registerSource } from '../../src/application/editing/register-source';
import { retireItem } from '../../src/application/editing/retire-item';
import type {
  IngestEnd,
  ItemRecord,
  ItemRelationshipRecord,
  RelationshipRecord,
} from '../../src/domain/ingest/ingest-record';
import { itemId } from '../../src/domain/ids';
import { encodeItemId } from '../../src/domain/opaque-id';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { editCall, logPosition } from '../support/ingest-app';
import { define } from '../support/model-server';

/*
 * Two servers on two databases are told the same, one call after the other. One of them remembers records, the other one
 * works everything out every time. Nobody must be able to tell them apart.
 */

const SOURCES = ['scan', 'cloud'];
const NAMES = ['a', 'b', 'c', 'd'];

interface Twin {
  readonly test: TestDatabase;
  readonly app: Application;
  readonly landing: Landing;
}

let now = 0;
let twins: readonly [Twin, Twin];

async function startTwin(remembers: boolean): Promise<Twin> {
  const test = await createTestDatabase();
  const app = await createApplication({
    database: test.database,
    clock: () => new Date(now),
    newId: randomUUID,
  });
  const { database, writes, models, clock, newId, memory } = app;
  const landing: Landing = { database, writes, models, clock, newId, ...(remembers ? { memory } : {}) };
  for (const name of SOURCES) await registerSource(app, editCall(), { name });
  return { test, app, landing };
}

beforeAll(async () => {
  twins = [await startTwin(true), await startTwin(false)];
});
afterAll(async () => {
  for (const { test, app } of twins) {
    await app.stop();
    await test.drop();
  }
});

const TABLES = [
  'configuration_item',
  'configuration_item_version',
  'observation',
  'observation_version',
  'ci_identifier',
  'ci_identifier_contested',
  'ci_identifier_version',
  'relationship',
  'relationship_version',
  'sighting',
  'relationship_sighting',
  'parked_record',
  'parked_wait',
];

async function wipe({ app }: Twin): Promise<void> {
  for (const table of TABLES) await app.database.query(`delete from ${table}`);
  await app.database.query(`alter sequence configuration_item_id restart`);
  await app.database.query(`alter sequence relationship_id restart`);
  app.memory.restart(await logPosition(app));
}

/** Everything that is stored, but for what tells one run from another: revisions, times of writing and random ids. */
async function state({ app }: Twin): Promise<unknown> {
  const read = (sql: string) => app.database.query(sql);
  return {
    items: await read(`select id, class, name, environment, lifecycle, presence, attributes, version,
                              retired_at is not null as retired from configuration_item order by id`),
    observations: await read(`select item_id, source, native_key, class, claims, times, claims_existence, observed_at
                                from observation order by 1, 2, 3`),
    identifiers: await read(`select entry_id, item_id, value from ci_identifier order by 1, 3`),
    contested: await read(`select entry_id, item_id, value from ci_identifier_contested order by 1, 3, 2`),
    relationships: await read(`select id, source_id, type, target_id, strength, weight, claims, version
                                 from relationship order by id`),
    sightings: await read(`select source, observed_at, complete, item from sighting
                             cross join lateral generate_series(first_item, last_item) as item
                            where get_bit(items, (item - first_item)::integer) = 1
                              and exists (select from configuration_item where id = item) order by 1, 2, 3, 4`),
    seenRelationships: await read(`select source, observed_at, relationship from relationship_sighting
                             cross join lateral generate_series(first_id, last_id) as relationship
                            where get_bit(bits, (relationship - first_id)::integer) = 1
                              and exists (select from relationship where id = relationship) order by 1, 2, 3`),
    history: await read(`select (select count(*) from configuration_item_version) as items,
                                (select count(*) from observation_version) as observations,
                                (select count(*) from relationship_version) as relationships`),
  };
}

const keyOf = (name: string): string => `key-${name}`;

/** A server, or a namespace that is identified inside its cluster. */
const itemRecord = fc
  .record({
    name: fc.constantFrom(...NAMES),
    os: fc.constantFrom('Debian', 'Debian', 'Debian', 'Ubuntu'),
    serial: fc.constantFrom('own', 'own', 'own', 'shared'),
    keyed: fc.constantFrom(true, true, true, false),
    hosted: fc.constantFrom(false, false, true),
    host: fc.constantFrom('x', 'y', null),
    nested: fc.option(fc.constantFrom(...NAMES), { freq: 3, nil: null }),
    by: fc.constantFrom<'native' | 'ref'>('native', 'ref'),
    late: fc.constantFrom(null, null, null, '2026-01-01T00:00:00.000Z'),
    complete: fc.constantFrom(false, false, false, false, true),
  })
  .map(({ name, os, serial, keyed, hosted, host, nested, by, late, complete }): ItemRecord => {
    const end = (other: string): IngestEnd =>
      by === 'ref' ? { ref: other } : { native: { source: 'scan', key: keyOf(other) } };
    if (hosted) {
      const inside: ItemRelationshipRecord[] =
        host === null ? [] : [{ type: 'PART_OF', end: { native: { source: 'scan', key: keyOf(host) } } }];
      return {
        ref: `ns-${name}`,
        class: 'KubernetesNamespace',
        name,
        ...(keyed ? { nativeKey: keyOf(`ns-${name}`) } : {}),
        relationships: inside,
      };
    }
    return {
      ref: name,
      class: 'LinuxServer',
      name,
      ...(keyed ? { nativeKey: keyOf(name) } : {}),
      ...(late === null ? {} : { observedAt: late }),
      attributes: {
        hostname: name,
        serialNumber: serial === 'own' ? `SN-${name}` : 'SN-shared',
        manufacturer: 'X',
        os,
      },
      ...(nested === null || nested === name ? {} : { relationships: [{ type: 'DEPENDS_ON', end: end(nested) }] }),
      ...(complete ? { completeRelationships: ['DEPENDS_ON'] } : {}),
    };
  });

const endRecord: fc.Arbitrary<IngestEnd> = fc.oneof(
  fc.constantFrom(...NAMES).map((name) => ({ native: { source: 'scan', key: keyOf(name) } })),
  fc.constantFrom(...NAMES).map((name) => ({ ref: name })),
);

const relationshipRecord = fc
  .record({ source: endRecord, target: endRecord, weight: fc.constantFrom(1, 1, 1, 2) })
  .map(({ source, target, weight }): RelationshipRecord => ({ type: 'DEPENDS_ON', source, target, weight }));

const clusters: readonly ItemRecord[] = ['x', 'y'].map((name) => ({
  ref: `cluster-${name}`,
  class: 'KubernetesCluster',
  name,
  nativeKey: keyOf(name),
  attributes: { apiServerUrl: `https://${name}.example.com/` },
}));

type Step =
  | {
      readonly kind: 'ingest';
      readonly source: string;
      readonly items: readonly ItemRecord[];
      readonly relationships: readonly RelationshipRecord[];
    }
  | { readonly kind: 'again' }
  | { readonly kind: 'edit'; readonly name: string }
  | { readonly kind: 'retire'; readonly name: string }
  | { readonly kind: 'model' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('ingest' as const),
      source: fc.constantFrom('scan', 'scan', 'scan', 'cloud'),
      items: fc.array(itemRecord, { maxLength: 5 }),
      relationships: fc.array(relationshipRecord, { maxLength: 4 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'again' as const }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('edit' as const), name: fc.constantFrom(...NAMES) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('retire' as const), name: fc.constantFrom(...NAMES) }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'model' as const }) },
);

/** What a caller sees of a result, without what tells one server from another. */
const shown = ({ totals, items, relationships }: IngestResult) => ({ totals, items, relationships });

const inputOf = (one: Extract<Step, { kind: 'ingest' }>): IngestInput => ({
  source: one.source,
  items: one.items,
  relationships: one.relationships,
});

let defined = 0;

async function perform({ test, app, landing }: Twin, one: Step, last: IngestInput): Promise<unknown> {
  const call = (input: IngestInput) => ingest(landing, { principal: 'tester', requestId: randomUUID(), input });
  switch (one.kind) {
    case 'ingest':
      return shown(await call(inputOf(one)));
    case 'again':
      return shown(await call(last));
    case 'edit': {
      const edited = await upsertItem(app, editCall(), {
        class: 'LinuxServer',
        environment: 'production',
        attributes: { serialNumber: `SN-${one.name}`, manufacturer: 'X' },
      });
      return edited.outcome;
    }
    case 'retire': {
      const [row] = await app.database.query<{ id: number }>(
        `select id from configuration_item where name = $1 and class = 'LinuxServer' order by id limit 1`,
        [one.name],
      );
      if (!row) return null;
      const item = { id: encodeItemId(itemId(row.id)) };
      return (await retireItem(app, editCall(), { item, ifVersion: null })).errors.length;
    }
    case 'model':
      defined += 1;
      await define(
        { ...app, test },
        { classes: [{ name: `Extra${defined}`, parent: 'LinuxServer', description: 'more' }] },
      );
      return null;
    default:
      return one satisfies never;
  }
}

test('a server that remembers records answers and stores what one does that works everything out', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 10 }), async (steps) => {
      for (const twin of twins) await wipe(twin);
      now = Date.parse('2026-01-02T00:00:00.000Z');
      for (const twin of twins)
        await perform(twin, { kind: 'ingest', source: 'scan', items: clusters, relationships: [] }, EMPTY);
      let last: IngestInput = EMPTY;
      for (const one of steps) {
        now += 60_000;
        if (one.kind === 'ingest') last = inputOf(one);
        for (const told of [one, AGAIN]) {
          const [ours, theirs] = [await perform(twins[0], told, last), await perform(twins[1], told, last)];
          expect(ours).toEqual(theirs);
        }
      }
      expect(await state(twins[0])).toEqual(await state(twins[1]));
    }),
    { numRuns: 8 },
  );
  expect(twins[0].app.memory.recalled).toBeGreaterThan(0);
  expect(twins[1].app.memory.recalled).toBe(0);
});

test('what identifies an item is looked up again when somebody else has it since', async () => {
  for (const twin of twins) await wipe(twin);
  const machine = (name: string, hostname: string, os: string): ItemRecord => ({
    class: 'LinuxServer',
    name,
    nativeKey: keyOf(name),
    attributes: { hostname, serialNumber: `SN-${name}`, manufacturer: 'X', os },
  });
  const told = [
    [machine('a', 'a', '1'), machine('b', 'b', '1')],
    [machine('a', 'a', '2')],
    [machine('b', 'a', '1')],
    [machine('a', 'a', '3')],
    [machine('b', 'b', '1')],
    [machine('a', 'a', '4')],
  ];
  const warned: number[] = [];
  for (const items of told) {
    now += 60_000;
    const step: Step = { kind: 'ingest', source: 'scan', items, relationships: [] };
    const [ours, theirs] = [await perform(twins[0], step, EMPTY), await perform(twins[1], step, EMPTY)];
    expect(ours).toEqual(theirs);
    warned.push((ours as ReturnType<typeof shown>).items[0]?.warnings.length ?? 0);
  }
  // While both have the host name, each report of it means the other one, too.
  expect(warned).toEqual([0, 0, 1, 1, 0, 0]);
  expect(await state(twins[0])).toEqual(await state(twins[1]));
});

const AGAIN: Step = { kind: 'again' };
const EMPTY: IngestInput = { source: 'scan', items: [], relationships: [] };

describe('a failover that lost commits, before anybody noticed it', () => {
  const input: IngestInput = {
    source: 'scan',
    items: ['a', 'b'].map((name) => ({ class: 'LinuxServer', name, nativeKey: name, attributes: { hostname: name } })),
    relationships: [
      {
        type: 'DEPENDS_ON',
        source: { native: { source: 'scan', key: 'a' } },
        target: { native: { source: 'scan', key: 'b' } },
      },
    ],
  };
  const send = async (records: IngestInput) => {
    const { landing } = twins[0];
    const { totals } = await ingest(landing, { principal: 'test', requestId: randomUUID(), input: records });
    return totals.map(({ outcome, items, relationships }) => `${outcome} ${items} ${relationships}`);
  };
  /** As a standby is that had not received it: of the change sets behind a revision nothing is there. */
  const loseBehind = async (head: number, tables = TABLES): Promise<void> => {
    const { database } = twins[0].app;
    for (const table of tables) await database.query(`delete from ${table}`);
    for (const table of ['change', 'change_set'])
      await database.query(`delete from ${table} where revision > $1`, [head]);
    await database.query(
      'update revision_head as head set revision = $1, at = change_set.at from change_set where change_set.revision = $1',
      [head],
    );
  };

  test('answers by what is there, not by what is remembered', async () => {
    await wipe(twins[0]);
    const head = await logPosition(twins[0].app);
    expect(await send(input)).toEqual(['CREATED 2 1']);
    expect(await send(input)).toEqual(['UNCHANGED 2 1']);
    await loseBehind(head.revision);
    expect(await send(input)).toEqual(['CREATED 2 1']);
  });

  test('likewise of relationships whose items are still there', async () => {
    await wipe(twins[0]);
    const { items } = input;
    expect(await send({ ...input, items, relationships: [] })).toEqual(['CREATED 2 0']);
    expect(await send({ ...input, items, relationships: [] })).toEqual(['UNCHANGED 2 0']);
    const head = await logPosition(twins[0].app);
    expect(await send(input)).toEqual(['CREATED 0 1', 'UNCHANGED 2 0']);
    expect(await send(input)).toEqual(['UNCHANGED 2 1']);
    await loseBehind(head.revision, ['relationship', 'relationship_version', 'relationship_sighting']);
    expect(await send(input)).toEqual(['CREATED 0 1', 'UNCHANGED 2 0']);
  });

  test('nor once this server itself has written as much as was lost', async () => {
    await wipe(twins[0]);
    const head = await logPosition(twins[0].app);
    expect(await send(input)).toEqual(['CREATED 2 1']);
    expect(await send(input)).toEqual(['UNCHANGED 2 1']);
    await loseBehind(head.revision);
    const items = [{ class: 'LinuxServer', name: 'c', nativeKey: 'c', attributes: { hostname: 'c' } }];
    expect(await send({ ...input, items, relationships: [] })).toEqual(['CREATED 1 0']);
    expect(await send(input)).toEqual(['CREATED 2 1']);
  });

  test('nor once others have written as much as was lost', async () => {
    await wipe(twins[0]);
    const head = await logPosition(twins[0].app);
    expect(await send(input)).toEqual(['CREATED 2 1']);
    const lost = await logPosition(twins[0].app);
    await loseBehind(head.revision);
    for (let at = head.revision + 1; at <= lost.revision; at += 1) {
      await registerSource(twins[0].app, editCall(), { name: 'scan', description: `${at}` });
    }
    const now = await logPosition(twins[0].app);
    expect([now.revision, now.changeSetId === lost.changeSetId]).toEqual([lost.revision, false]);
    expect(await send(input)).toEqual(['CREATED 2 1']);
  });
});

test('nothing is remembered of a call during which the database became another one', async () => {
  const { landing, app } = twins[0];
  await wipe(twins[0]);
  const submit: Landing['writes']['submit'] = (write) =>
    app.writes.submit({
      ...write,
      prepare: async (reader) => {
        const plan = await write.prepare(reader);
        app.memory.restart(await logPosition(app));
        return plan;
      },
    });
  const items = [{ class: 'LinuxServer', name: 'a', nativeKey: 'a', attributes: { hostname: 'a' } }];
  const input: IngestInput = { source: 'scan', items, relationships: [] };
  const call = { principal: 'test', requestId: randomUUID(), input };
  const { totals } = await ingest({ ...landing, writes: { ...app.writes, submit } }, call);
  expect(totals).toEqual([{ outcome: 'CREATED', items: 1, relationships: 0 }]);
  expect(app.memory.size).toBe(0);
});
