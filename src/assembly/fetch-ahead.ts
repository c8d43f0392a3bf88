import { Desk, itemIn } from './desk';
import { at, table } from './table';

/** So many items, and of each so many edges, are fetched ahead. */
export const AHEAD: u32 = 32;
const FETCHED_MAX: u32 = 8;

/**
 * Fetches the beginnings of the edges into some items into the caches: for all of them at once, so that none waits for
 * another. Nodes without a base have few edges, and are left alone. To fetch what is known at the far ends as well takes
 * longer than it saves: the bits of those that are settled are in the caches anyway.
 */
export function fetchSources(desk: Desk, start: u32, end: u32): void {
  let sum: u32 = 0;
  for (let place = start; place < end; place++) {
    const item = itemIn(desk.eventAt(place));
    if (item < table.baseNodes) sum ^= table.edge(at(table.inStart, item)).source;
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
  for (let place: u32 = 0; place < count; place++) {
    const item = at(items, place);
    if (item >= table.baseNodes) continue;
    const first = at(table.outStart, item);
    const last = min(at(table.outStart, item + 1), first + FETCHED_MAX);
    for (let index = first; index < last; index++) {
      const slot = at(table.outSlot, index);
      sum ^= table.edge(slot).label ^ load<u32>(table.targetOf(slot));
    }
  }
  desk.fetched = sum;
}
