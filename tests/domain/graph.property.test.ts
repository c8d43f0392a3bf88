import * as fc from 'fast-check';
import type { Change, ItemFacts, RelationshipFacts } from '../../src/domain/history/change';
import { closureOf, distancesOf, inOrder, type WalkRules } from '../../src/domain/graph/closure';
import { DependencyGraph } from '../../src/domain/graph/dependency-graph';
import { dependencyFilter } from '../../src/domain/graph/edge-filter';
import type { GraphView } from '../../src/domain/graph/graph-view';
import { rootsReached } from '../../src/domain/graph/roots-reached';
import { shortestPaths } from '../../src/domain/graph/shortest-paths';
import { revision } from '../../src/domain/ids';
import { inTypeScript } from '../support/in-typescript';
import { itemFacts, relationshipFacts, SMALL_TYPES, smallModel } from '../support/small-model';
import { gate } from '../support/gates';

/** The graph at one revision, as plain maps. */
interface Naive {
  readonly items: ReadonlyMap<number, ItemFacts>;
  readonly relationships: ReadonlyMap<number, RelationshipFacts>;
}

const model = smallModel();
const ITEMS = 12;

/** One random write; numbers are taken modulo what there is. */
const operation = fc.record({
  kind: fc.constantFrom('item', 'retire', 'relate', 'relate', 'relate', 'change', 'end', 'compact'),
  a: fc.nat(ITEMS - 1),
  b: fc.nat(ITEMS - 1),
  n: fc.nat(1000),
  together: fc.boolean(),
});
type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never;

/** Runs the operations on plain maps; gives the state at every revision, and the changes that led to it. */
function history(operations: readonly Operation[]): { states: Naive[]; changes: Change[][]; compactAt: Set<number> } {
  let items = new Map<number, ItemFacts>();
  let relationships = new Map<number, RelationshipFacts>();
  const states: Naive[] = [{ items, relationships }];
  const changes: Change[][] = [[]];
  const compactAt = new Set<number>();
  let current: Change[] = [];
  let nextRelationship = 1;
  const put = (facts: ItemFacts): void => {
    items.set(facts.id, facts);
    current.push(change({ item: facts }));
  };
  const relate = (facts: RelationshipFacts): void => {
    if (facts.ended) relationships.delete(facts.id);
    else relationships.set(facts.id, facts);
    current.push(change({ relationship: facts }));
  };
  for (const each of operations) {
    items = new Map(items);
    relationships = new Map(relationships);
    const touched = new Set<number | undefined>(current.map((one) => one.item?.id ?? one.relationship?.id));
    const alive = [...relationships.values()].filter((one) => !touched.has(one.id));
    const picked = alive[each.n % Math.max(1, alive.length)];
    const has = (id: number): boolean => items.get(id + 1)?.retired === false;
    if (each.kind === 'compact') compactAt.add(states.length - 1);
    if (each.kind === 'item' && !touched.has(each.a + 1)) put(randomItem(each.a + 1, each.n));
    if (each.kind === 'retire' && has(each.a) && current.length === 0) {
      for (const one of relationships.values()) {
        if (one.source === each.a + 1 || one.target === each.a + 1) relate({ ...one, ended: true });
      }
      put({ ...(items.get(each.a + 1) ?? itemFacts(each.a + 1)), retired: true });
    }
    if (each.kind === 'relate' && has(each.a) && has(each.b)) {
      relate(randomRelationship(nextRelationship++, each.a + 1, each.b + 1, each.n));
    }
    if (each.kind === 'change' && picked) {
      relate(randomRelationship(picked.id, picked.source, picked.target, each.n, picked.type));
    }
    if (each.kind === 'end' && picked) relate({ ...picked, ended: true });
    if (each.together || current.length === 0) continue;
    states.push({ items, relationships });
    changes.push(current);
    current = [];
  }
  return { states, changes, compactAt };
}

function randomItem(id: number, n: number): ItemFacts {
  return itemFacts(id, {
    className: ['Thing', 'Part', 'Service'][n % 3] ?? 'Thing',
    lifecycle: n % 7 === 0 ? 'DESIGN' : 'OPERATIONAL',
    criticality: n % 2 === 0 ? 'HIGH' : null,
    environment: n % 5 === 0 ? 'production' : null,
    presence: n % 4 === 0 ? 'ABSENT' : 'PRESENT',
    canFail: n % 9 !== 0,
    gates: n % 6 === 0 ? [gate('k')] : [],
  });
}

function randomRelationship(id: number, source: number, target: number, n: number, type?: string): RelationshipFacts {
  return relationshipFacts(id, source, type ?? SMALL_TYPES[n % SMALL_TYPES.length]?.name ?? 'NEEDS', target, {
    kind: n % 3 === 0 ? 'INFERRED' : 'DECLARED',
    strength: n % 2 === 0 ? 'SOFT' : 'HARD',
    gateKeys: n % 5 === 0 ? ['k', 'l'] : [],
    weight: n % 7 === 0 ? 1 + (n % 4) : 1,
  });
}

const change = (facts: { item?: ItemFacts; relationship?: RelationshipFacts }): Change => ({
  revision: revision(0),
  ordinal: 0,
  entity: 'CONFIGURATION_ITEM',
  kind: 'UPDATED',
  itemId: null,
  relationshipId: null,
  targetId: null,
  subject: null,
  tenant: '',
  paths: [],
  item: facts.item ?? null,
  relationship: facts.relationship ?? null,
});

/** Follows the whole history; from one revision to the next a compaction comes one step further. */
function followed({ changes, compactAt }: ReturnType<typeof history>): DependencyGraph {
  const graph = new DependencyGraph();
  graph.loaded(revision(0));
  let compacting = false;
  for (let r = 1; r < changes.length; r++) {
    graph.apply(revision(r), changes[r] ?? []);
    compacting ||= compactAt.has(r);
    if (compacting) compacting = !graph.compactStep();
  }
  return graph;
}

/** Is filled with versions, as from the database, and so never follows anything. */
function rebuilt({ states, changes }: ReturnType<typeof history>): DependencyGraph {
  const graph = new DependencyGraph();
  const open = new Map<number, { facts: RelationshipFacts; from: number }>();
  for (const [r, list] of changes.entries()) {
    for (const { item, relationship } of list) {
      if (item) graph.loadItem(item, revision(r));
      if (!relationship) continue;
      const before = open.get(relationship.id);
      if (before) graph.loadRelationship(before.facts, revision(before.from), revision(r));
      open.delete(relationship.id);
      if (!relationship.ended) open.set(relationship.id, { facts: relationship, from: r });
    }
  }
  for (const { facts, from } of open.values()) graph.loadRelationship(facts, revision(from), null);
  graph.loaded(revision(states.length - 1));
  return graph;
}

/** What each item needs, or is needed by, straight from the definition of the types. */
function neighbours(
  naive: Naive,
  item: number,
  direction: WalkRules['direction'],
  types?: readonly string[],
): number[] {
  const found = new Set<number>();
  for (const { source, target, type: name } of naive.relationships.values()) {
    const type = model.requireType(name);
    if (types && !types.includes(name)) continue;
    const named = types?.includes(name) === true;
    const sourceNeeds =
      ['TARGET_TO_SOURCE', 'BOTH'].includes(type.propagation) ||
      (type.propagation === 'NONE' && (named || type.standby === true));
    const targetNeeds = ['SOURCE_TO_TARGET', 'BOTH'].includes(type.propagation) || (named && type.symmetric);
    const forwards = direction === 'DEPENDENCIES' ? sourceNeeds : targetNeeds;
    const backwards = direction === 'DEPENDENCIES' ? targetNeeds : sourceNeeds;
    if (source === item && forwards) found.add(target);
    if (target === item && backwards) found.add(source);
  }
  return [...found];
}

interface NaiveRules {
  readonly direction: WalkRules['direction'];
  readonly depthMax: number | null;
  readonly itemsMax: number | null;
  readonly fanOutMax: number | null;
  readonly stops: (item: number) => boolean;
  readonly hides: (item: number) => boolean;
  readonly collapses: (item: number) => boolean;
  readonly types?: readonly string[];
}

/** Distances by repeated relaxation instead of a queue. */
function naiveClosure(naive: Naive, roots: readonly number[], rules: NaiveRules): [number, number][] {
  const distance = new Map<number, number>(roots.map((root) => [root, 0]));
  for (let changed = true; changed;) {
    changed = false;
    for (const [item, steps] of distance) {
      const isRoot = roots.includes(item);
      const around = neighbours(naive, item, rules.direction, rules.types);
      if (!isRoot && (rules.stops(item) || (rules.fanOutMax !== null && around.length > rules.fanOutMax))) continue;
      for (const far of around) {
        const through = rules.collapses(far);
        const next = through ? steps : steps + 1;
        if (rules.depthMax !== null && steps + 1 > rules.depthMax) continue;
        if ((distance.get(far) ?? Infinity) <= next) continue;
        distance.set(far, next);
        changed = true;
      }
    }
  }
  const shown = [...distance].filter(([item]) => !rules.hides(item) && !rules.collapses(item));
  shown.sort(([a, da], [b, db]) => da - db || a - b);
  return rules.itemsMax === null ? shown : shown.slice(0, rules.itemsMax);
}

const never = (): boolean => false;
const PLAIN: NaiveRules = {
  direction: 'DEPENDENCIES',
  depthMax: null,
  itemsMax: null,
  fanOutMax: null,
  stops: never,
  hides: never,
  collapses: never,
};

function engineClosure(view: GraphView, roots: readonly number[], rules: NaiveRules): [number, number][] {
  const { types, stops, hides, collapses, ...rest } = rules;
  const filter = dependencyFilter(view, model, { types: types ?? null, kinds: null, strengths: null });
  // A rule that says nothing is given as none: only then compiled code walks, or the plain loop.
  const [stop, hide, collapse] = [stops, hides, collapses].map((rule) => (rule === never ? null : rule));
  const asked = { ...rest, stops: stop ?? null, hides: hide ?? null, collapses: collapse ?? null, filter };
  const closure = closureOf(view, roots, asked);
  const distances = distancesOf(closure);
  return [...inOrder(closure)].map((item, i) => [item, distances[i] ?? -1]);
}

/** All simple paths by trying everything. */
function naivePaths(naive: Naive, from: number, to: number, lengthMax: number): number[][] {
  const found: number[][] = [];
  const visit = (path: number[]): void => {
    const last = path.at(-1) ?? 0;
    if (last === to) found.push(path);
    if (last === to || path.length > lengthMax) return;
    for (const far of neighbours(naive, last, 'DEPENDENCIES')) if (!path.includes(far)) visit([...path, far]);
  };
  if (from !== to) visit([from]);
  return found.sort((a, b) => a.length - b.length || compare(a, b));
}

function compare(a: readonly number[], b: readonly number[]): number {
  const i = a.findIndex((item, j) => item !== b[j]);
  return i < 0 ? 0 : (a[i] ?? 0) - (b[i] ?? 0);
}

const histories = fc.array(operation, { minLength: 5, maxLength: 60 }).map((operations) => {
  const first = Array.from({ length: ITEMS }, (_, a) => ({
    kind: 'item' as const,
    a,
    b: 0,
    n: a * 31,
    together: true,
  }));
  const end = { kind: 'compact' as const, a: 0, b: 0, n: 0, together: false };
  return history([...first, ...operations, end]);
});

describe('the graph engine', () => {
  test('holds the same items and relationships as plain maps, at every revision, followed or rebuilt', () => {
    fc.assert(
      fc.property(histories, (all) => {
        for (const graph of [followed(all), rebuilt(all)]) {
          for (const [r, naive] of all.states.entries()) {
            const view = graph.viewAt(revision(r));
            for (let item = 1; item <= ITEMS; item++) expect(view.factsOf(item)).toEqual(naive.items.get(item));
            const held = Array.from({ length: view.edges.count }, (_, slot) => slot)
              .filter((slot) => view.holds(slot))
              .map((slot) => ({ ...view.relationshipAt(slot), ended: false }));
            held.sort((a, b) => a.id - b.id);
            expect(held).toEqual([...naive.relationships.values()].sort((a, b) => a.id - b.id));
          }
          const last = all.states.at(-1);
          const active = [...(last?.items.values() ?? [])].filter((item) => !item.retired).length;
          expect(graph.size()).toMatchObject({ items: active, relationships: last?.relationships.size });
        }
      }),
      { numRuns: 25 },
    );
  });

  test('finds the same closures with the same distances, whatever the rules', () => {
    const rules = fc.record({
      direction: fc.constantFrom('DEPENDENCIES' as const, 'DEPENDENTS' as const),
      depthMax: fc.option(fc.nat(4)),
      itemsMax: fc.option(fc.integer({ min: 1, max: 8 })),
      fanOutMax: fc.option(fc.nat(4)),
      types: fc.option(fc.subarray(SMALL_TYPES.map((type) => type.name)), { nil: undefined }),
      stop: fc.nat(ITEMS),
      hide: fc.nat(ITEMS),
      collapse: fc.nat(ITEMS),
    });
    const roots = fc.uniqueArray(fc.integer({ min: 1, max: ITEMS }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(histories, rules, roots, fc.nat(), (all, drawn, from, pick) => {
        const { stop, hide, collapse, types, ...limits } = drawn;
        const full: NaiveRules = {
          ...limits,
          ...(types === undefined ? {} : { types }),
          stops: (item) => item === stop || item === stop + 3,
          hides: (item) => item === hide,
          collapses: (item) => item === collapse || item === collapse + 1,
        };
        const r = pick % all.states.length;
        const naive = all.states[r] ?? { items: new Map(), relationships: new Map() };
        const { direction, depthMax } = limits;
        const far: NaiveRules = { ...PLAIN, direction, depthMax, ...(types === undefined ? {} : { types }) };
        const view = followed(all).viewAt(revision(r));
        for (const one of [view, inTypeScript(view)]) {
          expect(engineClosure(one, from, full)).toEqual(naiveClosure(naive, from, full));
          expect(engineClosure(one, from, PLAIN)).toEqual(naiveClosure(naive, from, PLAIN));
          expect(engineClosure(one, from, far)).toEqual(naiveClosure(naive, from, far));
        }
      }),
      { numRuns: 300 },
    );
  });

  test('walks with compiled code once it is compacted, until it outgrows its memory, and from then on without', () => {
    const graph = new DependencyGraph();
    for (let id = 1; id <= ITEMS; id++) graph.loadItem(itemFacts(id), revision(1));
    graph.loadRelationship(relationshipFacts(1, 1, 'NEEDS', 2), revision(1), null);
    graph.loaded(revision(1));
    const { closure } = graph.viewAt(revision(1)).edges.memory?.kernel() ?? {};
    expect(closure).toBeDefined();
    // A chain: every item needs the next one.
    const last = 10_000;
    let next = 1;
    for (let at = 2; next < last; at++) {
      const changes = Array.from({ length: 500 }, (_, place) => {
        const id = next + place;
        return change({ relationship: relationshipFacts(id + 1, id, 'NEEDS', id + 1) });
      });
      next += changes.length;
      graph.apply(revision(at), changes);
      const view = graph.viewAt(revision(at));
      expect(view.edges.memory === null).toBe(next > 1_025 + 1);
      const reached = engineClosure(view, [1], PLAIN);
      expect(reached).toEqual(Array.from({ length: next }, (_, place) => [place + 1, place]));
    }
    graph.compact();
    expect(graph.viewAt(graph.head).edges.memory).not.toBeNull();
    expect(engineClosure(graph.viewAt(graph.head), [1], PLAIN)).toHaveLength(next);
  });

  test('counts from how many roots an item is reached as that many walks do', () => {
    const roots = fc.uniqueArray(fc.integer({ min: 1, max: ITEMS }), { minLength: 1, maxLength: ITEMS });
    fc.assert(
      fc.property(
        histories,
        roots,
        fc.option(fc.nat(3)),
        fc.nat(ITEMS),
        fc.nat(ITEMS),
        (all, from, depthMax, stop, collapse) => {
          const rules: NaiveRules = {
            ...PLAIN,
            direction: 'DEPENDENTS',
            depthMax,
            stops: (item) => item === stop,
            collapses: (item) => item === collapse,
          };
          const view = followed(all).viewAt(revision(all.states.length - 1));
          const filter = dependencyFilter(view, model);
          const items = inOrder(closureOf(view, from, { ...rules, filter }));
          const walks = from.map((root) => new Set(engineClosure(view, [root], rules).map(([item]) => item)));
          const expected = [...items].map((item) => walks.filter((walk) => walk.has(item)).length);
          expect([...rootsReached(view, from, { ...rules, filter }, items)]).toEqual(expected);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('enumerates all simple paths, shortest first, in pages that agree', () => {
    fc.assert(
      fc.property(
        histories,
        fc.integer({ min: 1, max: ITEMS }),
        fc.integer({ min: 1, max: ITEMS }),
        fc.nat(5),
        (all, from, to, extra) => {
          const lengthMax = 2 + extra;
          const view = followed(all).viewAt(revision(all.states.length - 1));
          const naive = all.states.at(-1) ?? { items: new Map(), relationships: new Map() };
          const expected = naivePaths(naive, from, to, lengthMax);
          const rules = { filter: dependencyFilter(view, model), lengthMax, workMax: 1e9 };
          const found = shortestPaths(view, from, to, rules, expected.length + 1);
          expect(found.paths.map((path) => path.items)).toEqual(expected);
          expect(found.truncated).toBe(false);
          const page = shortestPaths(view, from, to, rules, 2).paths;
          expect(page).toEqual(found.paths.slice(0, 2));
          for (const { items, slots } of found.paths) {
            for (const [i, slot] of slots.entries()) {
              const { source, target } = view.relationshipAt(slot);
              expect(new Set<number | undefined>([source, target])).toEqual(new Set([items[i], items[i + 1]]));
              expect(view.holds(slot)).toBe(true);
            }
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  test('tells when a limit of the caller cut the answer', () => {
    const graph = new DependencyGraph();
    for (let id = 1; id <= 4; id++) graph.loadItem(itemFacts(id), revision(1));
    for (let id = 1; id <= 3; id++) {
      graph.loadRelationship(relationshipFacts(id, id, 'NEEDS', id + 1), revision(1), null);
    }
    graph.loaded(revision(1));
    const view = graph.viewAt(revision(1));
    const filter = dependencyFilter(view, model);
    const cut = (rules: Partial<WalkRules>): boolean => closureOf(view, [1], { ...PLAIN, ...rules, filter }).truncated;
    expect(cut({})).toBe(false);
    expect(cut({ depthMax: 3 })).toBe(false);
    expect(cut({ depthMax: 2 })).toBe(true);
    expect(cut({ itemsMax: 4 })).toBe(false);
    expect(cut({ itemsMax: 3 })).toBe(true);
    expect(cut({ fanOutMax: 1 })).toBe(false);
    expect(cut({ fanOutMax: 0 })).toBe(true);
    expect(cut({ stops: (item) => item === 2 })).toBe(false);
  });

  test('refuses revisions it does not hold', () => {
    const graph = new DependencyGraph(revision(10));
    graph.loaded(revision(12));
    expect(() => graph.viewAt(revision(9))).toThrow(expect.objectContaining({ code: 'MOMENT_OUT_OF_RANGE' }));
    expect(() => graph.viewAt(revision(13))).toThrow(expect.objectContaining({ code: 'NOT_YET_VISIBLE' }));
    expect(() => graph.apply(revision(14), [])).toThrow('revision 14 cannot follow 12');
    expect(graph.viewAt(revision(10)).revision).toBe(10);
  });
});
