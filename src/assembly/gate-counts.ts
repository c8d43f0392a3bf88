import {
  ARCS,
  AT_RISK,
  COUNTS,
  DEGRADED,
  DOWN,
  factsOf,
  FOLLOWS,
  FOLLOWS_SOFTLY,
  GATES,
  IN_WAY,
  joinedBy,
  MET,
  MET_COUNT,
  OK,
  OUT_WAY,
  OVERLAY,
  rankIn,
  SCHEME_SHIFT,
  STAMP,
  stateOf,
  TAKES_PART,
  WEIGHT_LABEL,
} from './desk';
import { evaluate } from './host';
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

/* How gates fare by counting their members: the twin of flat-gates.ts and gate-arithmetic.ts, which are the reference. */

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
export function lookAt(desk: usize, item: u32): u32 {
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
