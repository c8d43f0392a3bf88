import type { Closure } from './closure';
import type { GraphView } from './graph-view';
import { waysOf, type PlainWalk } from './plain-closure';

/** No limit of depth, for compiled code. */
const ENDLESS = 2 ** 32 - 1;

/**
 * The closure of plain-closure.ts by compiled code: everything reachable from the roots, without any rule on items. Null
 * where the columns of the table do not stand in one memory. `visited`: one bit for every node that counts as visited from
 * the beginning. A test holds the two against each other.
 */
export function compiledClosure(
  { edges, stamp }: GraphView,
  roots: readonly number[],
  { direction, filter, depthMax }: PlainWalk,
  visited: Int32Array | null = null,
): Closure | null {
  const kernel = edges.memory?.kernel() ?? null;
  if (kernel === null || roots.length > kernel.queue.length) return null;
  for (const root of roots) if (root >= kernel.nodesMax) return null;
  const { head, queue, starts } = kernel;
  const { inBit, outBit } = waysOf(direction, filter);
  queue.set(roots);
  kernel.use(filter.labels);
  if (visited !== null) kernel.bits.set(visited.subarray(0, kernel.bits.length));
  const { start, closure } = kernel;
  const levels = closure(
    start,
    roots.length,
    inBit,
    outBit,
    stamp,
    depthMax ?? ENDLESS,
    Number(edges.overlayCount > 0),
  );
  if (visited !== null) kernel.bits.fill(0);
  return {
    items: queue.slice(0, head[0]),
    starts: Array.from(starts.subarray(0, levels + 1)),
    truncated: head[1] === 1,
  };
}
