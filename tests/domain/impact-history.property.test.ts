import * as fc from 'fast-check';
import { estateSinglePoints } from '../../src/domain/cut-sets/estate-single-points';
import { FailureModelBuilder } from '../../src/domain/cut-sets/failure-model-builder';
import { closureOf, inOrder, unlimited } from '../../src/domain/graph/closure';
import { DependencyGraph } from '../../src/domain/graph/dependency-graph';
import { draftView, type GraphDraft } from '../../src/domain/graph/draft-view';
import { dependencyFilter } from '../../src/domain/graph/edge-filter';
import type { GraphView } from '../../src/domain/graph/graph-view';
import type { Change, ItemFacts, RelationshipFacts } from '../../src/domain/history/change';
import { itemId, relationshipId, revision } from '../../src/domain/ids';
import { ImpactAnalysis } from '../../src/domain/impact/impact-analysis';
import { ImpactModel } from '../../src/domain/impact/impact-model';
import { rankOf } from '../../src/domain/impact/impact-state';
import { inTypeScript } from '../support/in-typescript';
import { naiveStates, type NaiveWorld } from '../support/naive-impact';
import { asChange, WORLD_MODEL, worlds } from '../support/random-world';

/** The world at every revision from 1 on, and what led there from the one before. */
interface History {
  readonly worlds: readonly NaiveWorld[];
  readonly changes: readonly (readonly Change[])[];
}

const NOTHING: NaiveWorld = { items: new Map(), relationships: [], model: WORLD_MODEL };

/**
 * One world after the other. Of each item, and of what begins at it, the mask says whether it becomes as in the next world
 * drawn or stays: so items come, change class, lifecycle and gates, and are retired, and relationships begin, change and end.
 */
const histories: fc.Arbitrary<History> = fc
  .array(fc.tuple(worlds, fc.nat(2 ** 9 - 1)), { minLength: 2, maxLength: 5 })
  .map((drawn) => {
    let ids = 0;
    let world: NaiveWorld = NOTHING;
    const history = { worlds: [] as NaiveWorld[], changes: [] as Change[][] };
    for (const [place, [next, mask]] of drawn.entries()) {
      const becomes = (item: number): boolean => place === 0 || ((mask >>> (item - 1)) & 1) === 1;
      const after = blended(world, next, becomes, () => relationshipId(++ids));
      history.worlds.push(after);
      history.changes.push(changesBetween(world, after));
      world = after;
    }
    return history;
  });

function blended(
  before: NaiveWorld,
  next: NaiveWorld,
  becomes: (item: number) => boolean,
  newId: () => RelationshipFacts['id'],
): NaiveWorld {
  const kept = [...before.items.values()].filter(({ id }) => !becomes(id));
  const items = new Map(
    [...kept, ...[...next.items.values()].filter(({ id }) => becomes(id))].map((one) => [one.id, one]),
  );
  const known = new Map(before.relationships.map((one) => [keyOf(one), one]));
  const relationships = [
    ...before.relationships.filter(({ source }) => !becomes(source)),
    ...next.relationships
      .filter(({ source }) => becomes(source))
      .map((one) => ({ ...one, id: known.get(keyOf(one))?.id ?? newId() })),
  ];
  const areThere = ({ source, target }: RelationshipFacts): boolean => items.has(source) && items.has(target);
  return { items, relationships: relationships.filter(areThere), model: WORLD_MODEL };
}

const keyOf = ({ source, type, target }: RelationshipFacts): string => `${source} ${type} ${target}`;

function changesBetween(before: NaiveWorld, after: NaiveWorld): Change[] {
  const ended = before.relationships.filter((one) => !after.relationships.some(({ id }) => id === one.id));
  const gone = [...before.items.values()].filter(({ id }) => !after.items.has(id));
  const items = [...after.items.values()].filter((one) => before.items.get(one.id) !== one);
  return [
    ...[...items, ...gone.map((one): ItemFacts => ({ ...one, retired: true }))].map((item) => asChange({ item })),
    ...[...after.relationships.filter((one) => !before.relationships.includes(one)), ...ended.map(endOf)].map(
      (relationship) => asChange({ relationship }),
    ),
  ];
}

const endOf = (relationship: RelationshipFacts): RelationshipFacts => ({ ...relationship, ended: true });

/** Follows the history, and is sorted once after the revision of this place. */
function graphOf({ changes }: History, compactAfter: number): DependencyGraph {
  const graph = new DependencyGraph();
  graph.loaded(revision(0));
  for (const [place, list] of changes.entries()) {
    graph.apply(revision(place + 1), list);
    if (place === compactAfter % changes.length) graph.compact();
  }
  return graph;
}

/** What a draft can make of a world, on the way to another one: kept items change their gates only. */
function draftedWorld(before: NaiveWorld, next: NaiveWorld, mask: number): NaiveWorld {
  let ids = 1_000;
  const after = blended(
    before,
    next,
    (item) => ((mask >>> (item - 1)) & 1) === 1,
    () => relationshipId(++ids),
  );
  const items = new Map(
    [...after.items.values()].map((one) => [one.id, { ...(before.items.get(one.id) ?? one), gates: one.gates }]),
  );
  return { ...after, items };
}

/** The difference as a draft: what changes of a relationship is one that ends and one that begins. */
function draftBetween(before: NaiveWorld, after: NaiveWorld): GraphDraft {
  const kept = [...after.items.values()].filter(({ id }) => before.items.has(id));
  return {
    removedItems: [...before.items.keys()].filter((id) => !after.items.has(id)),
    removedRelationships: before.relationships.filter((one) => !after.relationships.includes(one)),
    addedItems: [...after.items.values()].filter(({ id }) => !before.items.has(id)),
    addedRelationships: after.relationships.filter((one) => !before.relationships.includes(one)),
    gates: new Map(kept.map(({ id, gates }) => [id, gates])),
  };
}

function drafted(view: GraphView, draft: GraphDraft): GraphView {
  const work = draftView(view, draft);
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
  }
}

/** Each item with how many of the targets it takes down by itself. */
function singlePoints(view: GraphView, targets: readonly number[]): ReadonlyMap<number, number> {
  const builder = new FailureModelBuilder(new ImpactModel(view, WORLD_MODEL), targets, () => true);
  while (!builder.step(5)) continue;
  const model = builder.model();
  const counts = estateSinglePoints({ model }, () => false)?.counts ?? [];
  return new Map([...model.candidates].map((item, place) => [item, counts[place] ?? 0]));
}

const outages = fc.array(fc.tuple(fc.nat(20), fc.constantFrom(3, 3, 2, 1)), { minLength: 1, maxLength: 3 });

function seedsIn({ items }: NaiveWorld, drawn: readonly (readonly [number, number])[]): ReadonlyMap<number, number> {
  const ids = [...items.keys()];
  return new Map(drawn.map(([n, rank]) => [ids[n % ids.length] ?? 0, rank]));
}

/** What is hit by following relationships alone: nothing else can be. */
function naivelyReached({ relationships }: NaiveWorld, roots: Iterable<number>): ReadonlySet<number> {
  const reached = new Set(roots);
  for (let size = -1; size !== reached.size;) {
    size = reached.size;
    for (const { source, target } of relationships) {
      if (reached.has(source)) reached.add(target);
      if (reached.has(target)) reached.add(source);
    }
  }
  return reached;
}

const STATES = ['OK', 'AT_RISK', 'DEGRADED', 'DOWN'] as const;

describe('impact at every revision of a history', () => {
  test('is what sweeping over the world as it was then gives, by compiled code and without', () => {
    let compiled = 0;
    fc.assert(
      fc.property(histories, outages, fc.nat(4), (history, drawn, compactAfter) => {
        const graph = graphOf(history, compactAfter);
        // Backwards, too: what was found out about one revision must not be taken for another.
        const places = [...history.worlds.keys()];
        for (const place of [...places, ...places.toReversed()]) {
          const world = history.worlds[place];
          if (world === undefined || world.items.size === 0) continue;
          const view = graph.viewAt(revision(place + 1));
          const ranks = seedsIn(world, drawn);
          const question = {
            outages: [...ranks].map(([item, rank]) => ({ item: itemId(item), state: STATES[rank] ?? 'OK' })),
            openOutages: [],
            assumeHealthy: [],
          };
          const [one, other] = [view, inTypeScript(view)].map(
            (each) => new ImpactAnalysis(each, WORLD_MODEL, question),
          );
          const expected = naiveStates(world, ranks);
          for (const [item, rank] of expected) expect(rankOf(one?.stateOf(itemId(item)) ?? 'OK')).toBe(rank);
          const hit = [...expected].filter(([, rank]) => rank > 0).map(([item]) => item);
          expect(new Set(one?.impacted().map(({ item }) => item))).toEqual(new Set(hit));
          expect(hit.filter((item) => !naivelyReached(world, ranks.keys()).has(item))).toEqual([]);
          expect(other?.impacted()).toEqual(one?.impacted());
          expect(other?.spared()).toEqual(one?.spared());
          expect(other?.coverage()).toEqual(one?.coverage());
          for (const item of hit) expect(other?.proof(itemId(item))).toEqual(one?.proof(itemId(item)));
          if (view.edges.memory !== null) compiled += 1;
        }
      }),
      { numRuns: 200 },
    );
    expect(compiled).toBeGreaterThan(100);
  });

  test('is under a draft what it is once the draft has come true, and so are single points of failure', () => {
    fc.assert(
      fc.property(
        histories,
        worlds,
        fc.nat(2 ** 9 - 1),
        outages,
        fc.nat(4),
        (history, next, mask, drawn, compactAfter) => {
          const graph = graphOf(history, compactAfter);
          for (const [place, before] of history.worlds.entries()) {
            const after = draftedWorld(before, next, mask);
            if (after.items.size === 0) continue;
            const view = drafted(graph.viewAt(revision(place + 1)), draftBetween(before, after));
            const real = graphOf({ worlds: [after], changes: [changesBetween(NOTHING, after)] }, 0).viewAt(revision(1));
            const ranks = seedsIn(after, drawn);
            const question = {
              outages: [...ranks].map(([item, rank]) => ({ item: itemId(item), state: STATES[rank] ?? 'OK' })),
              openOutages: [],
              assumeHealthy: [],
            };
            const [one, other] = [view, real].map((each) => new ImpactAnalysis(each, WORLD_MODEL, question));
            for (const [item, rank] of naiveStates(after, ranks))
              expect(rankOf(one?.stateOf(itemId(item)) ?? 'OK')).toBe(rank);
            expect(one?.impacted()).toEqual(other?.impacted());
            expect(one?.spared()).toEqual(other?.spared());
            expect(one?.coverage()).toEqual(other?.coverage());
            const targets = [...after.items.keys()].slice(0, 3);
            expect(singlePoints(view, targets)).toEqual(singlePoints(real, targets));
          }
        },
      ),
      { numRuns: 80 },
    );
  });

  test('is nothing that the closure of then does not hold, which compiled code finds as TypeScript does', () => {
    fc.assert(
      fc.property(histories, fc.nat(20), fc.nat(4), (history, n, compactAfter) => {
        const graph = graphOf(history, compactAfter);
        for (const [place, world] of history.worlds.entries()) {
          const root = [...world.items.keys()][n % Math.max(1, world.items.size)];
          if (root === undefined) continue;
          const view = graph.viewAt(revision(place + 1));
          const rules = unlimited('DEPENDENTS', dependencyFilter(view, WORLD_MODEL));
          const [one, other] = [view, inTypeScript(view)].map((each) => [...inOrder(closureOf(each, [root], rules))]);
          expect(other).toEqual(one);
          expect(one?.filter((item) => !world.items.has(item))).toEqual([]);
          const question = {
            outages: [{ item: itemId(root), state: 'DOWN' as const }],
            openOutages: [],
            assumeHealthy: [],
          };
          for (const { item } of new ImpactAnalysis(view, WORLD_MODEL, question).impacted())
            expect(one).toContain(item);
        }
      }),
      { numRuns: 200 },
    );
  });
});
