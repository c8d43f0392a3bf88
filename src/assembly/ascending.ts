import { at, table } from './table';

/** So few of all nodes are left as they come: to look through the bits of all nodes takes longer. */
const FEW_SHIFT: u32 = 8;

/** Whether it pays to sort so many nodes. */
export function areMany(count: u32): bool {
  return count > table.nodesMax >>> FEW_SHIFT;
}

/**
 * Puts different nodes into ascending order: their edges, and all that is known of them, stand in this order, so that
 * whoever goes through them reads memory from one end to the other. `bits`: one a node, all 0 before and after.
 */
export function sortNodes(nodes: usize, count: u32, bits: usize): void {
  for (let place: u32 = 0; place < count; place++) {
    const node = at(nodes, place);
    const word = bits + ((node >>> 5) << 2);
    store<u32>(word, load<u32>(word) | (1 << (node & 31)));
  }
  let next = nodes;
  const end = nodes + (count << 2);
  for (let first: u32 = 0; next < end; first += 32) {
    const word = bits + (first >>> 3);
    for (let left = load<u32>(word); left != 0; left &= left - 1) {
      store<u32>(next, first + ctz(left));
      next += 4;
    }
    store<u32>(word, 0);
  }
}
