import { itemId } from '../../src/domain/ids';
import { ImpactAnalysis } from '../../src/domain/impact/impact-analysis';
import type { ImpactState } from '../../src/domain/impact/impact-state';
import { graphOf } from '../support/random-world';
import { itemFacts, relationshipFacts, smallModel } from '../support/small-model';

type Link = readonly [source: number, type: string, target: number, weight?: number];

/** Items 1 to 6; 1 is the dependent that is asked about. */
function analyse(links: readonly Link[], down: readonly number[], designed: readonly number[] = []): ImpactAnalysis {
  const world = {
    items: new Map(
      [1, 2, 3, 4, 5, 6].map((id) => [
        id,
        itemFacts(id, designed.includes(id) ? { lifecycle: 'DESIGN' as const } : {}),
      ]),
    ),
    relationships: links.map(([source, type, target, weight = 1], i) =>
      relationshipFacts(i + 1, source, type, target, { weight }),
    ),
    model: smallModel(),
  };
  const outages = down.map((item) => ({ item: itemId(item), state: 'DOWN' as const }));
  return new ImpactAnalysis(graphOf(world), world.model, { outages, openOutages: [], assumeHealthy: [] });
}

const stateOf = (links: readonly Link[], down: readonly number[], designed?: readonly number[]): ImpactState =>
  analyse(links, down, designed).stateOf(itemId(1));

const PAIR: readonly Link[] = [
  [1, 'NEEDS', 2],
  [2, 'FAILS_OVER_TO', 3],
];

describe('a declared standby', () => {
  test('holds the dependents of what it stands in for, and nothing is left to lose then', () => {
    expect(stateOf(PAIR, [2])).toBe('AT_RISK');
    expect(stateOf(PAIR, [2, 3])).toBe('DOWN');
  });

  test('is missed when it fails itself, two steps away', () => {
    const analysis = analyse(PAIR, [3]);
    expect(analysis.impacted().map(({ item, state, distance }) => [item, state, distance])).toEqual([
      [3, 'DOWN', 0],
      [1, 'AT_RISK', 2],
    ]);
    expect(analysis.dueTo(itemId(1))).toEqual([3]);
  });

  test('is named by the gate that holds because of it', () => {
    const [gate] = analyse(PAIR, [2]).failedGates(itemId(1));
    expect(gate).toMatchObject({ key: 'NEEDS/HARD', total: 1, up: 1, state: 'AT_RISK' });
    expect(gate?.explanation).toMatch(
      /^needs 1 of 1: 1 left.* \(a member with its standbys: needs 1 of 2: 1 left, 1 down/,
    );
    expect(gate?.members).toMatchObject([
      {
        item: null,
        gate: {
          rule: 'ANY',
          members: [
            { item: 2, state: 'DOWN' },
            { item: 3, state: 'OK' },
          ],
        },
      },
    ]);
  });

  test('spares what it holds when another one is left', () => {
    const analysis = analyse([...PAIR, [2, 'FAILS_OVER_TO', 4]], [2]);
    expect(analysis.spared()).toEqual([{ item: 1, margin: 1 }]);
  });

  test('counts with the weight of what it stands in for', () => {
    // Two of 5 may be missing: 3 of weight 3 are not.
    const links: readonly Link[] = [
      [1, 'TWO_OF', 2, 3],
      [1, 'TWO_OF', 3, 1],
      [2, 'FAILS_OVER_TO', 4],
    ];
    expect(stateOf(links, [2, 3])).toBe('AT_RISK');
    expect(stateOf(links, [2, 4])).toBe('DOWN');
  });

  test('does not stand in for a third one, nor for what needs it, nor before it is in operation', () => {
    const chain: readonly Link[] = [...PAIR, [3, 'FAILS_OVER_TO', 4]];
    expect(stateOf(chain, [2, 3])).toBe('DOWN');
    expect(stateOf([...PAIR.slice(0, 1), [2, 'FAILS_OVER_TO', 1]], [2])).toBe('DOWN');
    expect(stateOf(PAIR, [2], [3])).toBe('DOWN');
  });

  test('needs a chain of its own where the dependent needs one', () => {
    const links: readonly Link[] = [
      [1, 'UPLINKS_TO', 2],
      [2, 'UPLINKS_TO', 5],
      [3, 'UPLINKS_TO', 6],
      [2, 'FAILS_OVER_TO', 3],
    ];
    expect(stateOf(links, [5])).toBe('AT_RISK');
    expect(stateOf(links, [5, 6])).toBe('DOWN');
  });
});
