import { AT_RISK, DEGRADED, Desk, DOWN, FOLLOWS, FOLLOWS_SOFTLY, isMarkedToTakePart, OK, rankInMark } from './desk';
import { evaluate } from './host';
import { at, Edge, ENOUGH, table } from './table';

/* How gates fare by counting their members: the twin of flat-gates.ts and gate-arithmetic.ts, which are the reference. */

const GATES_MAX: i32 = 8;
const AT_LEAST: u32 = 1;
const PERCENT: u32 = 2;
const ELSEWHERE: u32 = 3;
const IS_SOFT: u32 = 1;
const MAY_REPEAT: u32 = 2;
const WEIGHT_LABEL: u32 = 0x1000;

/** A gate of a scheme. Rule 0 is ANY; `below`: degradedBelow + 1, or 0 for none. */
@unmanaged
class Gate {
  rule: u32;
  value: u32;
  below: u32;
  flags: u32;
}

/** The members of a gate that have been counted. */
@unmanaged
class Count {
  total: u32;
  up: u32;
  healthy: u32;
  hit: u32;
}

/** So many providers of an item are told apart where one may join a gate twice; gate and provider of each are kept. */
const MET_MAX: u32 = 64;

/** Counts the providers of an item, gate by gate. */
@unmanaged
class Counting extends Desk {
  gate(number: u32): Gate {
    return changetype<Gate>(this.gates + ((this.scheme * GATES_MAX + number) << 4));
  }

  count(number: u32): Count {
    return changetype<Count>(this.counts + (number << 4));
  }

  /** The same, of a gate that has just got a member. */
  @inline
  begun(number: u32): Count {
    const count = this.count(number);
    const bit: u32 = 1 << number;
    if (this.counted & bit) return count;
    this.counted |= bit;
    count.total = count.up = count.healthy = count.hit = 0;
    return count;
  }

  /** Counts one provider; ENOUGH when counts do not say how the gate fares. */
  @inline
  meet(none: u32, edge: Edge, end: usize, way: u32, stamp: i32): u32 {
    if (!edge.holds(stamp) || !(load<u8>(this.arcs + edge.kind) & way)) return none;
    const number = this.joinedBy(this.scheme, edge.label);
    if (number == FOLLOWS || number == FOLLOWS_SOFTLY) return none;
    if (number < 0 || number >= GATES_MAX || edge.label & WEIGHT_LABEL) return ENOUGH;
    return this.countOver(number, load<u32>(end)) ? none : ENOUGH;
  }

  countOver(number: u32, far: u32): bool {
    const gate = this.gate(number);
    if (gate.rule == ELSEWHERE) return false;
    if (far == this.item) return true;
    const mark = this.markOf(far);
    if (!isMarkedToTakePart(mark)) return true;
    if (gate.flags & MAY_REPEAT && !this.isFirst(far, number)) return false;
    const rank = rankInMark(mark);
    const count = this.begun(number);
    count.total++;
    if (rank != DOWN) count.up++;
    if (rank < DEGRADED) count.healthy++;
    if (rank != OK) count.hit = 1;
    return true;
  }

  /** Whether a provider has not joined the gate before; false, too, when there are too many to tell. */
  isFirst(far: u32, number: u32): bool {
    for (let place: u32 = 0; place < this.metCount; place++) {
      if (at(this.met, place << 1) == far && at(this.met, (place << 1) + 1) == number) return false;
    }
    if (this.metCount == MET_MAX) return false;
    const place = this.met + (this.metCount++ << 3);
    store<u32>(place, far);
    store<u32>(place, number, 4);
    return true;
  }

  /** The rank of a gate with a member that is not OK, all of which weigh 1: gate-arithmetic.ts. */
  rankOf(number: u32): u32 {
    const gate = this.gate(number);
    const count = this.count(number);
    const total = count.total;
    let needed: u32 = 1;
    if (gate.rule == AT_LEAST) needed = min(gate.value, total);
    if (gate.rule == PERCENT) needed = <u32>((<u64>total * gate.value + 99) / 100);
    const wanted = gate.below == 0 ? needed : min(max(gate.below - 1, needed), total);
    let rank = OK;
    if (count.up < needed) rank = DOWN;
    else if (count.healthy < wanted) rank = DEGRADED;
    else if (count.up - 1 < needed) rank = AT_RISK;
    return gate.flags & IS_SOFT ? min(rank, DEGRADED) : rank;
  }
}

/** The rank that the gates of an item ask for, without those that need all of their members. */
export function lookAt(desk: Desk, item: u32): u32 {
  const counting = changetype<Counting>(desk);
  counting.item = item;
  counting.scheme = desk.state(item).scheme;
  counting.metCount = 0;
  counting.counted = 0;
  // Towards the providers, the ways are the other way round.
  if (
    counting.scheme == 0 ||
    table.fold(counting, 0, item, desk.outWay, desk.inWay, desk.stamp, desk.overlay != 0) == ENOUGH
  ) {
    return evaluate(item);
  }
  let worst = OK;
  for (let left = counting.counted; left != 0; left &= left - 1) {
    const number = ctz(left);
    if (counting.count(number).hit) worst = max(worst, counting.rankOf(number));
  }
  return worst;
}
