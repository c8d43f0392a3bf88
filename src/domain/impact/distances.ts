import { ArcBuffer } from '../graph/arc-buffer';
import { addBit, bitSet, hasBit, sortNumbers } from '../graph/bit-set';
import { compiledClosure } from '../graph/compiled-closure';
import type { SparseBytes } from '../graph/sparse-bytes';
import { plainClosure } from '../graph/plain-closure';
import type { VisitedSet } from '../graph/visited-set';
import { invariant } from '../errors';
import type { Evaluation } from './evaluation';
import { OK } from './impact-state';

/** Items by distance, ascending within one. */
type Levels = readonly Uint32Array[];

/** What a walk found, and how many of the hit items it did not come to. */
interface Found {
  readonly levels: Levels;
  readonly missed: number;
}

/**
 * The hit items by how many steps they are from the nearest outage, along items that are hit or that pass an outage on
 * because their chain to an anchor is cut or a standby of theirs is hit; the outages are at 0. Those others are among them.
 */
export function hitByDistance(evaluation: Evaluation, outages: Iterable<number>): Levels {
  const { paths } = evaluation;
  const roots = [...outages].filter((item) => evaluation.rankOf(item) > OK);
  const near = walkFrom(evaluation, roots, paths.lost());
  if (near.missed === 0) return near.levels;
  // A dependent may lose a chain that leads on for everybody else, because for them it leads through the dependent.
  const wide = walkFrom(evaluation, roots, paths.cones());
  invariant(wide.missed === 0, `${wide.missed} items are hit and no chain of items leads to them`);
  return filledUp(near.levels, wide.levels, bitSet(evaluation.context.view.capacity));
}

/** The levels, and what only the others hold. */
function filledUp(levels: Levels, others: Levels, known: Int32Array): Levels {
  for (const items of levels) for (const item of items) addBit(known, item);
  return Array.from({ length: Math.max(levels.length, others.length) }, (_, distance) => {
    const further = others[distance]?.filter((item) => !hasBit(known, item)) ?? [];
    return Uint32Array.from([...(levels[distance] ?? []), ...further]).sort();
  });
}

/** What share of the graph, as a shift, is worth a bit for every node. */
const SMALL_SHIFT = 9;

/** Breadth first over dependents; only items that are hit are entered, and those of `further`. */
function walkFrom(evaluation: Evaluation, roots: readonly number[], further: readonly Uint32Array[]): Found {
  const { context, ranks, everyHitPassesOn } = evaluation;
  const { view, standbys } = context;
  return view.visitedSets.with(view.capacity, (admitted) => {
    const { hit, all } = admit(evaluation, further, admitted);
    const isPlain = standbys.types.every((stands) => stands === 0) && everyHitPassesOn;
    const { items, starts } =
      isPlain && all > view.capacity >>> SMALL_SHIFT
        ? walkPlainly(evaluation, roots, admitted.queue.subarray(0, all))
        : walk(evaluation, roots, admitted);
    const levels = starts.slice(1).map((end, distance) => items.subarray(starts[distance], end));
    for (const level of levels) sortNumbers(level, admitted.bits);
    const found = isPlain && all === hit ? items.length : countHit(ranks, items);
    return { levels, missed: hit - found };
  });
}

function countHit(ranks: SparseBytes, items: Uint32Array): number {
  let count = 0;
  for (let place = 0; place < items.length; place++) if (ranks.of(items[place] ?? 0) !== OK) count += 1;
  return count;
}

/** Puts what may be entered into a set and into its queue. Gives how many that are, and how many of them are hit. */
function admit(
  { log }: Evaluation,
  further: readonly Uint32Array[],
  admitted: VisitedSet,
): { readonly hit: number; readonly all: number } {
  const { queue } = admitted;
  let all = 0;
  for (let event = 1; event <= log.count; event++) {
    const item = log.itemOf(event);
    if (admitted.add(item)) queue[all++] = item;
  }
  const hit = all;
  for (const items of further) for (const item of items) if (admitted.add(item)) queue[all++] = item;
  return { hit, all };
}

/** The items that a walk came to, nearest first, and where each distance begins and the last one ends. */
interface Walked {
  readonly items: Uint32Array;
  readonly starts: readonly number[];
}

/** The walk of every closure does it: what must not be entered counts as visited beforehand, in the bits. */
function walkPlainly(
  { context: { view, reach } }: Evaluation,
  roots: readonly number[],
  admitted: Uint32Array,
): Walked {
  const rules = { direction: 'DEPENDENTS', filter: reach, depthMax: null } as const;
  return view.visitedSets.with(view.capacity, (reached) => {
    const { bits } = reached;
    try {
      bits.fill(-1);
      for (let place = 0; place < admitted.length; place++) {
        const item = admitted[place] ?? 0;
        bits[item >>> 5] = (bits[item >>> 5] ?? 0) & ~(1 << (item & 31));
      }
      const compiled = compiledClosure(view, roots, rules, { visited: bits, inOrder: true });
      if (compiled !== null) return compiled;
      const { starts } = plainClosure(view, roots, rules, reached);
      return { items: reached.queue.slice(0, starts.at(-1)), starts };
    } finally {
      // Others borrow the set, also after a walk that failed.
      bits.fill(0);
    }
  });
}

/** The same of few, and where not all that is hit passes on, or something stands in. */
function walk({ context }: Evaluation, roots: readonly number[], admitted: VisitedSet): Walked {
  const { view, reach, standbys } = context;
  const arcs = new ArcBuffer();
  return view.visitedSets.with(view.capacity, (reached) => {
    const { queue } = reached;
    const starts = [0];
    let count = 0;
    for (const root of roots) if (reached.add(root)) queue[count++] = root;
    for (let place = 0; place < count; place++) {
      if (place === starts.at(-1)) starts.push(count);
      const item = queue[place] ?? 0;
      if (!view.takesPart(item)) continue;
      arcs.collect(view, item, reach, 'DEPENDENTS');
      for (let i = 0; i < arcs.length; i++) {
        const far = arcs.node[i] ?? 0;
        // Dependents feel the loss of a standby, whatever it stands in for.
        const stands = standbys.types[view.edges.typeOf(arcs.slot[i] ?? 0)] === 1;
        if ((admitted.has(far) || stands) && reached.add(far)) queue[count++] = far;
      }
    }
    return { items: queue.slice(0, count), starts };
  });
}
