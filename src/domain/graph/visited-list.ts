import type { VisitedSet } from './visited-set';

/** The nodes of a visited set in the order in which they came, each with a number. */
export class VisitedList {
  readonly #set: VisitedSet;
  #count = 0;

  /** Over a set that is empty and stays the list's own. */
  constructor(set: VisitedSet) {
    this.#set = set;
  }

  /** Adds the node with the number 0, unless it is there. */
  add(node: number): void {
    if (!this.#set.add(node)) return;
    this.#set.values[node] = 0;
    this.#set.queue[this.#count++] = node;
  }

  /** The number of a node of the list. */
  valueOf(node: number): number {
    return this.#set.values[node] ?? 0;
  }

  setValue(node: number, value: number): void {
    this.#set.values[node] = value;
  }

  /** Empties the list, for nodes below `capacity`. */
  clear(capacity: number): void {
    this.#set.begin(capacity);
    this.#count = 0;
  }

  /** The nodes, ascending; a copy. */
  sorted(): Uint32Array {
    return this.#set.queue.slice(0, this.#count).sort();
  }
}
