/*
 * The loops over the edges that every answer waits for, in AssemblyScript: `npm run generate` compiles them into
 * src/domain/graph/kernel-code.ts. They do what the TypeScript of the same name does, which is the reference, and which
 * runs where a table has no memory of its own. Everything they read and write stands in the memory of one table:
 *
 *   heading    words that say where the columns stand; see table-memory.ts, which writes them once
 *   scratches  one a thread, filter, visited bits, queue, starts of the distances
 *   columns    those of edge-table.ts
 */

import {
  BASE_COUNT,
  BASE_NODES,
  holds,
  IN_HEAD,
  IN_NEXT,
  IN_START,
  isOverlaid,
  LABEL,
  LABEL_BITS,
  NODES_MAX,
  OUT_HEAD,
  OUT_NEXT,
  OUT_SLOT,
  OUT_START,
  RECORD,
  RECORDS,
  SOURCE,
  TARGET,
} from './table';

// The places of a scratch, in bytes; bits, queue and starts follow one another.
const COUNT: usize = 0;
const TRUNCATED: usize = 4;
const FETCHED: usize = 8;
const LABELS: usize = 64;
const BITS: usize = 64 + 8192;

/** So many nodes ahead the beginnings of their edges are fetched into the caches, without waiting for one another. */
const AHEAD: u32 = 32;

function queueOf(scratch: usize): usize {
  return scratch + BITS + ((load<u32>(NODES_MAX) >>> 5) << 2) + 4;
}

function startsOf(scratch: usize): usize {
  return queueOf(scratch) + (load<u32>(NODES_MAX) << 2) + 4;
}

/** Whether an edge holds at the stamp and its type points this way. */
function follows(scratch: usize, record: usize, stamp: i32, way: u32): bool {
  if (!holds(record, stamp)) return false;
  return (load<u8>(scratch + (load<u32>(record, LABEL) & LABEL_BITS), LABELS) & way) != 0;
}

/** Appends a node to the queue unless it was visited; gives the length of the queue. */
function visit(scratch: usize, queue: usize, count: u32, node: u32): u32 {
  const place = scratch + ((node >>> 5) << 2);
  const bits = load<u32>(place, BITS);
  const bit: u32 = 1 << (node & 31);
  if (bits & bit) return count;
  store<u32>(place, bits | bit, BITS);
  store<u32>(queue + (count << 2), node);
  return count + 1;
}

function fetch(scratch: usize, queue: usize, start: u32, end: u32): void {
  const inStart = load<u32>(IN_START);
  const records = load<u32>(RECORDS);
  const nodes = load<u32>(BASE_NODES);
  let sum: u32 = 0;
  for (let place = start; place < end; place++) {
    const node = load<u32>(queue + (place << 2));
    if (node < nodes) sum ^= load<u32>(records + (load<u32>(inStart + (node << 2)) << RECORD));
  }
  // What nobody keeps would not be read.
  store<u32>(scratch, sum, FETCHED);
}

function expandIn(scratch: usize, queue: usize, start: u32, end: u32, count: u32, stamp: i32, way: u32): u32 {
  const inStart = load<u32>(IN_START);
  const records = load<u32>(RECORDS);
  const nodes = load<u32>(BASE_NODES);
  for (let from = start; from < end; from += AHEAD) {
    const to = min(end, from + AHEAD);
    if (to - from == AHEAD) fetch(scratch, queue, from, to);
    for (let place = from; place < to; place++) {
      const node = load<u32>(queue + (place << 2));
      if (node >= nodes) continue;
      const last = records + (load<u32>(inStart + (node << 2), 4) << RECORD);
      for (let record = records + (load<u32>(inStart + (node << 2)) << RECORD); record < last; record += 1 << RECORD) {
        if (follows(scratch, record, stamp, way)) count = visit(scratch, queue, count, load<u32>(record, SOURCE));
      }
    }
  }
  return count;
}

function expandOut(scratch: usize, queue: usize, start: u32, end: u32, count: u32, stamp: i32, way: u32): u32 {
  const outStart = load<u32>(OUT_START);
  const outSlot = load<u32>(OUT_SLOT);
  const records = load<u32>(RECORDS);
  const target = load<u32>(TARGET);
  const nodes = load<u32>(BASE_NODES);
  for (let place = start; place < end; place++) {
    const node = load<u32>(queue + (place << 2));
    if (node >= nodes) continue;
    const last = load<u32>(outStart + (node << 2), 4);
    for (let index = load<u32>(outStart + (node << 2)); index < last; index++) {
      const slot = load<u32>(outSlot + (index << 2));
      if (!follows(scratch, records + (slot << RECORD), stamp, way)) continue;
      count = visit(scratch, queue, count, load<u32>(target + (slot << 2)));
    }
  }
  return count;
}

/** The chains of the overlay hold slots + 1; 0 ends them. */
function expandOverlay(
  scratch: usize,
  queue: usize,
  start: u32,
  end: u32,
  count: u32,
  stamp: i32,
  inWay: u32,
  outWay: u32,
): u32 {
  const records = load<u32>(RECORDS);
  const base = load<u32>(BASE_COUNT);
  for (let place = start; place < end; place++) {
    const node = load<u32>(queue + (place << 2));
    if (!isOverlaid(node)) continue;
    let next = load<u32>(load<u32>(IN_HEAD) + (node << 2));
    for (; next != 0; next = load<u32>(load<u32>(IN_NEXT) + ((next - 1 - base) << 2))) {
      const record = records + ((next - 1) << RECORD);
      if (follows(scratch, record, stamp, inWay)) count = visit(scratch, queue, count, load<u32>(record, SOURCE));
    }
    next = load<u32>(load<u32>(OUT_HEAD) + (node << 2));
    for (; next != 0; next = load<u32>(load<u32>(OUT_NEXT) + ((next - 1 - base) << 2))) {
      if (!follows(scratch, records + ((next - 1) << RECORD), stamp, outWay)) continue;
      count = visit(scratch, queue, count, load<u32>(load<u32>(TARGET) + ((next - 1) << 2)));
    }
  }
  return count;
}

/** Forgets who was visited: the bits are all 0 before and after every walk. */
function clear(scratch: usize, queue: usize, count: u32): void {
  const words = (load<u32>(NODES_MAX) >>> 5) + 1;
  if (count > words) {
    memory.fill(scratch + BITS, 0, words << 2);
    return;
  }
  for (let place: u32 = 0; place < count; place++) {
    store<u32>(scratch + ((load<u32>(queue + (place << 2)) >>> 5) << 2), 0, BITS);
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
  const queue = queueOf(scratch);
  const starts = startsOf(scratch);
  let count: u32 = 0;
  for (let root: u32 = 0; root < roots; root++) {
    count = visit(scratch, queue, count, load<u32>(queue + (root << 2)));
  }
  let levels: u32 = 1;
  let start: u32 = 0;
  let end = count;
  store<u32>(starts, 0);
  store<u32>(starts, count, 4);
  for (let depth: u32 = 0; start < end; depth++) {
    if (inWay) count = expandIn(scratch, queue, start, end, count, stamp, inWay);
    if (outWay) count = expandOut(scratch, queue, start, end, count, stamp, outWay);
    if (overlay) count = expandOverlay(scratch, queue, start, end, count, stamp, inWay, outWay);
    if (depth == depthMax || count == end) break;
    levels++;
    store<u32>(starts + (levels << 2), count);
    start = end;
    end = count;
  }
  store<u32>(scratch, end, COUNT);
  store<u32>(scratch, u32(count > end), TRUNCATED);
  clear(scratch, queue, count);
  return levels;
}
