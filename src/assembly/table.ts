/*
 * The table that is walked, as it stands in its memory: table-memory.ts writes once where the columns begin. The columns
 * are those of edge-table.ts.
 */

/** The size of an edge in bytes, as a shift. */
export const RECORD: u32 = 4;

/** All that a walk asks of an edge. */
@unmanaged
export class Edge {
  source: u32;
  label: u32;
  from: i32;
  to: i32;

  @inline
  holds(stamp: i32): bool {
    return this.to > stamp && this.from <= stamp;
  }

  /** Type and flags, by which tables are looked up. */
  @inline
  get kind(): u32 {
    return this.label & 0x1fff;
  }
}

/** In place of what a visitor makes of an edge: it has seen enough. */
export const ENOUGH: u32 = <u32>-1;

@unmanaged
export class Table {
  nodesMax: u32;
  baseNodes: u32;
  baseCount: u32;
  inStart: usize;
  outStart: usize;
  outSlot: usize;
  records: usize;
  target: usize;
  inHead: usize;
  inNext: usize;
  outHead: usize;
  outNext: usize;
  overlaid: usize;

  @inline
  edge(slot: u32): Edge {
    return changetype<Edge>(this.records + (slot << RECORD));
  }

  /** Where the target of an edge stands. */
  @inline
  targetOf(slot: u32): usize {
    return this.target + (slot << 2);
  }

  /**
   * Shows a visitor the edges of a node, one after the other: those into it when there is an `inWay`, and those out of it when
   * there is an `outWay`, which are the bits that a filter must have. `meet` is given what it has made of the edges before, the
   * edge, where the node at its far end stands, the way and the stamp. Everything that all edges have in common is in locals:
   * read anew for each of them, it takes as long again. `overlay`: whether there are edges outside of the base.
   */
  @inline
  fold<V>(visitor: V, made: u32, node: u32, inWay: u32, outWay: u32, stamp: i32, overlay: bool): u32 {
    if (node < this.baseNodes) {
      const records = this.records;
      if (inWay) {
        const starts = this.inStart + (node << 2);
        const last = records + (load<u32>(starts, 4) << RECORD);
        for (let record = records + (load<u32>(starts) << RECORD); record < last; record += 1 << RECORD) {
          made = visitor.meet(made, changetype<Edge>(record), record, inWay, stamp);
          if (made == ENOUGH) return ENOUGH;
        }
      }
      if (outWay) {
        const starts = this.outStart + (node << 2);
        const targets = this.target;
        const last = this.outSlot + (load<u32>(starts, 4) << 2);
        for (let index = this.outSlot + (load<u32>(starts) << 2); index < last; index += 4) {
          const slot = load<u32>(index);
          made = visitor.meet(made, changetype<Edge>(records + (slot << RECORD)), targets + (slot << 2), outWay, stamp);
          if (made == ENOUGH) return ENOUGH;
        }
      }
    }
    return overlay ? foldOverlay(visitor, made, node, inWay, outWay, stamp) : made;
  }
}

export const table = changetype<Table>(64);

export function at(column: usize, place: u32): u32 {
  return load<u32>(column + (place << 2));
}

export function hasBit(bits: usize, number: u32): bool {
  return (at(bits, number >>> 5) & (1 << (number & 31))) != 0;
}

/** The same of the edges outside of the base. Their chains hold slots + 1; 0 ends them. */
export function foldOverlay<V>(visitor: V, made: u32, node: u32, inWay: u32, outWay: u32, stamp: i32): u32 {
  if (!hasBit(table.overlaid, node)) return made;
  for (let next = at(table.inHead, node); next != 0; next = at(table.inNext, next - 1 - table.baseCount)) {
    const edge = table.edge(next - 1);
    made = visitor.meet(made, edge, changetype<usize>(edge), inWay, stamp);
    if (made == ENOUGH) return ENOUGH;
  }
  for (let next = at(table.outHead, node); next != 0; next = at(table.outNext, next - 1 - table.baseCount)) {
    made = visitor.meet(made, table.edge(next - 1), table.targetOf(next - 1), outWay, stamp);
    if (made == ENOUGH) return ENOUGH;
  }
  return made;
}
