import { DomainError } from '../../domain/errors';
import type { Direction } from '../../domain/graph/arc-buffer';
import { DependencyGraph } from '../../domain/graph/dependency-graph';
import {
  defaultPathTypes,
  directionBits,
  SOURCE_NEEDS_TARGET,
  TARGET_NEEDS_SOURCE,
} from '../../domain/graph/edge-filter';
import type { GraphView } from '../../domain/graph/graph-view';
import type { ItemFacts, RelationshipFacts } from '../../domain/history/change';
import type { ItemId, Revision } from '../../domain/ids';
import type { ClassModel } from '../../domain/class-model/resolved-class-model';
import type { Executor } from '../../storage/database';
import { loadItemFacts, loadLinks, loadPathGateTypes, type FollowedTypes } from '../../storage/graph/graph-parts';
import { compactInSteps } from './build-graph';
import type { GraphNeed } from './graph-need';
import { slicesOf } from '../../domain/slices';

/** Where parts come from. */
export interface PartSource {
  readonly executor: Executor;
  readonly model: ClassModel;
  readonly at: Revision;
  /** Items that one part may hold; of relationships it may hold {@link LINKS_PER_ITEM} times as many. */
  readonly itemsMax: number;
  /** Rows of relationships that one statement gives at most; 100,000 by default. */
  readonly linksAtOnce?: number;
}

/**
 * The part of the graph at a revision that a question looks at, read from the tables: to whoever asks only that, it looks
 * like the whole graph. Throws LIMIT_EXCEEDED where the part is too large.
 */
export async function loadGraphPart(source: PartSource, need: GraphNeed): Promise<GraphView> {
  const part = new Part(source);
  await part.meet(need.from);
  switch (need.reach) {
    case 'ITEMS':
      break;
    case 'DEPENDENCIES':
    case 'DEPENDENTS':
      await part.walk(need.from, await dependencyTypes(part, source, need), need.reach, need.depth ?? null);
      break;
    case 'IMPACT':
      await loadCone(part, source, need);
      break;
    default:
      return need.reach satisfies never;
  }
  return part.view();
}

/** All that a PATH gate, a standby or any other gate of a dependent of the items asks. */
async function loadCone(part: Part, source: PartSource, need: GraphNeed): Promise<void> {
  const { model } = source;
  const names = await dependencyTypes(part, source, need);
  const cone = await part.walk(need.from, names, 'DEPENDENTS', null);
  const providers = await part.walk(cone, names, 'DEPENDENCIES', 0);
  const paths = new Set([...defaultPathTypes(model), ...part.ownPathTypes(), ...(need.morePathTypes ?? [])]);
  const standbys = model.types().filter((type) => type.standby === true);
  const further = new Set([...paths, ...standbys.map(({ name }) => name)]);
  await part.walk([...cone, ...providers], [...further], 'DEPENDENCIES', null);
}

/**
 * The types that dependencies go over, as `dependencyFilter` finds them in the whole graph: those that propagate outages or
 * declare standbys, and those that a PATH gate goes over anywhere. An item with such a gate becomes part of the part, so
 * that the filter finds the same in it.
 */
async function dependencyTypes(part: Part, { executor, model, at }: PartSource, need: GraphNeed): Promise<string[]> {
  if (need.types != null) return need.types.map((name) => model.requireType(name).name);
  const paths = defaultPathTypes(model);
  for (const name of need.morePathTypes ?? []) paths.add(name);
  const isFollowed = (name: string): boolean => {
    const type = model.type(name);
    return type !== undefined && (type.propagation !== 'NONE' || type.standby === true || paths.has(name));
  };
  const own = (await loadPathGateTypes(executor, at)).filter(({ type }) => model.type(type) && !isFollowed(type));
  await part.meet(own.map(({ item }) => item));
  for (const { type } of own) paths.add(type);
  return model
    .types()
    .map(({ name }) => name)
    .filter(isFollowed);
}

/** Items that one statement asks for. */
const STEP_ITEMS = 20_000;
/** Rows of relationships that are in memory at once. */
const LINKS_AT_ONCE = 100_000;
/** Items may be related so densely that their number says little about what they take. */
const LINKS_PER_ITEM = 8;
/** Into how many a step is divided that has more relationships than are read at once. */
const FINER = 8;
/** How many times more are read at once of a single item that has more than that. */
const MORE = 2;
/** A part with more relationships is sorted as a whole graph is: it pays then, and threads may share the work on it. */
const CHAINED_MAX = 20_000;
/** Sorting fills columns as long as the largest id: only where that is at most so many times the number of relationships. */
const SPARSE_MAX = 4;

/** What has been read so far. */
class Part {
  readonly #source: PartSource;
  readonly #items = new Map<ItemId, ItemFacts>();
  /** Relationships are put into it as they come: as rows millions of them would not fit into memory. */
  readonly #graph: DependencyGraph;
  readonly #links = new Set<number>();
  #largestEnd = 0;

  constructor(source: PartSource) {
    this.#source = source;
    this.#graph = new DependencyGraph(source.at);
  }

  /**
   * Follows relationships from some items and gives everything that was met on the way, the items included; of the last
   * ones that `depth` allows all relationships are read, too. A type that propagates nothing leads from source to target.
   */
  async walk(
    from: readonly ItemId[],
    names: readonly string[],
    direction: Direction,
    depth: number | null,
  ): Promise<readonly ItemId[]> {
    const types = followed(this.#source.model, names, direction);
    const met = new Set(from);
    let frontier: readonly ItemId[] = [...met];
    for (let distance = 0; frontier.length > 0 && distance <= (depth ?? Infinity); distance++) {
      const ends = await this.#follow(frontier, types);
      frontier = ends.filter((end) => !met.has(end));
      for (const end of frontier) met.add(end);
      await this.meet(frontier);
    }
    return [...met];
  }

  /** Reads what some items are. */
  async meet(items: readonly ItemId[]): Promise<void> {
    const { executor, at, itemsMax } = this.#source;
    const unknown = [...new Set(items)].filter((item) => !this.#items.has(item));
    if (this.#items.size + unknown.length > itemsMax) throw tooLarge(itemsMax, 'items');
    for (const some of slicesOf(unknown, STEP_ITEMS)) {
      const facts = await loadItemFacts(executor, some, at);
      for (const one of facts) this.#items.set(one.id, one);
    }
  }

  /** The types that PATH gates of the items read so far go over. */
  ownPathTypes(): readonly string[] {
    const gates = [...this.#items.values()].flatMap((item) => item.gates);
    return gates.flatMap((gate) => (gate.rule === 'PATH' ? (gate.types ?? []) : []));
  }

  /** A graph of all that was read. */
  async view(): Promise<GraphView> {
    const { at } = this.#source;
    const graph = this.#graph;
    // The largest id first: columns take their length from it at once.
    for (const item of [...this.#items.values()].sort((a, b) => b.id - a.id)) graph.loadItem(item, at);
    if (this.#links.size > CHAINED_MAX && this.#largestEnd <= this.#links.size * SPARSE_MAX) {
      await compactInSteps(graph);
      graph.loaded(at);
    } else {
      graph.loadedInPart(at);
    }
    return graph.viewAt(at);
  }

  async #follow(items: readonly ItemId[], types: FollowedTypes): Promise<readonly ItemId[]> {
    const { itemsMax, linksAtOnce = LINKS_AT_ONCE } = this.#source;
    const ends: Ends = { all: new Set(), unknown: new Set() };
    const limit = Math.min(linksAtOnce, itemsMax * LINKS_PER_ITEM + 1);
    await this.#read(items, { types, ends, limit, itemsAtOnce: STEP_ITEMS });
    return [...ends.all];
  }

  /** Takes the relationships of some items, in statements that give no more rows than the limit as long as there are several items. */
  async #read(items: readonly ItemId[], step: Step): Promise<void> {
    const { executor, at } = this.#source;
    for (const some of slicesOf(items, step.itemsAtOnce)) {
      const links = await loadLinks(executor, some, step.types, { at, limit: step.limit });
      for (const link of links) this.#take(link, step.ends);
      if (links.length < step.limit) continue;
      const limit = some.length > 1 ? step.limit : step.limit * MORE;
      await this.#read(some, { ...step, limit, itemsAtOnce: Math.ceil(some.length / FINER) });
    }
  }

  /** What is too much is noticed here, before more of it is read. */
  #take(link: RelationshipFacts, ends: Ends): void {
    const { at, itemsMax } = this.#source;
    for (const end of [link.source, link.target]) {
      ends.all.add(end);
      if (!this.#items.has(end)) ends.unknown.add(end);
    }
    if (this.#items.size + ends.unknown.size > itemsMax) throw tooLarge(itemsMax, 'items');
    if (this.#links.has(link.id)) return;
    const linksMax = itemsMax * LINKS_PER_ITEM;
    if (this.#links.size === linksMax) throw tooLarge(linksMax, 'relationships');
    this.#links.add(link.id);
    this.#largestEnd = Math.max(this.#largestEnd, link.source, link.target);
    this.#graph.loadRelationship(link, at, null);
  }
}

/** Where relationships led to, and which of these items have not been read. */
interface Ends {
  readonly all: Set<ItemId>;
  readonly unknown: Set<ItemId>;
}

/** How relationships are read. */
interface Step {
  readonly types: FollowedTypes;
  readonly ends: Ends;
  /** Rows that a statement may give. */
  readonly limit: number;
  /** Items that it asks for. */
  readonly itemsAtOnce: number;
}

const tooLarge = (max: number, what: 'items' | 'relationships'): DomainError =>
  new DomainError(
    'LIMIT_EXCEEDED',
    `More than ${max} ${what} would have to be read to answer this: ask for less (depth, relationshipTypes, fewer roots), raise UNDERPIN_GRAPH_PART_ITEMS, or let the server hold the graph in memory (UNDERPIN_GRAPH=memory).`,
  );

/** Which way each of the types leads. */
function followed(model: ClassModel, names: readonly string[], direction: Direction): FollowedTypes {
  const withBit = (bit: number): string[] => names.filter((name) => (directionBits(model, name, true) & bit) !== 0);
  const [needs, needed] = [withBit(SOURCE_NEEDS_TARGET), withBit(TARGET_NEEDS_SOURCE)];
  return direction === 'DEPENDENCIES' ? { out: needs, in: needed } : { out: needed, in: needs };
}
