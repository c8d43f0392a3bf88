import { ArcBuffer } from '../graph/arc-buffer';
import { WordList } from '../graph/typed-columns';
import type { Evaluation } from './evaluation';
import { OK } from './impact-state';

/**
 * By item: steps from the nearest outage plus 1; 0 where there is none. Fresh columns hold zeros without being touched,
 * so a small answer in a large graph costs little.
 */
type Steps = Uint32Array;

/**
 * How many steps every hit item is from the nearest outage, along items that are hit or that pass an outage on because
 * their chain to an anchor is cut; the outages are at 0.
 */
export function outageDistances(evaluation: Evaluation, outages: Iterable<number>): (item: number) => number {
  const isHit = (item: number): boolean => evaluation.rankOf(item) > OK;
  const roots = [...outages].filter(isHit);
  const steps = walkFrom(evaluation, roots, (item) => isHit(item) || evaluation.paths.hasLost(item));
  const isReached = (item: number): boolean => !isHit(item) || steps[item] !== 0;
  if (evaluation.visited.every(isReached)) return (item) => (steps[item] ?? 1) - 1;
  // A dependent may lose a chain that leads on for everybody else, because for them it leads through the dependent.
  const wider = walkFrom(evaluation, roots, (item) => isHit(item) || evaluation.paths.isInCone(item));
  return (item) => (isReached(item) ? (steps[item] ?? 1) : (wider[item] ?? 1)) - 1;
}

/** Breadth first over dependents; only items that pass are entered. */
function walkFrom(evaluation: Evaluation, roots: readonly number[], passes: (item: number) => boolean): Steps {
  const { view, reach } = evaluation.context;
  const arcs = new ArcBuffer();
  const steps = new Uint32Array(view.capacity);
  const queue = new WordList();
  for (const root of roots) {
    steps[root] = 1;
    queue.push(root);
  }
  for (let place = 0; place < queue.length; place++) {
    const item = queue.at(place);
    if (!view.takesPart(item)) continue;
    arcs.collect(view, item, reach, 'DEPENDENTS');
    for (let i = 0; i < arcs.length; i++) {
      const far = arcs.node[i] ?? 0;
      if (steps[far] !== 0 || !passes(far)) continue;
      steps[far] = (steps[item] ?? 0) + 1;
      queue.push(far);
    }
  }
  return steps;
}
