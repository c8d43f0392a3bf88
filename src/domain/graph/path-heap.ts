/** The best path of a set of paths, and what the set is. */
export interface PathCandidate {
  readonly items: readonly number[];
  /** The set's paths agree up to and including this position. */
  readonly deviation: number;
  /** The set's paths do not go on to one of these. */
  readonly banned: ReadonlySet<number>;
}

/** A binary heap of paths: shortest on top, then by item ids. */
export class PathHeap {
  readonly #heap: PathCandidate[] = [];

  /** Adds a path; undefined, an empty set's best, is left out. */
  push(candidate: PathCandidate | undefined): void {
    if (candidate === undefined) return;
    let place = this.#heap.push(candidate) - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!this.#before(place, parent)) return;
      this.#swap(place, parent);
      place = parent;
    }
  }

  pop(): PathCandidate | undefined {
    const top = this.#heap[0];
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return top;
    this.#heap[0] = last;
    let place = 0;
    for (;;) {
      const left = 2 * place + 1;
      const child = left + 1 < this.#heap.length && this.#before(left + 1, left) ? left + 1 : left;
      if (child >= this.#heap.length || !this.#before(child, place)) return top;
      this.#swap(place, child);
      place = child;
    }
  }

  #before(a: number, b: number): boolean {
    const left = this.#heap[a];
    const right = this.#heap[b];
    return left !== undefined && right !== undefined && comparePaths(left.items, right.items) < 0;
  }

  #swap(a: number, b: number): void {
    const left = this.#heap[a];
    const right = this.#heap[b];
    if (left === undefined || right === undefined) return;
    this.#heap[a] = right;
    this.#heap[b] = left;
  }
}

/** Shorter first, then item by item. */
export function comparePaths(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) return a.length - b.length;
  for (const [i, item] of a.entries()) {
    const difference = item - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
