import { ArcBuffer } from '../graph/arc-buffer';
import type { VisitedSet } from '../graph/visited-set';
import type { Evaluation } from './evaluation';
import { OK } from './impact-state';

/** The distance of an item that was not reached. */
export const NOT_REACHED = 2 ** 32 - 1;

/** Whether a walk may enter an item that is not hit. */
type Passes = ((item: number) => boolean) | null;

/**
 * By position of `evaluation.visited`: how many steps the item is from the nearest outage, along items that are hit or
 * that pass an outage on because their chain to an anchor is cut or a standby of theirs is hit; the outages are at 0. Holds for hit items.
 */
export function outageDistances(evaluation: Evaluation, outages: Iterable<number>): Uint32Array {
  const { paths, visited } = evaluation;
  const roots = [...outages].filter((item) => evaluation.rankOf(item) > OK);
  if (paths.areWhole) return walkFrom(evaluation, roots, null);
  const distances = walkFrom(evaluation, roots, (item) => paths.hasLost(item));
  const isMissing = (distance: number, place: number): boolean =>
    distance === NOT_REACHED && evaluation.rankOf(visited[place] ?? 0) > OK;
  if (!distances.some(isMissing)) return distances;
  // A dependent may lose a chain that leads on for everybody else, because for them it leads through the dependent.
  const wider = walkFrom(evaluation, roots, (item) => paths.isInCone(item));
  return distances.map((distance, place) => (distance === NOT_REACHED ? (wider[place] ?? 0) : distance));
}

/** Breadth first over dependents; only items that are hit or pass are entered. */
function walkFrom(evaluation: Evaluation, roots: readonly number[], passes: Passes): Uint32Array {
  const { view } = evaluation.context;
  return view.visitedSets.with(view.capacity, (reached) => {
    walk(evaluation, roots, passes, reached);
    return evaluation.visited.map((item) => (reached.has(item) ? (reached.values[item] ?? 0) : NOT_REACHED));
  });
}

function walk(evaluation: Evaluation, roots: readonly number[], passes: Passes, reached: VisitedSet): void {
  const { ranks } = evaluation;
  const { view, reach, standbys } = evaluation.context;
  const { type } = view.edges;
  const { queue, values, marks, generation } = reached;
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
    const distance = (values[item] ?? 0) + 1;
    for (let i = 0; i < arcs.length; i++) {
      const far = arcs.node[i] ?? 0;
      if (marks[far] === generation) continue;
      // Dependents feel the loss of a standby, whatever it stands in for.
      const stands = standbys.types[type[arcs.slot[i] ?? 0] ?? 0] === 1;
      if (ranks[far] === OK && !stands && passes?.(far) !== true) continue;
      marks[far] = generation;
      values[far] = distance;
      queue[count++] = far;
    }
  }
}
