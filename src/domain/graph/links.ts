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
    const { id } = view.edges;
    // An edge of a type that works both ways was met from either end.
    const sorted = slots.taken().sort((a, b) => (id[a] ?? 0) - (id[b] ?? 0));
    return sorted.filter((slot, place) => slot !== sorted[place - 1]);
  });
}
