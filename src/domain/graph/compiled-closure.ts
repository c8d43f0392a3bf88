import type { Closure } from './walk';
import type { GraphView } from './graph-view';
import { waysOf, type PlainWalk } from './plain-closure';
import type { TableKernel } from './table-kernel';

/** No limit of depth, for compiled code. */
const ENDLESS = 2 ** 32 - 1;

/**
 * The closure of plain-closure.ts by compiled code: everything reachable from the roots, without any rule on items. Null
 * where the columns of the table do not stand in one memory. `visited`: one bit for every node that counts as visited from
 * the beginning. `inOrder`: most items of one distance stand in ascending order, which is worth it for whoever goes on to
 * ask about every one of many. A test holds the two against each other.
 */
export function compiledClosure(
  { edges, stamp }: GraphView,
  roots: readonly number[],
  { direction, filter, depthMax }: PlainWalk,
  { visited = null, inOrder = false }: { readonly visited?: Int32Array | null; readonly inOrder?: boolean } = {},
): Closure | null {
  const kernel = edges.memory?.kernel() ?? null;
  if (kernel === null || roots.length > kernel.queue.length) return null;
  for (const root of roots) if (root >= kernel.nodesMax) return null;
  const { start, closure, head, queue } = kernel;
  const { inBit, outBit } = waysOf(direction, filter);
  for (let place = 0; place < roots.length; place++) queue[place] = roots[place] ?? 0;
  kernel.use(filter.labels);
  const overlay = Number(edges.overlayCount > 0);
  const order = inOrder ? kernel.desk().order : 0;
  let isClean = false;
  try {
    if (visited !== null) kernel.bits.set(visited.subarray(0, kernel.bits.length));
    const levels = closure(start, roots.length, inBit, outBit, stamp, depthMax ?? ENDLESS, overlay, order);
    isClean = visited === null;
    return { items: queue.slice(0, head[0]), starts: startsIn(kernel, levels), truncated: head[1] === 1 };
  } finally {
    // The next walk begins with nothing visited, also after one that failed.
    if (!isClean) kernel.bits.fill(0);
  }
}

/** One by one: a list made from a column at once takes as long as a small walk. */
function startsIn({ starts }: TableKernel, levels: number): readonly number[] {
  const list: number[] = [];
  for (let level = 0; level <= levels; level++) list.push(starts[level] ?? 0);
  return list;
}
