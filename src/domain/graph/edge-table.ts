import { copiedColumns, grown } from './typed-columns';

/** The revision stamp of what has no end yet. */
export const OPEN = 2 ** 32 - 1;

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
 * stand behind the base in order of arrival and are chained per node, until `compacted` sorts them in.
 *
 *              node 0 1 2 3                          node 0 1 2 3
 *   inStart       ┌ 0 2 2 5 ┐             outStart      ┌ 0 1 4 5 ┐
 *                 │     └───┼──┐                        │   └─────┼─┐
 *                 ▼         ▼  │                        ▼         ▼ ▼
 *   slot          0   1   2   3   4 ┊ 5   6   outSlot   3   0   1   4   2
 *   source        1   1   2   0   1 ┊ 2   3
 *   target        0   0   2   2   2 ┊ 0   2   inHead [6, 0, 7, 0]   slot + 1 of the latest overlay edge into the node
 *   type, flags   .   .   .   .   . ┊ .   .   inNext [0, 0]         slot + 1 of the one before it, by slot - baseCount
 *   from          3   3   4   4   9 ┊ 12  12  outHead, outNext      the same for edges out of the node
 *   to            ∞   7   ∞   ∞   ∞ ┊ ∞   ∞
 *
 * An edge holds at stamp s when from <= s < to. Removal writes `to` and moves nothing, so whoever reads at an older
 * stamp goes on seeing the edge; compaction makes a new table, so whoever walks the old one is not disturbed.
 * 22 bytes per edge and 4 for the second direction, 8 more while it is in the overlay.
 */
export class EdgeTable {
  id = new Uint32Array(0);
  source = new Uint32Array(0);
  target = new Uint32Array(0);
  type = new Uint8Array(0);
  flags = new Uint8Array(0);
  from = new Uint32Array(0);
  to = new Uint32Array(0);
  /** Slot -> number of its list of gate keys. */
  readonly gateKeys = new Map<number, number>();
  /** Slot -> weight, where it is not 1. */
  readonly weights = new Map<number, number>();
  /** Type -> its slots in the first so many; filled as somebody asks. */
  readonly #byType = new Map<number, { upTo: number; readonly slots: number[] }>();
  /** Slots in use. */
  count = 0;
  /** One more than the largest node at an end of an edge. */
  nodeCount = 0;

  baseCount = 0;
  inStart = new Uint32Array(1);
  outStart = new Uint32Array(1);
  outSlot = new Uint32Array(0);
  inHead = new Uint32Array(0);
  inNext = new Uint32Array(0);
  outHead = new Uint32Array(0);
  outNext = new Uint32Array(0);

  /** Appends an edge to the overlay and gives its slot. */
  append(edge: Edge): number {
    const slot = this.#write(edge);
    const place = slot - this.baseCount;
    this.nodeCount = Math.max(this.nodeCount, edge.source + 1, edge.target + 1);
    this.inHead = grown(this.inHead, this.nodeCount);
    this.outHead = grown(this.outHead, this.nodeCount);
    this.inNext = grown(this.inNext, place + 1);
    this.outNext = grown(this.outNext, place + 1);
    this.inNext[place] = this.inHead[edge.target] ?? 0;
    this.inHead[edge.target] = slot + 1;
    this.outNext[place] = this.outHead[edge.source] ?? 0;
    this.outHead[edge.source] = slot + 1;
    return slot;
  }

  /** Ends the edge: at `stamp` it does not hold any more. */
  close(slot: number, stamp: number): void {
    this.to[slot] = stamp;
  }

  /** The slot of the relationship that has no end yet; -1 when there is none. Scans the edges out of its source. */
  findOpen(source: number, id: number): number {
    const end = this.outStart[source + 1] ?? 0;
    for (let i = this.outStart[source] ?? 0; i < end; i++) {
      const slot = this.outSlot[i] ?? 0;
      if (this.id[slot] === id && this.to[slot] === OPEN) return slot;
    }
    for (let next = this.outHead[source] ?? 0; next !== 0; next = this.outNext[next - 1 - this.baseCount] ?? 0) {
      if (this.id[next - 1] === id && this.to[next - 1] === OPEN) return next - 1;
    }
    return -1;
  }

  /** The slots of all edges of a type, ended ones too, ascending: for types that few edges have. */
  slotsOfType(type: number): readonly number[] {
    const known = this.#byType.get(type) ?? { upTo: 0, slots: [] };
    this.#byType.set(type, known);
    for (let slot = this.type.indexOf(type, known.upTo); slot >= 0; slot = this.type.indexOf(type, slot + 1)) {
      if (slot >= this.count) break;
      known.slots.push(slot);
    }
    known.upTo = this.count;
    return known.slots;
  }

  /** A table with the same edges in the same slots, which may be changed without changing this one. */
  copy(): EdgeTable {
    const table = Object.assign(new EdgeTable(), copiedColumns(this));
    for (const [slot, keys] of this.gateKeys) table.gateKeys.set(slot, keys);
    for (const [slot, weight] of this.weights) table.weights.set(slot, weight);
    return table;
  }

  get overlayCount(): number {
    return this.count - this.baseCount;
  }

  /** A new table with the same edges, all of them in the base. */
  compacted(): EdgeTable {
    const table = new EdgeTable();
    table.nodeCount = this.nodeCount;
    const order = this.#slotsByTarget(table);
    for (const column of ['id', 'source', 'target', 'from', 'to'] as const) {
      table[column] = permuted(this[column], new Uint32Array(this.count), order);
    }
    for (const column of ['type', 'flags'] as const) {
      table[column] = permuted(this[column], new Uint8Array(this.count), order);
    }
    this.#moveSparse(table, order);
    table.count = this.count;
    table.baseCount = this.count;
    table.#indexSources();
    return table;
  }

  /** Bytes held by the columns; the sparse maps are counted with 40 bytes an entry. */
  get bytes(): number {
    let bytes = 40 * (this.gateKeys.size + this.weights.size);
    for (const value of Object.values(this)) if (ArrayBuffer.isView(value)) bytes += value.byteLength;
    return bytes;
  }

  #write(edge: Edge): number {
    const slot = this.count;
    this.#reserve(slot + 1);
    this.id[slot] = edge.id;
    this.source[slot] = edge.source;
    this.target[slot] = edge.target;
    this.type[slot] = edge.type;
    this.flags[slot] = edge.flags;
    this.from[slot] = edge.from;
    this.to[slot] = edge.to;
    if (edge.gateKeys !== 0) this.gateKeys.set(slot, edge.gateKeys);
    if (edge.weight !== 1) this.weights.set(slot, edge.weight);
    this.count = slot + 1;
    return slot;
  }

  #reserve(length: number): void {
    if (length <= this.id.length) return;
    this.id = grown(this.id, length);
    this.source = grown(this.source, length);
    this.target = grown(this.target, length);
    this.type = grown(this.type, length);
    this.flags = grown(this.flags, length);
    this.from = grown(this.from, length);
    this.to = grown(this.to, length);
  }

  /** Counting sort by target, stable; fills `inStart` of the new table. Gives new slot -> old slot. */
  #slotsByTarget(table: EdgeTable): Uint32Array {
    table.inStart = runStarts(this.target, this.count, this.nodeCount);
    const next = table.inStart.slice();
    const order = new Uint32Array(this.count);
    for (let slot = 0; slot < this.count; slot++) {
      const target = this.target[slot] ?? 0;
      const place = next[target] ?? 0;
      next[target] = place + 1;
      order[place] = slot;
    }
    return order;
  }

  #indexSources(): void {
    this.outStart = runStarts(this.source, this.count, this.nodeCount);
    const next = this.outStart.slice();
    this.outSlot = new Uint32Array(this.count);
    for (let slot = 0; slot < this.count; slot++) {
      const source = this.source[slot] ?? 0;
      const place = next[source] ?? 0;
      next[source] = place + 1;
      this.outSlot[place] = slot;
    }
  }

  #moveSparse(table: EdgeTable, order: Uint32Array): void {
    if (this.gateKeys.size + this.weights.size === 0) return;
    for (let slot = 0; slot < order.length; slot++) {
      const old = order[slot] ?? 0;
      const gateKeys = this.gateKeys.get(old);
      if (gateKeys !== undefined) table.gateKeys.set(slot, gateKeys);
      const weight = this.weights.get(old);
      if (weight !== undefined) table.weights.set(slot, weight);
    }
  }
}

/** Where the run of every node begins when edges are sorted by `nodes`; one more entry ends the last run. */
function runStarts(nodes: Uint32Array, count: number, nodeCount: number): Uint32Array<ArrayBuffer> {
  const starts = new Uint32Array(nodeCount + 1);
  for (let slot = 0; slot < count; slot++) {
    const after = (nodes[slot] ?? 0) + 1;
    starts[after] = (starts[after] ?? 0) + 1;
  }
  for (let node = 0; node < nodeCount; node++) starts[node + 1] = (starts[node + 1] ?? 0) + (starts[node] ?? 0);
  return starts;
}

function permuted<C extends Uint8Array | Uint32Array>(column: C, into: C, order: Uint32Array): C {
  for (let slot = 0; slot < order.length; slot++) into[slot] = column[order[slot] ?? 0] ?? 0;
  return into;
}
