import { StoppedEarly, type WorkBudget } from './work-budget';

/** The level of the two terminals: below every variable. */
const TERMINAL_LEVEL = 0xffffffff;

const FIRST_NODES = 1 << 12;

/*
 * The nodes of a decision diagram as columns, each node once ("unique table"), so that equal functions have equal
 * numbers. Nodes 0 and 1 are the terminals; a node comes after the nodes that it points to.
 *
 *   node      0    1    2    3
 *   level     –    –    7    4      position of the variable; smaller is nearer to the root
 *   lo        –    –    0    2      without the variable
 *   hi        –    –    1    1      with it
 *
 * The table of slots finds a node by its three numbers (open addressing, at most half full). 20 bytes a node.
 */
export class NodeTable {
  level = new Uint32Array(FIRST_NODES);
  lo = new Uint32Array(FIRST_NODES);
  hi = new Uint32Array(FIRST_NODES);
  count = 2;
  readonly budget: WorkBudget;
  #slots = new Uint32Array(FIRST_NODES * 2);

  constructor(budget: WorkBudget) {
    this.budget = budget;
    this.level[0] = TERMINAL_LEVEL;
    this.level[1] = TERMINAL_LEVEL;
  }

  /** The node with these numbers; `fresh` says whether it was made just now. */
  find(level: number, lo: number, hi: number): number {
    const mask = this.#slots.length - 1;
    let slot = hashOf(level, lo, hi) & mask;
    for (let node = this.#slots[slot] ?? 0; node !== 0; node = this.#slots[slot] ?? 0) {
      if (this.lo[node] === lo && this.hi[node] === hi && this.level[node] === level) return node;
      slot = (slot + 1) & mask;
    }
    return this.#append(level, lo, hi, slot);
  }

  /**
   * Drops every node that none of `roots` leads to, and gives the new number of each old one. Whatever else holds node
   * numbers must forget them.
   */
  compact(roots: Iterable<number>): Uint32Array {
    const renamed = this.#marked(roots);
    let count = 2;
    renamed[1] = 1;
    for (let node = 2; node < this.count; node++) {
      if (renamed[node] === 0) continue;
      this.level[count] = this.level[node] ?? 0;
      this.lo[count] = renamed[this.lo[node] ?? 0] ?? 0;
      this.hi[count] = renamed[this.hi[node] ?? 0] ?? 0;
      renamed[node] = count++;
    }
    this.count = count;
    this.#rehash();
    return renamed;
  }

  /** By node: 1 when one of the roots leads to it. */
  #marked(roots: Iterable<number>): Uint32Array {
    const marks = new Uint32Array(this.count);
    for (const root of roots) marks[root] = 1;
    for (let node = this.count - 1; node > 1; node--) {
      if (marks[node] === 0) continue;
      marks[this.lo[node] ?? 0] = 1;
      marks[this.hi[node] ?? 0] = 1;
    }
    marks[0] = 0;
    return marks;
  }

  #append(level: number, lo: number, hi: number, slot: number): number {
    const node = this.count;
    if (node >= this.budget.nodesMax) throw new StoppedEarly('MEMORY');
    if (node === this.lo.length) this.#grow();
    this.level[node] = level;
    this.lo[node] = lo;
    this.hi[node] = hi;
    this.count = node + 1;
    if (this.count * 2 > this.#slots.length) this.#rehash();
    else this.#slots[slot] = node;
    return node;
  }

  #grow(): void {
    const length = this.lo.length * 2;
    const [level, lo, hi] = [new Uint32Array(length), new Uint32Array(length), new Uint32Array(length)];
    level.set(this.level);
    lo.set(this.lo);
    hi.set(this.hi);
    this.level = level;
    this.lo = lo;
    this.hi = hi;
  }

  #rehash(): void {
    let size = this.#slots.length;
    while (this.count * 2 > size) size *= 2;
    this.#slots = new Uint32Array(size);
    const mask = size - 1;
    for (let node = 2; node < this.count; node++) {
      let slot = hashOf(this.level[node] ?? 0, this.lo[node] ?? 0, this.hi[node] ?? 0) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = node;
    }
  }
}

/** Spreads three numbers over 32 bits. */
export function hashOf(a: number, b: number, c: number): number {
  let mixed = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}
