import * as fc from 'fast-check';
import type { Change, ItemFacts, RelationshipFacts } from '../../src/domain/history/change';
import { GATE_RULES, type Gate } from '../../src/domain/gate';
import { DependencyGraph } from '../../src/domain/graph/dependency-graph';
import type { GraphView } from '../../src/domain/graph/graph-view';
import { revision } from '../../src/domain/ids';
import type { NaiveWorld } from './naive-impact';
import { itemFacts, relationshipFacts, SMALL_TYPES, smallModel } from './small-model';
import { gate } from './gates';

/** A class whose items need any one of what they NEED. */
export const WORLD_MODEL = smallModel({
  classes: [{ name: 'Part', parent: 'Thing', gateDefaults: { NEEDS: { rule: 'ANY', value: null, types: null } } }],
});

const KEYS = ['g1', 'g2', 'g3', 'NEEDS', 'NEEDS/SOFT', 'ANY_OF/HARD', 'UPLINKS_TO'];
const PATHS = [['UPLINKS_TO'], ['UPLINKS_TO', 'CABLED'], ['CABLED', 'NOTES', 'NEEDS']];

const anyGate = (key: string): fc.Arbitrary<Gate> =>
  fc
    .record({
      rule: fc.constantFrom(...GATE_RULES),
      number: fc.integer({ min: 1, max: 4 }),
      percent: fc.constantFrom(1, 34, 50, 67, 100),
      types: fc.constantFrom(...PATHS),
      degradedBelow: fc.option(fc.integer({ min: 1, max: 5 }), { freq: 3 }),
      strength: fc.constantFrom('HARD' as const, 'HARD' as const, 'SOFT' as const),
      nested: fc.boolean(),
    })
    .map(({ rule, number, percent, types, degradedBelow, strength, nested }) => ({
      key,
      rule,
      value: rule === 'AT_LEAST' ? number : rule === 'PERCENT' ? percent : null,
      types: rule === 'PATH' || (rule === 'ANCHOR' && percent > 1) ? types : null,
      degradedBelow,
      strength,
      // Parents come later in the list, so that there is no ring.
      parent: nested && rule !== 'ANCHOR' ? (KEYS[KEYS.indexOf(key) + (number % 2) + 1] ?? null) : null,
    }));

/** Own gates; a parent that is not there is left out, because only the engine has to cope with that. */
const gates: fc.Arbitrary<readonly Gate[]> = fc
  .subarray(KEYS, { maxLength: 4 })
  .chain((keys) => fc.tuple(...keys.map(anyGate)))
  .map((list) =>
    list.map((one) => ({ ...one, parent: list.some(({ key }) => key === one.parent) ? one.parent : null })),
  );

const item = (id: number): fc.Arbitrary<ItemFacts> =>
  fc
    .record({
      className: fc.constantFrom('Thing', 'Thing', 'Part', 'Service'),
      lifecycle: fc.constantFrom(
        'OPERATIONAL' as const,
        'OPERATIONAL' as const,
        'OPERATIONAL' as const,
        'DESIGN' as const,
      ),
      gates: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: gates }),
    })
    .map((partial) => itemFacts(id, partial));

const relationships = (count: number): fc.Arbitrary<readonly RelationshipFacts[]> => {
  const end = fc.integer({ min: 1, max: count });
  const drawn = fc.record({
    source: end,
    target: end,
    type: fc.constantFrom(
      ...SMALL_TYPES.map((type) => type.name),
      'NEEDS',
      'UPLINKS_TO',
      'UPLINKS_TO',
      'FAILS_OVER_TO',
    ),
    strength: fc.constantFrom('HARD' as const, 'HARD' as const, 'SOFT' as const),
    gateKeys: fc.oneof(
      { weight: 3, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.subarray(['g1', 'g2', 'g3', 'NEEDS'], { minLength: 1, maxLength: 2 }) },
    ),
    weight: fc.constantFrom(1, 1, 1, 2, 3),
  });
  return fc
    .uniqueArray(drawn, { maxLength: 4 * count, selector: ({ source, type, target }) => `${source} ${type} ${target}` })
    .map((list) =>
      list.map(({ source, type, target, ...rest }, i) => relationshipFacts(i + 1, source, type, target, rest)),
    );
};

const worldOf = (
  items: readonly fc.Arbitrary<ItemFacts>[],
  links: fc.Arbitrary<readonly RelationshipFacts[]>,
): fc.Arbitrary<NaiveWorld> =>
  fc.tuple(fc.tuple(...items), links).map(([facts, list]) => ({
    items: new Map(facts.map((one) => [one.id, one])),
    relationships: list,
    model: WORLD_MODEL,
  }));

const path = (types: readonly string[]): Gate => gate('g1', 'PATH', { types });

/** Few items that lean on chains: the first one on the second, whose chain leads back to the first and on to the third. */
const chainWorlds: fc.Arbitrary<NaiveWorld> = fc
  .tuple(fc.integer({ min: 3, max: 5 }), fc.constantFrom('UPLINKS_TO', 'NOTES'))
  .chain(([count, over]) => {
    const end = fc.integer({ min: 1, max: count });
    const type = fc.constantFrom('NEEDS', 'ANY_OF', over, over, 'CABLED');
    const ring = fc
      .tuple(fc.constantFrom('NEEDS', 'ANY_OF'), type, type)
      .map(([to, back, onward]) => [
        { source: 1, target: 2, type: to, gateKeys: ['g1'] },
        ...[back, onward].map((each, i) => ({ source: 2, target: 1 + 2 * i, type: each, gateKeys: [] })),
      ]);
    const more = fc.record({ source: end, target: end, type, gateKeys: fc.constantFrom([], ['g1']) });
    const links = fc.tuple(ring, fc.array(more, { maxLength: count })).map(([some, others]) => {
      const named = [...some, ...others].map((one) => [`${one.source} ${one.type} ${one.target}`, one] as const);
      return [...new Map(named).values()].map(({ source, target, type: name, gateKeys }, i) =>
        relationshipFacts(i + 1, source, name, target, { gateKeys }),
      );
    });
    const items = Array.from({ length: count }, (_, i) =>
      fc
        .constantFrom([], i === 0 ? [path([over])] : [], [path([over])], [path([over, 'CABLED'])])
        .map((gates) => itemFacts(i + 1, { gates })),
    );
    return worldOf(items, links);
  });

/** Up to nine items with gates of every kind, rings, parallel and repeated relationships. */
export const worlds: fc.Arbitrary<NaiveWorld> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.integer({ min: 2, max: 9 }).chain((count) => {
      const items = Array.from({ length: count }, (_, i) => item(i + 1));
      return worldOf(items, relationships(count));
    }),
  },
  { weight: 1, arbitrary: chainWorlds },
);

/** So many items, all but the first of which need it and define a gate of their own that no other has. */
export function crowdOf(count: number): NaiveWorld {
  const ids = Array.from({ length: count }, (_, at) => at + 1);
  return {
    items: new Map(ids.map((id) => [id, itemFacts(id, { gates: id === 1 ? [] : [gate(`of ${id}`)] })])),
    relationships: ids.slice(1).map((id) => relationshipFacts(id, id, 'NEEDS', 1)),
    model: WORLD_MODEL,
  };
}

/** The same world as a graph at revision 1; `reversed` fills it the other way round, half of it as an overlay. */
export function graphOf(world: NaiveWorld, reversed = false): GraphView {
  const graph = new DependencyGraph();
  for (const facts of world.items.values()) graph.loadItem(facts, revision(1));
  const list = reversed ? world.relationships.toReversed() : world.relationships;
  const loaded = reversed ? list.slice(0, list.length / 2) : list;
  for (const facts of loaded) graph.loadRelationship(facts, revision(1), null);
  graph.loaded(revision(reversed ? 0 : 1));
  if (reversed)
    graph.apply(
      revision(1),
      list.slice(loaded.length).map((relationship) => asChange({ relationship })),
    );
  return graph.viewAt(revision(1));
}

/** What follows an item or a relationship that has changed. */
export function asChange({ item, relationship }: Partial<Pick<Change, 'item' | 'relationship'>>): Change {
  const place = {
    revision: revision(1),
    ordinal: 0,
    itemId: null,
    relationshipId: null,
    targetId: null,
    subject: null,
  };
  const facts = { item: item ?? null, relationship: relationship ?? null };
  return { ...place, entity: 'RELATIONSHIP', kind: 'CREATED', tenant: '', paths: [], ...facts };
}
