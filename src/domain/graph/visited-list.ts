import { grown } from './typed-columns';

/** A set of nodes that can be listed in order; emptying it costs only what was in it. */
export class VisitedList {
  readonly #marks: Uint8Array;
  #nodes = new Uint32Array(64);
  #count = 0;

  /** For nodes below `capacity`. */
  constructor(capacity: number) {
    this.#marks = new Uint8Array(capacity);
  }

  add(node: number): void {
    if (this.#marks[node] === 1) return;
    this.#marks[node] = 1;
    if (this.#count === this.#nodes.length) this.#nodes = grown(this.#nodes, this.#count + 1);
    this.#nodes[this.#count++] = node;
  }

  clear(): void {
    for (let place = 0; place < this.#count; place++) this.#marks[this.#nodes[place] ?? 0] = 0;
    this.#count = 0;
  }

  /** The nodes, ascending; a copy. */
  sorted(): Uint32Array {
    return this.#nodes.slice(0, this.#count).sort();
  }
}
