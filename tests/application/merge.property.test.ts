import * as fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import type { Application } from '../../src/application/application';
import { createApplication } from '../../src/application/create-application';
import { ingest } from '../../src/application/ingest/ingest';
import { mergeItems } from '../../src/application/merge/merge-items';
import { undoMerge } from '../../src/application/merge/undo-merge';
import { registerSource } from '../../src/application/editing/register-source';
import { upsertItem } from '../../src/application/editing/edit-item';
import type { Observation } from '../../src/domain/configuration-item';
import { itemId, type ItemId, type Revision } from '../../src/domain/ids';
import { encodeItemId } from '../../src/domain/opaque-id';
import { loadItems, loadObservationsOf } from '../../src/storage/identities/ingest-lookups';
import { loadSightings, type Sightings } from '../../src/storage/sources/sightings';
import { readHeadRevision } from '../../src/storage/change-sets/revision-head';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { expectAgreement } from '../support/graph-agreement';
import { editCall } from '../support/ingest-app';
import { findingsIn } from '../support/verified';

const MACHINES = 5;
const SOURCES = ['scan', 'cloud', 'script'] as const;

let test_: TestDatabase;
let app: Application;
let now = Date.parse('2026-11-01T00:00:00Z');
/** Every step is a minute later, so that times decide. */
const tick = (): string => new Date((now += 60_000)).toISOString();

beforeAll(async () => {
  test_ = await createTestDatabase();
  app = await createApplication({ database: test_.database, clock: () => new Date(now), newId: randomUUID });
  for (const name of SOURCES) await registerSource(app, editCall(), { name });
});
afterAll(async () => {
  expect(await findingsIn(test_.database, new Date(now))).toEqual([]);
  await app.stop();
  await test_.drop();
});

const machine = fc.nat(MACHINES - 1);
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('report' as const),
      machine,
      source: fc.nat(2),
      keyed: fc.boolean(),
      label: fc.nat(3),
      value: fc.nat(4),
      environment: fc.option(fc.constantFrom('production', 'test')),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('relate' as const),
      from: machine,
      to: machine,
      source: fc.nat(2),
      gates: fc.subarray(['pair', 'path']),
      weight: fc.integer({ min: 1, max: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('inside' as const), machine, name: fc.constantFrom('a', 'b') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('edit' as const), machine, value: fc.nat(4) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('repeat' as const), machine }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;
type Report = Extract<Step, { do: 'report' }>;

/** One inventory of its own: its machines, and the last report of each. */
interface World {
  readonly run: string;
  readonly ids: ItemId[];
  readonly last: Map<number, Report>;
}

async function send(source: string, input: object): Promise<readonly (ItemId | null)[]> {
  const call = { source, observedAt: tick(), items: [], relationships: [], ...input };
  const result = await ingest(app, { principal: 'tester', requestId: randomUUID(), input: call });
  const bad = [...result.items, ...result.relationships].flatMap((one) => one.errors);
  expect(bad).toEqual([]);
  return result.items.map((item) => item.itemId);
}

const hostname = (world: World, at: number): string => `m${at}.${world.run}.example.com`;

async function report(world: World, one: Report): Promise<void> {
  world.last.set(one.machine, one);
  const source = SOURCES[one.source] ?? 'scan';
  await send(source, {
    items: [
      {
        class: 'LinuxServer',
        ...(one.keyed ? { nativeKey: `${world.run}-${source}-${one.machine}` } : {}),
        ...(one.environment === null ? {} : { environment: one.environment }),
        labels: { [`l${one.label}`]: String(one.value) },
        attributes: { fqdn: hostname(world, one.machine) },
      },
    ],
  });
}

async function carryOut(world: World, one: Step): Promise<void> {
  const ref = (at: number) => ({ id: encodeItemId(world.ids[at] ?? itemId(0)) });
  if (one.do === 'report') await report(world, one);
  if (one.do === 'repeat') {
    const last = world.last.get(one.machine);
    if (last) await report(world, last);
  }
  if (one.do === 'relate' && one.from !== one.to)
    await send(SOURCES[one.source] ?? 'scan', {
      relationships: [
        { type: 'DEPENDS_ON', source: ref(one.from), target: ref(one.to), gateKeys: one.gates, weight: one.weight },
      ],
    });
  if (one.do === 'inside')
    await send('scan', {
      items: [
        {
          class: 'GenericApplication',
          name: one.name,
          attributes: { processKey: one.name },
          relationships: [{ type: 'RUNS_ON', end: ref(one.machine) }],
        },
      ],
    });
  if (one.do === 'edit') {
    tick();
    await upsertItem(app, editCall(), {
      ref: ref(one.machine),
      labels: { edited: String(one.value) },
      site: `s${one.value}`,
    });
  }
}

/** All current rows but what only counts writes. */
async function contents(): Promise<unknown> {
  const strip = (columns: string): string => `- array[${columns}]`;
  const rows = (table: string, columns: string): Promise<readonly object[]> =>
    test_.database.query(`select to_jsonb(stored) ${strip(columns)} as row from ${table} as stored order by 1`);
  return {
    items: await rows('configuration_item', `'version', 'valid_from', 'updated_at'`),
    observations: await rows('observation', `'valid_from'`),
    owners: await rows('ci_identifier', `'valid_from'`),
    contested: await rows('ci_identifier_contested', `'valid_from'`),
    relationships: await rows('relationship', `'version', 'valid_from', 'updated_at', 'created_at'`),
  };
}

/** What the labels of one item are, by all claims of several: by hand first, then the latest, be it only repeated. */
function unitedLabels(observations: readonly Observation[], sightings: Sightings): Readonly<Record<string, unknown>> {
  const claims = observations.flatMap((one) =>
    Object.entries(one.claims).flatMap(([path, value]) =>
      path.startsWith('labels.') && value !== null
        ? [{ path, value, hand: one.source === 'manual', at: lastSaid(one, path, sightings) }]
        : [],
    ),
  );
  const ordered = claims.toSorted((a, b) => Number(a.hand) - Number(b.hand) || (a.at < b.at ? -1 : 1));
  return Object.fromEntries(ordered.map((claim) => [claim.path.slice('labels.'.length), claim.value]));
}

function lastSaid(
  { itemId: item, source, times, observedAt }: Observation,
  path: string,
  sightings: Sightings,
): string {
  const said = times[path] ?? observedAt;
  const repeated = sightings.get(item)?.get(source)?.complete ?? said;
  return repeated > said ? repeated : said;
}

const arcs = async (): Promise<readonly string[]> => {
  const rows = await test_.database.query<{ arc: string }>(
    `select source_id || ' ' || type || ' ' || target_id as arc from relationship`,
  );
  return rows.map((row) => row.arc).sort();
};

const run = fc.record({
  steps: fc.array(step, { minLength: 8, maxLength: 20 }),
  survivor: machine,
  merged: fc.uniqueArray(machine, { minLength: 1, maxLength: 3 }),
});
let runs = 0;

test('a merge is the union of what is claimed, its undoing is what was before, and the graph follows both', async () => {
  await fc.assert(
    fc.asyncProperty(run, async ({ steps, survivor: at, merged: others }) => {
      const world: World = { run: `r${(runs += 1)}`, ids: [], last: new Map() };
      const from: Revision = await readHeadRevision(test_.database);
      for (let each = 0; each < MACHINES; each += 1) {
        const [id] = await send('scan', {
          items: [{ class: 'LinuxServer', name: `m${each}`, attributes: { fqdn: hostname(world, each) } }],
        });
        world.ids.push(id ?? itemId(0));
      }
      for (const each of steps) await carryOut(world, each);
      const survivor = world.ids[at] ?? itemId(0);
      const merged = others.filter((other) => other !== at).map((other) => world.ids[other] ?? itemId(0));
      if (merged.length === 0) return;
      const before = { contents: await contents(), arcs: await arcs() };
      const said = [...(await loadObservationsOf(app.database, [survivor, ...merged])).values()].flat();
      const repeated = await loadSightings(app.database, [survivor, ...merged]);

      tick();
      const references = {
        survivor: { id: encodeItemId(survivor) },
        merged: merged.map((id) => ({ id: encodeItemId(id) })),
      };
      const done = await mergeItems(app, editCall(), { ...references, ifVersions: [] });
      expect(done.errors).toEqual([]);
      const item = (await loadItems(app.database, [survivor])).get(survivor);
      expect(item?.labels).toEqual(unitedLabels(said, repeated));
      const moved = (arc: string): string =>
        arc
          .split(' ')
          .map((part) => (merged.includes(Number(part) as ItemId) ? String(survivor) : part))
          .join(' ');
      const expected = new Set(before.arcs.map(moved).filter((arc) => arc.split(' ')[0] !== arc.split(' ')[2]));
      expect(await arcs()).toEqual([...expected].sort());
      const [stray] = await test_.database.query<{ count: number }>(
        `select (select count(*) from observation where item_id = any($1)) +
                (select count(*) from ci_identifier where item_id = any($1)) +
                (select count(*) from ci_identifier_contested where item_id = any($1)) as count`,
        [merged],
      );
      expect(stray?.count).toBe(0);

      tick();
      const undone = await undoMerge(app, editCall(), done.revision);
      expect(undone).toMatchObject({ errors: [], survivor, kept: [], keptRelationships: [], endedRelationships: [] });
      expect(await contents()).toEqual(before.contents);
      await expectAgreement(app, world.ids, from, undone.revision);
    }),
    { numRuns: 6, endOnFailure: true },
  );
});
