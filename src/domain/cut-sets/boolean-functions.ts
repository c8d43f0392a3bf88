import { NodeTable } from './node-table';
import { OperationCache } from './operation-cache';
import type { WorkBudget } from './work-budget';

const FALSE = 0;
const TRUE = 1;
const OR = 1;
const AND = 2;

/**
 * Monotone functions of variables as ordered binary decision diagrams (Bryant, 1986), by the same calls as SetFamilies:
 * `union` is "or", `product` is "and". They are what probabilities are worked out from: cut sets overlap, and so do not
 * add up. They grow without bound where many gates share many items, so a small budget is wise.
 */
export class BooleanFunctions {
  readonly table: NodeTable;
  readonly cut = false;
  readonly #cache = new OperationCache();
  #variables = 0;

  constructor(budget: WorkBudget) {
    this.table = new NodeTable(budget);
  }

  addVariable(_weight: number): number {
    return this.#variables++;
  }

  single(level: number): number {
    return this.#node(level, FALSE, TRUE);
  }

  /** Nothing is left out for its weight, so all weigh the same. */
  leastWeight(_function: number): number {
    return 1;
  }

  union(a: number, b: number): number {
    if (a === FALSE || a === b) return b;
    if (b === FALSE) return a;
    if (a === TRUE || b === TRUE) return TRUE;
    return this.#combine(OR, a, b);
  }

  product(a: number, b: number, _limit: number): number {
    if (a === TRUE || a === b) return b;
    if (b === TRUE) return a;
    if (a === FALSE || b === FALSE) return FALSE;
    return this.#combine(AND, a, b);
  }

  compact(functions: Iterable<number>): Uint32Array {
    this.#cache.clear();
    return this.table.compact(functions);
  }

  #combine(operation: number, left: number, right: number): number {
    const [a, b] = left < right ? [left, right] : [right, left];
    const known = this.#cache.get(operation, a, b);
    if (known >= 0) return known;
    this.table.budget.step();
    const { level, lo, hi } = this.table;
    const [levelA, levelB] = [level[a] ?? 0, level[b] ?? 0];
    const at = Math.min(levelA, levelB);
    const [loA, hiA] = levelA === at ? [lo[a] ?? 0, hi[a] ?? 0] : [a, a];
    const [loB, hiB] = levelB === at ? [lo[b] ?? 0, hi[b] ?? 0] : [b, b];
    const without = operation === OR ? this.union(loA, loB) : this.product(loA, loB, 0);
    const withIt = operation === OR ? this.union(hiA, hiB) : this.product(hiA, hiB, 0);
    const result = this.#node(at, without, withIt);
    this.#cache.set(operation, a, b, result);
    return result;
  }

  #node(level: number, lo: number, hi: number): number {
    return lo === hi ? lo : this.table.find(level, lo, hi);
  }
}
