import type { ClassModelDefinition } from '../../domain/class-model/class-model';
import { GraphNames, NO_NAMES, type NameCounts } from '../../domain/graph/graph-names';
import type { GraphView } from '../../domain/graph/graph-view';
import { shareView, viewOf, type SharedView } from '../../domain/graph/shared-view';
import { ClassModel } from '../../domain/class-model/resolved-class-model';

/** What a question to the graph is asked of. */
export interface AskedGraph {
  readonly view: GraphView;
  readonly model: ClassModel;
}

/** The same on its way to another thread. */
export interface SharedGraph {
  readonly view: SharedView;
  /** The number of the thread that it is for. */
  readonly thread: number;
  /** The words begin anew: those of before belong to another graph. */
  readonly otherNames: boolean;
  /** Null: the one of before. */
  readonly definition: ClassModelDefinition | null;
}

/** Tells one thread about graphs, and remembers what it has been told: words and class models only grow or seldom change. */
export class GraphSender {
  readonly #thread: number;
  #names: GraphNames | null = null;
  #had: NameCounts = NO_NAMES;
  #model: ClassModel | null = null;

  /** `thread`: from 1, and smaller than TABLE_THREADS; no two threads may have the same at a time. */
  constructor(thread: number) {
    this.#thread = thread;
  }

  /** The message; it has to be sent. */
  share({ view, model }: AskedGraph): SharedGraph {
    const otherNames = this.#names !== view.names;
    const definition = this.#model === model ? null : model.definition;
    const shared = shareView(view, otherNames ? NO_NAMES : this.#had);
    this.#names = view.names;
    this.#had = view.names.counts();
    this.#model = model;
    return { view: shared, thread: this.#thread, otherNames, definition };
  }
}

/** The other side of a {@link GraphSender}; takes every message of it, in order. */
export class GraphReceiver {
  #names = new GraphNames();
  #model: ClassModel | null = null;

  take({ view, thread, otherNames, definition }: SharedGraph): AskedGraph {
    if (otherNames) this.#names = new GraphNames();
    if (definition !== null) this.#model = new ClassModel(definition);
    if (this.#model === null) throw new Error('no class model was sent');
    return { view: viewOf(view, this.#names, thread), model: this.#model };
  }
}
