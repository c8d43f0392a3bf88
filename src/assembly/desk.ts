import { describe, join } from './host';

/*
 * The desk that an impact works at, one a thread; impact-desk.ts lays it out and writes its first words. Of every item a
 * desk holds two words. The facts are 0 until somebody asks:
 *
 *   pending   bits 31-3 the round that the rest belongs to, bit 2 gates need a look, bits 1-0 rank taken over
 *   facts     bit 0 known, bit 1 takes part, bit 3 visited, bits 5-4 rank, bits 31-6 scheme; 0: none
 */

export const KNOWN: u32 = 1;
export const TAKES_PART: u32 = 2;
export const VISITED: u32 = 8;
export const RANK_SHIFT: u32 = 4;
export const SCHEME_SHIFT: u32 = 6;

export const ROUND_SHIFT: u32 = 3;
export const VALUE_BITS: u32 = 7;
export const LOOK: u32 = 4;
export const RANK_BITS: u32 = 3;

export const OK: u32 = 0;
export const AT_RISK: u32 = 1;
export const DEGRADED: u32 = 2;
export const DOWN: u32 = 3;

// The words of a desk, in bytes: where things stand, and how much of them there is.
export const STATES: usize = 0;
export const AFFECTED: usize = 4;
export const EVENTS: usize = 8;
export const RAISED: usize = 12;
export const VISITS: usize = 16;
export const ON_PATH: usize = 24;
export const REACH: usize = 28;
export const ARCS: usize = 32;
export const JOINED: usize = 36;
export const KEYED: usize = 40;
export const GATES: usize = 44;
export const COUNTS: usize = 48;
export const AFFECTED_COUNT: usize = 52;
export const EVENT_COUNT: usize = 56;
export const RAISED_COUNT: usize = 60;
export const VISIT_COUNT: usize = 64;
export const ON_PATH_COUNT: usize = 72;
export const ROUND: usize = 76;
export const STAMP: usize = 80;
export const OVERLAY: usize = 84;
export const IN_WAY: usize = 88;
export const OUT_WAY: usize = 92;
export const MET: usize = 96;
export const MET_COUNT: usize = 100;
export const FETCHED: usize = 104;

// What a label joins: a gate by its number within the scheme, or one of these.
export const FOLLOWS: i32 = -1;
export const FOLLOWS_SOFTLY: i32 = -2;
export const UNKNOWN: i32 = -4;

// What JOINED holds by scheme is listed by type and SOFT; what KEYED holds, by the number of the gate keys.
export const TYPES: u32 = 512;
export const KEYS: u32 = 64;
export const KEYS_SHIFT: u32 = 13;
export const SOFT_LABEL: u32 = 0x100;
export const WEIGHT_LABEL: u32 = 0x1000;

export function push(desk: usize, list: usize, length: usize, item: u32): void {
  const count = load<u32>(desk + length);
  store<u32>(load<u32>(desk + list) + (count << 2), item);
  store<u32>(desk + length, count + 1);
}

/** An item is raised once in a round; rank and item in one word would not hold every item, so there are two. */
export function raise(desk: usize, item: u32, rank: u32): void {
  const count = load<u32>(desk, RAISED_COUNT);
  const place = load<u32>(desk, RAISED) + (count << 3);
  store<u32>(place, item);
  store<u32>(place, rank, 4);
  store<u32>(desk, count + 1, RAISED_COUNT);
}

export function stateOf(desk: usize, item: u32): usize {
  return load<u32>(desk, STATES) + (item << 3);
}

/** The facts of an item, asked for once. */
export function factsOf(desk: usize, item: u32, state: usize): u32 {
  const facts = load<u32>(state, 4);
  if (facts) return facts;
  const found = describe(item) | KNOWN;
  store<u32>(state, found, 4);
  return found;
}

export function rankIn(facts: u32): u32 {
  return (facts >>> RANK_SHIFT) & RANK_BITS;
}

/** The gate that an edge joins, looked up by scheme and label. */
export function joinedBy(desk: usize, scheme: u32, label: u32): i32 {
  const keys = label >>> KEYS_SHIFT;
  if (scheme == 0 || keys >= KEYS) return join(scheme, label);
  const byType = ((label & 0xff) << 1) | u32((label & SOFT_LABEL) != 0);
  const place =
    keys == 0
      ? load<u32>(desk, JOINED) + ((scheme * TYPES + byType) << 1)
      : load<u32>(desk, KEYED) + ((scheme * KEYS + keys) << 1);
  const known = <i32>load<i16>(place);
  if (known != UNKNOWN) return known;
  const found = join(scheme, label);
  store<i16>(place, <i16>found);
  return found;
}
