import { CutSetList } from '../../src/domain/cut-sets/cut-set-list';
import { solveCutSets, type CutSetSolution } from '../../src/domain/cut-sets/cut-set-solver';
import type { Gate } from '../../src/domain/gate';
import type { FailureModel } from '../../src/domain/cut-sets/failure-model';
import { modelOf } from '../support/cut-set-worlds';
import {
  expectedCutSets,
  faultTreeWorld,
  networks,
  type Network,
  type PublishedWorld,
} from '../support/published-models';
import { graphOf } from '../support/random-world';
import { itemFacts, relationshipFacts, smallModel } from '../support/small-model';
import { gate } from '../support/gates';

const NO_END = { left: () => 1e9 };

function solve(published: PublishedWorld, maxOrder: number | null): { solution: CutSetSolution; model: FailureModel } {
  const { world, target, probabilities } = published;
  const model = modelOf(graphOf(world), world.model, target);
  const known = Float64Array.from(model.candidates, (item) => probabilities[item] ?? Number.NaN);
  return { model, solution: solveCutSets({ model, maxOrder, probabilities: known, gates: [] }, NO_END) };
}

/** The items of the sets of an order, each set as one text. */
const sets = (model: FailureModel, { sets: family }: CutSetSolution, order: number): string[] =>
  new CutSetList(family, () => 0)
    .slice(order, 0, 10_000)
    .map((set) => set.map((candidate) => model.candidates[candidate]).join(' '));

describe('fault trees of the Aralia set', () => {
  test.each(Object.entries(expectedCutSets()))('%s has the published cut sets', (name, expected) => {
    const published = faultTreeWorld(name);
    const { solution, model } = solve(published, null);
    expect(solution.counts.map(({ count }) => Number(count))).toEqual(expected.by_order);
    expect(solution.counts.reduce((sum, { count }) => sum + count, 0n)).toBe(BigInt(expected.mcs));
    expect(solution.exactTo).toBeNull();
    const singles = sets(model, solution, 1).map((item) => published.names[Number(item)]);
    expect(new Set(singles)).toEqual(new Set(expected.spof));
    expect(singles).toHaveLength(expected.spof.length);
    expect(solution.probability?.low).toBeCloseTo(expected.p_top, 10);
    expect(solution.probability?.high).toBeCloseTo(expected.p_top, 10);
    const listed = new Set(new CutSetList(solution.sets, () => 0).slice(null, 0, 10_000).map(String));
    expect(listed.size).toBe(expected.mcs);
  });

  test.each(Object.entries(expectedCutSets()))(
    '%s has the same small ones when large ones are left out',
    (name, expected) => {
      for (const maxOrder of [1, 2, 3, 4]) {
        const { solution } = solve(faultTreeWorld(name), maxOrder);
        const known = expected.by_order.slice(0, maxOrder);
        expect(solution.counts.slice(0, known.length).map(({ count, complete }) => [Number(count), complete])).toEqual(
          known.map((count) => [count, true]),
        );
        expect(solution.probability?.low).toBeCloseTo(expected.p_top, 10);
      }
    },
  );
});

test('baobab1 has as many as are published, too many to go through one by one', () => {
  const { solution } = solve(faultTreeWorld('baobab1'), null);
  expect(solution.counts.reduce((sum, { count }) => sum + count, 0n)).toBe(46_188n);
  expect(solution.probability?.low).toBeCloseTo(1.01708e-4, 9);
});

describe('networks of the Internet Topology Zoo', () => {
  const all = Object.entries(networks());

  test.each(all)('%s: with gates PATH the single points of failure are the dominators', (_, network) => {
    // Every link both ways: each end may lean on the other, and chains decide what holds.
    const links = network.edges.flatMap(([a, b]) => [
      [a, b],
      [b, a],
    ]);
    const uplinks = links.filter(([source]) => source !== network.root) as [string, string][];
    expect(singlePoints(network, uplinks, 'UPLINKS_TO')).toEqual(dominators(network));
  });

  test.each(all)('%s: the same where the root is marked as the anchor of a ring', (_, network) => {
    const links = network.edges.flatMap(([a, b]): [string, string][] => [
      [a, b],
      [b, a],
    ]);
    expect(singlePoints(network, links, 'UPLINKS_TO', [ANCHOR])).toEqual(dominators(network));
  });

  test.each(all)('%s: the nodes that are cut off are those that the single points take down', (_, network) => {
    const found = dominators(network);
    for (const [lost, count] of Object.entries(network.nodes_cut_off_from_root_if_lost)) {
      if (lost === network.root) continue;
      expect([...found.values()].filter((points) => points.includes(lost))).toHaveLength(count);
    }
  });

  test.each(all)('%s: with gates ANY the same holds where nothing goes round', (_, network) => {
    const depth = depths(network);
    const level = (id: string): number => depth.get(id) ?? 0;
    const down = network.edges.flatMap(([a, b]): [string, string][] =>
      level(a) === level(b) ? [] : [level(a) > level(b) ? [a, b] : [b, a]],
    );
    expect(singlePoints(network, down, 'ANY_OF')).toEqual(singlePoints(network, down, 'UPLINKS_TO'));
  });
});

const ANCHOR = gate('root', 'ANCHOR', { types: ['UPLINKS_TO'] });

/** By node: the single points of failure, without the node itself. */
function singlePoints(
  network: Network,
  links: readonly (readonly [string, string])[],
  type: string,
  gatesOfRoot: readonly Gate[] = [],
): ReadonlyMap<string, readonly string[]> {
  const ids = network.nodes.map(({ id }) => id);
  const number = (id: string): number => ids.indexOf(id) + 1;
  const world = {
    items: new Map(
      ids.map((id) => [number(id), itemFacts(number(id), id === network.root ? { gates: gatesOfRoot } : {})]),
    ),
    relationships: links.map(([source, target], place) =>
      relationshipFacts(place + 1, number(source), type, number(target)),
    ),
    model: smallModel(),
  };
  const view = graphOf(world);
  const reached = ids.filter((id) => id in network.immediate_dominator_from_root);
  return new Map(
    reached.map((id) => {
      const model = modelOf(view, world.model, number(id));
      const solution = solveCutSets(
        { model, maxOrder: 1, probabilities: new Float64Array(model.candidates.length).fill(Number.NaN), gates: [] },
        NO_END,
      );
      return [
        id,
        sets(model, solution, 1)
          .map((item) => ids[Number(item) - 1] ?? '')
          .sort(),
      ];
    }),
  );
}

function dominators(network: Network): ReadonlyMap<string, readonly string[]> {
  const nearest = network.immediate_dominator_from_root;
  return new Map(
    network.nodes
      .filter(({ id }) => id in nearest)
      .map(({ id }) => {
        const found: string[] = [];
        for (let at = nearest[id]; at !== undefined && at !== id; at = at === network.root ? undefined : nearest[at]) {
          found.push(at);
        }
        return [id, found.sort()];
      }),
  );
}

/** Steps from the root. */
function depths({ edges, root }: Network): ReadonlyMap<string, number> {
  const depth = new Map([[root, 0]]);
  for (const [node, steps] of depth) {
    for (const [a, b] of edges) {
      for (const far of [...(a === node ? [b] : []), ...(b === node ? [a] : [])]) {
        if (!depth.has(far)) depth.set(far, steps + 1);
      }
    }
  }
  return depth;
}
