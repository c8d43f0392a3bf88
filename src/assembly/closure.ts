/*
 * The loops over the edges that every answer waits for, in AssemblyScript: `npm run generate` compiles them into
 * src/domain/graph/kernel-code.ts. They do what the TypeScript of the same name does, which is the reference, and which
 * runs where a table has no memory of its own. Everything they read and write stands in the memory of one table:
 *
 *   heading    words that say where the columns stand; see table-memory.ts, which writes them once
 *   scratches  one a thread, filter, visited bits, queue, starts of the distances
 *   columns    those of edge-table.ts
 */

import { areMany, sortNodes } from './ascending';
import { at, Edge, foldOverlay, RECORD, table } from './table';

/** So many nodes ahead the beginnings of their edges are fetched into the caches, without waiting for one another. */
const AHEAD: u32 = 32;

/** The scratch that a walk works in. Behind its first words stand the filter and the bits of who was visited. */
@unmanaged
class Walk {
  count: u32;
  truncated: u32;
  fetched: u32;
  queue: usize;

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
  meet(count: u32, edge: Edge, end: usize, way: u32, stamp: i32): u32 {
    return this.follows(edge, way, stamp) ? this.visit(this.queue, count, load<u32>(end)) : count;
  }

  @inline
  follows(edge: Edge, way: u32, stamp: i32): bool {
    return edge.holds(stamp) && (load<u8>(this.labels + edge.kind) & way) != 0;
  }

  /** Appends a node to the queue unless it was visited; gives the length of the queue. */
  @inline
  visit(queue: usize, count: u32, node: u32): u32 {
    const place = this.bits + ((node >>> 5) << 2);
    const word = load<u32>(place);
    const bit: u32 = 1 << (node & 31);
    if (word & bit) return count;
    store<u32>(place, word | bit);
    store<u32>(queue + (count << 2), node);
    return count + 1;
  }

  /** Appends what is one step away from the nodes from `start` up to `end` of the queue, and gives its length. */
  expand(start: u32, end: u32, inWay: u32, outWay: u32, stamp: i32, overlay: bool): u32 {
    let count = inWay ? this.expandIn(start, end, inWay, stamp) : end;
    if (!outWay && !overlay) return count;
    for (let place = start; place < end; place++) {
      const node = at(this.queue, place);
      count = table.fold(this, count, node, 0, outWay, stamp, false);
      if (overlay) count = foldOverlay(this, count, node, inWay, outWay, stamp);
    }
    return count;
  }

  /** What nearly all walks do and nothing else: with what other ways need in the same loop it takes a third longer. */
  expandIn(start: u32, end: u32, way: u32, stamp: i32): u32 {
    const queue = this.queue;
    const inStart = table.inStart;
    const records = table.records;
    const nodes = table.baseNodes;
    let count = end;
    for (let from = start; from < end; from += AHEAD) {
      const to = min(end, from + AHEAD);
      if (to - from == AHEAD) this.fetch(from, to);
      for (let place = from; place < to; place++) {
        const node = at(queue, place);
        if (node >= nodes) continue;
        const last = records + (at(inStart, node + 1) << RECORD);
        for (let record = records + (at(inStart, node) << RECORD); record < last; record += 1 << RECORD) {
          const edge = changetype<Edge>(record);
          if (this.follows(edge, way, stamp)) count = this.visit(queue, count, edge.source);
        }
      }
    }
    return count;
  }

  fetch(start: u32, end: u32): void {
    const queue = this.queue;
    const inStart = table.inStart;
    const records = table.records;
    const nodes = table.baseNodes;
    let sum: u32 = 0;
    for (let place = start; place < end; place++) {
      const node = at(queue, place);
      if (node < nodes) sum ^= load<u32>(records + (at(inStart, node) << RECORD));
    }
    // What nobody keeps would not be read.
    this.fetched = sum;
  }

  /** Forgets who was visited: the bits are all 0 before and after every walk. */
  clear(count: u32): void {
    const words = (table.nodesMax >>> 5) + 1;
    if (count > words) {
      memory.fill(this.bits, 0, words << 2);
      return;
    }
    const queue = this.queue;
    const bits = this.bits;
    for (let place: u32 = 0; place < count; place++) store<u32>(bits + ((at(queue, place) >>> 5) << 2), 0);
  }
}

/**
 * Everything reachable from the roots, which stand at the beginning of the queue: see plain-closure.ts. `overlay`: whether
 * there are edges outside of the base. Gives the number of distances; where each begins, and the last one ends, stands in
 * the starts. `order`: bits to put every distance with many nodes into ascending order by, or 0 to leave all as they come.
 */
export function closure(
  scratch: usize,
  roots: u32,
  inWay: u32,
  outWay: u32,
  stamp: i32,
  depthMax: u32,
  overlay: bool,
  order: usize,
): u32 {
  const walk = changetype<Walk>(scratch);
  const queue = walk.bits + ((table.nodesMax >>> 5) << 2) + 4;
  const starts = queue + (table.nodesMax << 2) + 4;
  walk.queue = queue;
  let count: u32 = 0;
  for (let root: u32 = 0; root < roots; root++) count = walk.visit(queue, count, at(queue, root));
  let levels: u32 = 1;
  let start: u32 = 0;
  let end = count;
  store<u32>(starts, 0);
  store<u32>(starts, count, 4);
  for (let depth: u32 = 0; start < end; depth++) {
    if (order && areMany(end - start)) sortNodes(queue + (start << 2), end - start, order);
    count = walk.expand(start, end, inWay, outWay, stamp, overlay);
    if (depth == depthMax || count == end) break;
    levels++;
    store<u32>(starts + (levels << 2), count);
    start = end;
    end = count;
  }
  walk.truncated = u32(count > end);
  walk.clear(count);
  walk.count = end;
  return levels;
}
