import { NodeTable } from './node-table';
import { OperationCache } from './operation-cache';
import type { WorkBudget } from './work-budget';

/** The family without sets: what cannot happen. */
export const NEVER = 0;
/** The family of the empty set alone: what has happened already. */
export const ALWAYS = 1;
/** No limit on the weight of sets. */
export const UNLIMITED = 0x7fff;

const UNION = 1;
const WITHOUT = 2;
const LIGHTEST = 0x1000;
const PRODUCT = 0x10000;

/**
 * Families of minimal sets: no set of a family contains another one of it. Zero-suppressed decision diagrams (Minato,
 * 1993) with the operations of Rauzy's work on minimal cut sets, which keep families minimal by construction. Every
 * variable has a weight, and `product` leaves out sets that weigh more than it is told: cutting off at every step gives
 * the same as cutting off at the end, because whether a set takes something down depends on no larger set.
 */
export class SetFamilies {
  readonly table: NodeTable;
  /** By level. */
  readonly weights: number[] = [];
  /** Whether some set was left out for its weight. */
  cut = false;
  readonly #cache = new OperationCache();
  /** By node: the weight of the lightest and of the heaviest set. */
  #least = new Uint16Array(1 << 12);
  #most = new Uint16Array(1 << 12);

  constructor(budget: WorkBudget) {
    this.table = new NodeTable(budget);
  }

  /** Adds a variable behind the others; gives its level. Its weight is at least 1. */
  addVariable(weight: number): number {
    return this.weights.push(weight) - 1;
  }

  /** The family of one set with one element. */
  single(level: number): number {
    return this.#node(level, NEVER, ALWAYS);
  }

  /** The sets of `lo`, and those of `hi` with one element more; both must lie below the level and be minimal together. */
  choice(level: number, lo: number, hi: number): number {
    return this.#node(level, lo, hi);
  }

  /** The weight of the lightest set; the family must not be NEVER. */
  leastWeight(family: number): number {
    return this.#least[family] ?? 0;
  }

  /** The minimal sets of both families: either happens. */
  union(a: number, b: number): number {
    if (a === NEVER || a === b) return b;
    if (b === NEVER) return a;
    if (a === ALWAYS || b === ALWAYS) return ALWAYS;
    const [one, other] = a < b ? [a, b] : [b, a];
    const known = this.#cache.get(UNION, one, other);
    if (known >= 0) return known;
    this.table.budget.step();
    const result = this.#union(one, other);
    this.#cache.set(UNION, one, other, result);
    return result;
  }

  /** The minimal unions of a set of one with a set of the other, up to a weight: both happen. */
  product(a: number, b: number, limit: number): number {
    if (a === NEVER || b === NEVER) return NEVER;
    if (a === ALWAYS) return this.upTo(b, limit);
    if (b === ALWAYS || a === b) return this.upTo(a, limit);
    if (Math.max(this.#least[a] ?? 0, this.#least[b] ?? 0) > limit) return this.#leftOut();
    const capped = (this.#most[a] ?? 0) + (this.#most[b] ?? 0) <= limit ? UNLIMITED : limit;
    const [one, other] = a < b ? [a, b] : [b, a];
    const known = this.#cache.get(PRODUCT | capped, one, other);
    if (known >= 0) return known;
    this.table.budget.step();
    const result = this.#product(one, other, capped);
    this.#cache.set(PRODUCT | capped, one, other, result);
    return result;
  }

  /** The sets of `a` that contain no set of `b`. */
  without(a: number, b: number): number {
    if (a === NEVER || b === ALWAYS || a === b) return NEVER;
    if (b === NEVER || a === ALWAYS) return a;
    if ((this.#least[b] ?? 0) > (this.#most[a] ?? 0)) return a;
    const known = this.#cache.get(WITHOUT, a, b);
    if (known >= 0) return known;
    this.table.budget.step();
    const result = this.#without(a, b);
    this.#cache.set(WITHOUT, a, b, result);
    return result;
  }

  /** The sets that weigh at most this much. */
  upTo(family: number, limit: number): number {
    if (family === NEVER || (this.#most[family] ?? 0) <= limit) return family;
    if ((this.#least[family] ?? 0) > limit) return this.#leftOut();
    const known = this.#cache.get(LIGHTEST | limit, family, 0);
    if (known >= 0) return known;
    const { level, lo, hi } = this.table;
    const at = level[family] ?? 0;
    const result = this.#node(
      at,
      this.upTo(lo[family] ?? 0, limit),
      this.upTo(hi[family] ?? 0, limit - (this.weights[at] ?? 1)),
    );
    this.#cache.set(LIGHTEST | limit, family, 0, result);
    return result;
  }

  /** Drops what none of the families needs; gives the new number of each old one. */
  compact(families: Iterable<number>): Uint32Array {
    const renamed = this.table.compact(families);
    for (let node = 2; node < renamed.length; node++) {
      const now = renamed[node] ?? 0;
      if (now === 0) continue;
      this.#least[now] = this.#least[node] ?? 0;
      this.#most[now] = this.#most[node] ?? 0;
    }
    this.#cache.clear();
    return renamed;
  }

  #union(a: number, b: number): number {
    const { level, lo, hi } = this.table;
    const [levelA, levelB] = [level[a] ?? 0, level[b] ?? 0];
    if (levelA < levelB) {
      const rest = this.union(lo[a] ?? 0, b);
      return this.#node(levelA, rest, this.without(hi[a] ?? 0, b));
    }
    if (levelB < levelA) {
      const rest = this.union(a, lo[b] ?? 0);
      return this.#node(levelB, rest, this.without(hi[b] ?? 0, a));
    }
    const [hiA, hiB] = [hi[a] ?? 0, hi[b] ?? 0];
    const rest = this.union(lo[a] ?? 0, lo[b] ?? 0);
    return this.#node(levelA, rest, this.without(this.union(hiA, hiB), rest));
  }

  #product(a: number, b: number, limit: number): number {
    const { level, lo, hi } = this.table;
    const [levelA, levelB] = [level[a] ?? 0, level[b] ?? 0];
    const at = Math.min(levelA, levelB);
    const below = limit === UNLIMITED ? UNLIMITED : limit - (this.weights[at] ?? 1);
    const [loA, hiA] = levelA === at ? [lo[a] ?? 0, hi[a] ?? 0] : [a, NEVER];
    const [loB, hiB] = levelB === at ? [lo[b] ?? 0, hi[b] ?? 0] : [b, NEVER];
    const rest = this.product(loA, loB, limit);
    if (below < 0) {
      this.cut = true;
      return rest;
    }
    const withIt =
      hiA === NEVER
        ? this.product(a, hiB, below)
        : hiB === NEVER
          ? this.product(hiA, b, below)
          : this.product(this.union(loA, hiA), this.union(loB, hiB), below);
    return this.#node(at, rest, this.without(withIt, rest));
  }

  #without(a: number, b: number): number {
    const { level, lo, hi } = this.table;
    const [levelA, levelB] = [level[a] ?? 0, level[b] ?? 0];
    if (levelB < levelA) return this.without(a, lo[b] ?? 0);
    const [loA, hiA] = [lo[a] ?? 0, hi[a] ?? 0];
    if (levelA < levelB) return this.#node(levelA, this.without(loA, b), this.without(hiA, b));
    const [loB, hiB] = [lo[b] ?? 0, hi[b] ?? 0];
    return this.#node(levelA, this.without(loA, loB), this.without(this.without(hiA, loB), hiB));
  }

  #leftOut(): number {
    this.cut = true;
    return NEVER;
  }

  #node(level: number, lo: number, hi: number): number {
    if (hi === NEVER) return lo;
    const before = this.table.count;
    const node = this.table.find(level, lo, hi);
    if (node === before) this.#weigh(node, level, lo, hi);
    return node;
  }

  #weigh(node: number, level: number, lo: number, hi: number): void {
    if (node >= this.#least.length) {
      const [least, most] = [new Uint16Array(this.#least.length * 2), new Uint16Array(this.#most.length * 2)];
      least.set(this.#least);
      most.set(this.#most);
      this.#least = least;
      this.#most = most;
    }
    const weight = this.weights[level] ?? 1;
    const [least, most] = [weight + (this.#least[hi] ?? 0), weight + (this.#most[hi] ?? 0)];
    this.#least[node] = lo === NEVER ? least : Math.min(least, this.#least[lo] ?? 0);
    this.#most[node] = lo === NEVER ? most : Math.max(most, this.#most[lo] ?? 0);
  }
}
