import { dominatorTree, type DominatorTree } from './dominators';
import { logicArrows, type Logic } from './logic';

/** The nodes that stand for a part of their own: whatever lies below them is reached through them alone. */
export function moduleNodes(logic: Logic): ReadonlySet<number> {
  const modules = independentNodes(logic);
  groupPrivateMembers(logic, modules);
  return modules;
}

/**
 * A node is independent when nothing below it is reached around it: no arrow leads out of its part of the dominator tree.
 * (Dutuit and Rauzy's modules, by dominators, so that rings are no special case.)
 */
function independentNodes(logic: Logic): Set<number> {
  const arrows = logicArrows(logic);
  const tree = dominatorTree(arrows, logic.root);
  const { order, place, parent } = tree;
  const spans = spansOf(tree);
  /** By place: how near to the root the arrows out of its part end; a node at this depth or below is not independent. */
  const reach = new Uint32Array(order.length).fill(order.length);
  for (let at = order.length - 1; at >= 0; at--) {
    const node = order[at] ?? 0;
    for (let i = arrows.start[node] ?? 0; i < (arrows.start[node + 1] ?? 0); i++) {
      const far = place[arrows.to[i] ?? 0] ?? 0;
      const depth = (spans.depth[far] ?? 0) + (spans.holds(far, at) ? 1 : 0);
      reach[at] = Math.min(reach[at] ?? 0, depth);
    }
    const above = parent[at] ?? 0;
    if (above !== at) reach[above] = Math.min(reach[above] ?? 0, reach[at] ?? 0);
  }
  return new Set([...order].filter((_, at) => (reach[at] ?? 0) > (spans.depth[at] ?? 0)));
}

interface Spans {
  /** By place: steps from the root of the tree. */
  readonly depth: Uint32Array;
  /** Whether the first place is the second one or above it in the tree. */
  holds(above: number, below: number): boolean;
}

function spansOf({ order, parent }: DominatorTree): Spans {
  const depth = new Uint32Array(order.length);
  const size = new Uint32Array(order.length).fill(1);
  for (let at = 1; at < order.length; at++) depth[at] = (depth[parent[at] ?? 0] ?? 0) + 1;
  for (let at = order.length - 1; at > 0; at--) {
    const above = parent[at] ?? 0;
    size[above] = (size[above] ?? 0) + (size[at] ?? 0);
  }
  const first = new Uint32Array(order.length);
  const next = new Uint32Array(order.length);
  next[0] = 1;
  for (let at = 1; at < order.length; at++) {
    const above = parent[at] ?? 0;
    const begin = next[above] ?? 0;
    first[at] = begin;
    next[at] = begin + 1;
    next[above] = begin + (size[at] ?? 0);
  }
  return {
    depth,
    holds: (above, below) => {
      const offset = (first[below] ?? 0) - (first[above] ?? 0);
      return offset >= 0 && offset < (size[above] ?? 0);
    },
  };
}

/** Independent members that a node has for itself make one independent member together. */
function groupPrivateMembers({ nodes, root }: Logic, modules: Set<number>): void {
  const parents = new Map<number, number>();
  const seen = new Set([root]);
  for (const place of seen) {
    for (const member of nodes[place]?.members ?? []) {
      parents.set(member, (parents.get(member) ?? 0) + 1);
      seen.add(member);
    }
  }
  for (const place of seen) {
    const node = nodes[place];
    if (node === undefined || (node.kind !== 'OR' && node.kind !== 'AND')) continue;
    const own = node.members.filter((member) => parents.get(member) === 1 && modules.has(member) && member !== root);
    if (own.length < 2 || own.length === node.members.length) continue;
    const group = nodes.push({ ...node, members: own, candidate: -1, weights: [], lasting: false }) - 1;
    const first = node.members.findIndex((member) => own.includes(member));
    const isOwn = new Set(own);
    node.members = node.members.flatMap((member, at) => (at === first ? [group] : isOwn.has(member) ? [] : [member]));
    modules.add(group);
  }
}
