import type { DependencyGraph } from '../../domain/graph/dependency-graph';
import type { GraphView } from '../../domain/graph/graph-view';
import type { Revision } from '../../domain/ids';
import type { Database } from '../../storage/database';
import { buildPastGraph } from './build-graph';

/** Views of moments that the graph in memory does not reach back to. */
export interface PastGraphs {
  /** The graph at a revision before `horizon`, built from the tables unless the last one that was built holds it. */
  viewAt(at: Revision, horizon: Revision): Promise<GraphView>;
  /** Forgets what was built: the database holds another history now. */
  forget(): void;
}

/** As much memory as the graph itself may hang on it, so it is let go when nobody asks for a while. */
const KEPT_MS = 5 * 60_000;

/** One graph is kept: from the oldest moment that was asked for up to where the graph in memory begins. */
export function createPastGraphs(database: Database): PastGraphs {
  let kept: { readonly from: Revision; readonly to: Revision; readonly graph: Promise<DependencyGraph> } | null = null;
  /** One is built at a time: whoever asks for an older moment meanwhile waits. */
  let building: Promise<unknown> | null = null;
  let timer: NodeJS.Timeout | undefined;
  const forget = (): void => {
    clearTimeout(timer);
    kept = null;
  };
  const keep = (from: Revision, to: Revision): Promise<DependencyGraph> => {
    const made = { from, to, graph: buildPastGraph(database, from, to) };
    kept = made;
    // Whoever waits for it hears why it failed; the next one tries again.
    building = made.graph
      .catch(() => {
        if (kept === made) kept = null;
      })
      .finally(() => {
        building = null;
      });
    return made.graph;
  };
  const graphOf = async (at: Revision, horizon: Revision): Promise<DependencyGraph> => {
    if (kept !== null && kept.from <= at && kept.to >= at) return kept.graph;
    if (building === null) return keep(at, horizon);
    await building;
    return graphOf(at, horizon);
  };
  return {
    viewAt: async (at, horizon) => {
      const held = graphOf(at, horizon);
      clearTimeout(timer);
      timer = setTimeout(forget, KEPT_MS).unref();
      return (await held).viewAt(at);
    },
    forget,
  };
}
