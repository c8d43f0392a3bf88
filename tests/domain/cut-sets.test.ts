import * as fc from 'fast-check';
import { CutSetList } from '../../src/domain/cut-sets/cut-set-list';
import { solveCutSets, type CutSetSolution } from '../../src/domain/cut-sets/cut-set-solver';
import type { FailureModel } from '../../src/domain/cut-sets/failure-model';
import { deadlySets, minimalSets, modelOf } from '../support/cut-set-worlds';
import { naiveStates, type NaiveWorld } from '../support/naive-impact';
import { gate } from '../support/gates';
import { graphOf, WORLD_MODEL, worlds } from '../support/random-world';
import { itemFacts, relationshipFacts } from '../support/small-model';

const NO_END = { left: () => 1e9 };

/** How likely an item is to be down: different for every item. */
const likely = (item: number): number => 0.03 * item + 0.01;

function solve(model: FailureModel, maxOrder: number | null, howLikely = likely): CutSetSolution {
  const probabilities = Float64Array.from(model.candidates, howLikely);
  return solveCutSets({ model, maxOrder, probabilities, gates: [] }, NO_END);
}

function setsOf(model: FailureModel, { sets }: CutSetSolution, order: number | null = null): number[][] {
  const list = new CutSetList(sets, () => 0);
  return list
    .slice(order, 0, 10_000)
    .map((set) => set.map((candidate) => model.candidates[candidate] ?? 0).sort((a, b) => a - b));
}

const sorted = (sets: readonly number[][]): string[] => sets.map((set) => set.join(' ')).sort();

interface Question {
  readonly world: NaiveWorld;
  readonly target: number;
  readonly model: FailureModel;
  /** By brute force. */
  readonly deadly: readonly number[][];
}

function question(world: NaiveWorld, n: number): Question {
  const target = 1 + (n % world.items.size);
  const model = modelOf(graphOf(world), world.model, target);
  const candidates = [...world.items.keys()].filter((item) => item !== target);
  return { world, target, model, deadly: deadlySets(world, target, candidates) };
}

test('an anchor does not hold up what it leans on itself', () => {
  const items = [itemFacts(1, { gates: [gate('g', 'PATH', { types: ['UPLINKS_TO'] })] }), itemFacts(2), itemFacts(3)];
  const relationships = [
    relationshipFacts(1, 1, 'ANY_OF', 2, { gateKeys: ['g'] }),
    relationshipFacts(2, 2, 'UPLINKS_TO', 1),
    relationshipFacts(3, 2, 'UPLINKS_TO', 3),
  ];
  const world = { items: new Map(items.map((one) => [one.id, one])), relationships, model: WORLD_MODEL };
  const model = modelOf(graphOf(world), WORLD_MODEL, 1);
  expect(sorted(setsOf(model, solve(model, null)))).toEqual(['2', '3']);
});

test('a chain whose first item leans on the dependent is not lost from the start', () => {
  const items = [
    itemFacts(1, { gates: [gate('g', 'PATH', { types: ['NOTES'] })] }),
    ...[2, 3, 4].map((id) => itemFacts(id)),
  ];
  const relationships = [
    relationshipFacts(1, 1, 'NEEDS', 2, { gateKeys: ['g'] }),
    relationshipFacts(2, 2, 'NEEDS', 1),
    relationshipFacts(3, 2, 'NOTES', 3),
    relationshipFacts(4, 2, 'NOTES', 4),
  ];
  const world = { items: new Map(items.map((one) => [one.id, one])), relationships, model: WORLD_MODEL };
  const model = modelOf(graphOf(world), WORLD_MODEL, 1);
  expect(sorted(setsOf(model, solve(model, null)))).toEqual(['2', '3 4']);
});

test.each([1, 1_000, 100_000, 700_000_000])('a gate counts members of weight %d as it counts light ones', (heavy) => {
  const weights = [3, 2, 2, 1, 1];
  const items = [
    itemFacts(1, { gates: [gate('g', 'PERCENT', { value: 50 })] }),
    ...weights.map((_, n) => itemFacts(n + 2)),
  ];
  const relationships = weights.map((weight, n) =>
    relationshipFacts(n + 1, 1, 'NEEDS', n + 2, { gateKeys: ['g'], weight: weight * heavy }),
  );
  const world = { items: new Map(items.map((one) => [one.id, one])), relationships, model: WORLD_MODEL };
  const { model, deadly } = question(world, 0);
  const solution = solve(model, null);
  expect(sorted(setsOf(model, solution))).toEqual(sorted(minimalSets(deadly)));
  expect(solution.stopped).toBeNull();
});

describe('cut sets of random worlds with rings, nests, weights and paths', () => {
  test('are the minimal sets that brute force finds, each counted once', () => {
    fc.assert(
      fc.property(worlds, fc.nat(20), (world, n) => {
        const { model, deadly } = question(world, n);
        const expected = minimalSets(deadly);
        const solution = solve(model, null);
        expect(sorted(setsOf(model, solution))).toEqual(sorted(expected));
        expect(solution).toMatchObject({ exactTo: null, stopped: null });
        for (const { order, count, complete } of solution.counts) {
          const ofOrder = expected.filter((set) => set.length === order);
          expect([count, complete]).toEqual([BigInt(ofOrder.length), true]);
          expect(sorted(setsOf(model, solution, order))).toEqual(sorted(ofOrder));
        }
      }),
      { numRuns: 200 },
    );
  });

  test('up to an order are those of all orders that are not larger', () => {
    fc.assert(
      fc.property(worlds, fc.nat(20), fc.integer({ min: 1, max: 4 }), (world, n, maxOrder) => {
        const { model, deadly } = question(world, n);
        const solution = solve(model, maxOrder);
        const expected = minimalSets(deadly).filter((set) => set.length <= maxOrder);
        expect(sorted(setsOf(model, solution))).toEqual(sorted(expected));
        expect(solution.counts.map(({ count }) => count)).toEqual(
          solution.counts.map(({ order }) => BigInt(expected.filter((set) => set.length === order).length)),
        );
      }),
      { numRuns: 150 },
    );
  });

  test('make the target as likely to be down as all sets of outages that take it down together', () => {
    fc.assert(
      fc.property(worlds, fc.nat(20), fc.constantFrom(1, 1e-7), (world, n, rarity) => {
        const { model, deadly, target } = question(world, n);
        const items = [...world.items.keys()].filter((item) => item !== target);
        const rare = (item: number): number => likely(item) * rarity;
        const expected = deadly.reduce(
          (sum, set) =>
            sum + items.reduce((product, item) => product * (set.includes(item) ? rare(item) : 1 - rare(item)), 1),
          0,
        );
        const { probability } = solve(model, null, rare);
        // All digits count of what hardly ever happens, too.
        expect((probability?.low ?? -1) / (expected || 1)).toBeCloseTo(expected && 1, 9);
        expect(probability?.high).toBe(probability?.low);
      }),
      { numRuns: 150 },
    );
  });

  test('take down what outages have left, and are none for what those took down', () => {
    fc.assert(
      fc.property(worlds, fc.nat(20), fc.uniqueArray(fc.nat(20), { minLength: 1, maxLength: 2 }), (world, n, down) => {
        const target = 1 + (n % world.items.size);
        const fallen = new Set(down.map((one) => 1 + (one % world.items.size)));
        const model = modelOf(graphOf(world), world.model, target, fallen);
        const candidates = [...world.items.keys()].filter((item) => item !== target && !fallen.has(item));
        const expected = minimalSets(deadlySets(world, target, candidates, fallen));
        const solution = solve(model, null);
        const isDown = naiveStates(world, new Map([...fallen].map((item) => [item, 3]))).get(target) === 3;
        expect(solution.fallen).toBe(isDown);
        expect(sorted(setsOf(model, solution))).toEqual(isDown ? [] : sorted(expected));
        if (isDown) expect(solution.probability).toEqual({ low: 1, high: 1 });
        const states = (item: number) => naiveStates(world, new Map([...fallen, item].map((one) => [one, 3])));
        for (const { gate, candidate, members } of solution.shared) {
          expect(model.need[gate]).toBeGreaterThan(1);
          for (const node of members) {
            const [item, cause] = [model.item[node] ?? 0, model.candidates[candidate] ?? 0];
            if (item !== 0 && model.lasting[node] === 0) expect(states(cause).get(item)).toBe(3);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  test('come best first, the same in whatever pages they are asked for', () => {
    fc.assert(
      fc.property(worlds, fc.nat(20), (world, n) => {
        const { model } = question(world, n);
        const solution = solve(model, null);
        const score = (candidate: number): number => -((model.candidates[candidate] ?? 0) % 4);
        const all = new CutSetList(solution.sets, score).slice(null, 0, 1000);
        const scores = all.map((set) => set.reduce((sum, candidate) => sum + score(candidate), 0));
        expect(scores).toEqual(scores.toSorted((a, b) => b - a));
        const paged = new CutSetList(solution.sets, score);
        expect(all.map((_, at) => paged.slice(null, at, at + 1)[0])).toEqual(all);
        expect(paged.slice(null, all.length, all.length + 1)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});
