import { ArcBuffer } from '../graph/arc-buffer';
import { WordList } from '../graph/typed-columns';
import type { Evaluation } from './evaluation';
import { OK } from './impact-state';

/** By item: steps from the nearest outage; -1 where there is none. */
export type Distances = Int32Array;

/**
 * How many steps every hit item is from the nearest outage, along items that are hit or that pass an outage on because
 * their chain to an anchor is cut; the outages are at 0.
 */
export function outageDistances(evaluation: Evaluation, outages: Iterable<number>): Distances {
  const isHit = (item: number): boolean => evaluation.rankOf(item) > OK;
  const roots = [...outages].filter(isHit);
  const distances = walkFrom(evaluation, roots, (item) => isHit(item) || evaluation.paths.hasLost(item));
  if (evaluation.visited.every((item) => !isHit(item) || (distances[item] ?? -1) >= 0)) return distances;
  // A dependent may lose a chain that leads on for everybody else, because for them it leads through the dependent.
  const wider = walkFrom(evaluation, roots, (item) => isHit(item) || evaluation.paths.isInCone(item));
  return distances.map((distance, item) => (distance >= 0 ? distance : (wider[item] ?? -1)));
}

/** Breadth first over dependents; only items that pass are entered. */
function walkFrom(evaluation: Evaluation, roots: readonly number[], passes: (item: number) => boolean): Distances {
  const { view, reach } = evaluation.context;
  const arcs = new ArcBuffer();
  const distances = new Int32Array(view.capacity).fill(-1);
  const queue = new WordList();
  for (const root of roots) {
    distances[root] = 0;
    queue.push(root);
  }
  for (let place = 0; place < queue.length; place++) {
    const item = queue.at(place);
    if (!view.takesPart(item)) continue;
    arcs.collect(view, item, reach, 'DEPENDENTS');
    for (let i = 0; i < arcs.length; i++) {
      const far = arcs.node[i] ?? 0;
      if (distances[far] !== -1 || !passes(far)) continue;
      distances[far] = (distances[item] ?? 0) + 1;
      queue.push(far);
    }
  }
  return distances;
}
