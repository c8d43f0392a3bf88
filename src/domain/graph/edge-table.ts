import { SparseColumn } from './sparse-column';
import { flagsIn, labelOf, typeIn } from './edge-flags';
import { aligned, TableMemory } from './table-memory';
import { copiedColumns, grown, isColumn, resized, sharedColumn } from './typed-columns';

/** The revision stamp of what has no end yet. */
export const OPEN = 2 ** 31 - 1;

/** Slots are numbered below this: the places of `records` must fit into 31 bits. */
export const SLOTS_MAX = 2 ** 29;

/*
 * An edge has four places in `records`: all that a walk to the sources asks of it, in one line of the cache.
 */

/** Slot << RECORD_SHIFT is the first of its places. */
export const RECORD_SHIFT = 2;
/** The node at the source. */
export const SOURCE = 0;
/** Type, flags and gate keys; see edge-flags. */
export const LABEL = 1;
/** The stamp from which it holds. */
export const FROM = 2;
/** The stamp from which it holds no more, or OPEN. */
export const TO = 3;

/** One version of a relationship, in numbers. `from` and `to` are revision stamps; `to` is exclusive, or OPEN. */
export interface Edge {
  readonly id: number;
  readonly source: number;
  readonly target: number;
  readonly type: number;
  readonly flags: number;
  readonly from: number;
  readonly to: number;
  /** Number of the interned list of gate keys; looked at when the flags say so. */
  readonly gateKeys: number;
  readonly weight: number;
}

/*
 * The edges of the graph: one slot per version of a relationship. Slots of the base are sorted by target, so that the
 * edges into a node are one run of slots, and those out of it one run of `outSlot`. Later edges are the overlay: they
 * stand behind the base in order of arrival and are chained per node, until a compaction sorts them in.
 *
 *              node 0 1 2 3                          node 0 1 2 3
 *   inStart       ┌ 0 2 2 5 ┐             outStart      ┌ 0 1 4 5 ┐
 *                 │     └───┼──┐                        │   └─────┼─┐
 *                 ▼         ▼  │                        ▼         ▼ ▼
 *   slot          0   1   2   3   4 ┊ 5   6   outSlot   3   0   1   4   2
 *   source        1   1   2   0   1 ┊ 2   3   inHead [6, 0, 7, 0]   slot + 1 of the latest overlay edge into the node
 *   label         .   .   .   .   . ┊ .   .   inNext [0, 0]         slot + 1 of the one before it, by slot - baseCount
 *   from          3   3   4   4   9 ┊ 12  12  outHead, outNext      the same for edges out of the node
 *   to            ∞   7   ∞   ∞   ∞ ┊ ∞   ∞   overlaid              one bit a node: it has edges in the overlay
 *   target        0   0   2   2   2 ┊ 0   2
 *
 * An edge holds at stamp s when from <= s < to. Removal writes `to` and moves nothing, so whoever reads at an older
 * stamp goes on seeing the edge; a compaction makes a new table, so whoever walks the old one is not disturbed. Other
 * threads may read while this one appends: what they were given before is not moved, and the head of a chain is written
 * behind everything that it leads to.
 * 24 bytes per edge and 4 for the second direction, 8 more while it is in the overlay.
 */
export class EdgeTable {
  id = sharedColumn(Uint32Array, 0);
  /** See RECORD_SHIFT. */
  records = sharedColumn(Int32Array, 0);
  target = sharedColumn(Uint32Array, 0);
  /** Slot -> number of its list of gate keys. */
  gateKeys = new SparseColumn();
  /** Slot -> weight, where it is not 1. */
  weights = new SparseColumn();
  /** Type -> its slots in the first so many; filled as somebody asks. */
  readonly #byType = new Map<number, { upTo: number; readonly slots: number[] }>();
  /** Slots in use. */
  count = 0;
  /** One more than the largest node at an end of an edge. */
  nodeCount = 0;

  baseCount = 0;
  inStart: Uint32Array = sharedColumn(Uint32Array, 1);
  outStart: Uint32Array = sharedColumn(Uint32Array, 1);
  outSlot: Uint32Array = sharedColumn(Uint32Array, 0);
  inHead = sharedColumn(Uint32Array, 0);
  inNext = sharedColumn(Uint32Array, 0);
  outHead = sharedColumn(Uint32Array, 0);
  outNext = sharedColumn(Uint32Array, 0);
  overlaid = sharedColumn(Int32Array, 0);

  /** Where compiled code can walk over the columns; null when they do not stand in one memory. */
  memory: TableMemory | null = null;

  /**
   * Makes room for a base of so many edges between nodes below `nodeCount`, and for so many slots in all; once, of an
   * empty table. As long as there is room, what arrives later does not move a column.
   */
  place(baseCount: number, nodeCount: number, slots: number): void {
    const nodes = Math.ceil(nodeCount * NODES_ROOM) + NODES_MORE;
    const lengths = [slots * 4, slots, nodeCount + 1, nodeCount + 1, baseCount, nodes, nodes, nodes >>> 5];
    const later = slots - baseCount;
    const bytes = [...lengths, later, later].reduce((sum, length) => sum + aligned((length + 1) * 4), 0);
    const memory = TableMemory.create({ nodes, bytes });
    this.memory = memory;
    const make: typeof sharedColumn = (type, length) => memory?.column(type, length) ?? sharedColumn(type, length);
    this.id = sharedColumn(Uint32Array, slots);
    this.records = make(Int32Array, slots << RECORD_SHIFT);
    this.target = make(Uint32Array, slots);
    this.inStart = make(Uint32Array, nodeCount + 1);
    this.outStart = make(Uint32Array, nodeCount + 1);
    this.outSlot = make(Uint32Array, baseCount);
    this.nodeCount = nodeCount;
    this.baseCount = baseCount;
    if (memory === null) return;
    this.inHead = make(Uint32Array, nodes);
    this.outHead = make(Uint32Array, nodes);
    this.overlaid = make(Int32Array, (nodes >>> 5) + 1);
    this.inNext = make(Uint32Array, later);
    this.outNext = make(Uint32Array, later);
    const { inStart, outStart, outSlot, records, target, inHead, inNext, outHead, outNext, overlaid } = this;
    const columns = [inStart, outStart, outSlot, records, target, inHead, inNext, outHead, outNext, overlaid];
    memory.describe([nodeCount, baseCount, ...columns.map(({ byteOffset }) => byteOffset)]);
  }

  /** Appends an edge to the overlay and gives its slot. */
  append(edge: Edge): number {
    const slot = this.load(edge);
    this.chain(slot);
    return slot;
  }

  /** Chains a loaded edge to its nodes: it belongs to the overlay then. One after the other. */
  chain(slot: number): void {
    const source = this.sourceOf(slot);
    const target = this.targetOf(slot);
    const place = slot - this.baseCount;
    this.#reserveOverlay(place + 1);
    this.inNext[place] = this.inHead[target] ?? 0;
    this.outNext[place] = this.outHead[source] ?? 0;
    Atomics.store(this.inHead, target, slot + 1);
    Atomics.store(this.outHead, source, slot + 1);
    Atomics.or(this.overlaid, source >>> 5, 1 << (source & 31));
    Atomics.or(this.overlaid, target >>> 5, 1 << (target & 31));
  }

  /** Chains all edges that were loaded behind the base. */
  chainAll(): void {
    this.#reserveOverlay(this.overlayCount);
    for (let slot = this.baseCount; slot < this.count; slot++) this.chain(slot);
  }

  /** Takes an edge that nobody can see before the next compaction, and gives its slot. */
  load(edge: Edge): number {
    const slot = this.count;
    this.reserve(slot + 1);
    this.nodeCount = Math.max(this.nodeCount, edge.source + 1, edge.target + 1);
    const at = slot << RECORD_SHIFT;
    this.id[slot] = edge.id;
    this.target[slot] = edge.target;
    this.records[at + SOURCE] = edge.source;
    this.records[at + LABEL] = labelOf(edge.type, edge.flags, edge.gateKeys);
    this.records[at + FROM] = edge.from;
    this.records[at + TO] = edge.to;
    if (edge.gateKeys !== 0) this.gateKeys.add(slot, edge.gateKeys);
    if (edge.weight !== 1) this.weights.add(slot, edge.weight);
    this.count = slot + 1;
    return slot;
  }

  sourceOf(slot: number): number {
    return this.records[(slot << RECORD_SHIFT) + SOURCE] ?? 0;
  }

  targetOf(slot: number): number {
    return this.target[slot] ?? 0;
  }

  labelOf(slot: number): number {
    return this.records[(slot << RECORD_SHIFT) + LABEL] ?? 0;
  }

  typeOf(slot: number): number {
    return typeIn(this.labelOf(slot));
  }

  flagsOf(slot: number): number {
    return flagsIn(this.labelOf(slot));
  }

  /** Ends the edge: at `stamp` it does not hold any more. */
  close(slot: number, stamp: number): void {
    this.records[(slot << RECORD_SHIFT) + TO] = stamp;
  }

  /** The slot of the relationship that has no end yet; -1 when there is none. Scans the edges out of its source. */
  findOpen(source: number, id: number): number {
    const end = this.outStart[source + 1] ?? 0;
    for (let i = this.outStart[source] ?? 0; i < end; i++) {
      const slot = this.outSlot[i] ?? 0;
      if (this.id[slot] === id && this.#isOpen(slot)) return slot;
    }
    for (let next = this.outHead[source] ?? 0; next !== 0; next = this.outNext[next - 1 - this.baseCount] ?? 0) {
      if (this.id[next - 1] === id && this.#isOpen(next - 1)) return next - 1;
    }
    return -1;
  }

  /** The slots of all edges of a type, ended ones too, ascending: for types that few edges have. */
  slotsOfType(type: number): readonly number[] {
    const known = this.#byType.get(type) ?? { upTo: 0, slots: [] };
    this.#byType.set(type, known);
    for (let slot = known.upTo; slot < this.count; slot++) if (this.typeOf(slot) === type) known.slots.push(slot);
    known.upTo = this.count;
    return known.slots;
  }

  #isOpen(slot: number): boolean {
    return this.records[(slot << RECORD_SHIFT) + TO] === OPEN;
  }

  /**
   * A table with the same edges in the same slots, which may be changed without changing this one; made a millisecond at a
   * time. Of edges that come meanwhile it may have parts that nobody sees at an earlier stamp.
   */
  *copy(): Generator<undefined, EdgeTable> {
    const columns = yield* copiedColumns(this, ['inHead', 'outHead', 'overlaid']);
    const sparse = { gateKeys: this.gateKeys.copy(), weights: this.weights.copy() };
    return Object.assign(new EdgeTable(), columns, sparse);
  }

  get overlayCount(): number {
    return this.count - this.baseCount;
  }

  /** Bytes in use. Room that is kept free for edges to come is none before something is written there. */
  get bytes(): number {
    const free = this.id.length - this.count;
    const { inHead, outHead, overlaid, overlayCount } = this;
    let bytes = 8 * (this.gateKeys.count + this.weights.count) - free * BYTES_PER_SLOT;
    for (const value of Object.values(this)) if (isColumn(value)) bytes += value.byteLength;
    bytes -= 8 * (this.inNext.length - overlayCount);
    return overlayCount > 0 ? bytes : bytes - inHead.byteLength - outHead.byteLength - overlaid.byteLength;
  }

  /** Makes room for so many slots. */
  reserve(length: number): void {
    if (length <= this.id.length) return;
    this.memory = null;
    this.id = grown(this.id, length);
    this.records = resized(this.records, this.id.length << RECORD_SHIFT);
    this.target = resized(this.target, this.id.length);
    this.#detachHeads();
  }

  #reserveOverlay(places: number): void {
    if (places > this.inNext.length) {
      this.memory = null;
      this.inNext = grown(this.inNext, places);
      this.outNext = resized(this.outNext, this.inNext.length);
      this.#detachHeads();
    }
    if (this.nodeCount <= this.inHead.length) return;
    this.memory = null;
    this.inHead = grown(this.inHead, this.nodeCount);
    this.outHead = resized(this.outHead, this.inHead.length);
    this.overlaid = resized(this.overlaid, (this.inHead.length >>> 5) + 1);
  }

  /**
   * A thread that reads the columns as they were before they grew must not be led to slots that only the new ones have:
   * it keeps the heads as they were, too.
   */
  #detachHeads(): void {
    this.inHead = resized(this.inHead, this.inHead.length);
    this.outHead = resized(this.outHead, this.outHead.length);
  }
}

const BYTES_PER_SLOT = 24;

/** Room for nodes to come: a share of those that there are, and some more. */
const NODES_ROOM = 9 / 8;
const NODES_MORE = 1024;
