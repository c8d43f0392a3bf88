import { hashOf } from './node-table';

const FIRST_ENTRIES = 1 << 12;
const ENTRIES_MAX = 1 << 22;

/**
 * What operations on nodes have given, as many as there is room for: a newer entry takes the place of an older one with
 * the same hash, so that memory is bounded and nothing has to be swept.
 */
export class OperationCache {
  #operation = new Uint32Array(FIRST_ENTRIES);
  #left = new Uint32Array(FIRST_ENTRIES);
  #right = new Uint32Array(FIRST_ENTRIES);
  #result = new Uint32Array(FIRST_ENTRIES);
  #misses = 0;

  /** The node that the operation gave; -1 when it is not known (any more). `operation` is at least 1. */
  get(operation: number, left: number, right: number): number {
    const place = hashOf(operation, left, right) & (this.#operation.length - 1);
    const known = this.#left[place] === left && this.#right[place] === right && this.#operation[place] === operation;
    return known ? (this.#result[place] ?? 0) : -1;
  }

  set(operation: number, left: number, right: number, result: number): void {
    this.#misses += 1;
    if (this.#misses > this.#operation.length && this.#operation.length < ENTRIES_MAX) this.#grow();
    const place = hashOf(operation, left, right) & (this.#operation.length - 1);
    this.#operation[place] = operation;
    this.#left[place] = left;
    this.#right[place] = right;
    this.#result[place] = result;
  }

  /** Forgets everything: needed once nodes have new numbers. */
  clear(): void {
    this.#operation.fill(0);
    this.#misses = 0;
  }

  #grow(): void {
    const old = [this.#operation, this.#left, this.#right, this.#result] as const;
    const length = this.#operation.length * 4;
    this.#operation = new Uint32Array(length);
    this.#left = new Uint32Array(length);
    this.#right = new Uint32Array(length);
    this.#result = new Uint32Array(length);
    this.#misses = 0;
    for (let i = 0; i < old[0].length; i++) {
      if (old[0][i] === 0) continue;
      const [operation, left, right] = [old[0][i] ?? 0, old[1][i] ?? 0, old[2][i] ?? 0];
      const place = hashOf(operation, left, right) & (length - 1);
      this.#operation[place] = operation;
      this.#left[place] = left;
      this.#right[place] = right;
      this.#result[place] = old[3][i] ?? 0;
    }
  }
}
