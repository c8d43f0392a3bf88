import type { GraphView } from '../../domain/graph/graph-view';
import { itemId, type ItemId, type Revision } from '../../domain/ids';
import type { Executor } from '../../storage/database';
import { estimateGraphSize, listItemsOfClasses } from '../../storage/graph/graph-parts';
import { buildPastGraph } from './build-graph';
import type { ClassModels } from '../class-model/class-models';
import type { GraphNeed } from './graph-need';
import { loadGraphPart } from './graph-parts';
import type { Database } from '../../storage/database';

/** Answers questions to the graph at revisions that are visible here. */
export interface GraphReading {
  /** Whether what it gives is always the whole graph, whatever a question needs. */
  readonly holdsAll: boolean;
  /**
   * The graph as it was at a revision, as far as a question needs it. Before the window that is kept in memory it is built
   * from the tables. Throws NOT_YET_VISIBLE, RETRY_LATER while the database holds another history than the graph, and
   * LIMIT_EXCEEDED where the graph is not in memory and the question needs too much of it.
   */
  viewAt(at: Revision, need: GraphNeed | 'EVERYTHING'): Promise<GraphView>;
  /** The items of some classes that are part of the graph, by id. */
  itemsOfClasses(at: Revision, classes: ReadonlySet<string>): Promise<readonly ItemId[]>;
}

/** What reading from the tables needs. */
export interface TableReadingOptions {
  readonly database: Database;
  readonly models: Pick<ClassModels, 'at'>;
  readonly itemsMax: number;
  /** Another object when the database turned out to hold another history. */
  readonly history: () => object;
}

/**
 * The graph as the tables tell it, a part at a time; `executor` runs the statements. Forgets parts as new ones come, and all
 * of them when the database holds another history.
 */
export function readFromTables(options: TableReadingOptions, executor: Executor): Omit<GraphReading, 'holdsAll'> {
  const { database, models, itemsMax, history } = options;
  let recent = new Map<string, Promise<GraphView>>();
  let recentOf = history();
  const load = async (at: Revision, need: GraphNeed): Promise<GraphView> =>
    loadGraphPart({ executor, model: await models.at(at), at, itemsMax }, need);
  return {
    viewAt: async (at, need) => {
      if (need === 'EVERYTHING') return (await buildPastGraph(database, at, at)).viewAt(at);
      if (recentOf !== history()) recent = new Map();
      recentOf = history();
      const key = JSON.stringify([at, need]);
      const known = recent.get(key);
      if (known !== undefined) return known;
      const parts = recent;
      const view = load(at, need);
      parts.set(key, view);
      view.catch(() => parts.delete(key));
      for (const oldest of recent.keys()) if (recent.size > RECENT_MAX) recent.delete(oldest);
      return view;
    },
    itemsOfClasses: (at, classes) => listItemsOfClasses(executor, [...classes], at),
  };
}

/** One request asks for the same few parts again. */
const RECENT_MAX = 4;

/** The items of some classes in a view of the whole graph. */
export function itemsOfClassesIn(view: GraphView, classes: ReadonlySet<string>): readonly ItemId[] {
  const items: ItemId[] = [];
  for (let item = 1; item < view.items.capacity; item++) {
    if (view.isActive(item) && classes.has(view.classOf(item))) items.push(itemId(item));
  }
  return items;
}

/** About what the tables hold, for whoever holds nothing. */
export const sizeOfTables = async (database: Executor) => ({ ...(await estimateGraphSize(database)), bytes: 0 });
