import { ArcBuffer } from '../graph/arc-buffer';
import { addBit, bitSet, hasBit } from '../graph/bit-set';
import { compiledClosure } from '../graph/compiled-closure';
import { plainClosure } from '../graph/plain-closure';
import type { VisitedSet } from '../graph/visited-set';
import { invariant } from '../errors';
import type { Evaluation } from './evaluation';
import { OK } from './impact-state';

/** Items by distance, in no order within one. */
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
    return Uint32Array.from([...(levels[distance] ?? []), ...further]);
  });
}

/** Breadth first over dependents; only items that are hit are entered, and those of `further`. */
function walkFrom(evaluation: Evaluation, roots: readonly number[], further: readonly Uint32Array[]): Found {
  const { context, ranks, everyHitPassesOn } = evaluation;
  const { view, standbys } = context;
  return view.visitedSets.with(view.capacity, (reached) => {
    try {
      const { hit, entered } = enterOnly(evaluation, further, reached);
      const isPlain = standbys.types.every((stands) => stands === 0) && everyHitPassesOn;
      const { items, starts } = isPlain ? walkPlainly(evaluation, roots, reached) : walk(evaluation, roots, reached);
      const levels = starts.slice(1).map((end, distance) => items.slice(starts[distance], end));
      const found = isPlain && entered === hit ? items.length : countHit(ranks, items);
      return { levels, missed: hit - found };
    } finally {
      // Others borrow the set, also after a walk that failed.
      reached.bits.fill(0);
    }
  });
}

function countHit(ranks: Uint8Array, items: Uint32Array): number {
  let count = 0;
  for (let place = 0; place < items.length; place++) if (ranks[items[place] ?? 0] !== OK) count += 1;
  return count;
}

/** What must not be entered counts as visited beforehand: in the bits. Gives how many items are hit and may be entered. */
function enterOnly(
  { met, ranks }: Evaluation,
  further: readonly Uint32Array[],
  { bits }: VisitedSet,
): { readonly hit: number; readonly entered: number } {
  let count = 0;
  bits.fill(-1);
  const admit = (item: number): void => {
    const word = bits[item >>> 5] ?? 0;
    count += (word >>> (item & 31)) & 1;
    bits[item >>> 5] = word & ~(1 << (item & 31));
  };
  for (let place = 0; place < met.length; place++) {
    const item = met[place] ?? 0;
    if (ranks[item] !== OK) admit(item);
  }
  const hit = count;
  for (const items of further) for (const item of items) admit(item);
  return { hit, entered: count };
}

/** The items that a walk came to, nearest first, and where each distance begins and the last one ends. */
interface Walked {
  readonly items: Uint32Array;
  readonly starts: readonly number[];
}

/** The walk of every closure does it. */
function walkPlainly({ context }: Evaluation, roots: readonly number[], reached: VisitedSet): Walked {
  const rules = { direction: 'DEPENDENTS', filter: context.reach, depthMax: null } as const;
  const compiled = compiledClosure(context.view, roots, rules, reached.bits);
  if (compiled !== null) return compiled;
  const { starts } = plainClosure(context.view, roots, rules, reached);
  return { items: reached.queue.subarray(0, starts.at(-1)), starts };
}

/** The same where not all that is hit passes on, or something stands in. */
function walk({ context }: Evaluation, roots: readonly number[], reached: VisitedSet): Walked {
  const { view, reach, standbys } = context;
  const { queue, marks, generation, bits } = reached;
  const arcs = new ArcBuffer();
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
      if (marks[far] === generation) continue;
      // Dependents feel the loss of a standby, whatever it stands in for.
      const stands = standbys.types[view.edges.typeOf(arcs.slot[i] ?? 0)] === 1;
      if (hasBit(bits, far) && !stands) continue;
      marks[far] = generation;
      queue[count++] = far;
    }
  }
  return { items: queue.subarray(0, count), starts };
}
