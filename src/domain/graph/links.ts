import { ArcBuffer } from './arc-buffer';
import type { EdgeFilter } from './edge-filter';
import type { GraphView } from './graph-view';
import { WordList } from './typed-columns';

/** The slots of all edges between two of the items that pass the filter, each once, by relationship id. */
export function linksAmong(view: GraphView, items: Uint32Array, filter: EdgeFilter): Uint32Array {
  return view.visitedSets.with(view.capacity, (members) => {
    const arcs = new ArcBuffer();
    const slots = new WordList();
    for (const item of items) members.add(item);
    for (const item of items) {
      arcs.collect(view, item, filter, 'DEPENDENCIES');
      for (let i = 0; i < arcs.length; i++) if (members.has(arcs.node[i] ?? 0)) slots.push(arcs.slot[i] ?? 0);
    }
    // An edge of a type that works both ways was met from either end.
    const sorted = byId(slots.taken(), view.edges.id);
    return sorted.filter((slot, place) => slot !== sorted[place - 1]);
  });
}

/** So many places fit into the 53 bits of a number that an id of 32, as those of drafts are, leaves free. */
const PLACES_MAX = 2 ** 21;

/** Slots in order of their ids. Whole numbers are sorted in a fifth of the time that comparing them takes. */
function byId(slots: Uint32Array, ids: Uint32Array): Uint32Array {
  if (slots.length > PLACES_MAX) return slots.sort((a, b) => (ids[a] ?? 0) - (ids[b] ?? 0));
  const keys = Float64Array.from(slots, (slot, place) => (ids[slot] ?? 0) * PLACES_MAX + place).sort();
  return Uint32Array.from(keys, (key) => slots[key % PLACES_MAX] ?? 0);
}
