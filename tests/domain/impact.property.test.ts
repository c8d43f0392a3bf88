import * as fc from 'fast-check';
import { closureOf, unlimited } from '../../src/domain/graph/closure';
import { dependencyFilter } from '../../src/domain/graph/edge-filter';
import { GraphNames, NO_NAMES } from '../../src/domain/graph/graph-names';
import type { GraphView } from '../../src/domain/graph/graph-view';
import { shareView, viewOf } from '../../src/domain/graph/shared-view';
import { shortestPaths } from '../../src/domain/graph/shortest-paths';
import { itemId } from '../../src/domain/ids';
import { ImpactAnalysis, type Outage } from '../../src/domain/impact/impact-analysis';
import { IMPACT_STATES, rankOf } from '../../src/domain/impact/impact-state';
import { inTypeScript } from '../support/in-typescript';
import {
  naiveGates,
  naiveMinUp,
  naiveRank,
  naiveResult,
  naiveRounds,
  naiveStates,
  naiveUnits,
  total,
  type NaiveGate,
  type NaiveWorld,
} from '../support/naive-impact';
import { crowdOf, graphOf, worlds } from '../support/random-world';

const RUNS = { numRuns: 250 };
const NOBODY: ReadonlySet<number> = new Set();

/** Item number (taken modulo the world's size) -> rank of its own state. */
const outages = fc.array(fc.tuple(fc.nat(20), fc.constantFrom(3, 3, 3, 2, 1)), { minLength: 1, maxLength: 4 });

function seeds(world: NaiveWorld, drawn: readonly (readonly [number, number])[]): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  for (const [n, rank] of drawn) {
    const item = 1 + (n % world.items.size);
    found.set(item, Math.max(rank, found.get(item) ?? 0));
  }
  return found;
}

/** Where something stands in for something else, compiled code does not walk. */
const withoutStandbys = (world: NaiveWorld): NaiveWorld => ({
  ...world,
  relationships: world.relationships.filter(({ type }) => type !== 'FAILS_OVER_TO'),
});

const asOutages = (ranks: ReadonlyMap<number, number>): Outage[] =>
  [...ranks].map(([item, rank]) => ({ item: itemId(item), state: IMPACT_STATES[rank] ?? 'OK' }));

function analyse(
  world: NaiveWorld,
  ranks: ReadonlyMap<number, number>,
  healthy: ReadonlySet<number> = NOBODY,
): ImpactAnalysis {
  return new ImpactAnalysis(graphOf(world), world.model, {
    outages: asOutages(ranks),
    openOutages: [],
    assumeHealthy: [...healthy].map(itemId),
  });
}

const statesOf = (world: NaiveWorld, analysis: ImpactAnalysis): Map<number, number> =>
  new Map([...world.items.keys()].map((item) => [item, rankOf(analysis.stateOf(itemId(item)))]));

describe('impact on random worlds', () => {
  test('is what sweeping over everything until nothing changes gives', () => {
    fc.assert(
      fc.property(worlds, outages, fc.nat(20), (world, drawn, n) => {
        const ranks = seeds(world, drawn);
        const healthy = new Set([1 + (n % world.items.size)].filter((item) => !ranks.has(item)));
        for (const assumed of [NOBODY, healthy]) {
          const analysis = analyse(world, ranks, assumed);
          const expected = naiveStates(world, ranks, assumed);
          expect(statesOf(world, analysis)).toEqual(new Map(expected));
          const hit = [...expected].filter(([, rank]) => rank > 0).map(([item]) => item);
          expect(new Set(analysis.impacted().map(({ item }) => item))).toEqual(new Set(hit));
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('left off early, says nothing that does not hold, and proves it', () => {
    fc.assert(
      fc.property(worlds, outages, fc.nat(12), (world, drawn, steps) => {
        const ranks = seeds(world, drawn);
        const question = { outages: asOutages(ranks), openOutages: [], assumeHealthy: [] };
        const analysis = new ImpactAnalysis(graphOf(world), world.model, question, 'IN_STEPS');
        let done = false;
        for (let i = 0; i < steps && !done; i++) done = analysis.step();
        analysis.leaveOff();
        const expected = naiveStates(world, ranks);
        for (const [item, rank] of statesOf(world, analysis)) {
          expect(rank).toBeLessThanOrEqual(expected.get(item) ?? 0);
          if (!analysis.leftOff) expect(rank).toBe(expected.get(item));
          if (rank > 0) expect(analysis.proof(itemId(item)).at(-1)).toMatchObject({ item, state: IMPACT_STATES[rank] });
        }
        if (done) expect(analysis.leftOff).toBe(false);
      }),
      RUNS,
    );
  });

  test('is nothing without an outage, and an outage that is OK is no outage', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const analysis = analyse(world, new Map([[1, 0]]));
        expect(analysis.impacted()).toEqual([]);
        expect(analysis.spared()).toEqual([]);
      }),
      RUNS,
    );
  });

  test('is proved step by step, each step from earlier ones, none of which can be left out', () => {
    fc.assert(
      fc.property(worlds, outages, (world, drawn) => {
        const ranks = seeds(world, drawn);
        const analysis = analyse(world, ranks);
        for (const { item, state } of analysis.impacted()) {
          const steps = analysis.proof(item);
          expect(steps.at(-1)).toMatchObject({ item, state });
          const used = new Set(steps.flatMap((step) => step.because));
          expect(used.size).toBe(steps.length - 1);
          for (const [place, step] of steps.entries()) {
            expect(step.because.every((earlier) => earlier < place)).toBe(true);
            if (step.gate === null) {
              expect(ranks.get(step.item)).toBe(rankOf(step.state));
              continue;
            }
            const facts = step.because.map(
              (earlier) => [steps[earlier]?.item ?? 0, rankOf(steps[earlier]?.state ?? 'OK')] as const,
            );
            const gate = naiveGates(world, step.item).find((one) => one.gate.key === step.gate?.key);
            expect(replay(world, gate, facts)).toBe(rankOf(step.state));
            expect(step.gate.state).toBe(step.state);
            for (const left of facts) {
              const others = facts.filter((fact) => fact !== left);
              expect(replay(world, gate, others)).toBeLessThan(rankOf(step.state));
            }
          }
        }
      }),
      RUNS,
    );
  });

  test('is proved by chains that are as short as any: no longer than the rounds in which it spreads', () => {
    fc.assert(
      fc.property(worlds, outages, (world, drawn) => {
        const ranks = seeds(world, drawn);
        const rounds = naiveRounds(world, ranks);
        const analysis = analyse(world, ranks);
        for (const { item } of analysis.impacted()) {
          const lengths: number[] = [];
          for (const step of analysis.proof(item)) {
            const longest = Math.max(-1, ...step.because.map((earlier) => lengths[earlier] ?? 0));
            lengths.push(longest + 1);
            const reached = rounds.findIndex((states) => (states.get(step.item) ?? 0) >= rankOf(step.state));
            expect(longest + 1).toBe(reached);
          }
        }
      }),
      RUNS,
    );
  });

  test('names gates whose numbers add up', () => {
    fc.assert(
      fc.property(worlds, outages, (world, drawn) => {
        const ranks = seeds(world, drawn);
        const analysis = analyse(world, ranks);
        const states = naiveStates(world, ranks);
        for (const { item, state } of analysis.impacted()) {
          const results = analysis.failedGates(item);
          const gates = naiveGates(world, item).filter((gate) => gate.top);
          const failed = gates.filter((gate) => naiveResult(world, gate, (far) => states.get(far) ?? 0, NOBODY) > 0);
          expect(new Set(results.map((result) => result.key))).toEqual(new Set(failed.map((gate) => gate.gate.key)));
          const worst = Math.max(ranks.get(item) ?? 0, ...results.map((result) => rankOf(result.state)));
          expect(worst).toBe(rankOf(state));
          for (const gate of failed) {
            const units = naiveUnits(world, gate, (far) => states.get(far) ?? 0, NOBODY);
            const weigh = (below: number): number =>
              units.filter((unit) => unit.rank < below).reduce((sum, unit) => sum + unit.weight, 0);
            expect(results.find((result) => result.key === gate.gate.key)).toMatchObject({
              minUp: naiveMinUp(gate),
              total: total(gate),
              up: weigh(3),
              healthy: weigh(2),
            });
          }
        }
      }),
      RUNS,
    );
  });

  test('spares exactly the items that are OK beside a loss, with a margin that holds and not one more', () => {
    fc.assert(
      fc.property(worlds, outages, (world, drawn) => {
        const ranks = seeds(world, drawn);
        const analysis = analyse(world, ranks);
        const states = naiveStates(world, ranks);
        const rank = (item: number): number => states.get(item) ?? 0;
        const isSaving = (gate: NaiveGate): boolean =>
          total(gate) > 0 &&
          naiveResult(world, { ...gate, top: false }, rank, NOBODY) === 0 &&
          naiveUnits(world, gate, rank, NOBODY).some((unit) => unit.rank > 0);
        const expected = [...world.items.keys()].filter(
          (item) => rank(item) === 0 && naiveGates(world, item).some(isSaving),
        );
        expect(new Set(analysis.spared().map(({ item }) => item))).toEqual(new Set(expected));
        for (const { item, margin } of analysis.spared()) {
          const results = analysis.savingGates(item);
          const saving = naiveGates(world, item).filter(isSaving);
          expect(results.map((result) => result.key).sort()).toEqual(saving.map((gate) => gate.gate.key).sort());
          expect(margin).toBe(Math.min(...results.map((result) => result.margin)));
          for (const gate of saving) {
            const result = results.find((one) => one.key === gate.gate.key);
            const more = result?.margin ?? -1;
            expect(more).toBeGreaterThanOrEqual(1);
            expect(upAfter(world, gate, rank, more)).toBeGreaterThanOrEqual(naiveMinUp(gate));
            expect(upAfter(world, gate, rank, more + 1)).toBeLessThan(naiveMinUp(gate));
          }
        }
      }),
      RUNS,
    );
  });

  test('never gets better with more outages', () => {
    fc.assert(
      fc.property(worlds, outages, outages, (world, some, more) => {
        const before = statesOf(world, analyse(world, seeds(world, some)));
        const after = statesOf(world, analyse(world, seeds(world, [...some, ...more])));
        for (const [item, rank] of before) expect(after.get(item)).toBeGreaterThanOrEqual(rank);
      }),
      RUNS,
    );
  });

  test('is due to outages that suffice for it', () => {
    fc.assert(
      fc.property(worlds, outages, (world, drawn) => {
        const ranks = seeds(world, drawn);
        const analysis = analyse(world, ranks);
        for (const { item, state } of analysis.impacted()) {
          const roots = analysis.dueTo(item);
          const alone = new Map([...ranks].filter(([root]) => roots.includes(itemId(root))));
          expect(roots.length).toBe(alone.size);
          expect(naiveStates(world, alone).get(item)).toBe(rankOf(state));
          if (ranks.size === 1) expect(roots).toEqual([...ranks.keys()]);
        }
      }),
      RUNS,
    );
  });

  test('is the same in the same order however the graph was filled', () => {
    fc.assert(
      fc.property(worlds, outages, (world, drawn) => {
        const question = { outages: asOutages(seeds(world, drawn)), openOutages: [], assumeHealthy: [] };
        const one = new ImpactAnalysis(graphOf(world), world.model, question);
        const other = new ImpactAnalysis(graphOf(world, true), world.model, question);
        expect(other.impacted()).toEqual(one.impacted());
        expect(other.spared()).toEqual(one.spared());
        expect(other.summary()).toEqual(one.summary());
        expect(other.coverage()).toEqual(one.coverage());
        for (const { item } of one.impacted()) {
          expect(other.proof(item)).toEqual(one.proof(item));
          expect(other.failedGates(item)).toEqual(one.failedGates(item));
        }
      }),
      RUNS,
    );
  });

  test('is the same whether compiled code works it out or not, one question after the other', () => {
    fc.assert(
      fc.property(
        worlds,
        fc.boolean(),
        fc.array(outages, { minLength: 1, maxLength: 4 }),
        (drawnWorld, grows, questions) => {
          const world = withoutStandbys(drawnWorld);
          const view = graphOf(world, grows);
          const desk = view.edges.memory?.kernel().desk();
          // Without a relationship there is nothing to walk.
          expect(desk === undefined).toBe(Math.floor(world.relationships.length / (grows ? 2 : 1)) === 0);
          for (const drawn of questions) {
            const question = { outages: asOutages(seeds(world, drawn)), openOutages: [], assumeHealthy: [] };
            const [one, other] = [view, inTypeScript(view)].map(
              (each) => new ImpactAnalysis(each, world.model, question),
            );
            expect(one?.impacted()).toEqual(other?.impacted());
            expect(one?.spared()).toEqual(other?.spared());
            expect(one?.coverage()).toEqual(other?.coverage());
            for (const { item } of one?.impacted() ?? []) expect(one?.proof(item)).toEqual(other?.proof(item));
            expect(desk?.host ?? null).toBeNull();
            // It was compiled code indeed.
            if (desk) expect([...desk.visits()]).toEqual(expect.arrayContaining([...seeds(world, drawn).keys()]));
          }
        },
      ),
      RUNS,
    );
  });

  test('is the same for more kinds of gates than compiled code has room for', () => {
    const world = crowdOf(100);
    const question = { outages: asOutages(new Map([[1, 3]])), openOutages: [], assumeHealthy: [] };
    const view = graphOf(world);
    expect(view.edges.memory?.kernel().desk().schemesMax).toBeLessThan(100);
    const [one, other] = [view, inTypeScript(view)].map((each) => new ImpactAnalysis(each, world.model, question));
    expect(one?.impacted()).toHaveLength(100);
    expect(one?.impacted()).toEqual(other?.impacted());
  });

  test('is the same when another thread has worked it out over the same columns', () => {
    fc.assert(
      fc.property(worlds, outages, outages, (world, drawn, open) => {
        const view = graphOf(world);
        const openOutages = asOutages(seeds(world, open));
        const question = { outages: asOutages(seeds(world, drawn)), openOutages, assumeHealthy: [] };
        const thread = (): GraphView => viewOf(structuredClone(shareView(view, NO_NAMES)), new GraphNames(), 1);
        // One that is ended in the middle of another question leaves its part of the memory as it is.
        const lost = { outages: openOutages, openOutages: [], assumeHealthy: [] };
        new ImpactAnalysis(thread(), world.model, lost, 'IN_STEPS').step();
        const there = thread();
        const solution = structuredClone(new ImpactAnalysis(there, world.model, question).solution());
        const one = new ImpactAnalysis(view, world.model, question);
        const other = new ImpactAnalysis(view, world.model, question, solution);
        expect(other.impacted()).toEqual(one.impacted());
        expect(other.services().slice()).toEqual(one.services().slice());
        expect(other.spared()).toEqual(one.spared());
        expect(other.summary()).toEqual(one.summary());
        expect(other.coverage()).toEqual(one.coverage());
        for (const { item } of one.spared()) expect(other.savingGates(item)).toEqual(one.savingGates(item));
        for (const { item } of one.impacted()) {
          expect(other.stateOf(item)).toBe(one.stateOf(item));
          expect(other.proof(item)).toEqual(one.proof(item));
          expect(other.failedGates(item)).toEqual(one.failedGates(item));
          expect(other.dueTo(item)).toEqual(one.dueTo(item));
        }
      }),
      RUNS,
    );
  });

  test('knows of the gates of an item that is out, however badly, what it knows of any other', () => {
    fc.assert(
      fc.property(worlds, fc.nat(20), (world, n) => {
        const root = 1 + (n % world.items.size);
        const coverages = [3, 2, 1].map((rank) => {
          const { emptyGates, misconfiguredGates } = analyse(world, new Map([[root, rank]])).coverage();
          return [...emptyGates, ...misconfiguredGates].filter(({ item }) => item === root);
        });
        const empty = naiveGates(world, root).filter(({ gate }) => gate.rule !== 'ANCHOR' && gate.rule !== 'PATH');
        const keys = empty.filter((gate) => total(gate) === 0 && gate.members.size === 0).map(({ gate }) => gate.key);
        for (const warnings of coverages) {
          expect(warnings).toEqual(coverages[0]);
          expect(warnings.map(({ key }) => key)).toEqual(expect.arrayContaining(keys));
        }
      }),
      RUNS,
    );
  });

  test('hits only items that depend on an outage, with a chain of dependencies as witness', () => {
    fc.assert(
      fc.property(worlds, fc.nat(20), (world, n) => {
        const root = 1 + (n % world.items.size);
        const view = graphOf(world);
        const filter = dependencyFilter(view, world.model);
        for (const { item, distance } of analyse(world, new Map([[root, 3]])).impacted()) {
          const walk = closureOf(view, [item], unlimited('DEPENDENCIES', filter));
          expect([...walk.items]).toContain(root);
          const [shortest] = shortestPaths(view, item, root, { filter, lengthMax: 64, workMax: 1e6 }, 1).paths;
          expect(distance).toBeGreaterThanOrEqual(shortest?.slots.length ?? 0);
          expect(distance === 0).toBe(item === root);
        }
      }),
      RUNS,
    );
  });

  test('tells what the open outages alone had done before', () => {
    fc.assert(
      fc.property(worlds, outages, outages, (world, open, asked) => {
        const question = {
          outages: asOutages(seeds(world, asked)),
          openOutages: asOutages(seeds(world, open)),
          assumeHealthy: [],
        };
        const analysis = new ImpactAnalysis(graphOf(world), world.model, question);
        const before = naiveStates(world, seeds(world, open));
        const after = naiveStates(world, seeds(world, [...open, ...asked]));
        for (const { item, state, stateBefore } of analysis.impacted()) {
          expect([rankOf(state), rankOf(stateBefore)]).toEqual([after.get(item), before.get(item)]);
        }
      }),
      RUNS,
    );
  });
});

/** What one gate comes to when only these facts are known. */
function replay(world: NaiveWorld, gate: NaiveGate | undefined, facts: readonly (readonly [number, number])[]): number {
  const known = new Map(facts);
  return gate === undefined ? -1 : naiveRank(world, [gate], (item) => known.get(item) ?? 0, NOBODY);
}

/** The weight that is up once that many more of the heaviest members are down. */
function upAfter(world: NaiveWorld, gate: NaiveGate, rank: (item: number) => number, more: number): number {
  const up = naiveUnits(world, gate, rank, NOBODY).filter((unit) => unit.rank < 3);
  const left = up
    .map((unit) => unit.weight)
    .sort((a, b) => b - a)
    .slice(more);
  return left.reduce((sum, weight) => sum + weight, 0);
}
