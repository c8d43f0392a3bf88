/*
 * The loops over the edges that every answer waits for, in AssemblyScript: `npm run generate` compiles them into
 * src/domain/graph/kernel-code.ts. They do what the TypeScript of the same name does, which is the reference, and which
 * runs where a table has no memory of its own. Everything they read and write stands in the memory of one table:
 *
 *   heading    words that say where the columns stand; see table-memory.ts, which writes them once
 *   scratches  one a thread, filter, visited bits, queue, starts of the distances
 *   columns    those of edge-table.ts
 */

import { at, Edge, meetEdges, table } from './table';

/** So many nodes ahead the beginnings of their edges are fetched into the caches, without waiting for one another. */
const AHEAD: u32 = 32;

/** The scratch that a walk works in. Behind its first words stand the filter and the bits of who was visited. */
@unmanaged
class Walk {
  count: u32;
  truncated: u32;
  fetched: u32;
  queue: usize;
  stamp: i32;

  @inline
  get labels(): usize {
    return changetype<usize>(this) + 64;
  }

  @inline
  get bits(): usize {
    return changetype<usize>(this) + 64 + 8192;
  }

  /** Visits the far end of an edge that holds at the stamp and whose type points this way. */
  @inline
  meet(edge: Edge, end: usize, way: u32): bool {
    if (edge.holds(this.stamp) && load<u8>(this.labels + edge.kind) & way) this.visit(load<u32>(end));
    return true;
  }

  /** Appends a node to the queue unless it was visited. */
  @inline
  visit(node: u32): void {
    const place = this.bits + ((node >>> 5) << 2);
    const word = load<u32>(place);
    const bit: u32 = 1 << (node & 31);
    if (word & bit) return;
    store<u32>(place, word | bit);
    const count = this.count;
    store<u32>(this.queue + (count << 2), node);
    this.count = count + 1;
  }

  /** Appends what is one step away from the nodes from `start` up to `end` of the queue. */
  expand(start: u32, end: u32, inWay: u32, outWay: u32, overlay: bool): void {
    for (let from = start; from < end; from += AHEAD) {
      const to = min(end, from + AHEAD);
      if (inWay && to - from == AHEAD) this.fetch(from, to);
      for (let place = from; place < to; place++) meetEdges(this, at(this.queue, place), inWay, outWay, overlay);
    }
  }

  fetch(start: u32, end: u32): void {
    let sum: u32 = 0;
    for (let place = start; place < end; place++) {
      const node = at(this.queue, place);
      if (node < table.baseNodes) sum ^= table.edge(at(table.inStart, node)).source;
    }
    // What nobody keeps would not be read.
    this.fetched = sum;
  }

  /** Forgets who was visited: the bits are all 0 before and after every walk. */
  clear(): void {
    const words = (table.nodesMax >>> 5) + 1;
    if (this.count > words) memory.fill(this.bits, 0, words << 2);
    else
      for (let place: u32 = 0; place < this.count; place++)
        store<u32>(this.bits + ((at(this.queue, place) >>> 5) << 2), 0);
  }
}

/**
 * Everything reachable from the roots, which stand at the beginning of the queue: see plain-closure.ts. `overlay`: whether
 * there are edges outside of the base. Gives the number of distances; where each begins, and the last one ends, stands in
 * the starts.
 */
export function closure(
  scratch: usize,
  roots: u32,
  inWay: u32,
  outWay: u32,
  stamp: i32,
  depthMax: u32,
  overlay: bool,
): u32 {
  const walk = changetype<Walk>(scratch);
  walk.queue = walk.bits + ((table.nodesMax >>> 5) << 2) + 4;
  const starts = walk.queue + (table.nodesMax << 2) + 4;
  walk.stamp = stamp;
  walk.count = 0;
  for (let root: u32 = 0; root < roots; root++) walk.visit(at(walk.queue, root));
  let levels: u32 = 1;
  let start: u32 = 0;
  let end = walk.count;
  store<u32>(starts, 0);
  store<u32>(starts, end, 4);
  for (let depth: u32 = 0; start < end; depth++) {
    walk.expand(start, end, inWay, outWay, overlay);
    if (depth == depthMax || walk.count == end) break;
    levels++;
    store<u32>(starts + (levels << 2), walk.count);
    start = end;
    end = walk.count;
  }
  walk.truncated = u32(walk.count > end);
  walk.clear();
  walk.count = end;
  return levels;
}
