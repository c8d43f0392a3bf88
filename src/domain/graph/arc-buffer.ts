import { SOURCE_NEEDS_TARGET, TARGET_NEEDS_SOURCE, type EdgeFilter } from './edge-filter';
import { LABEL_BITS } from './edge-flags';
import { FROM, LABEL, RECORD_SHIFT, SOURCE, TO } from './edge-table';
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
    const overlaid = ((view.edges.overlaid[of >>> 5] ?? 0) & (1 << (of & 31))) !== 0;
    if ((filter.bits & outBit) !== 0) {
      this.#scanOut(view, of, filter, outBit);
      if (overlaid) this.#scanOverlayOut(view, of, filter, outBit);
    }
    if ((filter.bits & inBit) !== 0) {
      this.#scanIn(view, of, filter, inBit);
      if (overlaid) this.#scanOverlayIn(view, of, filter, inBit);
    }
  }

  #scanOut(view: GraphView, of: number, { labels }: EdgeFilter, bit: number): void {
    const { outStart, outSlot, records, target } = view.edges;
    const { stamp } = view;
    const start = outStart[of] ?? 0;
    const end = outStart[of + 1] ?? 0;
    this.#reserve(end - start);
    const { node, slot: slots } = this;
    let { length } = this;
    for (let i = start; i < end; i++) {
      const slot = outSlot[i] ?? 0;
      const at = slot << RECORD_SHIFT;
      if (((labels[(records[at + LABEL] ?? 0) & LABEL_BITS] ?? 0) & bit) === 0) continue;
      if ((records[at + TO] ?? 0) <= stamp || (records[at + FROM] ?? 0) > stamp) continue;
      node[length] = target[slot] ?? 0;
      slots[length++] = slot;
    }
    this.length = length;
  }

  #scanIn(view: GraphView, of: number, { labels }: EdgeFilter, bit: number): void {
    const { inStart, records } = view.edges;
    const { stamp } = view;
    const start = inStart[of] ?? 0;
    const end = inStart[of + 1] ?? 0;
    this.#reserve(end - start);
    const { node, slot: slots } = this;
    let { length } = this;
    for (let slot = start; slot < end; slot++) {
      const at = slot << RECORD_SHIFT;
      if (((labels[(records[at + LABEL] ?? 0) & LABEL_BITS] ?? 0) & bit) === 0) continue;
      if ((records[at + TO] ?? 0) <= stamp || (records[at + FROM] ?? 0) > stamp) continue;
      node[length] = records[at + SOURCE] ?? 0;
      slots[length++] = slot;
    }
    this.length = length;
  }

  #scanOverlayOut(view: GraphView, of: number, filter: EdgeFilter, bit: number): void {
    const { outHead, outNext, baseCount } = view.edges;
    for (let next = outHead[of] ?? 0; next !== 0; next = outNext[next - 1 - baseCount] ?? 0) {
      if (follows(view, next - 1, filter, bit)) this.#push(view.edges.targetOf(next - 1), next - 1);
    }
  }

  #scanOverlayIn(view: GraphView, of: number, filter: EdgeFilter, bit: number): void {
    const { inHead, inNext, baseCount } = view.edges;
    for (let next = inHead[of] ?? 0; next !== 0; next = inNext[next - 1 - baseCount] ?? 0) {
      if (follows(view, next - 1, filter, bit)) this.#push(view.edges.sourceOf(next - 1), next - 1);
    }
  }

  #push(node: number, slot: number): void {
    this.#reserve(1);
    this.node[this.length] = node;
    this.slot[this.length++] = slot;
  }

  /** Makes room for so many more arcs. */
  #reserve(more: number): void {
    if (this.length + more <= this.node.length) return;
    this.node = grown(this.node, this.length + more);
    this.slot = grown(this.slot, this.length + more);
  }
}

const follows = (view: GraphView, slot: number, filter: EdgeFilter, bit: number): boolean =>
  ((filter.labels[view.edges.labelOf(slot) & LABEL_BITS] ?? 0) & bit) !== 0 && view.holds(slot);
