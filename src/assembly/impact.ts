import {
  AFFECTED,
  AFFECTED_COUNT,
  DEGRADED,
  DOWN,
  EVENT_COUNT,
  EVENTS,
  factsOf,
  FOLLOWS,
  FOLLOWS_SOFTLY,
  IN_WAY,
  joinedBy,
  KNOWN,
  LOOK,
  ON_PATH,
  ON_PATH_COUNT,
  OUT_WAY,
  OVERLAY,
  push,
  raise,
  RAISED,
  RAISED_COUNT,
  RANK_BITS,
  RANK_SHIFT,
  rankIn,
  REACH,
  ROUND,
  ROUND_SHIFT,
  SCHEME_SHIFT,
  STAMP,
  stateOf,
  TAKES_PART,
  VALUE_BITS,
  VISIT_COUNT,
  VISITED,
  VISITS,
} from './desk';
import { AHEAD, fetchSources, fetchTargets } from './fetch-ahead';
import { lookAt } from './gate-counts';
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

/* The rounds of an impact: the twin of fixed-point.ts, which is the reference. */

// The bits of a label in REACH, beside the ways of the filters: it joins a gate, and some PATH gate goes over it.
const JOINS: u32 = 4;
const PATH: u32 = 8;

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
