import type { Arrows } from './components';

/** The dominator tree of the nodes that a root leads to. */
export interface DominatorTree {
  /** The nodes so that each comes after its dominators; the root first. */
  readonly order: Uint32Array;
  /** By node: its place in `order`; meaningless for nodes that the root does not lead to. */
  readonly place: Uint32Array;
  /** By place: the place of the nearest node that every way from the root leads through. */
  readonly parent: Uint32Array;
}

/** By repeated intersection of what is known of a node's predecessors (Cooper, Harvey and Kennedy, 2001). */
export function dominatorTree(arrows: Arrows, root: number): DominatorTree {
  const order = reversePostorder(arrows, root);
  const place = new Uint32Array(arrows.start.length - 1);
  for (const [at, node] of order.entries()) place[node] = at;
  const back = predecessors(arrows, order, place);
  const parent = new Uint32Array(order.length).fill(UNKNOWN);
  if (order.length > 0) parent[0] = 0;
  for (let changed = true; changed;) {
    changed = false;
    for (let at = 1; at < order.length; at++) {
      let nearest = UNKNOWN;
      for (let i = back.start[at] ?? 0; i < (back.start[at + 1] ?? 0); i++) {
        const before = back.to[i] ?? 0;
        if (parent[before] === UNKNOWN) continue;
        nearest = nearest === UNKNOWN ? before : meet(parent, nearest, before);
      }
      if (nearest === parent[at]) continue;
      parent[at] = nearest;
      changed = true;
    }
  }
  return { order, place, parent };
}

const UNKNOWN = 0xffffffff;

function meet(parent: Uint32Array, one: number, other: number): number {
  let [a, b] = [one, other];
  while (a !== b) {
    while (a > b) a = parent[a] ?? 0;
    while (b > a) b = parent[b] ?? 0;
  }
  return a;
}

/** Every node before what it points at, as far as there are no rings. */
function reversePostorder({ start, to }: Arrows, root: number): Uint32Array {
  const seen = new Uint8Array(start.length - 1);
  const next = start.slice();
  const path = [root];
  const order: number[] = [];
  seen[root] = 1;
  for (let node = path.at(-1); node !== undefined; node = path.at(-1)) {
    const arrow = next[node] ?? 0;
    if (arrow >= (start[node + 1] ?? 0)) {
      order.push(node);
      path.pop();
      continue;
    }
    next[node] = arrow + 1;
    const far = to[arrow] ?? 0;
    if (seen[far] === 1) continue;
    seen[far] = 1;
    path.push(far);
  }
  return Uint32Array.from(order.toReversed());
}

/** The arrows turned round, between places. */
function predecessors({ start, to }: Arrows, order: Uint32Array, place: Uint32Array): Arrows {
  const counts = new Uint32Array(order.length + 1);
  const each = (visit: (from: number, far: number) => void): void => {
    for (const [at, node] of order.entries()) {
      for (let i = start[node] ?? 0; i < (start[node + 1] ?? 0); i++) visit(at, place[to[i] ?? 0] ?? 0);
    }
  };
  each((_, far) => (counts[far + 1] = (counts[far + 1] ?? 0) + 1));
  for (let at = 0; at < order.length; at++) counts[at + 1] = (counts[at + 1] ?? 0) + (counts[at] ?? 0);
  const filled = counts.slice();
  const back = new Uint32Array(counts[order.length] ?? 0);
  each((from, far) => {
    const slot = filled[far] ?? 0;
    back[slot] = from;
    filled[far] = slot + 1;
  });
  return { start: counts, to: back };
}
