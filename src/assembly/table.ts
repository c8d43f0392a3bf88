/*
 * The table that is walked, as it stands in its memory: table-memory.ts writes once where the columns begin. The columns
 * are those of edge-table.ts.
 */

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
    return changetype<Edge>(this.records + (slot << 4));
  }

  /** Where the target of an edge stands. */
  @inline
  targetOf(slot: u32): usize {
    return this.target + (slot << 2);
  }
}

export const table = changetype<Table>(64);

export function at(column: usize, place: u32): u32 {
  return load<u32>(column + (place << 2));
}

export function hasBit(bits: usize, number: u32): bool {
  return (at(bits, number >>> 5) & (1 << (number & 31))) != 0;
}

/**
 * Shows a visitor the edges of a node: those into it when there is an `inWay`, and those out of it when there is an
 * `outWay`, which are the bits that the filter must have. `meet` is given the edge, where the node at its far end stands,
 * and the way; when it gives false, that was the last one, and this gives false, too. `overlay`: whether there are edges
 * outside of the base; their chains hold slots + 1, and 0 ends them.
 */
export function meetEdges<V>(visitor: V, node: u32, inWay: u32, outWay: u32, overlay: bool): bool {
  if (node < table.baseNodes) {
    if (inWay) {
      const last = at(table.inStart, node + 1);
      for (let slot = at(table.inStart, node); slot < last; slot++) {
        if (!visitor.meet(table.edge(slot), changetype<usize>(table.edge(slot)), inWay)) return false;
      }
    }
    if (outWay) {
      const last = at(table.outStart, node + 1);
      for (let index = at(table.outStart, node); index < last; index++) {
        const slot = at(table.outSlot, index);
        if (!visitor.meet(table.edge(slot), table.targetOf(slot), outWay)) return false;
      }
    }
  }
  return !overlay || !hasBit(table.overlaid, node) || meetOverlay(visitor, node, inWay, outWay);
}

function meetOverlay<V>(visitor: V, node: u32, inWay: u32, outWay: u32): bool {
  for (let next = at(table.inHead, node); next != 0; next = at(table.inNext, next - 1 - table.baseCount)) {
    const edge = table.edge(next - 1);
    if (!visitor.meet(edge, changetype<usize>(edge), inWay)) return false;
  }
  for (let next = at(table.outHead, node); next != 0; next = at(table.outNext, next - 1 - table.baseCount)) {
    if (!visitor.meet(table.edge(next - 1), table.targetOf(next - 1), outWay)) return false;
  }
  return true;
}
