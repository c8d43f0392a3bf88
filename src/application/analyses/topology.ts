import type { Strength } from '../../domain/gate';
import type { WalkRules } from '../../domain/graph/closure';
import type { GraphView } from '../../domain/graph/graph-view';
import { strengthOf } from '../../domain/graph/edge-flags';
import { criticalityRank } from '../../domain/graph/item-bits';
import { linksAmong } from '../../domain/graph/links';
import { reachesBeyond } from '../../domain/graph/reaches-beyond';
import { rootsReached } from '../../domain/graph/roots-reached';
import { itemId, relationshipId, type ItemId, type RelationshipId, type Revision } from '../../domain/ids';
import { inSpan } from '../../telemetry/spans';
import type { Application } from '../application';
import { resolveActive, type GraphSource } from '../graph/graph-references';
import type { GraphNeed } from '../graph/graph-need';
import type { ItemReference } from '../references/item-reference';
import type { UnresolvedReference } from '../references/references';
import { knowingStops } from './stop-items';
import { withoutHidden } from './topology-filter';
import type { TopologyScope } from './topology-scope';
import { walkedItems, walkRulesOf, type TopologySolution } from './topology-solution';

/** What to order the items of a topology by. Distance and id decide ties. */
export type TopologyOrder = 'DISTANCE' | 'ROOTS_REACHED' | 'CRITICALITY';

/** An item of a topology. */
export interface TopologyItem {
  readonly item: ItemId;
  readonly distance: number;
  readonly rootsReached: number;
}

/** A relationship between two items of a topology, by their positions among its items in order of distance. */
export interface TopologyLink {
  readonly id: RelationshipId;
  readonly source: number;
  readonly target: number;
  readonly type: string;
  readonly strength: Strength;
}

/**
 * Everything reachable from references, at a revision that is visible here. References that do not resolve, or point at
 * retired items, are listed. Throws UNKNOWN_CLASS, UNKNOWN_RELATIONSHIP_TYPE, BAD_REQUEST, LIMIT_EXCEEDED.
 */
export async function askTopology(
  app: GraphSource,
  roots: readonly ItemReference[],
  scope: TopologyScope,
  at: Revision,
  signal: AbortSignal,
): Promise<Topology> {
  const { ids, unresolved } = await resolveActive(app, roots, at);
  return topologyOf(app, ids, await knowingStops(app, scope, at), at, signal, unresolved);
}

/**
 * The same from known items, which must be part of the graph. What would take longer than a few milliseconds is walked by
 * another thread.
 */
export async function topologyOf(
  app: Pick<Application, 'models' | 'projection' | 'analyses' | 'sightAt'>,
  roots: readonly ItemId[],
  scope: TopologyScope,
  at: Revision,
  signal: AbortSignal,
  unresolved: readonly UnresolvedReference[] = [],
): Promise<Topology> {
  const model = await app.models.at(at);
  const view = await app.projection.viewAt(at, needOf(roots, scope));
  const sight = (await app.sightAt?.(at)) ?? null;
  const rules = withoutHidden(walkRulesOf(view, model, scope), sight);
  const { direction, filter } = rules;
  const isLong = reachesBeyond(view, roots, direction, filter, TURN_EDGES);
  const solution = isLong
    ? await app.analyses.ask('topology', { view, model }, { roots, scope, sight }, WALK_MS, signal)
    : null;
  return inSpan(
    'topology',
    { 'underpin.roots': roots.length },
    () => new Topology({ view, roots, rules, unresolved, solution }),
  );
}

/** Collapsed steps do not count, so a depth limits nothing then. */
const needOf = (roots: readonly ItemId[], { direction, depth, filter }: TopologyScope): GraphNeed => ({
  reach: direction,
  from: roots,
  depth: filter?.collapseClasses == null ? (depth ?? null) : null,
  types: filter?.relationshipTypes ?? null,
});

/** Relationships that are walked at once: some milliseconds with all that an answer says of them. */
const TURN_EDGES = 20_000;
const WALK_MS = 60_000;

/** What a topology is made of. */
interface TopologyParts {
  readonly view: GraphView;
  readonly roots: readonly ItemId[];
  readonly rules: WalkRules;
  readonly unresolved: readonly UnresolvedReference[];
  /** Null: to be worked out here. */
  readonly solution: TopologySolution | null;
}

/** The answer to a topology question: the closure is there, everything else when it is asked for. */
export class Topology {
  readonly revision: Revision;
  readonly unresolved: readonly UnresolvedReference[];
  /** A limit of the caller cut it. */
  readonly truncated: boolean;
  readonly #view: GraphView;
  readonly #roots: readonly ItemId[];
  readonly #rules: WalkRules;
  /** Nearest first, then by id. */
  readonly #items: Uint32Array;
  readonly #distances: Uint32Array;
  #rootsReached: Uint32Array | null;
  #slots: Uint32Array | null;
  #links: readonly TopologyLink[] | null = null;

  constructor({ view, roots, rules, unresolved, solution }: TopologyParts) {
    const { items, distances, truncated } = solution ?? walkedItems(view, roots, rules);
    this.revision = view.revision;
    this.unresolved = unresolved;
    this.#view = view;
    this.#roots = roots;
    this.#rules = rules;
    this.#items = items;
    this.#distances = distances;
    this.truncated = truncated;
    this.#rootsReached = solution?.rootsReached ?? null;
    this.#slots = solution?.slots ?? null;
  }

  get itemCount(): number {
    return this.#items.length;
  }

  get relationshipCount(): number {
    return this.#relationshipSlots().length;
  }

  /** All items, nearest first, then by id. */
  ids(): readonly ItemId[] {
    return Array.from(this.#items, itemId);
  }

  /** By position of `ids`. */
  classes(): readonly string[] {
    return Array.from(this.#items, (item) => this.#view.classOf(item));
  }

  /** By position of `ids`. */
  distances(): readonly number[] {
    return [...this.#distances];
  }

  /** All items in the order asked for. */
  items(order: TopologyOrder): readonly TopologyItem[] {
    this.#rootsReached ??= rootsReached(this.#view, this.#roots, this.#rules, this.#items);
    const reached = this.#rootsReached;
    const items = Array.from(this.#items, (item, place) => ({
      item: itemId(item),
      distance: this.#distances[place] ?? 0,
      rootsReached: reached[place] ?? 0,
    }));
    if (order === 'ROOTS_REACHED') return items.toSorted((a, b) => b.rootsReached - a.rootsReached);
    if (order === 'CRITICALITY') return items.toSorted((a, b) => this.#urgency(b.item) - this.#urgency(a.item));
    return items;
  }

  /** The relationships that were followed, between items of the topology, by id. */
  relationshipIds(): readonly RelationshipId[] {
    return Array.from(this.#relationshipSlots(), (slot) => relationshipId(this.#view.edges.id[slot] ?? 0));
  }

  /** The same with their ends. */
  links(): readonly TopologyLink[] {
    this.#links ??= this.#findLinks();
    return this.#links;
  }

  #findLinks(): readonly TopologyLink[] {
    const { edges, names } = this.#view;
    const places = new Map<number, number>();
    for (const [place, item] of this.#items.entries()) places.set(item, place);
    return Array.from(this.#relationshipSlots(), (slot) => ({
      id: relationshipId(edges.id[slot] ?? 0),
      source: places.get(edges.sourceOf(slot)) ?? 0,
      target: places.get(edges.targetOf(slot)) ?? 0,
      type: names.types.word(edges.typeOf(slot)),
      strength: strengthOf(edges.flagsOf(slot)),
    }));
  }

  #relationshipSlots(): Uint32Array {
    this.#slots ??= linksAmong(this.#view, this.#items, this.#rules.filter);
    return this.#slots;
  }

  #urgency(item: ItemId): number {
    return criticalityRank(this.#view.items.bits[this.#view.versionOf(item)] ?? 0);
  }
}
