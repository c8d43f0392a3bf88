import { EdgeTable } from '../../src/domain/graph/edge-table';
import { GraphView } from '../../src/domain/graph/graph-view';

/** The same view where compiled code cannot walk: as if its columns stood anywhere. */
export function inTypeScript({ revision, stamp, edges, items, names, visitedSets }: GraphView): GraphView {
  const anywhere = Object.assign(new EdgeTable(), edges, { memory: null });
  return new GraphView({ revision, stamp, edges: anywhere, items, names, visitedSets });
}
