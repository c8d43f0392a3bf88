import { parse } from 'graphql';
import * as fc from 'fast-check';
import { answerGraph } from '../../src/playground/answer/answer-graph';
import { underFieldNames } from '../../src/playground/answer/field-names';
import { headline } from '../../src/playground/headline';

const CLASS = { name: 'KubernetesWorkload' };

function ci(id: string) {
  return { id, name: `name of ${id}`, class: CLASS };
}

function relationship(source: string, target: string, propagation = 'TARGET_TO_SOURCE', strength = 'HARD') {
  return { strength, type: { name: 'CALLS', propagation }, source: { id: source }, target: { id: target } };
}

function topology(ids: readonly string[], relationships: readonly unknown[]) {
  return {
    items: { nodes: ids.map((id, distance) => ({ distance, configurationItem: ci(id) })) },
    relationships: { nodes: relationships },
  };
}

function arcsOf(data: unknown): string[] {
  return answerGraph(data)
    .arcs.map((arc) => arc.id)
    .toSorted();
}

function itemOf(data: unknown, id: string) {
  const item = answerGraph(data).items.find((candidate) => candidate.id === id);
  if (item === undefined) throw new Error(`The picture has no item ${id}.`);
  return item;
}

describe('a topology', () => {
  test('is drawn with its items, distances and dependencies', () => {
    const graph = answerGraph({ topology: topology(['a', 'b'], [relationship('a', 'b')]) });
    expect(graph.kind).toBe('topology');
    expect(
      graph.items.map(({ id, name, className, distance, state }) => ({ id, name, className, distance, state })),
    ).toEqual([
      { id: 'a', name: 'name of a', className: 'KubernetesWorkload', distance: 0, state: null },
      { id: 'b', name: 'name of b', className: 'KubernetesWorkload', distance: 1, state: null },
    ]);
    expect(graph.arcs).toMatchObject([
      { dependent: 'a', provider: 'b', labels: ['CALLS'], soft: false, direction: 'one-way' },
    ]);
    expect(graph.cut).toEqual([]);
    expect(graph.advice).toEqual([]);
  });

  test('is the same asked for by nodes or by edges', () => {
    const nodes = topology(['a', 'b'], [relationship('a', 'b')]);
    const edges = {
      items: { edges: nodes.items.nodes.map((node) => ({ node })) },
      relationships: { edges: nodes.relationships.nodes.map((node) => ({ node })) },
    };
    expect(answerGraph({ topology: edges })).toEqual(answerGraph({ topology: nodes }));
  });

  test('points each dependency from the dependent to what it needs, whichever end of the relationship that is', () => {
    const both = relationship('c', 'a', 'BOTH', 'SOFT');
    const data = { topology: topology(['a', 'b', 'c'], [relationship('a', 'b', 'SOURCE_TO_TARGET'), both]) };
    expect(arcsOf(data)).toEqual(['b > a', 'c > a']);
    expect(answerGraph(data).arcs[1]).toMatchObject({ direction: 'both', soft: true });
    const none = { topology: topology(['a', 'b'], [relationship('a', 'b', 'NONE')]) };
    expect(answerGraph(none).arcs[0]).toMatchObject({ direction: 'none' });
  });

  test('is drawn from its table alone', () => {
    const table = {
      ids: ['a', 'b', 'c'],
      names: ['shop', 'cart', 'redis'],
      classes: ['BusinessService', 'KubernetesWorkload', 'KubernetesWorkload'],
      distances: [0, 1, 2],
      sources: [0, 1],
      targets: [1, 2],
      types: ['CONSUMES', 'CALLS'],
      strengths: ['HARD', 'SOFT'],
    };
    const graph = answerGraph({ topology: { table } });
    expect(graph.items.map((item) => [item.name, item.className, item.distance])).toEqual([
      ['shop', 'BusinessService', 0],
      ['cart', 'KubernetesWorkload', 1],
      ['redis', 'KubernetesWorkload', 2],
    ]);
    expect(graph.arcs.map((arc) => [arc.id, arc.labels, arc.soft])).toEqual([
      ['a > b', ['CONSUMES'], false],
      ['b > c', ['CALLS'], true],
    ]);
    expect(graph.advice).toEqual([]);
  });

  test('is found under the names that a query gives its fields', () => {
    const document =
      parse(`query Q { needs: topology(roots: []) { all: items { list: nodes { far: distance ...Item } } ...Arcs } }
      fragment Item on TopologyItem { it: configurationItem { id label: name kind: class { name } } }
      fragment Arcs on Topology { between: relationships { nodes { type { name } from: source { id } to: target { id } } } }`);
    const answer = {
      needs: {
        all: {
          list: [
            { far: 0, it: { id: 'a', label: 'shop', kind: { name: 'BusinessService' } } },
            { far: 1, it: { id: 'b', label: 'cart', kind: { name: 'KubernetesWorkload' } } },
          ],
        },
        between: { nodes: [{ type: { name: 'CONSUMES' }, from: { id: 'a' }, to: { id: 'b' } }] },
      },
    };
    const graph = answerGraph(underFieldNames(document, 'Q', answer));
    expect(graph.items.map((item) => [item.name, item.className, item.distance])).toEqual([
      ['shop', 'BusinessService', 0],
      ['cart', 'KubernetesWorkload', 1],
    ]);
    expect(graph.arcs.map((arc) => arc.id)).toEqual(['a > b']);
  });

  test('asked for twice under two names is drawn as one picture', () => {
    const document = parse(
      '{ one: topology(roots: []) { items { nodes { distance } } } two: topology(roots: []) { items { nodes { distance } } } }',
    );
    const answer = {
      one: topology(['a', 'b'], [relationship('a', 'b')]),
      two: topology(['b', 'c'], [relationship('b', 'c')]),
    };
    const graph = answerGraph(underFieldNames(document, null, answer));
    expect(graph.items.map((item) => item.id)).toEqual(['a', 'b', 'c']);
    expect(graph.arcs.map((arc) => arc.id)).toEqual(['a > b', 'b > c']);
  });

  test('without relationships says which fields to add', () => {
    const { advice } = answerGraph({ topology: { items: { nodes: topology(['a', 'b'], []).items.nodes } } });
    expect(advice.join()).toContain('relationships(first: 1000)');
  });

  test('of numbers alone says which fields to add', () => {
    const graph = answerGraph({ topology: { itemCount: 12, relationshipCount: 9 } });
    expect(graph.kind).toBe('nothing');
    expect(graph.advice.join()).toContain('configurationItem { id name class { name } }');
  });

  test('that lists only a part says how much of it', () => {
    const page = topology(['a', 'b'], [relationship('a', 'b')]);
    const { cut } = answerGraph({ topology: { itemCount: 4310, relationshipCount: 1, truncated: true, ...page } });
    expect(cut[0]).toContain('2 of 4,310 items');
    expect(cut[1]).toContain('limit of the query');
    expect(cut).toHaveLength(2);
  });
});

describe('an impact', () => {
  const gate = (key: string, members: readonly (readonly [string, string])[]) => ({
    key,
    strength: 'HARD',
    explanation: `explained ${key}`,
    members: { nodes: members.map(([id, state]) => ({ state, configurationItem: ci(id) })) },
  });
  const hit = (id: string, state: string, distance: number, extra: object = {}) => ({
    state,
    stateBefore: 'OK',
    distance,
    configurationItem: ci(id),
    ...extra,
  });

  test('shows the state of every item and marks the outage', () => {
    const data = { impact: { impacted: { nodes: [hit('redis', 'DOWN', 0), hit('cart', 'DEGRADED', 1)] } } };
    expect(itemOf(data, 'redis')).toMatchObject({ state: 'DOWN', outage: true });
    expect(itemOf(data, 'cart')).toMatchObject({ state: 'DEGRADED', outage: false, stateBefore: 'OK' });
    expect(answerGraph(data).kind).toBe('impact');
  });

  test('draws the members of failed gates as what the item needs, and marks the way of the failure', () => {
    const failedGates = [
      gate('CALLS', [
        ['redis', 'DOWN'],
        ['mail', 'OK'],
      ]),
    ];
    const graph = answerGraph({
      impact: { impacted: { nodes: [hit('redis', 'DOWN', 0), hit('cart', 'DOWN', 1, { failedGates })] } },
    });
    expect(graph.arcs.map((arc) => [arc.id, arc.carries, arc.labels])).toEqual([
      ['cart > redis', true, ['CALLS']],
      ['cart > mail', false, ['CALLS']],
    ]);
    expect(graph.items.find((item) => item.id === 'mail')).toMatchObject({ state: 'OK', outage: false });
    expect(graph.items.find((item) => item.id === 'cart')?.gates).toEqual([
      { key: 'CALLS', explanation: 'explained CALLS', saved: false },
    ]);
    expect(graph.advice).toEqual([]);
  });

  test('draws the steps of a proof: each needs the steps it follows from', () => {
    const proof = [
      { state: 'DOWN', configurationItem: ci('redis'), gate: null, because: [] },
      { state: 'DOWN', configurationItem: ci('cart'), gate: { key: 'CALLS' }, because: [0] },
      { state: 'DOWN', configurationItem: ci('shop'), gate: { key: 'CONSUMES' }, because: [1, 0] },
    ];
    const data = { impact: { impacted: { nodes: [hit('shop', 'DOWN', 2, { proof })] } } };
    expect(arcsOf(data)).toEqual(['cart > redis', 'shop > cart', 'shop > redis']);
    expect(itemOf(data, 'redis').outage).toBe(true);
    expect(itemOf(data, 'cart')).toMatchObject({ outage: false, state: 'DOWN' });
  });

  test('draws what an item is due to only where no chain is known', () => {
    const dueTo = { nodes: [ci('redis')] };
    const failedGates = [gate('CALLS', [['redis', 'DOWN']])];
    const data = {
      impact: {
        impacted: { nodes: [hit('cart', 'DOWN', 1, { dueTo, failedGates }), hit('shop', 'DOWN', 2, { dueTo })] },
      },
    };
    const arcs = answerGraph(data).arcs.map((arc) => [arc.id, arc.indirect]);
    expect(arcs).toEqual([
      ['cart > redis', false],
      ['shop > redis', true],
    ]);
    expect(itemOf(data, 'shop').dueTo).toEqual(['name of redis']);
    expect(itemOf(data, 'redis').outage).toBe(true);
  });

  test('shows what was spared, by which rule and with which margin', () => {
    const spared = {
      nodes: [{ margin: 1, configurationItem: ci('cluster'), gates: [gate('HAS_MEMBER', [['db-1', 'DOWN']])] }],
    };
    const data = { impact: { impacted: { nodes: [hit('db-1', 'DOWN', 0)] }, spared } };
    expect(itemOf(data, 'cluster')).toMatchObject({
      spared: true,
      state: 'OK',
      margin: 1,
      gates: [{ key: 'HAS_MEMBER', explanation: 'explained HAS_MEMBER', saved: true }],
    });
    expect(answerGraph(data).arcs).toMatchObject([{ id: 'cluster > db-1', carries: false }]);
  });

  test('without reasons says which fields to add', () => {
    const { advice } = answerGraph({
      impact: { impacted: { nodes: [hit('redis', 'DOWN', 0), hit('cart', 'DOWN', 1)] } },
    });
    expect(advice.join()).toContain('failedGates');
    expect(advice.join()).toContain('1 of its items');
  });

  test('of totals alone says which fields to add', () => {
    const graph = answerGraph({ impact: { summary: { total: 3 } } });
    expect(graph.kind).toBe('nothing');
    expect(graph.advice.join()).toContain('impacted(first: 200)');
  });

  test('that hits nothing at all is told apart from an answer that cannot be drawn', () => {
    const graph = answerGraph({ impact: { impacted: { totalCount: 0, nodes: [] }, spared: { nodes: [] } } });
    expect(graph.kind).toBe('nothing');
    expect(graph.advice).toEqual(['Nothing is hit and nothing was spared.']);
  });

  test('names references that did not resolve', () => {
    const { cut } = answerGraph({
      impact: { impacted: { nodes: [hit('redis', 'DOWN', 0)] }, unresolved: [{ message: 'No item "rdeis".' }] },
    });
    expect(cut).toEqual(['A reference did not resolve: No item "rdeis".']);
  });
});

describe('items of other answers', () => {
  test('are drawn, with relationships that are asked for on them', () => {
    const data = {
      configurationItem: {
        ...ci('cart'),
        environment: 'production',
        relationships: { nodes: [{ type: { name: 'CALLS' }, target: ci('redis') }] },
      },
    };
    expect(arcsOf(data)).toEqual(['cart > redis']);
    expect(itemOf(data, 'cart').values).toMatchObject({ environment: 'production' });
    expect(answerGraph(data).kind).toBe('items');
  });

  test('are drawn from lists, paths, changes and results of an ingest', () => {
    const path = { length: 1, configurationItems: [ci('a'), ci('b')], relationships: [relationship('a', 'b')] };
    expect(arcsOf({ paths: { nodes: [path] } })).toEqual(['a > b']);
    expect(itemOf({ configurationItems: { edges: [{ node: ci('a') }] } }, 'a').name).toBe('name of a');
    const changes = [
      { kind: 'CREATED', configurationItem: ci('a'), subject: null, target: null, values: [] },
      { kind: 'CREATED', configurationItem: ci('a'), subject: 'CALLS', target: ci('b'), values: [] },
    ];
    expect(answerGraph({ changes: { nodes: changes } })).toMatchObject({
      items: [{ id: 'a' }, { id: 'b' }],
      arcs: [{ id: 'a > b', labels: ['CALLS'] }],
      advice: [],
    });
    expect(itemOf({ ingest: { results: [{ outcome: 'CREATED', configurationItem: ci('a') }] } }, 'a').id).toBe('a');
    expect(itemOf({ node: ci('a') }, 'a').id).toBe('a');
  });

  test('do not come from values that only look like items', () => {
    const item = { ...ci('a'), attributes: { configurationItem: ci('x') }, labels: { nodes: [ci('y')] } };
    expect(answerGraph({ configurationItem: item }).items.map(({ id }) => id)).toEqual(['a']);
    expect(answerGraph({ ciClasses: [{ id: 'c', name: 'Server' }], server: { history: 'h' } }).kind).toBe('nothing');
  });

  test('that were not found are told apart from an answer that cannot be drawn', () => {
    const none = ['No configuration item fits what was asked.'];
    expect(answerGraph({ configurationItems: { totalCount: 0, nodes: [] } }).advice).toEqual(none);
    expect(answerGraph({ configurationItem: null }).advice).toEqual(none);
  });

  test('without id or name say so', () => {
    expect(answerGraph({ configurationItem: { name: 'cart' } }).advice.join()).toContain('Ask for the id');
    expect(answerGraph({ configurationItem: { id: 'a', class: CLASS } }).advice.join()).toContain('add `name`');
    expect(answerGraph(null).kind).toBe('nothing');
  });
});

describe('a topology in columns', () => {
  test('points the way that the types of its relationships say, when they stand beside it', () => {
    const table = { ids: ['a', 'b'], sources: [0], targets: [1], types: ['REALIZES'], strengths: ['HARD'] };
    const relationshipTypes = [{ name: 'REALIZES', propagation: 'SOURCE_TO_TARGET' }];
    expect(arcsOf({ topology: { table }, relationshipTypes })).toEqual(['b > a']);
    expect(arcsOf({ topology: { table } })).toEqual(['a > b']);
  });
});

describe('a difference', () => {
  const value = { path: 'attributes.cpus', before: 4, after: 8 };
  const ends = { source: ci('a'), target: ci('gone'), type: { name: 'CALLS', propagation: 'TARGET_TO_SOURCE' } };
  const data = {
    topology: topology(['a', 'new'], [relationship('a', 'new')]),
    difference: {
      from: 5,
      to: 9,
      itemCounts: { added: 1, removed: 1, changed: 1 },
      relationshipCounts: { added: 0, removed: 1, changed: 0 },
      items: {
        nodes: [
          { kind: 'CHANGED', before: ci('a'), after: ci('a'), values: [value] },
          { kind: 'ADDED', before: null, after: ci('new'), values: [] },
          { kind: 'REMOVED', before: ci('gone'), after: null, values: [] },
        ],
      },
      relationships: { nodes: [{ kind: 'REMOVED', before: { ...ends, strength: 'SOFT' }, after: null, values: [] }] },
    },
  };

  test('marks what came, went and changed, value by value, and draws what is gone', () => {
    const graph = answerGraph(data);
    expect(graph.kind).toBe('difference');
    expect(graph.difference).toEqual({
      from: 5,
      to: 9,
      items: { added: 1, removed: 1, changed: 1 },
      relationships: { added: 0, removed: 1, changed: 0 },
    });
    expect(headline(graph)).toBe('1 item added, 1 item and 1 relationship removed, 1 item changed since revision 5');
    expect(graph.items.map(({ id, difference }) => [id, difference])).toEqual([
      ['a', 'CHANGED'],
      ['new', 'ADDED'],
      ['gone', 'REMOVED'],
    ]);
    expect(itemOf(data, 'a').changed).toEqual([value]);
    expect(graph.arcs.map(({ id, difference, soft }) => [id, difference, soft])).toEqual([
      ['a > new', null, false],
      ['a > gone', 'REMOVED', true],
    ]);
  });

  test('that lists only a part says how much of it', () => {
    const { difference } = data;
    const { cut } = answerGraph({
      difference: { ...difference, itemCounts: { added: 2_000, removed: 1, changed: 1 } },
    });
    expect(cut.join()).toContain('lists 3 of 2,002 items that differ');
  });

  test('of nothing is told apart from an answer that cannot be drawn', () => {
    const none = { added: 0, removed: 0, changed: 0 };
    const same = { from: 1, to: 2, itemCounts: none, relationshipCounts: none, items: { nodes: [] } };
    expect(answerGraph({ difference: same })).toMatchObject({ kind: 'difference', items: [], cut: [] });
  });
});

describe('weak points', () => {
  const cutSets = {
    target: ci('shop'),
    sets: {
      totalCount: '2',
      nodes: [
        { order: 1, configurationItems: [ci('db')] },
        { order: 2, configurationItems: [ci('edge-1'), ci('edge-2')] },
      ],
    },
    sharedFate: [
      {
        gateKey: 'nodes',
        failsGate: true,
        memberCount: 2,
        configurationItem: { id: 'c', name: 'cluster' },
        provider: { id: 'r', name: 'Rack 1' },
        members: [{ id: 'n1' }, { id: 'n2' }],
      },
    ],
    coverage: { reason: null },
  };

  test('are marked by the smallest set that they are in, and listed as sets', () => {
    const graph = answerGraph({ cutSets });
    expect(graph.kind).toBe('weak-points');
    expect(Object.fromEntries(graph.items.map(({ id, cutOrder }) => [id, cutOrder]))).toEqual({
      shop: null,
      db: 1,
      'edge-1': 2,
      'edge-2': 2,
    });
    expect(graph.weakPoints?.sets.map((set) => set.map(({ id }) => id))).toEqual([['db'], ['edge-1', 'edge-2']]);
    expect(graph.weakPoints?.sharedFates).toEqual(['cluster, nodes: 2 of 2 go down with Rack 1, too few are left.']);
  });

  test('of the whole estate are single points of failure', () => {
    const nodes = [{ serviceCount: 3, configurationItem: ci('db') }];
    expect(itemOf({ singlePointsOfFailure: { totalCount: 1, nodes } }, 'db').cutOrder).toBe(1);
  });

  test('give way to states where an impact is asked beside them', () => {
    const impact = { impacted: { nodes: [{ state: 'DOWN', distance: 0, configurationItem: ci('db') }] } };
    const graph = answerGraph({ cutSets, impact });
    expect(graph.kind).toBe('impact');
    expect(graph.weakPoints?.sets).toHaveLength(2);
  });
});

test('changes are lines to read, and their items a picture', () => {
  const change = (target: unknown, values: unknown[]) => ({
    entity: target === null ? 'CONFIGURATION_ITEM' : 'RELATIONSHIP',
    kind: 'UPDATED',
    changeSet: { revision: 7, at: '2026-11-22T22:00:00Z', principal: 'anna', source: 'scan', reason: 'nightly' },
    configurationItem: ci('a'),
    subject: target === null ? null : 'CALLS',
    target,
    values,
  });
  const value = { path: 'strength', before: 'SOFT', after: 'HARD' };
  const nodes = [change(ci('b'), [{ path: 'source', before: null, after: 'a' }, value]), change(null, [])];
  const graph = answerGraph({
    changes: { totalCount: 120, pageInfo: { hasNextPage: true, endCursor: 'next' }, nodes },
  });
  expect(graph).toMatchObject({ kind: 'changes', changes: { total: 120, next: 'next' } });
  expect(graph.changes?.lines).toMatchObject([
    { thing: 'name of a CALLS name of b', by: 'scan', reason: 'nightly', revision: 7, id: 'a', values: [value] },
    { thing: 'name of a', values: [] },
  ]);
  expect(graph.arcs.map(({ id }) => id)).toEqual(['a > b']);
  expect(answerGraph({ changes: { totalCount: 0, nodes: [] } }).kind).toBe('changes');
});

test('whatever an answer holds, the picture is whole: no arc without its ends, no exception', () => {
  const names = [
    'impact',
    'impacted',
    'nodes',
    'configurationItem',
    'id',
    'items',
    'proof',
    'because',
    'source',
    'target',
    'table',
    'difference',
    'sets',
    'changes',
    'values',
  ];
  const json = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom<unknown>(null, 0, 1, 'a', 'b', 'DOWN', 'OK', true),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(
        fc.constantFrom(...names, 'spared', 'failedGates', 'members', 'state', 'relationships'),
        tie('value'),
        { maxKeys: 5 },
      ),
    ),
  })).value;
  fc.assert(
    fc.property(json, (data) => {
      const { items, arcs } = answerGraph(data);
      const ids = new Set(items.map((item) => item.id));
      return ids.size === items.length && arcs.every((arc) => ids.has(arc.dependent) && ids.has(arc.provider));
    }),
    { numRuns: 500 },
  );
});
