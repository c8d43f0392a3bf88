import { ArcBuffer } from '../graph/arc-buffer';
import type { VisitedSet } from '../graph/visited-set';
import type { Evaluation } from './evaluation';
import { OK } from './impact-state';

/** Whether a walk may enter an item. */
type Passes = (item: number) => boolean;

/**
 * By position of `evaluation.visited`: how many steps the item is from the nearest outage, along items that are hit or
 * that pass an outage on because their chain to an anchor is cut; the outages are at 0. Holds for hit items.
 */
export function outageDistances(evaluation: Evaluation, outages: Iterable<number>): Uint32Array {
  const isHit: Passes = (item) => evaluation.rankOf(item) > OK;
  const roots = [...outages].filter(isHit);
  const distances = walkFrom(evaluation, roots, (item) => isHit(item) || evaluation.paths.hasLost(item));
  const isMissing = (distance: number, place: number): boolean =>
    distance === NOT_REACHED && isHit(evaluation.visited[place] ?? 0);
  if (!distances.some(isMissing)) return distances;
  // A dependent may lose a chain that leads on for everybody else, because for them it leads through the dependent.
  const wider = walkFrom(evaluation, roots, (item) => isHit(item) || evaluation.paths.isInCone(item));
  return distances.map((distance, place) => (distance === NOT_REACHED ? (wider[place] ?? 0) : distance));
}

const NOT_REACHED = 2 ** 32 - 1;

/** Breadth first over dependents; only items that pass are entered. */
function walkFrom(evaluation: Evaluation, roots: readonly number[], passes: Passes): Uint32Array {
  const { view } = evaluation.context;
  return view.visitedSets.with(view.capacity, (reached) => {
    walk(evaluation, roots, passes, reached);
    return Uint32Array.from(evaluation.visited, (item) =>
      reached.has(item) ? (reached.values[item] ?? 0) : NOT_REACHED,
    );
  });
}

function walk(evaluation: Evaluation, roots: readonly number[], passes: Passes, reached: VisitedSet): void {
  const { view, reach } = evaluation.context;
  const { queue, values } = reached;
  const arcs = new ArcBuffer();
  let count = 0;
  for (const root of roots) {
    if (!reached.add(root)) continue;
    values[root] = 0;
    queue[count++] = root;
  }
  for (let place = 0; place < count; place++) {
    const item = queue[place] ?? 0;
    if (!view.takesPart(item)) continue;
    arcs.collect(view, item, reach, 'DEPENDENTS');
    for (let i = 0; i < arcs.length; i++) {
      const far = arcs.node[i] ?? 0;
      if (reached.has(far) || !passes(far)) continue;
      reached.add(far);
      values[far] = (values[item] ?? 0) + 1;
      queue[count++] = far;
    }
  }
}
