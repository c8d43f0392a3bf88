import type { Application } from '../../src/application/application';
import type { Direction } from '../../src/domain/graph/arc-buffer';
import { closureOf, distancesOf, inOrder } from '../../src/domain/graph/closure';
import { DependencyGraph } from '../../src/domain/graph/dependency-graph';
import {
  dependencyFilter,
  directionBits,
  SOURCE_NEEDS_TARGET,
  TARGET_NEEDS_SOURCE,
} from '../../src/domain/graph/edge-filter';
import type { GraphView } from '../../src/domain/graph/graph-view';
import { revision, type ItemId, type Revision } from '../../src/domain/ids';
import { RELATIONSHIP_KINDS } from '../../src/domain/relationship';
import type { ClassModel } from '../../src/domain/resolved-class-model';
import { closureBySql } from '../../src/storage/graph-sql';
import { streamGraph } from '../../src/storage/graph-snapshot';

/** Three ways to one answer: the engine that followed the log, an engine built anew from the tables, SQL alone. */
export async function expectAgreement(
  app: Pick<Application, 'database' | 'models' | 'projection'>,
  items: readonly ItemId[],
  from: Revision,
  to: Revision,
): Promise<void> {
  await app.projection.waitFor(to, 10_000);
  const fresh = new DependencyGraph();
  const head = await streamGraph(app.database, {
    item: (facts, at) => fresh.loadItem(facts, at),
    relationship: (facts, since, until) => fresh.loadRelationship(facts, since, until),
  });
  fresh.loaded(head.revision);
  for (let at = from; at <= to; at = revision(at + 1)) {
    const model = await app.models.at(at);
    const [live, anew] = [app.projection.viewAt(at), fresh.viewAt(at)];
    expect(graphContents(anew, items)).toEqual(graphContents(live, items));
    // Another two at every revision: all of them would ask the database for minutes.
    for (const root of [items[at % items.length], items[(at + 2) % items.length]]) {
      if (root === undefined) continue;
      const expected = await bySql(app, model, root, at);
      expect(byEngine(live, model, root)).toEqual(expected);
    }
  }
}

const DIRECTION: Direction = 'DEPENDENCIES';

function byEngine(view: GraphView, model: ClassModel, root: ItemId): readonly (readonly [number, number])[] {
  const rules = { depthMax: null, itemsMax: null, fanOutMax: null, stops: null, hides: null, collapses: null };
  const closure = closureOf(view, [root], {
    ...rules,
    direction: DIRECTION,
    filter: dependencyFilter(view, model),
  });
  const distances = distancesOf(closure);
  return [...inOrder(closure)].map((item, place) => [item, distances[place] ?? -1]);
}

async function bySql(
  app: Pick<Application, 'database'>,
  model: ClassModel,
  root: ItemId,
  at: Revision,
): Promise<readonly (readonly [number, number])[]> {
  const typesWith = (bit: number): string[] =>
    model
      .types()
      .map((type) => type.name)
      .filter((name) => (directionBits(model, name, false) & bit) !== 0);
  const walk = {
    outTypes: typesWith(SOURCE_NEEDS_TARGET),
    inTypes: typesWith(TARGET_NEEDS_SOURCE),
    kinds: RELATIONSHIP_KINDS,
    strengths: ['HARD', 'SOFT'],
    depthMax: null,
    at,
  };
  const found = await closureBySql(app.database, [root], walk);
  return [...found].sort(([a, da], [b, db]) => da - db || a - b);
}

/** What a view holds of some items and the relationships that begin at them. */
export function graphContents(view: GraphView, items: readonly ItemId[]): unknown {
  const held = Array.from({ length: view.edges.count }, (_, slot) => slot).filter((slot) => view.holds(slot));
  return {
    items: items.map((item) => view.factsOf(item)),
    relationships: held
      .map((slot) => view.relationshipAt(slot))
      .filter(({ source }) => items.includes(source))
      .sort((a, b) => a.id - b.id),
  };
}
