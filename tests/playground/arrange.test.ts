import * as fc from 'fast-check';
import { answerGraph } from '../../src/playground/answer/answer-graph';
import { cardLines, lookOf } from '../../src/playground/card';
import { arrange, type Arrangement, type Picture } from '../../src/playground/groups/arrange';

const AS_IS: Arrangement = { by: 'none', opened: [], chosen: null, lookedUp: new Map() };

/** Two servers below three workloads; one of these is hit. */
const GRAPH: Picture = answerGraph({
  topology: {
    table: {
      ids: ['w1', 'w2', 'w3', 's1', 's2', 'r'],
      names: ['w1', 'w2', 'w3', 's1', 's2', 'rack'],
      classes: ['Workload', 'Workload', 'Workload', 'Server', 'Server', 'Rack'],
      distances: [0, 0, 0, 1, 1, 2],
      sources: [0, 1, 2, 3, 4, 0],
      targets: [3, 3, 4, 5, 5, 1],
      types: Array.from({ length: 6 }, () => 'RUNS_ON'),
      strengths: Array.from({ length: 6 }, () => 'HARD'),
    },
  },
  impact: { impacted: { nodes: [{ state: 'DEGRADED', distance: 3, configurationItem: { id: 'w2', name: 'w2' } }] } },
});

const idsOf = ({ items }: Picture) => items.map(({ id }) => id);
const arcsOf = ({ arcs }: Picture) => arcs.map(({ id }) => id).toSorted();

test('groups are cards that count their items and look like the worst of them', () => {
  const grouped = arrange(GRAPH, { ...AS_IS, by: 'class' });
  expect(idsOf(grouped).toSorted()).toEqual(['group class Server', 'group class Workload', 'r']);
  const workloads = grouped.items.find(({ id }) => id === 'group class Workload');
  if (workloads === undefined) throw new Error('There is no card for the workloads.');
  expect(lookOf(workloads)).toBe('DEGRADED');
  expect(cardLines(workloads)).toEqual(['Workload', '3 items · some DEGRADED']);
  expect(workloads.group).toMatchObject({ ids: ['w1', 'w2', 'w3'], hit: 1 });
  expect(arcsOf(grouped)).toEqual(['group class Server > r', 'group class Workload > group class Server']);
  expect(grouped.groups).toEqual([
    { key: 'Workload', size: 3, open: false },
    { key: 'Server', size: 2, open: false },
  ]);
});

test('an opened group shows its items, the others stay closed', () => {
  const opened = arrange(GRAPH, { ...AS_IS, by: 'class', opened: ['Server'] });
  expect(idsOf(opened).toSorted()).toEqual(['group class Workload', 'r', 's1', 's2']);
  expect(arcsOf(opened)).toEqual(['group class Workload > s1', 'group class Workload > s2', 's1 > r', 's2 > r']);
});

test('owners and environments are looked up where the answer does not say them; what has none is one group', () => {
  const lookedUp = new Map([
    ['w1', { owner: { name: 'Sales' } }],
    ['s1', { owner: { name: 'Sales' } }],
  ]);
  const grouped = arrange(GRAPH, { ...AS_IS, by: 'owner', lookedUp });
  expect(grouped.groups).toEqual([
    { key: 'no owner', size: 4, open: false },
    { key: 'Sales', size: 2, open: false },
  ]);
  // Its items stand in several layers: each card says whose it is.
  const opened = arrange(GRAPH, { ...AS_IS, by: 'owner', opened: ['Sales'], lookedUp });
  expect(opened.items.filter(({ tag }) => tag?.place === 1).map((item) => cardLines(item))).toEqual([
    ['w1', 'Workload · Sales'],
    ['s1', 'Server · Sales'],
  ]);
});

test('what has failed is never hidden in a group', () => {
  const failed = answerGraph({
    impact: {
      impacted: {
        nodes: ['a', 'b', 'c'].map((id, distance) => ({
          state: 'DOWN',
          distance,
          configurationItem: { id, name: id, class: { name: 'Server' } },
        })),
      },
    },
  });
  expect(idsOf(arrange(failed, { ...AS_IS, by: 'class' })).toSorted()).toEqual(['a', 'group class Server']);
});

test('too many items collapse by class and say so; what is opened then is drawn as far as it goes', () => {
  const ids = Array.from({ length: 50 }, (_, at) => `i${at}`);
  const large = answerGraph({
    topology: {
      table: {
        ids,
        names: ids,
        classes: ids.map((_, at) => (at < 40 ? 'Server' : 'Rack')),
        distances: ids.map((_, at) => at),
      },
    },
  });
  expect(arrange(large, AS_IS, 50)).toMatchObject({ by: 'none', notes: [] });
  const collapsed = arrange(large, AS_IS, 20);
  expect(collapsed.by).toBe('class');
  // What the picture is about shows as itself.
  expect(idsOf(collapsed)).toEqual(['i0', 'group class Server', 'group class Rack']);
  expect(collapsed.notes.join()).toContain('These are 50 items, more than the 20 that are drawn one by one');
  const opened = arrange(large, { ...AS_IS, by: 'class', opened: ['Server'] }, 20);
  expect(idsOf(opened)).toEqual(['group class Rack', ...ids.slice(0, 19)]);
  expect(opened.notes.join()).toContain('Drawn are 20 of 41 cards');
  // What is chosen shows, be it the farthest in a closed group.
  expect(idsOf(arrange(large, { ...AS_IS, chosen: 'i39' }, 20))).toContain('i39');
});

test('whatever is grouped, every item stands on one card and every arc has both its ends', () => {
  const count = 12;
  const arbitrary = fc.record({
    classes: fc.array(fc.constantFrom('A', 'B', 'C'), { minLength: count, maxLength: count }),
    pairs: fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), { maxLength: 30 }),
    opened: fc.subarray(['A', 'B', 'C']),
    max: fc.integer({ min: 1, max: 20 }),
  });
  fc.assert(
    fc.property(arbitrary, ({ classes, pairs, opened, max }) => {
      const ids = classes.map((_, at) => `i${at}`);
      const table = {
        ids,
        names: ids,
        classes,
        distances: ids.map(() => 0),
        sources: pairs.map(([from]) => from),
        targets: pairs.map(([, to]) => to),
      };
      const whole = answerGraph({ topology: { table } });
      const { items, arcs } = arrange(whole, { ...AS_IS, by: 'class', opened }, max);
      const cards = new Set(items.map(({ id }) => id));
      expect(cards.size).toBe(items.length);
      expect(items.length).toBeLessThanOrEqual(max);
      for (const arc of arcs)
        expect(cards.has(arc.dependent) && cards.has(arc.provider) && arc.dependent !== arc.provider).toBe(true);
      if (items.length < max) {
        const shown = items.flatMap(({ id, group }) => group?.ids ?? [id]);
        expect(shown.toSorted()).toEqual(ids.toSorted());
      }
    }),
  );
});
