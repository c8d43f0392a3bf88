import { describe, join } from './host';
import { at } from './table';

/*
 * Of every item a desk holds one word, which is 0 until somebody asks:
 *
 *   bit 0 known, bit 1 takes part, bit 3 visited, bits 5-4 rank
 *   bit 6 something is pending in this round: bit 9 gates need a look, bits 8-7 rank taken over
 *   bits 31-10 scheme; 0: none
 */

const KNOWN: u32 = 1;
const TAKES_PART: u32 = 2;
const VISITED: u32 = 8;
const RANK_SHIFT: u32 = 4;
const PENDING: u32 = 64;
const VALUE_SHIFT: u32 = 7;
const SCHEME_SHIFT: u32 = 10;
/** What is kept from one question to the next. */
const KEPT: u32 = KNOWN | TAKES_PART | ((<u32>-1) << SCHEME_SHIFT);

export const LOOK: u32 = 4;
const VALUE_BITS: u32 = 7;
export const RANK_BITS: u32 = 3;
const AWAITED: u32 = PENDING | (VALUE_BITS << VALUE_SHIFT);

export const OK: u32 = 0;
export const AT_RISK: u32 = 1;
export const DEGRADED: u32 = 2;
export const DOWN: u32 = 3;

/** Whether the mark is one of an item that counts among the providers of its dependents. */
export function isMarkedToTakePart(mark: u32): bool {
  return (mark & TAKES_PART) != 0;
}

/** The rank that a mark tells of. */
export function rankInMark(mark: u32): u32 {
  return (mark >>> RANK_SHIFT) & RANK_BITS;
}

/** What is known of an item, and what is pending for it. */
@unmanaged
export class State {
  facts: u32;

  get takesPart(): bool {
    return (this.facts & TAKES_PART) != 0;
  }

  get rank(): u32 {
    return (this.facts >>> RANK_SHIFT) & RANK_BITS;
  }

  get scheme(): u32 {
    return this.facts >>> SCHEME_SHIFT;
  }

  /** What is pending; 0 when nothing is. */
  get value(): u32 {
    return (this.facts >>> VALUE_SHIFT) & VALUE_BITS;
  }

  get isPending(): bool {
    return (this.facts & PENDING) != 0;
  }

  await(value: u32): void {
    this.facts = (this.facts & ~AWAITED) | PENDING | (value << VALUE_SHIFT);
  }

  /** What was pending, which is not any more. */
  take(): u32 {
    const value = this.value;
    this.facts &= ~AWAITED;
    return value;
  }
}

// What a label joins: a gate by its number within the scheme, or one of these.
export const FOLLOWS: i32 = -1;
export const FOLLOWS_SOFTLY: i32 = -2;
const UNKNOWN: i32 = -4;

// What is joined is listed by type and SOFT, or by the number of the gate keys.
const TYPES: u32 = 512;
const KEYS: u32 = 64;
const KEYS_SHIFT: u32 = 13;
const SOFT_LABEL: u32 = 0x100;

/** An event, in one word: an item and the rank that it has come to. A table that has a memory has less than 2^30 nodes. */
const EVENT_SHIFT: u32 = 2;

export function itemIn(event: u32): u32 {
  return event >>> EVENT_SHIFT;
}

export function rankIn(event: u32): u32 {
  return event & RANK_BITS;
}

/** The desk that an impact works at, one a thread; impact-desk.ts lays it out and writes its first words. */
@unmanaged
export class Desk {
  states: usize;
  affected: usize;
  events: usize;
  raised: usize;
  visits: usize;
  /** Bits of items for which nothing is left to find out: they are DOWN. */
  settled: usize;
  onPath: usize;
  reach: usize;
  arcs: usize;
  joined: usize;
  keyed: usize;
  gates: usize;
  counts: usize;
  affectedCount: u32;
  eventCount: u32;
  raisedCount: u32;
  visitCount: u32;
  onPathCount: u32;
  stamp: i32;
  overlay: u32;
  inWay: u32;
  outWay: u32;
  met: usize;
  metCount: u32;
  fetched: u32;
  // Whatever is being walked around: an item, its scheme, its rank.
  item: u32;
  scheme: u32;
  rank: u32;
  /** Items were met that do not take part: what needs them does not notice. */
  stuck: u32;
  looks: usize;
  /** By item, the first byte of its facts: all that gates ask of a provider, in an eighth of the room. */
  marks: usize;
  /** One bit for each gate of the item that is looked at and has a member. */
  counted: u32;
  /** Bits to sort nodes with; all 0. */
  order: usize;

  /** The state of an item, which may not be known yet. */
  @inline
  state(item: u32): State {
    return changetype<State>(this.states + (item << 2));
  }

  /** The state of an item that is known: asked for once. */
  @inline
  known(item: u32): State {
    const state = this.state(item);
    if (!state.facts) {
      state.facts = describe(item) | KNOWN;
      this.mark(item, state);
    }
    return state;
  }

  @inline
  mark(item: u32, state: State): void {
    store<u8>(this.marks + item, <u8>state.facts);
  }

  /** Sets the rank of an item that is known. */
  @inline
  setRank(item: u32, state: State, rank: u32): void {
    state.facts = (state.facts & ~(RANK_BITS << RANK_SHIFT)) | (rank << RANK_SHIFT);
    this.mark(item, state);
  }

  /** The mark of an item. */
  @inline
  markOf(item: u32): u32 {
    const mark = <u32>load<u8>(this.marks + item);
    return mark ? mark : this.known(item).facts;
  }

  @inline
  visit(item: u32, state: State): void {
    if (state.facts & VISITED) return;
    state.facts |= VISITED;
    store<u32>(this.visits + (this.visitCount++ << 2), item);
  }

  /** An item is raised once in a round. */
  @inline
  raise(item: u32, rank: u32): void {
    store<u32>(this.raised + (this.raisedCount++ << 2), (item << EVENT_SHIFT) | rank);
    if (rank == DOWN) this.settle(item);
  }

  settle(item: u32): void {
    const place = this.settled + ((item >>> 5) << 2);
    store<u32>(place, load<u32>(place) | (1 << (item & 31)));
  }

  forget(item: u32): void {
    const state = this.state(item);
    state.facts &= KEPT;
    this.mark(item, state);
    store<u32>(this.settled + ((item >>> 5) << 2), 0);
  }

  /** The gate that an edge joins, looked up by scheme and label. */
  joinedBy(scheme: u32, label: u32): i32 {
    const keys = label >>> KEYS_SHIFT;
    if (scheme == 0 || keys >= KEYS) return join(scheme, label);
    const byType = ((label & 0xff) << 1) | u32((label & SOFT_LABEL) != 0);
    const place =
      keys == 0 ? this.joined + ((scheme * TYPES + byType) << 1) : this.keyed + ((scheme * KEYS + keys) << 1);
    const known = <i32>load<i16>(place);
    if (known != UNKNOWN) return known;
    const found = join(scheme, label);
    store<i16>(place, <i16>found);
    return found;
  }

  @inline
  eventAt(place: u32): u32 {
    return at(this.events, place);
  }

  @inline
  setEvent(place: u32, item: u32, rank: u32): void {
    store<u32>(this.events + (place << 2), (item << EVENT_SHIFT) | rank);
  }
}
