import { describe, evaluate, join } from './host';
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
  OUT_HEAD,
  OUT_NEXT,
  OUT_SLOT,
  OUT_START,
  RECORD,
  RECORDS,
  SOURCE,
  TARGET,
} from './table';

/*
 * The rounds of an impact: the twin of fixed-point.ts and of the counting in flat-gates.ts, which are the reference. What
 * it works with stands in a desk, one a thread; impact-desk.ts lays it out and writes its first words.
 *
 * Of every item a desk holds two words. The facts are 0 until somebody asks:
 *
 *   pending   bits 31-3 the round that the rest belongs to, bit 2 gates need a look, bits 1-0 rank taken over
 *   facts     bit 0 known, bit 1 takes part, bit 3 visited, bits 5-4 rank, bits 31-6 scheme; 0: none
 */

const KNOWN: u32 = 1;
const TAKES_PART: u32 = 2;
const VISITED: u32 = 8;
const RANK_SHIFT: u32 = 4;
const SCHEME_SHIFT: u32 = 6;

const ROUND_SHIFT: u32 = 3;
const VALUE_BITS: u32 = 7;
const LOOK: u32 = 4;
const RANK_BITS: u32 = 3;

const OK: u32 = 0;
const AT_RISK: u32 = 1;
const DEGRADED: u32 = 2;
const DOWN: u32 = 3;

// The words of a desk, in bytes: where things stand, and how much of them there is.
const STATES: usize = 0;
const AFFECTED: usize = 4;
const EVENTS: usize = 8;
const RAISED: usize = 12;
const VISITS: usize = 16;
const ON_PATH: usize = 24;
const REACH: usize = 28;
const ARCS: usize = 32;
const JOINED: usize = 36;
const KEYED: usize = 40;
const GATES: usize = 44;
const COUNTS: usize = 48;
const AFFECTED_COUNT: usize = 52;
const EVENT_COUNT: usize = 56;
const RAISED_COUNT: usize = 60;
const VISIT_COUNT: usize = 64;
const ON_PATH_COUNT: usize = 72;
const ROUND: usize = 76;
const STAMP: usize = 80;
const OVERLAY: usize = 84;
const IN_WAY: usize = 88;
const OUT_WAY: usize = 92;
const MET: usize = 96;
const MET_COUNT: usize = 100;
const FETCHED: usize = 104;

/** So many items, and of each so many edges, are fetched ahead. */
const AHEAD: u32 = 32;
const FETCHED_MAX: u32 = 8;

// The bits of a label in REACH, beside the ways of the filters: it joins a gate, and some PATH gate goes over it.
const JOINS: u32 = 4;
const PATH: u32 = 8;

// What a label joins: a gate by its number within the scheme, or one of these.
const FOLLOWS: i32 = -1;
const FOLLOWS_SOFTLY: i32 = -2;
const UNKNOWN: i32 = -4;

// What JOINED holds by scheme is listed by type and SOFT; what KEYED holds, by the number of the gate keys.
const TYPES: u32 = 512;
const KEYS: u32 = 64;
const KEYS_SHIFT: u32 = 13;
const SOFT_LABEL: u32 = 0x100;
const WEIGHT_LABEL: u32 = 0x1000;

// A gate of a scheme: rule (0 is ANY), value, degradedBelow + 1 or 0 for none, and whether it is SOFT and may be joined twice.
const GATES_MAX: i32 = 8;
const GATE: u32 = 16;
const AT_LEAST: u32 = 1;
const PERCENT: u32 = 2;
const ELSEWHERE: u32 = 3;
const IS_SOFT: u32 = 1;
const MAY_REPEAT: u32 = 2;

// The count of a gate: total, up, healthy, hit.
const COUNT: u32 = 16;

/** So many providers of an item are told apart where one may join a gate twice; gate and provider of each are kept. */
const MET_MAX: u32 = 64;

function push(desk: usize, list: usize, length: usize, item: u32): void {
  const count = load<u32>(desk + length);
  store<u32>(load<u32>(desk + list) + (count << 2), item);
  store<u32>(desk + length, count + 1);
}

/** An item is raised once in a round; rank and item in one word would not hold every item, so there are two. */
function raise(desk: usize, item: u32, rank: u32): void {
  const count = load<u32>(desk, RAISED_COUNT);
  const place = load<u32>(desk, RAISED) + (count << 3);
  store<u32>(place, item);
  store<u32>(place, rank, 4);
  store<u32>(desk, count + 1, RAISED_COUNT);
}

function stateOf(desk: usize, item: u32): usize {
  return load<u32>(desk, STATES) + (item << 3);
}

/** The facts of an item, asked for once. */
function factsOf(desk: usize, item: u32, state: usize): u32 {
  const facts = load<u32>(state, 4);
  if (facts) return facts;
  const found = describe(item) | KNOWN;
  store<u32>(state, found, 4);
  return found;
}

function rankIn(facts: u32): u32 {
  return (facts >>> RANK_SHIFT) & RANK_BITS;
}

/** The gate that an edge joins, looked up by scheme and label. */
function joinedBy(desk: usize, scheme: u32, label: u32): i32 {
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

/** Makes what was raised the events of a new round, and gives how many there are. */
export function commit(desk: usize): u32 {
  const events = load<u32>(desk, RAISED);
  const count = load<u32>(desk, RAISED_COUNT);
  store<u32>(desk, load<u32>(desk, EVENTS), RAISED);
  store<u32>(desk, events, EVENTS);
  store<u32>(desk, count, EVENT_COUNT);
  store<u32>(desk, 0, RAISED_COUNT);
  store<u32>(desk, 0, AFFECTED_COUNT);
  store<u32>(desk, load<u32>(desk, ROUND) + 1, ROUND);
  for (let event: u32 = 0; event < count; event++) {
    const item = load<u32>(events + (event << 3));
    const state = stateOf(desk, item);
    let facts = factsOf(desk, item, state);
    if (!(facts & VISITED)) push(desk, VISITS, VISIT_COUNT, item);
    facts = (facts & ~(RANK_BITS << RANK_SHIFT)) | VISITED;
    store<u32>(state, facts | (load<u32>(events + (event << 3), 4) << RANK_SHIFT), 4);
  }
  return count;
}

/** What a dependent takes over from a provider through the gate that it joins. */
function takenOver(value: u32, rank: u32, gate: i32): u32 {
  if (gate != FOLLOWS && gate != FOLLOWS_SOFTLY) return value | LOOK;
  const result = gate == FOLLOWS ? rank : min(rank, DEGRADED);
  if (result == DOWN) return DOWN;
  return result > (value & RANK_BITS) ? (value & LOOK) | result : value;
}

/** Notes a dependent of an item that has come to a rank. */
function reach(desk: usize, rank: u32, dependent: u32, label: u32): void {
  const state = stateOf(desk, dependent);
  const facts = factsOf(desk, dependent, state);
  if (rankIn(facts) == DOWN) return;
  const round = load<u32>(desk, ROUND);
  const pending = load<u32>(state);
  const isNew = pending >>> ROUND_SHIFT != round;
  const value = isNew ? 0 : pending & VALUE_BITS;
  if (value == DOWN) return;
  const next = takenOver(value, rank, joinedBy(desk, facts >>> SCHEME_SHIFT, label));
  store<u32>(state, (round << ROUND_SHIFT) | next);
  if (!(facts & VISITED)) {
    store<u32>(state, facts | VISITED, 4);
    push(desk, VISITS, VISIT_COUNT, dependent);
  }
  if (next == DOWN) raise(desk, dependent, DOWN);
  else if (isNew) push(desk, AFFECTED, AFFECTED_COUNT, dependent);
}

/** One edge from the item: gives the bits of its label, when it holds and is followed this way. */
function spreadOver(desk: usize, rank: u32, record: usize, far: u32, stamp: i32, way: u32): u32 {
  if (!holds(record, stamp)) return 0;
  const label = load<u32>(record, LABEL);
  const bits = <u32>load<u8>(load<u32>(desk, REACH) + (label & LABEL_BITS));
  if (!(bits & way)) return 0;
  if (bits & JOINS) reach(desk, rank, far, label);
  return bits;
}

/** Notes the dependents of an item; true when a chain of some PATH gate may go through it. */
export function spreadItem(desk: usize, item: u32): bool {
  const facts = factsOf(desk, item, stateOf(desk, item));
  if (!(facts & TAKES_PART)) return false;
  const rank = rankIn(facts);
  const stamp = <i32>load<u32>(desk, STAMP);
  const inWay = load<u32>(desk, IN_WAY);
  const outWay = load<u32>(desk, OUT_WAY);
  const records = load<u32>(RECORDS);
  const target = load<u32>(TARGET);
  let bits: u32 = 0;
  if (item < load<u32>(BASE_NODES)) {
    if (inWay) {
      const starts = load<u32>(IN_START) + (item << 2);
      const last = records + (load<u32>(starts, 4) << RECORD);
      for (let record = records + (load<u32>(starts) << RECORD); record < last; record += 1 << RECORD) {
        bits |= spreadOver(desk, rank, record, load<u32>(record, SOURCE), stamp, inWay);
      }
    }
    if (outWay) {
      const starts = load<u32>(OUT_START) + (item << 2);
      const last = load<u32>(starts, 4);
      for (let index = load<u32>(starts); index < last; index++) {
        const slot = load<u32>(load<u32>(OUT_SLOT) + (index << 2));
        bits |= spreadOver(desk, rank, records + (slot << RECORD), load<u32>(target + (slot << 2)), stamp, outWay);
      }
    }
  }
  if (!load<u32>(desk, OVERLAY) || !isOverlaid(item)) return (bits & PATH) != 0;
  const base = load<u32>(BASE_COUNT);
  let next = load<u32>(load<u32>(IN_HEAD) + (item << 2));
  for (; next != 0; next = load<u32>(load<u32>(IN_NEXT) + ((next - 1 - base) << 2))) {
    const record = records + ((next - 1) << RECORD);
    bits |= spreadOver(desk, rank, record, load<u32>(record, SOURCE), stamp, inWay);
  }
  next = load<u32>(load<u32>(OUT_HEAD) + (item << 2));
  for (; next != 0; next = load<u32>(load<u32>(OUT_NEXT) + ((next - 1 - base) << 2))) {
    const slot = next - 1;
    bits |= spreadOver(desk, rank, records + (slot << RECORD), load<u32>(target + (slot << 2)), stamp, outWay);
  }
  return (bits & PATH) != 0;
}

/**
 * Fetches the edges into some items, and what is known at their far ends, into the caches: step by step for all of them, so
 * that none waits for another. Nodes without a base have few edges, and are left alone.
 */
function fetchSources(desk: usize, start: u32, end: u32): void {
  const events = load<u32>(desk, EVENTS);
  const inStart = load<u32>(IN_START);
  const records = load<u32>(RECORDS);
  const nodes = load<u32>(BASE_NODES);
  const states = load<u32>(desk, STATES);
  let sum: u32 = 0;
  for (let event = start; event < end; event++) {
    const item = load<u32>(events + (event << 3));
    if (item < nodes) sum ^= load<u32>(records + (load<u32>(inStart + (item << 2)) << RECORD));
  }
  for (let event = start; event < end; event++) {
    const item = load<u32>(events + (event << 3));
    if (item >= nodes) continue;
    const first = load<u32>(inStart + (item << 2));
    const last = min(load<u32>(inStart + (item << 2), 4), first + FETCHED_MAX);
    for (let slot = first; slot < last; slot++) {
      sum ^= load<u32>(states + (load<u32>(records + (slot << RECORD), SOURCE) << 3));
    }
  }
  store<u32>(desk, sum, FETCHED);
}

/** The same for the edges out of what was affected. */
function fetchTargets(desk: usize, start: u32, end: u32): void {
  const affected = load<u32>(desk, AFFECTED);
  const outStart = load<u32>(OUT_START);
  const outSlot = load<u32>(OUT_SLOT);
  const records = load<u32>(RECORDS);
  const target = load<u32>(TARGET);
  const nodes = load<u32>(BASE_NODES);
  const states = load<u32>(desk, STATES);
  let sum: u32 = 0;
  for (let place = start; place < end; place++) {
    const item = load<u32>(affected + (place << 2));
    if (item < nodes) sum ^= load<u32>(outSlot + (load<u32>(outStart + (item << 2)) << 2));
  }
  for (let step = 0; step < 2; step++) {
    for (let place = start; place < end; place++) {
      const item = load<u32>(affected + (place << 2));
      if (item >= nodes) continue;
      const first = load<u32>(outStart + (item << 2));
      const last = min(load<u32>(outStart + (item << 2), 4), first + FETCHED_MAX);
      for (let index = first; index < last; index++) {
        const slot = load<u32>(outSlot + (index << 2));
        if (step == 0) sum ^= load<u32>(records + (slot << RECORD)) ^ load<u32>(target + (slot << 2));
        else sum ^= load<u32>(states + (load<u32>(target + (slot << 2)) << 3));
      }
    }
  }
  store<u32>(desk, sum, FETCHED);
}

/** Notes the dependents of what rose in the last round; lists what may have cut a chain of some PATH gate by that. */
export function spread(desk: usize, start: u32, end: u32): void {
  const events = load<u32>(desk, EVENTS);
  for (let event = start; event < end; event++) {
    if (((event - start) & (AHEAD - 1)) == 0 && end - event >= AHEAD) fetchSources(desk, event, event + AHEAD);
    const item = load<u32>(events + (event << 3));
    if (spreadItem(desk, item) && load<u32>(events + (event << 3), 4) >= DEGRADED) {
      push(desk, ON_PATH, ON_PATH_COUNT, item);
    }
  }
}

/** Whether a provider of an item has not joined the gate before; false, too, when there are too many to tell. */
function isFirst(desk: usize, far: u32, number: u32): bool {
  const count = load<u32>(desk, MET_COUNT);
  const met = load<u32>(desk, MET);
  for (let place: u32 = 0; place < count; place++) {
    if (load<u32>(met + (place << 3)) == far && load<u32>(met + (place << 3), 4) == number) return false;
  }
  if (count == MET_MAX) return false;
  store<u32>(met + (count << 3), far);
  store<u32>(met + (count << 3), number, 4);
  store<u32>(desk, count + 1, MET_COUNT);
  return true;
}

/** Counts one provider of an item; false when counts do not say how the gate fares. */
function countOver(desk: usize, item: u32, scheme: u32, record: usize, far: u32, stamp: i32, way: u32): bool {
  if (!holds(record, stamp)) return true;
  const label = load<u32>(record, LABEL);
  if (!(load<u8>(load<u32>(desk, ARCS) + (label & LABEL_BITS)) & way)) return true;
  const number = joinedBy(desk, scheme, label);
  if (number == FOLLOWS || number == FOLLOWS_SOFTLY) return true;
  if (number < 0 || number >= GATES_MAX || label & WEIGHT_LABEL) return false;
  const gate = load<u32>(desk, GATES) + (scheme * GATES_MAX + number) * GATE;
  if (load<u32>(gate) == ELSEWHERE) return false;
  if (far == item) return true;
  const facts = factsOf(desk, far, stateOf(desk, far));
  if (!(facts & TAKES_PART)) return true;
  if (load<u32>(gate, 12) & MAY_REPEAT && !isFirst(desk, far, number)) return false;
  const rank = rankIn(facts);
  const count = load<u32>(desk, COUNTS) + number * COUNT;
  store<u32>(count, load<u32>(count) + 1);
  if (rank != DOWN) store<u32>(count, load<u32>(count, 4) + 1, 4);
  if (rank < DEGRADED) store<u32>(count, load<u32>(count, 8) + 1, 8);
  if (rank != OK) store<u32>(count, 1, 12);
  return true;
}

/** Counts the providers of an item, gate by gate; false when counts do not say how some gate fares. */
function countAll(desk: usize, item: u32, scheme: u32): bool {
  const stamp = <i32>load<u32>(desk, STAMP);
  // Towards the providers, the ways are the other way round.
  const inWay = load<u32>(desk, OUT_WAY);
  const outWay = load<u32>(desk, IN_WAY);
  const records = load<u32>(RECORDS);
  const target = load<u32>(TARGET);
  memory.fill(load<u32>(desk, COUNTS), 0, GATES_MAX * COUNT);
  store<u32>(desk, 0, MET_COUNT);
  if (item < load<u32>(BASE_NODES)) {
    if (outWay) {
      const starts = load<u32>(OUT_START) + (item << 2);
      const last = load<u32>(starts, 4);
      for (let index = load<u32>(starts); index < last; index++) {
        const slot = load<u32>(load<u32>(OUT_SLOT) + (index << 2));
        const far = load<u32>(target + (slot << 2));
        if (!countOver(desk, item, scheme, records + (slot << RECORD), far, stamp, outWay)) return false;
      }
    }
    if (inWay) {
      const starts = load<u32>(IN_START) + (item << 2);
      const last = records + (load<u32>(starts, 4) << RECORD);
      for (let record = records + (load<u32>(starts) << RECORD); record < last; record += 1 << RECORD) {
        if (!countOver(desk, item, scheme, record, load<u32>(record, SOURCE), stamp, inWay)) return false;
      }
    }
  }
  if (!load<u32>(desk, OVERLAY) || !isOverlaid(item)) return true;
  const base = load<u32>(BASE_COUNT);
  let next = load<u32>(load<u32>(OUT_HEAD) + (item << 2));
  for (; next != 0; next = load<u32>(load<u32>(OUT_NEXT) + ((next - 1 - base) << 2))) {
    const slot = next - 1;
    const far = load<u32>(target + (slot << 2));
    if (!countOver(desk, item, scheme, records + (slot << RECORD), far, stamp, outWay)) return false;
  }
  next = load<u32>(load<u32>(IN_HEAD) + (item << 2));
  for (; next != 0; next = load<u32>(load<u32>(IN_NEXT) + ((next - 1 - base) << 2))) {
    const record = records + ((next - 1) << RECORD);
    if (!countOver(desk, item, scheme, record, load<u32>(record, SOURCE), stamp, inWay)) return false;
  }
  return true;
}

/** The rank of a gate with a member that is not OK, all of which weigh 1: gate-arithmetic.ts. */
function gateRank(gate: usize, count: usize): u32 {
  const total = load<u32>(count);
  const up = load<u32>(count, 4);
  const rule = load<u32>(gate);
  const value = load<u32>(gate, 4);
  let needed: u32 = 1;
  if (rule == AT_LEAST) needed = min(value, total);
  if (rule == PERCENT) needed = <u32>((<u64>total * value + 99) / 100);
  const below = load<u32>(gate, 8);
  const healthy = below == 0 ? needed : min(max(below - 1, needed), total);
  let rank = OK;
  if (up < needed) rank = DOWN;
  else if (load<u32>(count, 8) < healthy) rank = DEGRADED;
  else if (up - 1 < needed) rank = AT_RISK;
  return load<u32>(gate, 12) & IS_SOFT ? min(rank, DEGRADED) : rank;
}

/** The rank that the gates of an item ask for, without those that need all of their members. */
function lookAt(desk: usize, item: u32): u32 {
  const scheme = load<u32>(stateOf(desk, item), 4) >>> SCHEME_SHIFT;
  if (scheme == 0 || !countAll(desk, item, scheme)) return evaluate(item);
  const gates = load<u32>(desk, GATES) + scheme * GATES_MAX * GATE;
  const counts = load<u32>(desk, COUNTS);
  let worst = OK;
  for (let number: u32 = 0; number < <u32>GATES_MAX; number++) {
    const count = counts + number * COUNT;
    if (load<u32>(count, 12)) worst = max(worst, gateRank(gates + number * GATE, count));
  }
  return worst;
}

/** Raises what the last round affected, as far as the gates ask for it. */
export function evaluateAffected(desk: usize, start: u32, end: u32): void {
  for (let place = start; place < end; place++) {
    if (((place - start) & (AHEAD - 1)) == 0 && end - place >= AHEAD) fetchTargets(desk, place, place + AHEAD);
    const item = load<u32>(load<u32>(desk, AFFECTED) + (place << 2));
    const state = stateOf(desk, item);
    const value = load<u32>(state) & VALUE_BITS;
    if (value == DOWN) continue;
    const taken = value & RANK_BITS;
    const rank = value & LOOK ? max(taken, lookAt(desk, item)) : taken;
    if (rank > rankIn(load<u32>(state, 4))) raise(desk, item, rank);
  }
}

const KEPT: u32 = KNOWN | TAKES_PART | ((<u32>-1) << SCHEME_SHIFT);

/** Forgets who was hit; what items are like, and how far the rounds have come, is kept. */
export function release(desk: usize): void {
  const visits = load<u32>(desk, VISITS);
  const count = load<u32>(desk, VISIT_COUNT);
  for (let place: u32 = 0; place < count; place++) {
    const state = stateOf(desk, load<u32>(visits + (place << 2)));
    store<u32>(state, load<u32>(state, 4) & KEPT, 4);
  }
}
