import { TaggedColumn } from './tagged-column';
import { grown } from './typed-columns';

/**
 * A set of node numbers that empties in one step: a node is in the set while its mark equals the current generation.
 * Clearing a bitmap instead would cost the size of the graph for every small question.
 */
export class VisitedSet {
  /** By node; read together with `generation` by loops that cannot afford a call. */
  marks = new Uint32Array(0);
  generation = 0;
  /** Room for every node once, for whoever visits in order. */
  queue = new Uint32Array(0);
  /** By node: a number for whoever keeps one; holds for nodes of the set that it was written for. */
  values = new Uint32Array(0);
  /**
   * One bit a node, for whoever visits so many nodes that the marks would not fit into the caches. All 0 at first, and
   * whoever sets some has to clear them: `clearBits`.
   */
  bits = new Int32Array(0);

  /** Empties the set and makes room for nodes below `capacity`. */
  begin(capacity: number): void {
    this.marks = grown(this.marks, capacity);
    this.queue = grown(this.queue, capacity);
    this.values = grown(this.values, capacity);
    this.bits = grown(this.bits, (capacity >>> 5) + 1);
    this.generation += 1;
    if (this.generation === 2 ** 32) {
      this.marks.fill(0);
      this.generation = 1;
    }
  }

  /** Adds the node; false when it was there already. */
  add(node: number): boolean {
    if (this.marks[node] === this.generation) return false;
    this.marks[node] = this.generation;
    return true;
  }

  has(node: number): boolean {
    return this.marks[node] === this.generation;
  }

  /** Clears the bits of the first nodes of the queue. */
  clearBits(count: number): void {
    const { bits, queue } = this;
    if (count > bits.length) bits.fill(0);
    else for (let place = 0; place < count; place++) bits[(queue[place] ?? 0) >>> 5] = 0;
  }
}

/** Lends visited sets and columns, so that questions asked inside one another never share one. */
export class VisitedSets {
  readonly #idle: VisitedSet[] = [];
  readonly #idleColumns: TaggedColumn[] = [];

  /** Runs `work` with an empty set for nodes below `capacity`. */
  with<T>(capacity: number, work: (visited: VisitedSet) => T): T {
    const visited = this.borrow(capacity);
    try {
      return work(visited);
    } finally {
      this.giveBack(visited);
    }
  }

  /** An empty set for nodes below `capacity`, for work that others interrupt; to be given back. */
  borrow(capacity: number): VisitedSet {
    const visited = this.#idle.pop() ?? new VisitedSet();
    visited.begin(capacity);
    return visited;
  }

  giveBack(visited: VisitedSet): void {
    this.#idle.push(visited);
  }

  /** A column without numbers for nodes below `capacity`; to be given back. */
  borrowColumn(capacity: number): TaggedColumn {
    const column = this.#idleColumns.pop() ?? new TaggedColumn();
    column.begin(capacity);
    return column;
  }

  giveBackColumn(column: TaggedColumn): void {
    this.#idleColumns.push(column);
  }
}
