/*
 * Where the columns of a table stand in its memory: table-memory.ts writes it into the heading once. The columns are
 * those of edge-table.ts.
 */

// The words of the heading, in bytes.
export const NODES_MAX: usize = 64;
export const BASE_NODES: usize = 68;
export const BASE_COUNT: usize = 72;
export const IN_START: usize = 76;
export const OUT_START: usize = 80;
export const OUT_SLOT: usize = 84;
export const RECORDS: usize = 88;
export const TARGET: usize = 92;
export const IN_HEAD: usize = 96;
export const IN_NEXT: usize = 100;
export const OUT_HEAD: usize = 104;
export const OUT_NEXT: usize = 108;
export const OVERLAID: usize = 112;

// The places of a record, in bytes, and its size as a shift.
export const SOURCE: usize = 0;
export const LABEL: usize = 4;
export const FROM: usize = 8;
export const TO: usize = 12;
export const RECORD: u32 = 4;
export const LABEL_BITS: u32 = 0x1fff;

/** Whether an edge holds at the stamp. */
export function holds(record: usize, stamp: i32): bool {
  return load<i32>(record, TO) > stamp && load<i32>(record, FROM) <= stamp;
}

/** Whether a node has edges in the overlay. */
export function isOverlaid(node: u32): bool {
  return (load<u32>(load<u32>(OVERLAID) + ((node >>> 5) << 2)) & (1 << (node & 31))) != 0;
}
