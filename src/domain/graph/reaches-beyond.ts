import { ArcBuffer, type Direction } from './arc-buffer';
import type { EdgeFilter } from './edge-filter';
import type { GraphView } from './graph-view';

/**
 * Whether a walk from the roots would look at more than so many edges. Looks at hardly more than that itself: a node with
 * too many is not entered.
 */
export function reachesBeyond(
  view: GraphView,
  roots: readonly number[],
  direction: Direction,
  filter: EdgeFilter,
  edgesMax: number,
): boolean {
  if (view.edges.count <= edgesMax) return false;
  return view.visitedSets.with(view.capacity, (seen) => {
    const arcs = new ArcBuffer();
    let count = 0;
    let edges = 0;
    for (const root of roots) if (seen.add(root)) seen.queue[count++] = root;
    for (let place = 0; place < count; place++) {
      const node = seen.queue[place] ?? 0;
      edges += baseDegree(view, node, direction);
      if (edges > edgesMax) return true;
      arcs.collect(view, node, filter, direction);
      for (let i = 0; i < arcs.length; i++) {
        const far = arcs.node[i] ?? 0;
        if (seen.add(far)) seen.queue[count++] = far;
      }
    }
    return false;
  });
}

/** Edges of the base on the side where most types point the way of the walk. */
function baseDegree({ edges }: GraphView, node: number, direction: Direction): number {
  const starts = direction === 'DEPENDENCIES' ? edges.outStart : edges.inStart;
  return (starts[node + 1] ?? 0) - (starts[node] ?? 0);
}
