/** A directed graph: the successors of node n are `to` from `start[n]` up to, not including, `start[n + 1]`. */
export interface Arrows {
  readonly start: Uint32Array;
  readonly to: Uint32Array;
}

/** The strongly connected components of a graph. */
export interface Components {
  /** By node. A node's successors have the same number or a smaller one. */
  readonly of: Uint32Array;
  /** The nodes, component by component, what is pointed at before what points at it. */
  readonly order: Uint32Array;
  /** By component: where it begins in `order`; one longer. */
  readonly starts: readonly number[];
}

/** Puts lists of successors into columns. */
export function arrowsOf(successors: readonly (readonly number[])[]): Arrows {
  const start = new Uint32Array(successors.length + 1);
  for (const [node, list] of successors.entries()) start[node + 1] = (start[node] ?? 0) + list.length;
  const to = new Uint32Array(start[successors.length] ?? 0);
  for (const [node, list] of successors.entries()) to.set(list, start[node]);
  return { start, to };
}

/** Tarjan's algorithm (SIAM Journal on Computing 1, 1972), without recursion: chains may be as long as the graph is large. */
export function componentsOf({ start, to }: Arrows): Components {
  const count = start.length - 1;
  const found = new Uint32Array(count);
  const low = new Uint32Array(count);
  const of = new Uint32Array(count);
  const next = start.slice();
  const order = new Uint32Array(count);
  const starts: number[] = [];
  const waiting: number[] = [];
  const path: number[] = [];
  let [clock, length] = [0, 0];
  const close = (root: number): void => {
    starts.push(length);
    let node = -1;
    while (node !== root) {
      node = waiting.pop() ?? root;
      of[node] = starts.length - 1;
      low[node] = count + 1;
      order[length++] = node;
    }
  };
  for (let root = 0; root < count; root++) {
    if (found[root] !== 0) continue;
    path.push(root);
    for (let node = path.at(-1); node !== undefined; node = path.at(-1)) {
      if (found[node] === 0) {
        found[node] = low[node] = ++clock;
        waiting.push(node);
      }
      const arrow = next[node] ?? 0;
      if (arrow < (start[node + 1] ?? 0)) {
        next[node] = arrow + 1;
        const far = to[arrow] ?? 0;
        if (found[far] === 0) path.push(far);
        else low[node] = Math.min(low[node] ?? 0, low[far] ?? 0);
        continue;
      }
      path.pop();
      const above = path.at(-1);
      if (low[node] === found[node]) close(node);
      else if (above !== undefined) low[above] = Math.min(low[above] ?? 0, low[node] ?? 0);
    }
  }
  starts.push(length);
  return { of, order, starts };
}

/** Whether a component is a ring: more than one node, or one that points at itself. */
export function isRing({ order, starts }: Components, { start, to }: Arrows, component: number): boolean {
  const from = starts[component] ?? 0;
  if ((starts[component + 1] ?? 0) - from > 1) return true;
  const node = order[from] ?? 0;
  for (let i = start[node] ?? 0; i < (start[node + 1] ?? 0); i++) if (to[i] === node) return true;
  return false;
}
