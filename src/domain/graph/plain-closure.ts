import type { Direction } from './arc-buffer';
import { SOURCE_NEEDS_TARGET, TARGET_NEEDS_SOURCE, type EdgeFilter } from './edge-filter';
import { LABEL_BITS } from './edge-flags';
import { FROM, LABEL, RECORD_SHIFT, SOURCE, TO } from './edge-table';
import type { GraphView } from './graph-view';
import type { VisitedSet } from './visited-set';

/** Which items a walk without any rule on items reaches. */
export interface PlainWalk {
  readonly direction: Direction;
  readonly filter: EdgeFilter;
  readonly depthMax: number | null;
}

/** What the loops below read; they take their columns from it once a distance. */
interface Scan {
  readonly view: GraphView;
  readonly filter: EdgeFilter;
  readonly visited: VisitedSet;
  /** The bits of types to follow from target to source and from source to target; 0: none. */
  readonly inBit: number;
  readonly outBit: number;
  /** Nodes in the queue. */
  count: number;
}

/**
 * Everything reachable from the roots, without any rule on items; compiled-closure.ts is the same for tables that have a
 * memory of their own. The queue of `visited` holds it afterwards, by
 * distance; `starts` says where each distance begins and the last one ends. The loops are written out over the columns,
 * and who was visited is kept in bits, 125 kB for a million nodes: with marks, or with a call for every node, the same
 * walk took three times as long, most of it waiting for memory.
 */
export function plainClosure(
  view: GraphView,
  roots: readonly number[],
  { direction, filter, depthMax }: PlainWalk,
  visited: VisitedSet,
): { readonly starts: readonly number[]; readonly truncated: boolean } {
  const scan = { view, filter, visited, ...waysOf(direction, filter), count: 0 };
  for (const root of roots) visit(scan, root);
  const starts = [0, scan.count];
  let start = 0;
  for (let depth = 0; start < scan.count && depth !== depthMax; depth++) {
    const end = scan.count;
    expand(scan, start, end);
    start = end;
    if (scan.count > end) starts.push(scan.count);
  }
  const end = scan.count;
  if (start < end) expand(scan, start, end);
  visited.clearBits(scan.count);
  return { starts, truncated: scan.count > end };
}

/** The bits of types to follow from target to source and from source to target; 0: none. */
export function waysOf(
  direction: Direction,
  { bits }: EdgeFilter,
): { readonly inBit: number; readonly outBit: number } {
  const outBit = direction === 'DEPENDENCIES' ? SOURCE_NEEDS_TARGET : TARGET_NEEDS_SOURCE;
  return { inBit: bits & (outBit ^ (SOURCE_NEEDS_TARGET | TARGET_NEEDS_SOURCE)), outBit: bits & outBit };
}

/** Appends to the queue what was not visited and is one step away from the nodes from `start` up to `end` of it. */
function expand(scan: Scan, start: number, end: number): void {
  if (scan.inBit !== 0) expandIn(scan, start, end);
  if (scan.outBit !== 0) expandOut(scan, start, end);
  if (scan.view.edges.overlayCount > 0) expandOverlay(scan, start, end);
}

function expandIn(scan: Scan, start: number, end: number): void {
  const { view, filter, inBit } = scan;
  const { inStart, records } = view.edges;
  const { stamp } = view;
  const { labels } = filter;
  const { bits, queue } = scan.visited;
  let { count } = scan;
  for (let place = start; place < end; place++) {
    const node = queue[place] ?? 0;
    const last = inStart[node + 1] ?? 0;
    for (let slot = inStart[node] ?? 0; slot < last; slot++) {
      const at = slot << RECORD_SHIFT;
      if ((records[at + TO] ?? 0) <= stamp || (records[at + FROM] ?? 0) > stamp) continue;
      if (((labels[(records[at + LABEL] ?? 0) & LABEL_BITS] ?? 0) & inBit) === 0) continue;
      const far = records[at + SOURCE] ?? 0;
      const word = bits[far >>> 5] ?? 0;
      if ((word & (1 << (far & 31))) !== 0) continue;
      bits[far >>> 5] = word | (1 << (far & 31));
      queue[count++] = far;
    }
  }
  scan.count = count;
}

function expandOut(scan: Scan, start: number, end: number): void {
  const { view, filter, outBit } = scan;
  const { outStart, outSlot, records, target } = view.edges;
  const { stamp } = view;
  const { labels } = filter;
  const { bits, queue } = scan.visited;
  let { count } = scan;
  for (let place = start; place < end; place++) {
    const node = queue[place] ?? 0;
    const last = outStart[node + 1] ?? 0;
    for (let index = outStart[node] ?? 0; index < last; index++) {
      const slot = outSlot[index] ?? 0;
      const at = slot << RECORD_SHIFT;
      if ((records[at + TO] ?? 0) <= stamp || (records[at + FROM] ?? 0) > stamp) continue;
      if (((labels[(records[at + LABEL] ?? 0) & LABEL_BITS] ?? 0) & outBit) === 0) continue;
      const far = target[slot] ?? 0;
      const word = bits[far >>> 5] ?? 0;
      if ((word & (1 << (far & 31))) !== 0) continue;
      bits[far >>> 5] = word | (1 << (far & 31));
      queue[count++] = far;
    }
  }
  scan.count = count;
}

function expandOverlay(scan: Scan, start: number, end: number): void {
  const { edges } = scan.view;
  const { inHead, inNext, outHead, outNext, baseCount, overlaid } = edges;
  const { queue } = scan.visited;
  for (let place = start; place < end; place++) {
    const node = queue[place] ?? 0;
    if (((overlaid[node >>> 5] ?? 0) & (1 << (node & 31))) === 0) continue;
    for (let next = inHead[node] ?? 0; next !== 0; next = inNext[next - 1 - baseCount] ?? 0) {
      if (follows(scan, next - 1, scan.inBit)) visit(scan, edges.sourceOf(next - 1));
    }
    for (let next = outHead[node] ?? 0; next !== 0; next = outNext[next - 1 - baseCount] ?? 0) {
      if (follows(scan, next - 1, scan.outBit)) visit(scan, edges.targetOf(next - 1));
    }
  }
}

const follows = ({ view, filter }: Scan, slot: number, bit: number): boolean =>
  ((filter.labels[view.edges.labelOf(slot) & LABEL_BITS] ?? 0) & bit) !== 0 && view.holds(slot);

function visit(scan: Scan, node: number): void {
  const { bits, queue } = scan.visited;
  const word = bits[node >>> 5] ?? 0;
  if ((word & (1 << (node & 31))) !== 0) return;
  bits[node >>> 5] = word | (1 << (node & 31));
  queue[scan.count++] = node;
}
