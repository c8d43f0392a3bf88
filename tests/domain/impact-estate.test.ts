import { generateEstate } from '../../src/bench/estate-generator';
import { estateGraph } from '../../src/bench/estate-graph';
import { BUILTIN_MODEL } from '../../src/domain/class-model/builtin-model';
import { ClassModel } from '../../src/domain/class-model/resolved-class-model';
import { closureOf, unlimited } from '../../src/domain/graph/closure';
import { dependencyFilter } from '../../src/domain/graph/edge-filter';
import { itemId } from '../../src/domain/ids';
import type { HitColumns } from '../../src/domain/impact/hit-items';
import { ImpactAnalysis } from '../../src/domain/impact/impact-analysis';

/*
 * A graph so large that few and many hit items are worked out in different ways; with the small worlds of the properties
 * everything is many.
 */
const estate = generateEstate(12_000);
const graph = estateGraph(estate);
const view = graph.viewAt(graph.head);
const model = new ClassModel(BUILTIN_MODEL);

/** What depends on an item now, by the item. */
const dependents = new Map<number, number[]>();
for (const [place, source] of estate.source.entries()) {
  const target = estate.target[place] ?? 0;
  if (estate.to[place] === 0) dependents.set(target, [...(dependents.get(target) ?? []), source]);
}

function hit(item: number): HitColumns {
  const question = { outages: [{ item: itemId(item), state: 'DOWN' as const }], openOutages: [], assumeHealthy: [] };
  return new ImpactAnalysis(view, model, question).hit().columns;
}

/** Steps from an item along what is hit, round by round over plain lists. */
function stepsFrom(item: number, among: ReadonlySet<number>): Map<number, number> {
  const steps = new Map([[item, 0]]);
  for (const [near, distance] of steps) {
    for (const far of dependents.get(near) ?? []) {
      if (among.has(far) && !steps.has(far)) steps.set(far, distance + 1);
    }
  }
  return steps;
}

/** Of classes above which nothing leans on chains. */
const ROOTS = ['VirtualMachine', 'TechnicalService', 'DatabaseInstance', 'StorageArray'].flatMap((name) => {
  const first = estate.classes.indexOf(name);
  return Array.from({ length: Math.min(8, estate.classes.lastIndexOf(name) - first + 1) }, (_, place) => first + place);
});

test('distances are those of a walk over plain lists, of a handful of hit items and of most of the estate', () => {
  const sizes = ROOTS.map((root) => {
    const { items, distances } = hit(root);
    const steps = stepsFrom(root, new Set(items));
    expect([...items].map((item) => steps.get(item))).toEqual([...distances]);
    return items.length;
  });
  expect(Math.min(...sizes)).toBeLessThan(20);
  expect(Math.max(...sizes)).toBeGreaterThan(1_000);
});

test('what is hit is listed worst first, then nearest first, then by id', () => {
  for (const root of [...ROOTS, estate.classes.indexOf('DataCenter'), estate.classes.indexOf('Rack')]) {
    const { items, ranks, distances } = hit(root);
    const places = [...items.keys()];
    const by = (column: HitColumns['items'] | HitColumns['ranks'], a: number, b: number): number =>
      (column[a] ?? 0) - (column[b] ?? 0);
    expect(places.toSorted((a, b) => by(ranks, b, a) || by(distances, a, b) || by(items, a, b))).toEqual(places);
  }
});

test('a walk that fails in the middle leaves nothing behind for the next one', () => {
  const root = estate.classes.indexOf('DataCenter');
  const rules = unlimited('DEPENDENTS', dependencyFilter(view, model));
  const closure = closureOf(view, [root], rules);
  const before = hit(root);
  const kernel = view.edges.memory?.kernel();
  if (kernel === undefined) throw new Error('the table has no memory of its own');
  for (const ask of [() => hit(root), () => closureOf(view, [root], rules)]) {
    const fails = jest.spyOn(kernel, 'closure').mockImplementation(() => {
      kernel.bits[7] = -1;
      throw new Error('out of bounds');
    });
    expect(ask).toThrow('out of bounds');
    fails.mockRestore();
    expect(closureOf(view, [root], rules)).toEqual(closure);
    expect(hit(root)).toEqual(before);
  }
});
