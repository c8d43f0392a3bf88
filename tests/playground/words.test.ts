import { answerGraph, type AnswerGraph } from '../../src/playground/answer/answer-graph';
import { cardLines, lookOf, shortened, spoken } from '../../src/playground/card';
import type { DrawnItem } from '../../src/playground/answer/drawing';
import { headline } from '../../src/playground/headline';
import { factsOf } from '../../src/playground/panels/item-facts';
import { itemsForList } from '../../src/playground/list-order';
import { itemTowards } from '../../src/playground/navigation';

const IMPACT = {
  impact: {
    impacted: {
      nodes: [
        {
          state: 'DOWN',
          distance: 0,
          configurationItem: { id: 'r', name: 'redis-cart', class: { name: 'KubernetesWorkload' } },
        },
        { state: 'DOWN', distance: 1, configurationItem: { id: 'c', name: 'cartservice' } },
        {
          state: 'AT_RISK',
          distance: 2,
          stateBefore: 'OK',
          configurationItem: { id: 's', name: 'Shop', class: { name: 'BusinessService' } },
        },
      ],
    },
    spared: {
      nodes: [
        {
          margin: 0,
          configurationItem: {
            id: 'd',
            name: 'orders-db',
            supportGroup: { name: 'Databases', url: 'https://wiki.example' },
          },
          gates: [
            {
              key: 'HAS_MEMBER',
              explanation: 'needs 2 of 3: 2 left, 1 down; no more may go down',
              members: { nodes: [{ state: 'DOWN', configurationItem: { id: 'r' } }] },
            },
          ],
        },
      ],
    },
  },
};

const GRAPH: AnswerGraph = answerGraph(IMPACT);

function item(id: string): DrawnItem {
  const found = GRAPH.items.find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`The picture has no item ${id}.`);
  return found;
}

test('a card says its state in words, so that colour is not the only sign', () => {
  expect(cardLines(item('r'))).toEqual(['redis-cart', 'KubernetesWorkload · OUTAGE']);
  expect(cardLines(item('c'))).toEqual(['cartservice', 'DOWN']);
  expect(cardLines(item('s'))).toEqual(['Shop', 'BusinessService · AT RISK']);
  expect(cardLines(item('d'))).toEqual(['orders-db', 'SPARED · none to spare']);
  expect(spoken(item('r'))).toBe('redis-cart, KubernetesWorkload, OUTAGE, DOWN');
  expect(GRAPH.items.map(lookOf)).toEqual(['OUTAGE', 'DOWN', 'AT_RISK', 'SPARED']);
});

test('long names are cut in the middle, between whole characters', () => {
  expect(shortened('short', 10)).toBe('short');
  expect(shortened('abcdefghijklmnop', 7)).toBe('abcd…op');
  expect([...new Intl.Segmenter().segment(shortened('👩‍👩‍👧‍👦'.repeat(20), 6))]).toHaveLength(6);
});

test('the headline names the outages and counts what is hit', () => {
  expect(headline(GRAPH)).toBe('Impact of redis-cart: 2 DOWN, 1 AT RISK, 1 spared');
  const list = answerGraph({ configurationItems: { nodes: [{ id: 'a', name: 'a' }] } });
  expect(headline(list)).toBe('1 item');
  const topology = answerGraph({
    topology: {
      items: {
        nodes: [
          { distance: 0, configurationItem: { id: 'a', name: 'a' } },
          { distance: 1, configurationItem: { id: 'b', name: 'b' } },
        ],
      },
      relationships: { nodes: [{ source: { id: 'a' }, target: { id: 'b' } }] },
    },
  });
  expect(headline(topology)).toBe('2 items, 1 dependency');
});

test('details say why, in words, before what is stored', () => {
  const facts = factsOf(item('d'), GRAPH.arcs, {
    environment: 'production',
    labels: { tier: 'gold' },
    observations: [{ source: 'hand' }, { source: 'hand' }],
  });
  expect(facts).toEqual([
    { name: 'Spared by', value: 'HAS_MEMBER needs 2 of 3: 2 left, 1 down; no more may go down' },
    { name: 'Margin', value: 'none: the next of its members that goes down hits it' },
    { name: 'Support group', value: 'Databases, https://wiki.example' },
    { name: 'Environment', value: 'production' },
    { name: 'Labels', value: 'tier: gold' },
    { name: 'Reported by', value: 'hand' },
    { name: 'In this picture', value: 'depends on 1, needed by 0' },
  ]);
});

test('the list stands worst first and finds by name, class or state', () => {
  expect(itemsForList(GRAPH.items, '').map(({ id }) => id)).toEqual(['r', 'c', 's', 'd']);
  expect(itemsForList(GRAPH.items, 'business at risk').map(({ id }) => id)).toEqual(['s']);
  expect(itemsForList(GRAPH.items, 'CART').map(({ id }) => id)).toEqual(['r', 'c']);
  expect(itemsForList(GRAPH.items, 'nowhere')).toEqual([]);
});

test('arrow keys go to the nearest item that way, and stay at the rim', () => {
  const positions = new Map([
    ['top', { x: 0, y: 0 }],
    ['below', { x: 10, y: 100 }],
    ['aside', { x: 140, y: 90 }],
    ['deep', { x: 0, y: 220 }],
  ]);
  expect(itemTowards(positions, 'top', 'ArrowDown')).toBe('below');
  expect(itemTowards(positions, 'below', 'ArrowRight')).toBe('aside');
  expect(itemTowards(positions, 'deep', 'ArrowUp')).toBe('below');
  expect(itemTowards(positions, 'top', 'ArrowUp')).toBeNull();
  expect(itemTowards(positions, 'gone', 'ArrowUp')).toBeNull();
});
