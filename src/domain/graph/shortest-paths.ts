import { ArcBuffer } from './arc-buffer';
import type { ItemPredicate } from './closure';
import type { EdgeFilter } from './edge-filter';
import type { GraphView } from './graph-view';
import { PathHeap, type PathCandidate } from './path-heap';
import { VisitedSet } from './visited-set';

/** What to search, and how far. */
export interface PathRules {
  readonly filter: EdgeFilter;
  /** Steps at most; below 255. */
  readonly lengthMax: number;
  /** Arcs looked at in all, after which the search gives up. */
  readonly workMax: number;
  /** Not passed through; null: none. */
  readonly hidden?: ItemPredicate | null;
}

/** A chain of dependencies. */
export interface FoundPath {
  /** From the dependent to what it depends on. */
  readonly items: readonly number[];
  /** One less than the items: of parallel relationships the one with the smallest id. */
  readonly slots: readonly number[];
}

/** The first paths of all, in order. */
export interface FoundPaths {
  readonly paths: readonly FoundPath[];
  /** The search stopped at `workMax` before it was done. */
  readonly truncated: boolean;
}

/**
 * The first `count` paths without repeated items from one item to another, shortest first, then by the ids of the items
 * one after the other. The order is total, so a later page is the same search with a larger `count`.
 *
 * Yen's algorithm (Management Science 17, 1971) with Lawler's partition (1972): every path found splits the paths that
 * are left into disjoint sets "begins like this, but goes on otherwise", the best of each of which waits in a heap.
 * Plain enumeration by depth was rejected: between two items of a dense part it may run for ever without a result.
 */
export function shortestPaths(view: GraphView, from: number, to: number, rules: PathRules, count: number): FoundPaths {
  const search = new PathSearch(view, to, rules);
  const heap = new PathHeap();
  const paths: FoundPath[] = [];
  if (from !== to) heap.push(search.best([from], new Set()));
  while (paths.length < count && !search.exhausted) {
    const found = heap.pop();
    if (found === undefined) break;
    paths.push(search.withSlots(found.items));
    for (const set of deviations(found)) heap.push(search.best(set.prefix, set.banned));
  }
  return { paths, truncated: search.exhausted };
}

/** The distance of items of the prefix, which no path may touch again. */
const NOT_ON_THE_WAY = 255;

/** The sets into which the paths beside `found` fall: the same up to some item, another one after it. */
function* deviations(found: PathCandidate): Generator<{ prefix: readonly number[]; banned: ReadonlySet<number> }> {
  for (let i = found.deviation; i + 1 < found.items.length; i++) {
    const next = found.items[i + 1] ?? 0;
    const banned = new Set(i === found.deviation ? found.banned : []);
    yield { prefix: found.items.slice(0, i + 1), banned: banned.add(next) };
  }
}

/** Finds the best path of one set after the other; counts the arcs it looks at. */
class PathSearch {
  readonly #view: GraphView;
  readonly #to: number;
  readonly #rules: PathRules;
  readonly #arcs = new ArcBuffer();
  readonly #seen = new VisitedSet();
  /** By item: steps to the target; holds for items that were seen in the current search. */
  readonly #distance: Uint8Array;
  #work = 0;

  constructor(view: GraphView, to: number, rules: PathRules) {
    this.#view = view;
    this.#to = to;
    this.#rules = rules;
    this.#distance = new Uint8Array(view.capacity);
  }

  get exhausted(): boolean {
    return this.#work > this.#rules.workMax;
  }

  /** The first path that begins with `prefix` and does not go on to one of `banned`; undefined when there is none. */
  best(prefix: readonly number[], banned: ReadonlySet<number>): PathCandidate | undefined {
    const spur = prefix.at(-1) ?? 0;
    const firstHops = this.#neighbours(spur, 'DEPENDENCIES').filter(
      (item) => !banned.has(item) && !this.#isHidden(item),
    );
    const hop = this.#nearestToTarget(prefix, new Set(firstHops));
    if (hop === undefined) return undefined;
    const items = [...prefix, hop];
    for (let at = hop; at !== this.#to;) {
      at = this.#nextTowardsTarget(at);
      items.push(at);
    }
    return { items, deviation: prefix.length - 1, banned };
  }

  /** The path with a relationship for every step. */
  withSlots(items: readonly number[]): FoundPath {
    const slots = items.slice(1).map((item, i) => this.#slotBetween(items[i] ?? 0, item));
    return { items, slots };
  }

  /**
   * Walks backwards from the target, around the prefix, until it meets one of the first hops; gives the smallest of
   * those it meets at once. Leaves the distances for the way down.
   */
  #nearestToTarget(prefix: readonly number[], hops: ReadonlySet<number>): number | undefined {
    if (hops.size === 0) return undefined;
    this.#seen.begin(this.#view.capacity);
    for (const item of prefix) {
      this.#seen.add(item);
      this.#distance[item] = NOT_ON_THE_WAY;
    }
    if (!this.#seen.add(this.#to)) return undefined;
    this.#distance[this.#to] = 0;
    let frontier = [this.#to];
    for (let length = prefix.length; length <= this.#rules.lengthMax && frontier.length > 0; length++) {
      const met = frontier.filter((item) => hops.has(item));
      if (met.length > 0) return Math.min(...met);
      frontier = this.#stepBack(frontier, length - prefix.length + 1);
      if (this.exhausted) return undefined;
    }
    return undefined;
  }

  #stepBack(frontier: readonly number[], distance: number): number[] {
    const next: number[] = [];
    for (const item of frontier) {
      this.#collect(item, 'DEPENDENTS');
      for (let i = 0; i < this.#arcs.length; i++) {
        const far = this.#arcs.node[i] ?? 0;
        if (this.#isHidden(far) || !this.#seen.add(far)) continue;
        this.#distance[far] = distance;
        next.push(far);
      }
    }
    return next;
  }

  /** The smallest neighbour that is one step nearer. */
  #nextTowardsTarget(at: number): number {
    const wanted = (this.#distance[at] ?? 0) - 1;
    return Math.min(...this.#neighbours(at, 'DEPENDENCIES').filter((item) => this.#isAt(item, wanted)));
  }

  #isHidden(item: number): boolean {
    return this.#rules.hidden?.(item) === true;
  }

  #isAt(item: number, distance: number): boolean {
    return this.#seen.has(item) && this.#distance[item] === distance;
  }

  #neighbours(item: number, direction: 'DEPENDENCIES' | 'DEPENDENTS'): number[] {
    this.#collect(item, direction);
    return [...new Set(this.#arcs.node.subarray(0, this.#arcs.length))];
  }

  #collect(item: number, direction: 'DEPENDENCIES' | 'DEPENDENTS'): void {
    this.#arcs.collect(this.#view, item, this.#rules.filter, direction);
    this.#work += this.#arcs.length + 1;
  }

  #slotBetween(item: number, far: number): number {
    this.#arcs.collect(this.#view, item, this.#rules.filter, 'DEPENDENCIES');
    let best = -1;
    for (let i = 0; i < this.#arcs.length; i++) {
      const slot = this.#arcs.slot[i] ?? 0;
      if (this.#arcs.node[i] !== far) continue;
      if (best < 0 || (this.#view.edges.id[slot] ?? 0) < (this.#view.edges.id[best] ?? 0)) best = slot;
    }
    return best;
  }
}
