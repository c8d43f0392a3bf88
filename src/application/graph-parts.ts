import { DomainError } from '../domain/errors';
import type { Direction } from '../domain/graph/arc-buffer';
import { DependencyGraph } from '../domain/graph/dependency-graph';
import { defaultPathTypes, directionBits, SOURCE_NEEDS_TARGET, TARGET_NEEDS_SOURCE } from '../domain/graph/edge-filter';
import type { GraphView } from '../domain/graph/graph-view';
import type { ItemFacts, RelationshipFacts } from '../domain/change';
import type { ItemId, Revision } from '../domain/ids';
import type { ClassModel } from '../domain/resolved-class-model';
import type { Executor } from '../storage/database';
import { loadItemFacts, loadLinks, loadPathGateTypes, type FollowedTypes } from '../storage/graph-parts';
import { compactInSteps } from './build-graph';
import type { GraphNeed } from './graph-need';

/** Where parts come from. */
export interface PartSource {
  readonly executor: Executor;
  readonly model: ClassModel;
  readonly at: Revision;
  /** Items that one part may hold. */
  readonly itemsMax: number;
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
/** A part with more relationships is sorted as a whole graph is: it pays then, and threads may share the work on it. */
const CHAINED_MAX = 20_000;

/** What has been read so far. */
class Part {
  readonly #source: PartSource;
  readonly #items = new Map<ItemId, ItemFacts>();
  readonly #links = new Map<number, RelationshipFacts>();

  constructor(source: PartSource) {
    this.#source = source;
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
    if (this.#items.size + unknown.length > itemsMax) {
      throw new DomainError(
        'LIMIT_EXCEEDED',
        `More than ${itemsMax} items would have to be read to answer this: ask for less (depth, relationshipTypes, fewer roots), raise UNDERPIN_GRAPH_PART_ITEMS, or let the server hold the graph in memory (UNDERPIN_GRAPH=memory).`,
      );
    }
    for (let start = 0; start < unknown.length; start += STEP_ITEMS) {
      const facts = await loadItemFacts(executor, unknown.slice(start, start + STEP_ITEMS), at);
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
    const graph = new DependencyGraph(at);
    // The largest id first: columns take their length from it at once.
    for (const item of [...this.#items.values()].sort((a, b) => b.id - a.id)) graph.loadItem(item, at);
    for (const link of this.#links.values()) graph.loadRelationship(link, at, null);
    if (this.#links.size > CHAINED_MAX) {
      await compactInSteps(graph);
      graph.loaded(at);
    } else {
      graph.loadedInPart(at);
    }
    return graph.viewAt(at);
  }

  async #follow(items: readonly ItemId[], types: FollowedTypes): Promise<readonly ItemId[]> {
    const { executor, at } = this.#source;
    const ends = new Set<ItemId>();
    for (let start = 0; start < items.length; start += STEP_ITEMS) {
      const links = await loadLinks(executor, items.slice(start, start + STEP_ITEMS), types, at);
      for (const link of links) {
        this.#links.set(link.id, link);
        ends.add(link.source).add(link.target);
      }
    }
    return [...ends];
  }
}

/** Which way each of the types leads. */
function followed(model: ClassModel, names: readonly string[], direction: Direction): FollowedTypes {
  const withBit = (bit: number): string[] => names.filter((name) => (directionBits(model, name, true) & bit) !== 0);
  const [needs, needed] = [withBit(SOURCE_NEEDS_TARGET), withBit(TARGET_NEEDS_SOURCE)];
  return direction === 'DEPENDENCIES' ? { out: needs, in: needed } : { out: needed, in: needs };
}
