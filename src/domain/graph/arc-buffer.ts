import { SOURCE_NEEDS_TARGET, TARGET_NEEDS_SOURCE, type EdgeFilter } from './edge-filter';
import type { EdgeTable } from './edge-table';
import type { GraphView } from './graph-view';
import { grown } from './typed-columns';

/** Which way to walk. DEPENDENCIES: to what a node needs. DEPENDENTS: to what needs it. */
export type Direction = 'DEPENDENCIES' | 'DEPENDENTS';

/**
 * The arcs of one node, as two columns that are filled anew for every node, so that a walk allocates nothing per edge:
 * `node[i]` is the far end and `slot[i]` the edge it is reached over.
 */
export class ArcBuffer {
  node = new Uint32Array(64);
  slot = new Uint32Array(64);
  length = 0;

  /** Fills the buffer with the node's arcs that hold at the view's revision and pass the filter. */
  collect(view: GraphView, of: number, filter: EdgeFilter, direction: Direction): void {
    this.length = 0;
    const outBit = direction === 'DEPENDENCIES' ? SOURCE_NEEDS_TARGET : TARGET_NEEDS_SOURCE;
    const inBit = outBit ^ (SOURCE_NEEDS_TARGET | TARGET_NEEDS_SOURCE);
    if ((filter.bits & outBit) !== 0) this.#collectOut(view, of, filter, outBit);
    if ((filter.bits & inBit) !== 0) this.#collectIn(view, of, filter, inBit);
  }

  #collectOut(view: GraphView, of: number, filter: EdgeFilter, bit: number): void {
    const { edges, stamp } = view;
    const end = edges.outStart[of + 1] ?? 0;
    for (let i = edges.outStart[of] ?? 0; i < end; i++) {
      const slot = edges.outSlot[i] ?? 0;
      if (follows(edges, slot, stamp, filter, bit)) this.#push(edges.target[slot] ?? 0, slot);
    }
    for (let next = edges.outHead[of] ?? 0; next !== 0; next = edges.outNext[next - 1 - edges.baseCount] ?? 0) {
      if (follows(edges, next - 1, stamp, filter, bit)) this.#push(edges.target[next - 1] ?? 0, next - 1);
    }
  }

  #collectIn(view: GraphView, of: number, filter: EdgeFilter, bit: number): void {
    const { edges, stamp } = view;
    const end = edges.inStart[of + 1] ?? 0;
    for (let slot = edges.inStart[of] ?? 0; slot < end; slot++) {
      if (follows(edges, slot, stamp, filter, bit)) this.#push(edges.source[slot] ?? 0, slot);
    }
    for (let next = edges.inHead[of] ?? 0; next !== 0; next = edges.inNext[next - 1 - edges.baseCount] ?? 0) {
      if (follows(edges, next - 1, stamp, filter, bit)) this.#push(edges.source[next - 1] ?? 0, next - 1);
    }
  }

  #push(node: number, slot: number): void {
    const place = this.length;
    if (place === this.node.length) {
      this.node = grown(this.node, place + 1);
      this.slot = grown(this.slot, place + 1);
    }
    this.node[place] = node;
    this.slot[place] = slot;
    this.length = place + 1;
  }
}

function follows(edges: EdgeTable, slot: number, stamp: number, filter: EdgeFilter, bit: number): boolean {
  return (
    ((filter.types[edges.type[slot] ?? 0] ?? 0) & bit) !== 0 &&
    (edges.to[slot] ?? 0) > stamp &&
    (edges.from[slot] ?? 0) <= stamp &&
    filter.flags[edges.flags[slot] ?? 0] === 1
  );
}
