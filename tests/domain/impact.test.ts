import type { ItemFacts, RelationshipFacts } from '../../src/domain/history/change';
import type { Gate } from '../../src/domain/gate';
import { itemId } from '../../src/domain/ids';
import { demandOf, gateRank, marginOf } from '../../src/domain/impact/gate-arithmetic';
import { ImpactAnalysis, type ImpactQuestion } from '../../src/domain/impact/impact-analysis';
import type { ImpactState } from '../../src/domain/impact/impact-state';
import { graphOf } from '../support/random-world';
import { itemFacts, relationshipFacts, smallModel } from '../support/small-model';
import { gate } from '../support/gates';

interface Given {
  /** Item 1 is the dependent of most cases. */
  readonly items?: Readonly<Record<number, Partial<ItemFacts>>>;
  readonly relationships: readonly (readonly [number, string, number, Partial<RelationshipFacts>?])[];
}

function worldOf({ items = {}, relationships }: Given): Parameters<typeof graphOf>[0] {
  const ids = new Set([
    ...relationships.flatMap(([source, , target]) => [source, target]),
    ...Object.keys(items).map(Number),
  ]);
  return {
    items: new Map([...ids].sort((a, b) => a - b).map((id) => [id, itemFacts(id, items[id] ?? {})])),
    relationships: relationships.map(([source, type, target, rest], i) =>
      relationshipFacts(i + 1, source, type, target, rest),
    ),
    model: smallModel(),
  };
}

function analyse(
  given: Given,
  outages: Readonly<Record<number, ImpactState>>,
  more: Partial<ImpactQuestion> = {},
): ImpactAnalysis {
  const world = worldOf(given);
  return new ImpactAnalysis(graphOf(world), world.model, {
    outages: Object.entries(outages).map(([item, state]) => ({ item: itemId(Number(item)), state })),
    openOutages: [],
    assumeHealthy: [],
    ...more,
  });
}

const ONE = itemId(1);

/** Item 1 needs items 2, 3 and so on, all under gate `g`. */
const gated = (own: Gate, members: number, weights: readonly number[] = []): Given => ({
  items: { 1: { gates: [own] } },
  relationships: Array.from(
    { length: members },
    (_, i) => [1, 'NEEDS', i + 2, { gateKeys: ['g'], weight: weights[i] ?? 1 }] as const,
  ),
});

describe('the arithmetic of a gate', () => {
  test.each([
    ['ALL', null, 5, 5],
    ['ANY', null, 5, 1],
    ['PATH', null, 5, 1],
    ['AT_LEAST', 3, 5, 3],
    ['PERCENT', 1, 5, 1],
    ['PERCENT', 50, 5, 3],
    ['PERCENT', 60, 5, 3],
    ['PERCENT', 61, 5, 4],
    ['PERCENT', 100, 5, 5],
    // 100 * 1.1 is more than 110 in floating point.
    ['PERCENT', 55, 200, 110],
  ] as const)('%s %s of %i needs %i', (rule, value, total, minUp) => {
    expect(demandOf({ rule, value, degradedBelow: null }, total)).toEqual({ minUp, degradedBelow: null, problems: [] });
  });

  test.each([
    ['AT_LEAST', 7, null, 3, null],
    ['AT_LEAST', 0, null, 1, null],
    ['AT_LEAST', null, null, 1, null],
    ['PERCENT', 0, null, 1, null],
    ['PERCENT', 120, null, 3, null],
    ['AT_LEAST', 2, 1, 2, 2],
    ['AT_LEAST', 2, 9, 2, 3],
  ] as const)(
    '%s %s with degradedBelow %s is clamped for three members, and says so',
    (rule, value, below, minUp, degradedBelow) => {
      const demand = demandOf({ rule, value, degradedBelow: below }, 3);
      expect(demand).toMatchObject({ minUp, degradedBelow });
      expect(demand.problems).toHaveLength(1);
    },
  );

  // The rules of impact.md §3 for a gate that needs 2 of 4 and full health of 3: the first that applies decides.
  test.each([
    ['1: too few are up', { up: 1, healthy: 1, heaviestUp: 1, hit: true }, 3],
    ['2: enough are up, too few of them healthy', { up: 3, healthy: 1, heaviestUp: 1, hit: true }, 2],
    ['2: healthy enough to hold, not to be whole', { up: 4, healthy: 2, heaviestUp: 1, hit: true }, 2],
    ['3: the loss of the heaviest would be too much', { up: 4, healthy: 4, heaviestUp: 3, hit: true }, 1],
    ['3 does not apply while every member is OK', { up: 4, healthy: 4, heaviestUp: 3, hit: false }, 0],
    ['4: there is spare capacity left', { up: 3, healthy: 3, heaviestUp: 1, hit: true }, 0],
  ])('%s', (_, count, rank) => {
    expect(gateRank({ minUp: 2, degradedBelow: 3 }, { total: 4, ...count })).toBe(rank);
  });

  test('the margin counts the heaviest members first', () => {
    expect(marginOf(2, [1, 1, 1, 1])).toBe(2);
    expect(marginOf(2, [3, 1, 1])).toBe(1);
    expect(marginOf(2, [2])).toBe(0);
    expect(marginOf(3, [1])).toBe(0);
  });
});

describe('the state of an item', () => {
  test.each([
    ['ALL: one of two down', gate('g', 'ALL'), 2, { 2: 'DOWN' }, 'DOWN', 'needs 2 of 2: 1 left, 1 down'],
    [
      'ALL: one of two degraded',
      gate('g', 'ALL'),
      2,
      { 2: 'DEGRADED' },
      'DEGRADED',
      'needs 2 of 2, 2 healthy for full service: 2 left, 1 healthy',
    ],
    [
      'ALL: one of two at risk',
      gate('g', 'ALL'),
      2,
      { 2: 'AT_RISK' },
      'AT_RISK',
      'needs 2 of 2: 2 left; no more may go down',
    ],
    [
      'ANY: one of two down',
      gate('g', 'ANY'),
      2,
      { 2: 'DOWN' },
      'AT_RISK',
      'needs 1 of 2: 1 left, 1 down; no more may go down',
    ],
    ['ANY: both down', gate('g', 'ANY'), 2, { 2: 'DOWN', 3: 'DOWN' }, 'DOWN', 'needs 1 of 2: none left'],
    [
      'ANY: one down, one degraded',
      gate('g', 'ANY'),
      2,
      { 2: 'DOWN', 3: 'DEGRADED' },
      'DEGRADED',
      'needs 1 of 2, 1 healthy for full service: 1 left, 0 healthy, 1 down',
    ],
    [
      'AT_LEAST 2: one of three down',
      gate('g', 'AT_LEAST', { value: 2 }),
      3,
      { 2: 'DOWN' },
      'AT_RISK',
      'needs 2 of 3: 2 left, 1 down; no more may go down',
    ],
    [
      'AT_LEAST 2: two of three down',
      gate('g', 'AT_LEAST', { value: 2 }),
      3,
      { 2: 'DOWN', 3: 'DOWN' },
      'DOWN',
      'needs 2 of 3: 1 left, 2 down',
    ],
    [
      'PERCENT 60: two of five down',
      gate('g', 'PERCENT', { value: 60 }),
      5,
      { 2: 'DOWN', 3: 'DOWN' },
      'AT_RISK',
      'needs 3 of 5 (60 %): 3 left, 2 down; no more may go down',
    ],
    [
      'degradedBelow 3 of 4, one down, two needed',
      gate('g', 'AT_LEAST', { value: 2, degradedBelow: 4 }),
      4,
      { 2: 'DOWN' },
      'DEGRADED',
      'needs 2 of 4, 4 healthy for full service: 3 left, 3 healthy, 1 down',
    ],
    [
      'SOFT: everything down only degrades',
      gate('g', 'ALL', { strength: 'SOFT' }),
      2,
      { 2: 'DOWN', 3: 'DOWN' },
      'DEGRADED',
      'needs 2 of 2: none left; soft, so it only degrades',
    ],
  ] as const)('%s', (_, own, members, outages, state, explanation) => {
    const analysis = analyse(gated(own, members), outages);
    expect(analysis.stateOf(ONE)).toBe(state);
    expect(analysis.failedGates(ONE)).toMatchObject([{ key: 'g', state, explanation }]);
  });

  test('a loss with spare capacity left is spared, with its margin', () => {
    const analysis = analyse(gated(gate('g', 'ANY'), 4), { 2: 'DOWN' });
    expect(analysis.impacted().map(({ item }) => item)).toEqual([2]);
    expect(analysis.spared()).toEqual([{ item: 1, margin: 2 }]);
    expect(analysis.savingGates(ONE)).toMatchObject([
      { key: 'g', up: 3, explanation: 'needs 1 of 4: 3 left, 1 down; 2 more may go down' },
    ]);
  });

  test('members count by weight', () => {
    const given = gated(gate('g', 'AT_LEAST', { value: 3 }), 3, [3, 1, 1]);
    expect(analyse(given, { 3: 'DOWN', 4: 'DOWN' }).stateOf(ONE)).toBe('AT_RISK');
    expect(analyse(given, { 2: 'DOWN' }).failedGates(ONE)).toMatchObject([
      { explanation: 'needs weight 3 of 5: 2 left, 3 down', state: 'DOWN' },
    ]);
  });

  test('a provider that is joined twice is one member, by its heavier weight', () => {
    const analysis = analyse(
      {
        items: { 1: { gates: [gate('g', 'AT_LEAST', { value: 2 })] } },
        relationships: [
          [1, 'NEEDS', 2, { gateKeys: ['g'] }],
          [1, 'ANY_OF', 2, { gateKeys: ['g'], weight: 2 }],
          [1, 'NEEDS', 3, { gateKeys: ['g'] }],
        ],
      },
      { 3: 'DOWN' },
    );
    expect(analysis.failedGates(ONE)).toMatchObject([{ total: 3, up: 2, state: 'AT_RISK' }]);
  });

  test('a provider that is joined by relationships of two types does not count twice', () => {
    const relationships = [
      [1, 'NEEDS', 2, { gateKeys: ['g'] }],
      [1, 'ANY_OF', 2, { gateKeys: ['g'] }],
      [1, 'NEEDS', 3, { gateKeys: ['g'] }],
    ] as const;
    const items = { 1: { gates: [gate('g', 'AT_LEAST', { value: 2 })] } };
    expect(analyse({ items, relationships }, { 3: 'DOWN' }).stateOf(ONE)).toBe('DOWN');
  });

  test('a provider that is joined once each way is one member', () => {
    const relationships = [
      [1, 'PAIRS', 2],
      [2, 'PAIRS', 1],
      [1, 'PAIRS', 3],
    ] as const;
    const analysis = analyse({ relationships }, { 3: 'DOWN' });
    expect(analysis.stateOf(ONE)).toBe('DOWN');
    expect(analysis.failedGates(ONE)).toMatchObject([{ total: 2, state: 'DOWN' }]);
  });

  test('a gate inside another one is a member that weighs 1, and only its hardness at the top counts', () => {
    const given: Given = {
      items: {
        1: {
          gates: [
            gate('both', 'ALL'),
            gate('g', 'ANY', { parent: 'both', strength: 'SOFT' }),
            gate('h', 'ANY', { parent: 'both' }),
          ],
        },
      },
      relationships: [2, 3, 4, 5].map(
        (far) => [1, 'NEEDS', far, { gateKeys: [far < 4 ? 'g' : 'h'], weight: 3 }] as const,
      ),
    };
    const down = analyse(given, { 2: 'DOWN', 3: 'DOWN' });
    expect(down.stateOf(ONE)).toBe('DOWN');
    expect(down.failedGates(ONE)).toMatchObject([
      {
        key: 'both',
        total: 2,
        up: 1,
        explanation: 'needs 2 of 2: 1 left, 1 down (g: needs weight 1 of 6: none left)',
        members: [
          { gateKey: 'g', state: 'DOWN', weight: 1, gate: { key: 'g', rule: 'ANY', total: 6, up: 0, minUp: 1 } },
          { gateKey: 'h', state: 'OK', gate: { key: 'h', total: 6, up: 6 } },
        ],
      },
    ]);
    expect(down.proof(ONE).at(-1)?.gate?.members[0]?.gate?.members).toMatchObject([
      { item: 2, state: 'DOWN', weight: 3 },
      { item: 3, state: 'DOWN', weight: 3 },
    ]);
    expect(down.proof(ONE).map((step) => [step.item, step.gate?.key ?? null])).toEqual([
      [2, null],
      [3, null],
      [1, 'both'],
    ]);
    expect(analyse(given, { 2: 'DOWN', 4: 'DOWN' }).stateOf(ONE)).toBe('AT_RISK');
  });

  test.each([
    ['TARGET_TO_SOURCE hits the source', 'NEEDS', 2, true],
    ['and not the target', 'NEEDS', 1, false],
    ['SOURCE_TO_TARGET hits the target', 'FEEDS', 1, true],
    ['and not the source', 'FEEDS', 2, false],
    ['BOTH hits the target', 'TWINS', 1, true],
    ['and the source', 'TWINS', 2, true],
    ['NONE hits neither', 'CABLED', 1, false],
    ['NONE hits neither, from the other side', 'CABLED', 2, false],
  ] as const)('%s', (_, type, outage, hit) => {
    const analysis = analyse({ relationships: [[1, type, 2]] }, { [outage]: 'DOWN' });
    expect(analysis.impacted()).toHaveLength(hit ? 2 : 1);
  });

  test('a SOFT relationship degrades by default', () => {
    expect(analyse({ relationships: [[1, 'NEEDS', 2, { strength: 'SOFT' }]] }, { 2: 'DOWN' }).stateOf(ONE)).toBe(
      'DEGRADED',
    );
  });

  test('rules come from the item by key, then by type, then from the class, then from the type', () => {
    const relationships = [
      [1, 'NEEDS', 2],
      [1, 'NEEDS', 3],
    ] as const;
    const model = smallModel({
      classes: [{ name: 'Part', parent: 'Thing', gateDefaults: { NEEDS: { rule: 'ANY', value: null, types: null } } }],
    });
    const stateWith = (facts: Partial<ItemFacts>): ImpactState => {
      const world = { ...worldOf({ items: { 1: facts }, relationships }), model };
      const outages = [{ item: itemId(2), state: 'DOWN' as const }];
      return new ImpactAnalysis(graphOf(world), model, { outages, openOutages: [], assumeHealthy: [] }).stateOf(ONE);
    };
    const soft = gate('NEEDS', 'ALL', { strength: 'SOFT' });
    expect(stateWith({})).toBe('DOWN');
    expect(stateWith({ className: 'Part' })).toBe('AT_RISK');
    expect(stateWith({ className: 'Part', gates: [soft] })).toBe('DEGRADED');
    expect(stateWith({ className: 'Part', gates: [soft, gate('NEEDS/HARD', 'ALL')] })).toBe('DOWN');
  });

  test('items before OPERATIONAL and retired ones are no members, absent ones are members that are up', () => {
    const given = (two: Partial<ItemFacts>): Given => ({
      items: { 2: two },
      relationships: [
        [1, 'ANY_OF', 2],
        [1, 'ANY_OF', 3],
      ],
    });
    expect(analyse(given({ lifecycle: 'DEPLOY' }), { 3: 'DOWN' }).failedGates(ONE)).toMatchObject([
      { total: 1, state: 'DOWN' },
    ]);
    expect(analyse(given({ lifecycle: 'END_OF_LIFE' }), { 3: 'DOWN' }).failedGates(ONE)).toMatchObject([
      { total: 2, state: 'AT_RISK' },
    ]);
    expect(analyse(given({ retired: true }), { 3: 'DOWN' }).failedGates(ONE)).toMatchObject([
      { total: 1, state: 'DOWN' },
    ]);
    expect(analyse(given({ presence: 'ABSENT' }), { 3: 'DOWN' }).failedGates(ONE)).toMatchObject([{ total: 2, up: 1 }]);
    expect(analyse(given({ presence: 'ABSENT' }), { 2: 'DOWN' }).coverage().staleShare).toBe(0.5);
    expect(analyse(given({ lifecycle: 'DEPLOY' }), { 2: 'DOWN' }).impacted()).toHaveLength(1);
  });

  test('items that only lean on each other are not kept up by it, nor taken down without a reason', () => {
    const ring = [
      [1, 'NEEDS', 2],
      [2, 'NEEDS', 3],
      [3, 'NEEDS', 1],
      [3, 'NEEDS', 4],
    ] as const;
    expect(
      analyse({ relationships: ring }, { 4: 'DOWN' })
        .impacted()
        .map(({ item, distance }) => [item, distance]),
    ).toEqual([
      [4, 0],
      [3, 1],
      [2, 2],
      [1, 3],
    ]);
    expect(analyse({ relationships: ring }, {}).impacted()).toEqual([]);
  });
});

describe('PATH', () => {
  // Two switches that uplink to each other and to a core each; a host behind both.
  const switches: Given = {
    relationships: [
      [1, 'UPLINKS_TO', 2],
      [1, 'UPLINKS_TO', 3],
      [2, 'UPLINKS_TO', 3],
      [3, 'UPLINKS_TO', 2],
      [2, 'UPLINKS_TO', 4],
      [3, 'UPLINKS_TO', 5],
    ],
  };

  test('two switches that uplink to each other do not prop each other up', () => {
    const analysis = analyse(switches, { 4: 'DOWN', 5: 'DOWN' });
    expect(analysis.impacted().map(({ item, state, distance }) => [item, state, distance])).toEqual([
      [4, 'DOWN', 0],
      [5, 'DOWN', 0],
      [2, 'DOWN', 1],
      [3, 'DOWN', 1],
      [1, 'DOWN', 2],
    ]);
    expect(analysis.failedGates(ONE)).toMatchObject([
      { explanation: 'needs 1 of 2 with a chain to an anchor over UPLINKS_TO: none left' },
    ]);
    expect(
      analysis
        .proof(ONE)
        .slice(0, 2)
        .map((step) => step.item),
    ).toEqual([4, 5]);
  });

  test('one core is enough, and a switch does not count the other as a way out that leads back through itself', () => {
    const analysis = analyse(switches, { 4: 'DOWN' });
    expect(analysis.impacted().map(({ item, state }) => [item, state])).toEqual([
      [4, 'DOWN'],
      [2, 'AT_RISK'],
      [3, 'AT_RISK'],
    ]);
    expect(analysis.failedGates(itemId(3))).toMatchObject([{ up: 1, total: 2 }]);
    expect(analysis.spared()).toEqual([{ item: 1, margin: 1 }]);
  });

  test('a ring without an anchor says nothing about outages: it counts as ANY and is reported', () => {
    const ring: Given = {
      relationships: [
        [1, 'UPLINKS_TO', 2],
        [2, 'UPLINKS_TO', 1],
        [1, 'NEEDS', 3],
      ],
    };
    expect(analyse(ring, {}).impacted()).toEqual([]);
    const analysis = analyse(ring, { 2: 'DOWN' });
    expect(analysis.stateOf(ONE)).toBe('DOWN');
    expect(analysis.coverage().misconfiguredGates).toMatchObject([
      { item: 1, key: 'UPLINKS_TO/HARD' },
      { item: 2, key: 'UPLINKS_TO/HARD' },
    ]);
  });

  test('a chain may go over relationships that propagate nothing, if the gate says so', () => {
    const given: Given = {
      items: { 1: { gates: [gate('UPLINKS_TO', 'PATH', { types: ['UPLINKS_TO', 'NOTES'] })] } },
      relationships: [
        [1, 'UPLINKS_TO', 2],
        [2, 'NOTES', 3],
      ],
    };
    const analysis = analyse(given, { 3: 'DOWN' });
    expect(analysis.impacted().map(({ item, distance }) => [item, distance])).toEqual([
      [3, 0],
      [1, 2],
    ]);
    expect(analysis.proof(ONE).map((step) => step.item)).toEqual([3, 1]);
    expect(analysis.dueTo(ONE)).toEqual([3]);
  });
});

describe('a chain', () => {
  test('breaks also where an item on it gets worse in several steps', () => {
    const given: Given = {
      items: { 1: { gates: [gate('UPLINKS_TO', 'PATH', { types: ['UPLINKS_TO', 'NOTES'] })] } },
      relationships: [
        [1, 'UPLINKS_TO', 2],
        [2, 'NOTES', 3],
        [3, 'NEEDS', 4, { strength: 'SOFT' }],
        [3, 'NEEDS', 5],
        [5, 'NEEDS', 6],
      ],
    };
    expect(analyse(given, { 4: 'DOWN' }).stateOf(ONE)).toBe('DEGRADED');
    expect(analyse(given, { 4: 'DOWN', 6: 'DOWN' }).stateOf(ONE)).toBe('DOWN');
  });
});

describe('the answer', () => {
  test('counts a member as DOWN that goes down when its chain is only degraded, and that no chain leads through', () => {
    const given: Given = {
      items: { 1: { gates: [gate('g', 'PATH', { types: ['UPLINKS_TO'] })] } },
      relationships: [
        [1, 'FEEDS', 8],
        [1, 'NEEDS', 2, { gateKeys: ['g'] }],
        [2, 'UPLINKS_TO', 3],
        [3, 'UPLINKS_TO', 4],
        [2, 'NEEDS', 5],
        [5, 'NEEDS', 6],
      ],
    };
    const analysis = analyse(given, { 3: 'DEGRADED', 6: 'DOWN' });
    expect([1, 2, 8].map((item) => analysis.stateOf(itemId(item)))).toEqual(['DOWN', 'DOWN', 'DOWN']);
  });

  test('proof names only what is needed, in the order in which it follows', () => {
    const analysis = analyse(
      {
        items: { 1: { gates: [gate('g', 'AT_LEAST', { value: 2 })] } },
        relationships: [
          [1, 'NEEDS', 2, { gateKeys: ['g'], weight: 2 }],
          [1, 'NEEDS', 3, { gateKeys: ['g'] }],
          [1, 'NEEDS', 4, { gateKeys: ['g'] }],
          [2, 'NEEDS', 5],
          [3, 'NEEDS', 5],
          [4, 'NEEDS', 5],
        ],
      },
      { 5: 'DOWN' },
    );
    expect(analysis.proof(ONE).map(({ item, state, because }) => ({ item, state, because }))).toEqual([
      { item: 5, state: 'DOWN', because: [] },
      { item: 2, state: 'DOWN', because: [0] },
      { item: 3, state: 'DOWN', because: [0] },
      { item: 1, state: 'DOWN', because: [1, 2] },
    ]);
  });

  test('proof leans on the members that were lost first, whose own proofs are the shorter ones', () => {
    const given: Given = {
      items: { 1: { gates: [gate('g', 'AT_LEAST', { value: 2 })] } },
      relationships: [
        ...[2, 3, 4].map((member) => [1, 'NEEDS', member, { gateKeys: ['g'] }] as const),
        [2, 'NEEDS', 5],
        [5, 'NEEDS', 7],
        [3, 'NEEDS', 6],
        [6, 'NEEDS', 7],
      ],
    };
    // 2 and 3 go down together, two steps from 7; 4 was down before, and one of the others is enough beside it.
    const steps = analyse(given, { 4: 'DOWN', 7: 'DOWN' }).proof(ONE);
    expect(steps.map(({ item }) => item)).toEqual([4, 7, 5, 2, 1]);
  });

  test('proof of a risk names no more of the lost members than it takes', () => {
    const given = gated(gate('g', 'AT_LEAST', { value: 2 }), 3, [3, 1, 1]);
    const analysis = analyse(given, { 3: 'DOWN', 4: 'DOWN' });
    expect(analysis.stateOf(ONE)).toBe('AT_RISK');
    expect(analysis.proof(ONE).map((step) => step.item)).toEqual([3, 1]);
  });

  test('an outage that changed nothing for an item is not what it is due to', () => {
    const given: Given = {
      relationships: [
        [1, 'ANY_OF', 2],
        [1, 'ANY_OF', 3],
        [1, 'ANY_OF', 4],
        [1, 'NEEDS', 5],
      ],
    };
    const analysis = analyse(given, { 2: 'DOWN', 5: 'DOWN' });
    expect(analysis.dueTo(ONE)).toEqual([5]);
    expect(
      analyse(
        {
          relationships: [
            [1, 'NEEDS', 2],
            [1, 'NEEDS', 3],
          ],
        },
        { 2: 'DOWN', 3: 'DOWN' },
      ).dueTo(ONE),
    ).toEqual([2, 3]);
  });

  test('an outage counts though it blocks a chain behind an item that is down through the asking item alone', () => {
    const given: Given = {
      items: { 1: { gates: [gate('g', 'PATH', { types: ['NOTES'] })] } },
      relationships: [
        [1, 'ANY_OF', 2, { gateKeys: ['g'] }],
        [2, 'NEEDS', 1],
        [2, 'NOTES', 3],
      ],
    };
    const analysis = analyse(given, { 3: 'DOWN' });
    expect([1, 2].map((item) => [analysis.stateOf(itemId(item)), analysis.dueTo(itemId(item))])).toEqual([
      ['DOWN', [3]],
      ['DOWN', [3]],
    ]);
  });

  test('an item assumed healthy passes nothing on, beats open outages and contradicts one that is asked about', () => {
    const given: Given = {
      relationships: [
        [1, 'NEEDS', 2],
        [2, 'NEEDS', 3],
      ],
    };
    const assumeHealthy = [itemId(2)];
    expect(
      analyse(given, { 3: 'DOWN' }, { assumeHealthy })
        .impacted()
        .map(({ item }) => item),
    ).toEqual([3]);
    const openOutages = [{ item: itemId(2), state: 'DOWN' as const }];
    expect(analyse(given, {}, { assumeHealthy, openOutages }).impacted()).toEqual([]);
    expect(() => analyse(given, { 2: 'DOWN' }, { assumeHealthy })).toThrow(
      expect.objectContaining({ code: 'BAD_REQUEST' }),
    );
    expect(analyse(given, { 2: 'OK' }, { assumeHealthy }).impacted()).toEqual([]);
  });

  test('of several outages of one item the worst counts, and open ones say how it was before', () => {
    const given: Given = { relationships: [[1, 'NEEDS', 2]] };
    const openOutages = [{ item: itemId(2), state: 'DEGRADED' as const }];
    expect(analyse(given, { 2: 'DOWN' }, { openOutages }).impacted()).toMatchObject([
      { item: 2, state: 'DOWN', stateBefore: 'DEGRADED' },
      { item: 1, state: 'DOWN', stateBefore: 'DEGRADED' },
    ]);
  });

  test('services come most critical first, everything else worst first, then nearest', () => {
    const service = (criticality: ItemFacts['criticality']): Partial<ItemFacts> => ({
      className: 'Service',
      criticality,
    });
    const analysis = analyse(
      {
        items: { 1: service(null), 2: service('LOW'), 3: service('CRITICAL'), 4: { environment: 'production' } },
        relationships: [
          [1, 'NEEDS', 4],
          [2, 'NEEDS', 4],
          [3, 'NEEDS', 4, { strength: 'SOFT' }],
          [4, 'NEEDS', 5],
        ],
      },
      { 5: 'DOWN' },
    );
    expect(
      analysis
        .services()
        .slice()
        .map(({ item }) => item),
    ).toEqual([3, 2, 1]);
    expect(analysis.impacted().map(({ item }) => item)).toEqual([5, 4, 1, 2, 3]);
    expect(analysis.summary()).toEqual({
      total: 5,
      byState: [
        { state: 'DOWN', count: 4 },
        { state: 'DEGRADED', count: 1 },
      ],
      byClass: [
        { key: 'Service', count: 3, down: 2 },
        { key: 'Thing', count: 2, down: 2 },
      ],
      byCriticality: [
        { key: 'CRITICAL', count: 1, down: 0 },
        { key: 'LOW', count: 1, down: 1 },
        { key: null, count: 3, down: 3 },
      ],
      byEnvironment: [
        { key: null, count: 4, down: 3 },
        { key: 'production', count: 1, down: 1 },
      ],
    });
  });

  test.each(['DOWN', 'AT_RISK', 'OK'] as const)('weights that are more than 32 bits together add up: %s', (state) => {
    const MOST = 2 ** 31 - 1;
    const percent = { DOWN: 60, AT_RISK: 33, OK: 25 }[state];
    const down = { DOWN: 2, AT_RISK: 2, OK: 1 }[state];
    const given = gated(gate('g', 'PERCENT', { value: percent }), 3, [MOST, MOST, MOST]);
    const outages = Object.fromEntries(Array.from({ length: down }, (_, i) => [i + 2, 'DOWN' as const]));
    const analysis = analyse(given, outages);
    expect(analysis.stateOf(ONE)).toBe(state);
    const [result] = state === 'OK' ? analysis.savingGates(ONE) : analysis.failedGates(ONE);
    expect(result).toMatchObject({ total: 3 * MOST, up: (3 - down) * MOST });
  });

  test('coverage names gates that are empty or make no sense', () => {
    const given: Given = {
      items: {
        1: {
          gates: [
            gate('empty', 'ALL'),
            gate('greedy', 'AT_LEAST', { value: 5 }),
            gate('lost', 'ANY', { parent: 'nowhere' }),
            gate('ring', 'ANY', { parent: 'ring' }),
          ],
        },
      },
      relationships: [
        [1, 'NEEDS', 2, { gateKeys: ['greedy', 'unknown'] }],
        [1, 'NEEDS', 3, { gateKeys: ['lost', 'ring'], strength: 'SOFT' }],
        [4, 'TWO_OF', 2],
      ],
    };
    const { emptyGates, misconfiguredGates } = analyse(given, { 2: 'DOWN' }).coverage();
    expect(emptyGates).toMatchObject([{ item: 1, key: 'empty' }]);
    expect(misconfiguredGates.map(({ item, message }) => `${item}: ${message}`)).toEqual([
      '1: Gate "greedy": it needs 5, but its members weigh only 1: 1 is counted.',
      '1: Gate "lost": its parent "nowhere" is not a gate of the item; it counts by itself.',
      '1: Gate "lost": NEEDS to one of its members is SOFT, the gate is HARD: the gate decides.',
      '1: Gate "ring": it is a member of itself; it counts by itself.',
      '1: Gate "ring": NEEDS to one of its members is SOFT, the gate is HARD: the gate decides.',
      '1: Gate "unknown": relationships name it, but the item does not define it: it counts as ALL.',
      '4: Gate "TWO_OF/HARD": it needs 2, but its members weigh only 1: 1 is counted.',
    ]);
  });

  test.each(['DOWN', 'DEGRADED'] as const)('coverage names the gates of an item that is itself %s', (state) => {
    const given: Given = {
      items: { 1: { gates: [gate('empty', 'ALL'), gate('greedy', 'AT_LEAST', { value: 5 })] } },
      relationships: [
        [1, 'NEEDS', 2, { gateKeys: ['greedy'] }],
        [3, 'NEEDS', 1],
      ],
    };
    const { emptyGates, misconfiguredGates } = analyse(given, { 1: state }).coverage();
    expect(emptyGates).toMatchObject([{ item: 1, key: 'empty' }]);
    expect(misconfiguredGates).toMatchObject([{ item: 1, key: 'greedy' }]);
  });
});
