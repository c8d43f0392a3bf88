import { ArcBuffer } from './arc-buffer';
import { distinctCount, type WalkRules } from './closure';
import type { GraphView } from './graph-view';
import { WordList } from './typed-columns';
import { slicesOf } from '../slices';

/** Roots that one pass follows at once: one bit each. */
const ROOTS_PER_PASS = 32;

/**
 * From how many of the roots each of the items is reached under the rules, the root itself included; `itemsMax` is not
 * looked at. Follows 32 roots in one walk, one bit each: an item is expanded again only for roots that are new to it.
 */
export function rootsReached(
  view: GraphView,
  roots: readonly number[],
  rules: WalkRules,
  items: Uint32Array,
): Uint32Array {
  const counts = new Uint32Array(items.length);
  const distinct = [...new Set(roots)];
  if (distinct.length === 1) return counts.fill(1);
  for (const some of slicesOf(distinct, ROOTS_PER_PASS)) {
    const reached = new Pass(view, rules, some).run();
    for (const [i, item] of items.entries()) counts[i] = (counts[i] ?? 0) + bitCount(reached[item] ?? 0);
  }
  return counts;
}

/** One pass over up to 32 roots, distance by distance. */
class Pass {
  readonly #view: GraphView;
  readonly #rules: WalkRules;
  readonly #roots: readonly number[];
  readonly #arcs = new ArcBuffer();
  /** By item: the roots that have reached it. */
  readonly #reached: Uint32Array;
  /** By item: the roots that reached it since it was expanded. */
  readonly #fresh: Uint32Array;

  constructor(view: GraphView, rules: WalkRules, roots: readonly number[]) {
    this.#view = view;
    this.#rules = rules;
    this.#roots = roots;
    this.#reached = new Uint32Array(view.capacity);
    this.#fresh = new Uint32Array(view.capacity);
  }

  run(): Uint32Array {
    let frontier = new WordList();
    for (const [bit, root] of this.#roots.entries()) this.#arrive(root, (1 << bit) >>> 0, frontier);
    const { depthMax } = this.#rules;
    for (let depth = 0; frontier.length > 0 && depth !== depthMax; depth++) {
      const next = new WordList();
      const own = depth === 0 ? this.#roots : [];
      this.#expandAll(frontier, own, next);
      frontier = next;
    }
    return this.#reached;
  }

  /** The bits of a frontier are taken before any is expanded: bits that arrive meanwhile belong to the next distance. */
  #expandAll(frontier: WordList, own: readonly number[], next: WordList): void {
    const bits = new Uint32Array(frontier.length);
    for (let i = 0; i < frontier.length; i++) {
      bits[i] = this.#fresh[frontier.at(i)] ?? 0;
      this.#fresh[frontier.at(i)] = 0;
    }
    for (let i = 0; i < frontier.length; i++) this.#expand(frontier.at(i), bits[i] ?? 0, own.length > 0, next);
  }

  #arrive(item: number, bits: number, into: WordList): void {
    const known = this.#reached[item] ?? 0;
    const fresh = (bits & ~known) >>> 0;
    if (fresh === 0) return;
    this.#reached[item] = (known | fresh) >>> 0;
    if (this.#fresh[item] === 0) into.push(item);
    this.#fresh[item] = ((this.#fresh[item] ?? 0) | fresh) >>> 0;
  }

  #expand(item: number, bits: number, isRoot: boolean, next: WordList): void {
    if (!this.#collect(item, isRoot)) return;
    const collapsed = new WordList();
    this.#spread(bits, collapsed, next);
    while (collapsed.length > 0) {
      const through = collapsed.pop();
      const arrived = this.#fresh[through] ?? 0;
      this.#fresh[through] = 0;
      if (this.#collect(through, false)) this.#spread(arrived, collapsed, next);
    }
  }

  #spread(bits: number, collapsed: WordList, next: WordList): void {
    const { node, length } = this.#arcs;
    for (let i = 0; i < length; i++) {
      const far = node[i] ?? 0;
      this.#arrive(far, bits, this.#rules.collapses?.(far) === true ? collapsed : next);
    }
  }

  #collect(item: number, isRoot: boolean): boolean {
    const { direction, filter, fanOutMax, stops } = this.#rules;
    if (!isRoot && stops?.(item) === true) return false;
    this.#arcs.collect(this.#view, item, filter, direction);
    return fanOutMax === null || isRoot || this.#arcs.length <= fanOutMax || distinctCount(this.#arcs) <= fanOutMax;
  }
}

function bitCount(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return (((bits + (bits >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}
