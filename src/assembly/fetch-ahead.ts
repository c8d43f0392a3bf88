import { Desk, itemIn } from './desk';
import { at, hasBit, table } from './table';

/** So many items, and of each so many edges, are fetched ahead. */
export const AHEAD: u32 = 32;
const FETCHED_MAX: u32 = 8;

/**
 * Fetches the edges into some items, and what is known at their far ends, into the caches: step by step for all of them, so
 * that none waits for another. Nodes without a base have few edges, and are left alone.
 */
export function fetchSources(desk: Desk, start: u32, end: u32): void {
  let sum: u32 = 0;
  for (let place = start; place < end; place++) {
    const item = itemIn(desk.eventAt(place));
    if (item < table.baseNodes) sum ^= table.edge(at(table.inStart, item)).source;
  }
  for (let place = start; place < end; place++) {
    const item = itemIn(desk.eventAt(place));
    if (item >= table.baseNodes) continue;
    const first = at(table.inStart, item);
    const last = min(at(table.inStart, item + 1), first + FETCHED_MAX);
    for (let slot = first; slot < last; slot++) {
      const far = table.edge(slot).source;
      if (!hasBit(desk.settled, far)) sum ^= desk.state(far).facts;
    }
  }
  desk.fetched = sum;
}

/** The same for the edges out of some items. */
export function fetchTargets(desk: Desk, items: usize, count: u32): void {
  let sum: u32 = 0;
  for (let place: u32 = 0; place < count; place++) {
    const item = at(items, place);
    if (item < table.baseNodes) sum ^= at(table.outSlot, at(table.outStart, item));
  }
  for (let step = 0; step < 2; step++) {
    for (let place: u32 = 0; place < count; place++) {
      const item = at(items, place);
      if (item >= table.baseNodes) continue;
      const first = at(table.outStart, item);
      const last = min(at(table.outStart, item + 1), first + FETCHED_MAX);
      for (let index = first; index < last; index++) {
        const slot = at(table.outSlot, index);
        const far = load<u32>(table.targetOf(slot));
        sum ^= step == 0 ? table.edge(slot).label ^ far : desk.state(far).facts;
      }
    }
  }
  desk.fetched = sum;
}
