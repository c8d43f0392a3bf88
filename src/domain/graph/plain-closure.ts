import type { Direction } from './arc-buffer';
import { SOURCE_NEEDS_TARGET, TARGET_NEEDS_SOURCE, type EdgeFilter } from './edge-filter';
import type { GraphView } from './graph-view';
import type { VisitedSet } from './visited-set';

/** What the loops below read; one object, so that a loop takes its columns once per node. */
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
 * Everything reachable from the roots, without any rule on items: the queue of `visited` holds it afterwards, by
 * distance, and the result says where each distance begins and the last one ends. The loops are written out over the
 * columns: through a buffer and calls per node the same walk took three times as long.
 */
export function plainClosure(
  view: GraphView,
  roots: readonly number[],
  { direction, filter, depthMax }: { direction: Direction; filter: EdgeFilter; depthMax: number | null },
  visited: VisitedSet,
): readonly number[] {
  const outBit = direction === 'DEPENDENCIES' ? SOURCE_NEEDS_TARGET : TARGET_NEEDS_SOURCE;
  const inBit = outBit ^ (SOURCE_NEEDS_TARGET | TARGET_NEEDS_SOURCE);
  const scan = { view, filter, visited, inBit: filter.bits & inBit, outBit: filter.bits & outBit, count: 0 };
  for (const root of roots) if (visited.add(root)) visited.queue[scan.count++] = root;
  const starts = [0, scan.count];
  for (let depth = 0, start = 0; start < scan.count && depth !== depthMax; depth++) {
    const end = scan.count;
    for (let place = start; place < end; place++) expand(scan, visited.queue[place] ?? 0);
    start = end;
    if (scan.count > end) starts.push(scan.count);
  }
  return starts;
}

/** Whether some node from `start` on in the queue leads to one that was not visited; visits it. */
export function leadsOn(
  view: GraphView,
  { direction, filter }: { direction: Direction; filter: EdgeFilter },
  visited: VisitedSet,
  [start, end]: readonly [number, number],
): boolean {
  const outBit = direction === 'DEPENDENCIES' ? SOURCE_NEEDS_TARGET : TARGET_NEEDS_SOURCE;
  const inBit = outBit ^ (SOURCE_NEEDS_TARGET | TARGET_NEEDS_SOURCE);
  const scan = { view, filter, visited, inBit: filter.bits & inBit, outBit: filter.bits & outBit, count: end };
  for (let place = start; place < end && scan.count === end; place++) expand(scan, visited.queue[place] ?? 0);
  return scan.count > end;
}

function expand(scan: Scan, node: number): void {
  if (scan.inBit !== 0) {
    scanIn(scan, node);
    scanOverlayIn(scan, node);
  }
  if (scan.outBit !== 0) {
    scanOut(scan, node);
    scanOverlayOut(scan, node);
  }
}

function scanIn(scan: Scan, node: number): void {
  const { view, filter, visited, inBit } = scan;
  const { inStart, source, type, flags, from, to } = view.edges;
  const { stamp } = view;
  const { types, flags: wanted } = filter;
  const { marks, generation, queue } = visited;
  let { count } = scan;
  const end = inStart[node + 1] ?? 0;
  for (let slot = inStart[node] ?? 0; slot < end; slot++) {
    if (((types[type[slot] ?? 0] ?? 0) & inBit) === 0 || (to[slot] ?? 0) <= stamp || (from[slot] ?? 0) > stamp)
      continue;
    const far = source[slot] ?? 0;
    if (wanted[flags[slot] ?? 0] !== 1 || marks[far] === generation) continue;
    marks[far] = generation;
    queue[count++] = far;
  }
  scan.count = count;
}

function scanOut(scan: Scan, node: number): void {
  const { view, filter, visited, outBit } = scan;
  const { outStart, outSlot, target, type, flags, from, to } = view.edges;
  const { stamp } = view;
  const { types, flags: wanted } = filter;
  const { marks, generation, queue } = visited;
  let { count } = scan;
  const end = outStart[node + 1] ?? 0;
  for (let place = outStart[node] ?? 0; place < end; place++) {
    const slot = outSlot[place] ?? 0;
    if (((types[type[slot] ?? 0] ?? 0) & outBit) === 0 || (to[slot] ?? 0) <= stamp || (from[slot] ?? 0) > stamp)
      continue;
    const far = target[slot] ?? 0;
    if (wanted[flags[slot] ?? 0] !== 1 || marks[far] === generation) continue;
    marks[far] = generation;
    queue[count++] = far;
  }
  scan.count = count;
}

function scanOverlayIn(scan: Scan, node: number): void {
  const { inHead, inNext, source, baseCount } = scan.view.edges;
  for (let next = inHead[node] ?? 0; next !== 0; next = inNext[next - 1 - baseCount] ?? 0) {
    visitOver(scan, next - 1, source[next - 1] ?? 0, scan.inBit);
  }
}

function scanOverlayOut(scan: Scan, node: number): void {
  const { outHead, outNext, target, baseCount } = scan.view.edges;
  for (let next = outHead[node] ?? 0; next !== 0; next = outNext[next - 1 - baseCount] ?? 0) {
    visitOver(scan, next - 1, target[next - 1] ?? 0, scan.outBit);
  }
}

function visitOver(scan: Scan, slot: number, far: number, bit: number): void {
  const { view, filter, visited } = scan;
  if (((filter.types[view.edges.type[slot] ?? 0] ?? 0) & bit) === 0 || !view.holds(slot)) return;
  if (filter.flags[view.edges.flags[slot] ?? 0] !== 1 || !visited.add(far)) return;
  visited.queue[scan.count++] = far;
}
