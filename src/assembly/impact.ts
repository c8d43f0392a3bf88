import { areMany, sortNodes } from './ascending';
import { DEGRADED, Desk, DOWN, FOLLOWS, FOLLOWS_SOFTLY, itemIn, LOOK, RANK_BITS, rankIn } from './desk';
import { AHEAD, fetchSources, fetchTargets } from './fetch-ahead';
import { lookAt } from './gate-counts';
import { at, Edge, hasBit, table } from './table';

/* The rounds of an impact: the twin of fixed-point.ts, which is the reference. */

// The bits of a label in the reach, beside the ways of the filters: it joins a gate, and some PATH gate goes over it.
const JOINS: u32 = 4;
const PATH: u32 = 8;

/** Makes what was raised the events of a new round, many of them in order of their items, and gives how many there are. */
export function commit(desk: Desk): u32 {
  const events = desk.events;
  desk.events = desk.raised;
  desk.eventCount = desk.raisedCount;
  desk.raised = events;
  desk.raisedCount = 0;
  desk.affectedCount = 0;
  const count = desk.eventCount;
  const sorts = areMany(count);
  for (let place: u32 = 0; place < count; place++) {
    const event = desk.eventAt(place);
    const item = itemIn(event);
    const state = desk.known(item);
    desk.visit(item, state);
    desk.setRank(item, state, rankIn(event));
    if (rankIn(event) == DOWN) desk.settle(item);
    if (sorts) store<u32>(desk.events + (place << 2), item);
  }
  if (sorts) sortEvents(desk, count);
  return count;
}

/** Sorts items whose rank is known already, and makes them events. */
function sortEvents(desk: Desk, count: u32): void {
  sortNodes(desk.events, count, desk.order);
  for (let place: u32 = 0; place < count; place++) {
    const item = at(desk.events, place);
    desk.setEvent(place, item, desk.state(item).rank);
  }
}

/** Notes the dependents of an item that has come to a rank. */
@unmanaged
class Spreading extends Desk {
  /** Gives the bits of the labels of all edges that are followed. */
  @inline
  meet(labels: u32, edge: Edge, end: usize, way: u32, stamp: i32): u32 {
    if (!edge.holds(stamp)) return labels;
    const bits = <u32>load<u8>(this.reach + edge.kind);
    if (!(bits & way)) return labels;
    const dependent = load<u32>(end);
    if (bits & JOINS && !hasBit(this.settled, dependent)) this.reachOver(edge.label, dependent);
    return labels | bits;
  }

  reachOver(label: u32, dependent: u32): void {
    const state = this.known(dependent);
    const isNew = !state.isPending;
    const gate = this.joinedBy(state.scheme, label);
    // Who follows a provider and is as badly off already has nothing to take over.
    if (gate == FOLLOWS && this.rank <= state.rank) return;
    const next = takenOver(state.value, this.rank, gate);
    state.await(next);
    this.visit(dependent, state);
    if (next == DOWN) this.raise(dependent, DOWN);
    else if (isNew) store<u32>(this.affected + (this.affectedCount++ << 2), dependent);
  }
}

/** What a dependent takes over from a provider through the gate that it joins. */
function takenOver(value: u32, rank: u32, gate: i32): u32 {
  if (gate != FOLLOWS && gate != FOLLOWS_SOFTLY) return value | LOOK;
  const result = gate == FOLLOWS ? rank : min(rank, DEGRADED);
  if (result == DOWN) return DOWN;
  return result > (value & RANK_BITS) ? (value & LOOK) | result : value;
}

/** Notes the dependents of an item; true when a chain of some PATH gate may go through it. */
export function spreadItem(desk: Desk, item: u32): bool {
  const state = desk.known(item);
  if (!state.takesPart) {
    desk.stuck = 1;
    return false;
  }
  const spreading = changetype<Spreading>(desk);
  spreading.rank = state.rank;
  const labels = table.fold(spreading, 0, item, desk.inWay, desk.outWay, desk.stamp, desk.overlay != 0);
  return (labels & PATH) != 0;
}

/** Notes the dependents of what rose in the last round; lists what may have cut a chain of some PATH gate by that. */
export function spread(desk: Desk, start: u32, end: u32): void {
  for (let place = start; place < end; place++) {
    if (((place - start) & (AHEAD - 1)) == 0 && end - place >= AHEAD) fetchSources(desk, place, place + AHEAD);
    const event = desk.eventAt(place);
    const item = itemIn(event);
    if (!spreadItem(desk, item) || rankIn(event) < DEGRADED) continue;
    store<u32>(desk.onPath + (desk.onPathCount++ << 2), item);
  }
}

/** Raises what the last round affected, as far as the gates ask for it. */
export function evaluateAffected(desk: Desk, start: u32, end: u32): void {
  if (start == 0 && areMany(desk.affectedCount)) sortNodes(desk.affected, desk.affectedCount, desk.order);
  for (let from = start; from < end; from += AHEAD) {
    const count = looksAmong(desk, from, min(end, from + AHEAD));
    if (count > 1) fetchTargets(desk, desk.looks, count);
    for (let place: u32 = 0; place < count; place++) {
      const item = at(desk.looks, place);
      const state = desk.state(item);
      const rank = max(state.take() & RANK_BITS, lookAt(desk, item));
      if (rank > state.rank) desk.raise(item, rank);
    }
  }
}

/** Lists those whose gates need a look, and raises the others that have risen. */
function looksAmong(desk: Desk, start: u32, end: u32): u32 {
  let count: u32 = 0;
  for (let place = start; place < end; place++) {
    const item = at(desk.affected, place);
    if (hasBit(desk.settled, item)) continue;
    const state = desk.state(item);
    if (state.value & LOOK) store<u32>(desk.looks + (count++ << 2), item);
    else {
      const value = state.take();
      if (value > state.rank) desk.raise(item, value);
    }
  }
  return count;
}

/** Forgets who was hit; what items are like is kept. */
export function release(desk: Desk): void {
  for (let place: u32 = 0; place < desk.visitCount; place++) desk.forget(at(desk.visits, place));
}
