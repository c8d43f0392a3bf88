import type { Closure } from './walk';
import { ArcBuffer, type Direction } from './arc-buffer';
import type { EdgeFilter } from './edge-filter';
import type { GraphView } from './graph-view';
import { compiledClosure } from './compiled-closure';
import { plainClosure } from './plain-closure';
import { WordList } from './typed-columns';
import type { VisitedSet } from './visited-set';

/** Tells items apart; must give the same answer for the same item throughout a walk. */
export type ItemPredicate = (item: number) => boolean;

/** How far a walk goes and what it shows. */
export interface WalkRules {
  readonly direction: Direction;
  readonly filter: EdgeFilter;
  /** Steps from the nearest root at most; null: no limit. */
  readonly depthMax: number | null;
  /** Items in the answer at most, nearest first, then by id; null: no limit. */
  readonly itemsMax: number | null;
  /** An item with more neighbours is shown and not followed; null: no limit. */
  readonly fanOutMax: number | null;
  /** Shown and not followed. */
  readonly stops: ItemPredicate | null;
  /** Followed and not shown. */
  readonly hides: ItemPredicate | null;
  /** Followed and not shown, and the step to it does not count: its neighbours count as neighbours. */
  readonly collapses: ItemPredicate | null;
}

/** Rules that limit and hide nothing. */
export const unlimited = (direction: Direction, filter: EdgeFilter): WalkRules => ({
  direction,
  filter,
  depthMax: null,
  itemsMax: null,
  fanOutMax: null,
  stops: null,
  hides: null,
  collapses: null,
});

/**
 * Everything reachable from the roots, the roots included at distance 0. Roots are always followed. Breadth first,
 * without recursion; every item is visited once, so cycles need no special case.
 */
export function closureOf(view: GraphView, roots: readonly number[], rules: WalkRules): Closure {
  const { stops, hides, collapses, fanOutMax, itemsMax } = rules;
  const plain = stops === null && hides === null && collapses === null && fanOutMax === null && itemsMax === null;
  const compiled = plain ? compiledClosure(view, roots, rules) : null;
  if (compiled !== null) return compiled;
  return view.visitedSets.with(view.capacity, (visited) =>
    plain ? plainAnswer(view, roots, rules, visited) : new Walk(view, rules, visited).run(roots),
  );
}

function plainAnswer(view: GraphView, roots: readonly number[], rules: WalkRules, visited: VisitedSet): Closure {
  const { starts, truncated } = plainClosure(view, roots, rules, visited);
  return { items: visited.queue.slice(0, starts.at(-1)), starts, truncated };
}

/** The items of a closure, nearest first, then by id. */
export function inOrder(closure: Closure): Uint32Array {
  const items = closure.items.slice();
  for (let level = 0; level + 1 < closure.starts.length; level++) {
    items.subarray(closure.starts[level], closure.starts[level + 1]).sort();
  }
  return items;
}

/** The distance of every item, at the positions of `closure.items`, and so of `inOrder`. */
export function distancesOf(closure: Closure): Uint32Array {
  const distances = new Uint32Array(closure.items.length);
  for (let level = 0; level + 1 < closure.starts.length; level++) {
    distances.fill(level, closure.starts[level], closure.starts[level + 1]);
  }
  return distances;
}

/** One walk. The frontier holds every visited item of the last distance, shown or not. */
class Walk {
  readonly #view: GraphView;
  readonly #rules: WalkRules;
  readonly #visited: VisitedSet;
  readonly #arcs = new ArcBuffer();
  readonly #shown = new WordList();
  readonly #starts: number[] = [0];
  #truncated = false;

  constructor(view: GraphView, rules: WalkRules, visited: VisitedSet) {
    this.#view = view;
    this.#rules = rules;
    this.#visited = visited;
  }

  run(roots: readonly number[]): Closure {
    const { depthMax } = this.#rules;
    let frontier = new WordList();
    for (const root of roots) if (this.#visited.add(root)) this.#reach(root, frontier);
    let more = this.#endLevel();
    const allRoots = frontier;
    for (let depth = 0; more && frontier.length > 0; depth++) {
      if (depth === depthMax) {
        this.#truncated ||= this.#leadsOn(frontier, frontier === allRoots);
        break;
      }
      const next = new WordList();
      for (let i = 0; i < frontier.length; i++) this.#expand(frontier.at(i), next, frontier === allRoots);
      frontier = next;
      more = this.#endLevel();
    }
    return { items: this.#shown.taken(), starts: this.#starts, truncated: this.#truncated };
  }

  #reach(item: number, frontier: WordList): void {
    frontier.push(item);
    if (this.#rules.hides?.(item) === true || this.#rules.collapses?.(item) === true) return;
    this.#shown.push(item);
  }

  /** Visits the neighbours of an item; collapsed ones are expanded at once, at the same distance. */
  #expand(item: number, next: WordList, isRoot: boolean): void {
    const { collapses } = this.#rules;
    if (!this.#collect(item, isRoot)) return;
    if (collapses === null) {
      const { node, length } = this.#arcs;
      for (let i = 0; i < length; i++) if (this.#visited.add(node[i] ?? 0)) this.#reach(node[i] ?? 0, next);
      return;
    }
    const collapsed = new WordList();
    this.#reachThrough(collapses, collapsed, next);
    while (collapsed.length > 0) {
      if (this.#collect(collapsed.pop(), false)) this.#reachThrough(collapses, collapsed, next);
    }
  }

  #reachThrough(collapses: ItemPredicate, collapsed: WordList, next: WordList): void {
    const { node, length } = this.#arcs;
    for (let i = 0; i < length; i++) {
      const item = node[i] ?? 0;
      if (!this.#visited.add(item)) continue;
      if (collapses(item)) collapsed.push(item);
      else this.#reach(item, next);
    }
  }

  /** Fills the arcs of an item that is to be followed; false when it is not. */
  #collect(item: number, isRoot: boolean): boolean {
    const { direction, filter, fanOutMax, stops } = this.#rules;
    if (!isRoot && stops?.(item) === true) return false;
    this.#arcs.collect(this.#view, item, filter, direction);
    if (fanOutMax === null || isRoot || this.#arcs.length <= fanOutMax) return true;
    if (distinctCount(this.#arcs) <= fanOutMax) return true;
    this.#truncated = true;
    return false;
  }

  /** Closes the list of one distance; false when the answer is full. */
  #endLevel(): boolean {
    const start = this.#starts.at(-1) ?? 0;
    const max = this.#rules.itemsMax;
    const full = max !== null && this.#shown.length > max;
    if (full) {
      this.#truncated = true;
      this.#shown.replaceFrom(
        start,
        this.#shown
          .taken(start)
          .sort()
          .slice(0, max - start),
      );
    }
    this.#starts.push(this.#shown.length);
    return !full;
  }

  /** Whether anything lies behind the last distance that the depth allows. */
  #leadsOn(frontier: WordList, areRoots: boolean): boolean {
    for (let i = 0; i < frontier.length; i++) {
      if (!this.#collect(frontier.at(i), areRoots)) continue;
      const { node, length } = this.#arcs;
      for (let j = 0; j < length; j++) if (!this.#visited.has(node[j] ?? 0)) return true;
    }
    return false;
  }
}

/** How many different nodes the arcs lead to: parallel relationships count once. */
export function distinctCount(arcs: ArcBuffer): number {
  return new Set(arcs.node.subarray(0, arcs.length)).size;
}
