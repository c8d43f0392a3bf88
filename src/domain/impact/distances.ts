import { ArcBuffer } from '../graph/arc-buffer';
import { compiledClosure } from '../graph/compiled-closure';
import { plainClosure } from '../graph/plain-closure';
import type { VisitedSet } from '../graph/visited-set';
import type { Evaluation } from './evaluation';
import { OK } from './impact-state';

/** The distance of an item that was not reached. */
export const NOT_REACHED = 2 ** 32 - 1;

/**
 * By position of `evaluation.visited`: how many steps the item is from the nearest outage, along items that are hit or
 * that pass an outage on because their chain to an anchor is cut or a standby of theirs is hit; the outages are at 0. Holds for hit items.
 */
export function outageDistances(evaluation: Evaluation, outages: Iterable<number>): Uint32Array {
  const { paths, visited } = evaluation;
  const roots = [...outages].filter((item) => evaluation.rankOf(item) > OK);
  const distances = walkFrom(evaluation, roots, paths.lost());
  const isMissing = (distance: number, place: number): boolean =>
    distance === NOT_REACHED && evaluation.rankOf(visited[place] ?? 0) > OK;
  if (paths.areWhole || !distances.some(isMissing)) return distances;
  // A dependent may lose a chain that leads on for everybody else, because for them it leads through the dependent.
  const wider = walkFrom(evaluation, roots, paths.cones());
  return distances.map((distance, place) => (distance === NOT_REACHED ? (wider[place] ?? 0) : distance));
}

/** Breadth first over dependents; only items that are hit are entered, and those of `further`. */
function walkFrom(evaluation: Evaluation, roots: readonly number[], further: readonly Uint32Array[]): Uint32Array {
  const { view, standbys } = evaluation.context;
  return view.visitedSets.with(view.capacity, (reached) => {
    const entered = enterOnly(evaluation, further, reached);
    const isPlain = standbys.types.every((stands) => stands === 0) && evaluation.everyHitPassesOn;
    const items = isPlain ? walkPlainly(evaluation, roots, reached) : walk(evaluation, roots, reached);
    reached.bits.fill(0);
    const all = isPlain && items.length === entered;
    return all ? distancesOfAll(reached, evaluation) : distancesIn(reached, items, evaluation);
  });
}

/** All that could be entered was reached. */
function distancesOfAll({ values }: VisitedSet, { visited }: Evaluation): Uint32Array {
  const distances = new Uint32Array(visited.length);
  for (let place = 0; place < visited.length; place++) distances[place] = values[visited[place] ?? 0] ?? 0;
  return distances;
}

function distancesIn(reached: VisitedSet, items: Uint32Array, { visited }: Evaluation): Uint32Array {
  for (const item of items) reached.add(item);
  return visited.map((item) => (reached.has(item) ? (reached.values[item] ?? 0) : NOT_REACHED));
}

/** What must not be entered counts as visited beforehand: in the bits. Gives how many items may be entered. */
function enterOnly({ visited, ranks }: Evaluation, further: readonly Uint32Array[], { bits }: VisitedSet): number {
  let count = 0;
  bits.fill(-1);
  const admit = (item: number): void => {
    const word = bits[item >>> 5] ?? 0;
    count += (word >>> (item & 31)) & 1;
    bits[item >>> 5] = word & ~(1 << (item & 31));
  };
  for (let place = 0; place < visited.length; place++) {
    const item = visited[place] ?? 0;
    if (ranks[item] !== OK) admit(item);
  }
  for (const items of further) for (const item of items) admit(item);
  return count;
}

/** The walk of every closure does it. Gives what was reached. */
function walkPlainly({ context }: Evaluation, roots: readonly number[], reached: VisitedSet): Uint32Array {
  const { queue, values } = reached;
  const rules = { direction: 'DEPENDENTS', filter: context.reach, depthMax: null } as const;
  const compiled = compiledClosure(context.view, roots, rules, reached.bits);
  const { starts } = compiled ?? plainClosure(context.view, roots, rules, reached);
  const items = compiled?.items ?? queue.subarray(0, starts.at(-1));
  for (let distance = 0; distance + 1 < starts.length; distance++) {
    const end = starts[distance + 1] ?? 0;
    for (let place = starts[distance] ?? 0; place < end; place++) values[items[place] ?? 0] = distance;
  }
  return items;
}

/** The same where not all that is hit passes on, or something stands in. */
function walk({ context }: Evaluation, roots: readonly number[], reached: VisitedSet): Uint32Array {
  const { view, reach, standbys } = context;
  const { queue, values, marks, generation, bits } = reached;
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
      const stands = standbys.types[view.edges.typeOf(arcs.slot[i] ?? 0)] === 1;
      if (((bits[far >>> 5] ?? 0) & (1 << (far & 31))) !== 0 && !stands) continue;
      marks[far] = generation;
      values[far] = distance;
      queue[count++] = far;
    }
  }
  return queue.subarray(0, count);
}
