import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Application } from '../../src/application/application';
import { createGraphProjection } from '../../src/application/graph/graph-projection';
import type { Direction } from '../../src/domain/graph/arc-buffer';
import { closureOf, distancesOf, inOrder, unlimited } from '../../src/domain/graph/closure';
import { DependencyGraph } from '../../src/domain/graph/dependency-graph';
import {
  dependencyFilter,
  directionBits,
  SOURCE_NEEDS_TARGET,
  TARGET_NEEDS_SOURCE,
} from '../../src/domain/graph/edge-filter';
import { imageOf } from '../../src/domain/graph/graph-image';
import type { GraphView } from '../../src/domain/graph/graph-view';
import { revision, type ItemId, type Revision } from '../../src/domain/ids';
import { RELATIONSHIP_KINDS } from '../../src/domain/relationship';
import type { ClassModel } from '../../src/domain/class-model/resolved-class-model';
import { writeGraphFile } from '../../src/storage/graph/graph-file';
import { closureBySql } from './closure-by-sql';
import { streamGraph } from '../../src/storage/graph/graph-snapshot';
import { readChangeSetsAfter } from './change-sets';

/** One of the ways to the graph at a revision. */
export interface GraphWay {
  readonly name: string;
  viewAt(at: Revision): Promise<GraphView>;
}

type Source = Pick<Application, 'database' | 'models' | 'projection'>;

/**
 * The graph in five ways: as the application followed it, built anew from the tables, replayed from the log, taken from a
 * file that was stored half-way and followed on from there, and with nothing but the present in memory.
 */
export async function withAllWays(app: Source, work: (ways: readonly GraphWay[]) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'underpin-graph-'));
  const path = join(directory, 'graph.snapshot');
  const fresh = new DependencyGraph();
  const head = await streamGraph(app.database, { from: revision(0), to: null }, fresh);
  fresh.loaded(head.revision);
  const replayed = await replayLog(app, path);
  const problems: unknown[] = [];
  const options = { ...app, clock: () => new Date(), onProblem: (problem: unknown) => problems.push(problem) };
  const restored = await createGraphProjection({ ...options, snapshot: { path, intervalMs: 3_600_000 } });
  const windowed = await createGraphProjection({ ...options, windowMs: 0 });
  const view = (graph: DependencyGraph) => (at: Revision) => Promise.resolve(graph.viewAt(at));
  try {
    await work([
      { name: 'followed', viewAt: (at) => app.projection.viewAt(at, 'EVERYTHING') },
      { name: 'rebuilt', viewAt: view(fresh) },
      { name: 'replayed', viewAt: view(replayed) },
      { name: 'restored', viewAt: (at) => restored.viewAt(at, 'EVERYTHING') },
      { name: 'windowed', viewAt: (at) => windowed.viewAt(at, 'EVERYTHING') },
    ]);
    expect(problems).toEqual([]);
  } finally {
    await restored.stop();
    await windowed.stop();
    await rm(directory, { recursive: true });
  }
}

/** Applies everything that was ever logged, and stores what is there half-way. */
async function replayLog(app: Pick<Source, 'database' | 'projection'>, path: string): Promise<DependencyGraph> {
  const graph = new DependencyGraph();
  const { head } = app.projection;
  while (graph.head < head) {
    const batch = await readChangeSetsAfter(app.database, graph.head, 1_000);
    for (const { changeSet, changes } of batch) {
      graph.apply(changeSet.revision, changes);
      if (changeSet.revision !== Math.ceil(head / 2)) continue;
      const stamp = { revision: changeSet.revision, changeSetId: changeSet.id };
      await writeGraphFile(path, imageOf(graph.contents()), stamp);
    }
  }
  return graph;
}

/** All ways to the graph agree, and SQL alone finds the same closures. */
export async function expectAgreement(
  app: Source,
  items: readonly ItemId[],
  from: Revision,
  to: Revision,
): Promise<void> {
  await app.projection.waitFor(to, 60_000);
  await withAllWays(app, async ([live, ...others]) => {
    for (let at = from; at <= to; at = revision(at + 1)) {
      const model = await app.models.at(at);
      const view = await live?.viewAt(at);
      if (view === undefined) throw new Error('there is no graph');
      for (const { name, viewAt } of others) {
        expect({ name, ...graphContents(await viewAt(at), items) }).toEqual({ name, ...graphContents(view, items) });
      }
      // Another two at every revision: all of them would ask the database for minutes.
      for (const root of [items[at % items.length], items[(at + 2) % items.length]]) {
        if (root === undefined) continue;
        const expected = await bySql(app, model, root, at);
        expect(byEngine(view, model, root)).toEqual(expected);
      }
    }
  });
}

const DIRECTION: Direction = 'DEPENDENCIES';

function byEngine(view: GraphView, model: ClassModel, root: ItemId): readonly (readonly [number, number])[] {
  const closure = closureOf(view, [root], unlimited(DIRECTION, dependencyFilter(view, model)));
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
export function graphContents(view: GraphView, items: readonly ItemId[]): { items: unknown; relationships: unknown } {
  const held = Array.from({ length: view.edges.count }, (_, slot) => slot).filter((slot) => view.holds(slot));
  return {
    items: items.map((item) => view.factsOf(item)),
    relationships: held
      .map((slot) => view.relationshipAt(slot))
      .filter(({ source }) => items.includes(source))
      .sort((a, b) => a.id - b.id),
  };
}
