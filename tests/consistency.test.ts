import * as fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import type { Application } from '../src/application/application';
import { createApplication } from '../src/application/create-application';
import type { ItemWrite, RelationshipWrite } from '../src/storage/change-sets/change-plan';
import type { ConfigurationItem } from '../src/domain/configuration-item';
import type { Gate } from '../src/domain/gate';
import type { Direction } from '../src/domain/graph/arc-buffer';
import { closureOf, distancesOf, inOrder, unlimited } from '../src/domain/graph/closure';
import {
  dependencyFilter,
  directionBits,
  SOURCE_NEEDS_TARGET,
  TARGET_NEEDS_SOURCE,
} from '../src/domain/graph/edge-filter';
import type { GraphView } from '../src/domain/graph/graph-view';
import { itemId, revision, type ItemId, type Revision } from '../src/domain/ids';
import { ImpactAnalysis } from '../src/domain/impact/impact-analysis';
import { RELATIONSHIP_KINDS, type Relationship } from '../src/domain/relationship';
import type { ClassModel } from '../src/domain/class-model/resolved-class-model';
import { readFromTables } from '../src/application/graph/graph-reading';
import { DOWN, stateOf } from '../src/domain/impact/impact-state';
import { closureBySql } from './support/closure-by-sql';
import { takeItemIds, takeRelationshipIds } from '../src/storage/change-sets/id-blocks';
import { createTestDatabase, type TestDatabase } from './support/database';
import { graphContents, withAllWays } from './support/graph-agreement';
import { changePlan, creation, ending, relation, testItem, testRelationship, update } from './support/plans';
import { gate } from './support/gates';
import { naiveStates } from './support/naive-impact';

/*
 * Many ways to one answer: the engine that followed the log, one built anew from the tables, one replayed from the log, one
 * restored from a file that was stored half-way, one that holds only the present and builds the past from the tables, SQL
 * alone, and plain sets kept by the test itself; now and at every earlier revision. Merges and reverts are held against the
 * same in tests/application/merge.property.test.ts and revert.test.ts.
 */

const ITEMS = 10;
const CLASSES = ['Server', 'LinuxServer', 'Rack', 'BusinessService'] as const;
const TYPES = ['DEPENDS_ON', 'INSTANTIATED_BY', 'REALIZES', 'CONNECTS_TO', 'UPLINKS_TO', 'BALANCES_TO'] as const;
const GATES: readonly (readonly Gate[])[] = [
  [],
  [gate('pair')],
  [gate('DEPENDS_ON', 'AT_LEAST', { value: 2, degradedBelow: 3, strength: 'SOFT' })],
];

let test_: TestDatabase;
let app: Application;

beforeEach(async () => {
  test_ = await createTestDatabase();
  app = await createApplication({ database: test_.database, clock: () => new Date(), newId: randomUUID });
});
afterEach(async () => {
  await app.stop();
  await test_.drop();
});

/** What is there, as the test keeps it. */
interface World {
  readonly items: Map<number, ConfigurationItem>;
  readonly relationships: Map<string, Relationship>;
}

const step = fc.record({
  kind: fc.constantFrom('relate', 'relate', 'relate', 'relate', 'change', 'end', 'item', 'retire'),
  a: fc.nat(ITEMS - 1),
  b: fc.nat(ITEMS - 1),
  n: fc.nat(1000),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** What a step writes, and what the world is afterwards; the same item or relationship is touched once a revision. */
function write(
  world: World,
  step: Step,
  ids: { items: readonly ItemId[]; relationship: () => Relationship['id'] },
): { items: ItemWrite[]; relationships: RelationshipWrite[] } {
  const items: ItemWrite[] = [];
  const relationships: RelationshipWrite[] = [];
  const [a, b] = [ids.items[step.a] ?? itemId(0), ids.items[step.b] ?? itemId(0)];
  const alive = (id: ItemId): boolean => world.items.get(id)?.retiredAt === null;
  const put = (item: ConfigurationItem, entry: ItemWrite): void => {
    items.push(entry);
    world.items.set(item.id, item);
  };
  const end = (relationship: Relationship): void => {
    relationships.push(ending(relationship));
    world.relationships.delete(keyOf(relationship));
  };
  const facts = {
    strength: step.n % 3 === 0 ? ('SOFT' as const) : ('HARD' as const),
    kind: RELATIONSHIP_KINDS[step.n % 2] ?? 'DECLARED',
    gateKeys: step.n % 4 === 0 ? ['pair'] : [],
    weight: step.n % 5 === 0 ? 2 : 1,
  };
  const before = world.items.get(a);
  const picked = [...world.relationships.values()][step.n % Math.max(1, world.relationships.size)];
  if (step.kind === 'item' && before === undefined) put(testItem(a), creation(testItem(a, itemFields(step.n))));
  if (step.kind === 'item' && before !== undefined) {
    const fields = itemFields(step.n);
    put(
      { ...before, ...fields, retiredAt: null, version: before.version + 1 },
      update(before, { ...fields, retiredAt: null }),
    );
  }
  if (step.kind === 'retire' && before !== undefined && alive(a)) {
    for (const one of world.relationships.values()) if (one.source === a || one.target === a) end(one);
    const retiredAt = '2026-11-22T00:00:00.000Z';
    put({ ...before, retiredAt, version: before.version + 1 }, update(before, { retiredAt }));
  }
  if (step.kind === 'relate' && alive(a) && alive(b) && a !== b) {
    const type = TYPES[step.n % TYPES.length] ?? 'DEPENDS_ON';
    const relationship = testRelationship(ids.relationship(), a, b, { type, ...facts });
    if (!world.relationships.has(keyOf(relationship))) {
      relationships.push(relation(relationship));
      world.relationships.set(keyOf(relationship), relationship);
    }
  }
  if (step.kind === 'change' && picked !== undefined) {
    const after = { ...picked, ...facts, version: picked.version + 1 };
    relationships.push({ before: picked, after, kind: 'UPDATED', paths: Object.keys(facts) });
    world.relationships.set(keyOf(after), after);
  }
  if (step.kind === 'end' && picked !== undefined) end(picked);
  return { items, relationships };
}

const keyOf = ({ source, type, target }: Relationship): string => `${source} ${type} ${target}`;

const itemFields = (n: number): Partial<ConfigurationItem> => ({
  className: CLASSES[n % CLASSES.length] ?? 'Server',
  lifecycle: n % 6 === 0 ? 'DEPLOY' : 'OPERATIONAL',
  criticality: n % 2 === 0 ? 'HIGH' : null,
  environment: n % 3 === 0 ? 'tab\there' : null,
  canFail: n % 5 !== 0,
  gates: GATES[n % GATES.length] ?? [],
});

/** Writes the steps, one revision each, and gives the world at every revision from the first one on. */
async function writeHistory(
  steps: readonly Step[],
): Promise<{ first: Revision; worlds: World[]; items: readonly ItemId[] }> {
  const items = await takeItemIds(test_.database, ITEMS);
  const relationshipIds = [...(await takeRelationshipIds(test_.database, steps.length + 1))];
  const ids = { items, relationship: () => relationshipIds.shift() ?? (0 as Relationship['id']) };
  const world: World = { items: new Map(), relationships: new Map() };
  for (const id of items) world.items.set(id, testItem(id));
  const create = changePlan({ items: items.map((id) => creation(testItem(id))) });
  const { revision: first } = await app.writes.submit({ prepare: () => Promise.resolve(create) });
  const worlds = [copyOf(world)];
  let last: Revision = first;
  for (const each of steps) {
    const written = write(world, each, ids);
    if (written.items.length + written.relationships.length === 0) continue;
    const result = await app.writes.submit({ prepare: () => Promise.resolve(changePlan(written)) });
    last = result.revision;
    worlds.push(copyOf(world));
  }
  await app.projection.waitFor(last, 60_000);
  expect(app.projection.head).toBe(last);
  return { first, worlds, items };
}

const copyOf = ({ items, relationships }: World): World => ({
  items: new Map(items),
  relationships: new Map(relationships),
});

function byEngine(
  view: GraphView,
  model: ClassModel,
  root: ItemId,
  direction: Direction,
  depthMax: number | null,
): [number, number][] {
  const closure = closureOf(view, [root], { ...unlimited(direction, dependencyFilter(view, model)), depthMax });
  const distances = distancesOf(closure);
  return [...inOrder(closure)].map((item, place) => [item, distances[place] ?? -1]);
}

async function bySql(
  model: ClassModel,
  root: ItemId,
  direction: Direction,
  depthMax: number | null,
  at: Revision,
): Promise<[number, number][]> {
  const typesWith = (bit: number): string[] =>
    model
      .types()
      .map((type) => type.name)
      .filter((name) => (directionBits(model, name, false) & bit) !== 0);
  const [needs, needed] = [typesWith(SOURCE_NEEDS_TARGET), typesWith(TARGET_NEEDS_SOURCE)];
  const [outTypes, inTypes] = direction === 'DEPENDENCIES' ? [needs, needed] : [needed, needs];
  const walk = { outTypes, inTypes, kinds: RELATIONSHIP_KINDS, strengths: ['HARD', 'SOFT'], depthMax, at };
  const found = await closureBySql(test_.database, [root], walk);
  return [...found].sort(([a, da], [b, db]) => da - db || a - b);
}

function bySets(world: World, root: ItemId, direction: Direction, depthMax: number | null): [number, number][] {
  const arcs = [...world.relationships.values()].flatMap(({ source, type, target }): [number, number][] => {
    if (type === 'CONNECTS_TO') return [];
    if (type === 'REALIZES') return [[target, source]];
    return type === 'INSTANTIATED_BY'
      ? [
          [source, target],
          [target, source],
        ]
      : [[source, target]];
  });
  const distances = new Map<number, number>([[root, 0]]);
  for (let distance = 0; distance !== depthMax && [...distances.values()].includes(distance); distance++) {
    for (const [dependent, provider] of arcs) {
      const [from, to] = direction === 'DEPENDENCIES' ? [dependent, provider] : [provider, dependent];
      if (distances.get(from) === distance && !distances.has(to)) distances.set(to, distance + 1);
    }
  }
  return [...distances].sort(([a, da], [b, db]) => da - db || a - b);
}

test('the engine however it came about, SQL alone and plain sets agree, now and at every earlier revision', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 30, maxLength: 60 }), fc.nat(), async (steps, pick) => {
      const { first, worlds, items } = await writeHistory(steps);
      await withAllWays(app, async (ways) => {
        for (const [age, world] of worlds.entries()) {
          const at = revision(first + age);
          const views = await Promise.all(ways.map(({ viewAt }) => viewAt(at)));
          await expectWorld(views, world, { items, at, root: items[(pick + age) % ITEMS] ?? itemId(0) });
        }
      });
    }),
    // Every try of a shrinking run would write its history behind the others: the seed is enough.
    { numRuns: 4, endOnFailure: true },
  );
});

async function expectWorld(
  views: readonly GraphView[],
  world: World,
  { items, at, root }: { readonly items: readonly ItemId[]; readonly at: Revision; readonly root: ItemId },
): Promise<void> {
  const model = await app.models.at(at);
  const relationships = [...world.relationships.values()].sort((a, b) => a.id - b.id);
  const [live] = views;
  if (live === undefined) throw new Error('there is no graph');
  expect(graphContents(live, items)).toMatchObject({
    relationships: relationships.map(({ id, source, target, type, strength, kind, gateKeys, weight }) => ({
      id,
      source,
      target,
      type,
      strength,
      kind,
      gateKeys,
      weight,
    })),
  });
  expect(items.map((item) => live.classOf(item))).toEqual(items.map((item) => world.items.get(item)?.className));
  for (const view of views) expect(graphContents(view, items)).toEqual(graphContents(live, items));
  for (const direction of ['DEPENDENCIES', 'DEPENDENTS'] as const) {
    const depth = at % 3 === 0 ? 2 : null;
    const expected = bySets(world, root, direction, depth);
    for (const view of views) expect(byEngine(view, model, root, direction, depth)).toEqual(expected);
    expect(await bySql(model, root, direction, depth, at)).toEqual(expected);
  }
  const question = { outages: [{ item: root, state: 'DOWN' as const }], openOutages: [], assumeHealthy: [] };
  const [one, ...others] = views.map((view) => new ImpactAnalysis(view, model, question));
  for (const other of others) {
    expect(other.impacted()).toEqual(one?.impacted());
    expect(other.spared()).toEqual(one?.spared());
    expect(other.coverage()).toEqual(one?.coverage());
  }
  // What was then is also what a naive sweep over the plain sets makes of it, and what a part read from the tables tells.
  const present = [...world.items.values()].filter(({ retiredAt }) => retiredAt === null);
  const naive = {
    items: new Map(present.map((item) => [item.id, { ...item, retired: false }])),
    relationships: relationships.map((relationship) => ({ ...relationship, ended: false })),
    model,
  };
  const states = naiveStates(naive, new Map(naive.items.has(root) ? [[root, DOWN]] : []));
  for (const [item, rank] of states) expect(one?.stateOf(itemId(item))).toBe(stateOf(rank));
  const tables = { database: test_.database, models: app.models, itemsMax: 1_000, history: () => test_ };
  const part = await readFromTables(tables, test_.database).viewAt(at, { reach: 'IMPACT', from: [root] });
  const twin = new ImpactAnalysis(part, model, question);
  expect(twin.impacted()).toEqual(one?.impacted());
  expect(twin.spared()).toEqual(one?.spared());
}
