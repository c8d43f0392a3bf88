import { ArcBuffer } from '../graph/arc-buffer';
import type { Evaluation } from './evaluation';
import { OK } from './impact-state';

/**
 * By item: how many steps it is from the nearest outage, along items that are hit or that pass an outage on because
 * their chain to an anchor is cut. Holds for hit items; the outages are at 0.
 */
export function outageDistances(evaluation: Evaluation, outages: Iterable<number>): ReadonlyMap<number, number> {
  const roots = [...outages].filter((item) => evaluation.rankOf(item) > OK);
  const isHit = (item: number): boolean => evaluation.rankOf(item) > OK;
  const distances = walkFrom(evaluation, roots, (item) => isHit(item) || evaluation.paths.hasLost(item));
  if (evaluation.visited.every((item) => !isHit(item) || distances.has(item))) return distances;
  // A dependent may lose a chain that leads on for everybody else, because for them it leads through the dependent.
  const wider = walkFrom(evaluation, roots, (item) => isHit(item) || evaluation.paths.isInCone(item));
  return new Map([...wider, ...distances]);
}

/** Breadth first over dependents; only items that pass are entered. */
function walkFrom(
  evaluation: Evaluation,
  roots: readonly number[],
  passes: (item: number) => boolean,
): Map<number, number> {
  const { view, reach } = evaluation.context;
  const arcs = new ArcBuffer();
  const distances = new Map(roots.map((item) => [item, 0]));
  for (const [item, distance] of distances) {
    if (!view.takesPart(item)) continue;
    arcs.collect(view, item, reach, 'DEPENDENTS');
    for (let i = 0; i < arcs.length; i++) {
      const far = arcs.node[i] ?? 0;
      if (!distances.has(far) && passes(far)) distances.set(far, distance + 1);
    }
  }
  return distances;
}
