import { componentsOf, isRing, type Arrows, type Components } from './components';
import { nodeCount, type FailureModel } from './failure-model';

/** How many scenarios are looked at in one go: one bit each. */
export const SCENARIOS = 32;

/**
 * Works out what fails in 32 scenarios at a time: bit n of a word belongs to scenario n. The words of a component are
 * worked out once everything below it is known; round by round where it is a ring.
 */
export class Scenarios {
  readonly arrows: Arrows;
  readonly components: Components;
  readonly #model: FailureModel;
  readonly #rings: Uint8Array;
  /** By node. */
  readonly #words: Uint32Array;

  constructor(model: FailureModel) {
    this.#model = model;
    this.arrows = { start: model.start, to: model.member };
    this.components = componentsOf(this.arrows);
    this.#words = new Uint32Array(nodeCount(model));
    this.#rings = Uint8Array.from(this.components.starts.slice(1), (_, component) =>
      Number(isRing(this.components, this.arrows, component)),
    );
  }

  /** Which nodes fail: by node, a bit for every scenario. `failing` says in which scenarios a candidate fails. */
  run(failing: (candidate: number) => number): Uint32Array {
    const { order, starts } = this.components;
    for (let component = 0; component + 1 < starts.length; component++) {
      const [from, to] = [starts[component] ?? 0, starts[component + 1] ?? 0];
      if (this.#rings[component] === 1) this.#solveRing(order.subarray(from, to), failing);
      else this.#words[order[from] ?? 0] = this.#word(order[from] ?? 0, failing);
    }
    return this.#words;
  }

  /** The least solution; for every guess at the other nodes the lasting ones hold their greatest. */
  #solveRing(nodes: Uint32Array, failing: (candidate: number) => number): void {
    const { lasting } = this.#model;
    const chains = nodes.filter((node) => lasting[node] === 1);
    const others = nodes.filter((node) => lasting[node] === 0);
    for (const node of others) this.#words[node] = 0;
    do {
      for (const node of chains) this.#words[node] = ~0 >>> 0;
      this.#settle(chains, failing);
    } while (this.#settle(others, failing) && chains.length > 0);
  }

  /** Repeats the equations of some nodes until nothing changes; whether anything did. */
  #settle(nodes: Uint32Array, failing: (candidate: number) => number): boolean {
    let [changed, changedEver] = [true, false];
    while (changed) {
      changed = false;
      for (const node of nodes) {
        const word = this.#word(node, failing);
        if (word === this.#words[node]) continue;
        this.#words[node] = word;
        changed = true;
        changedEver = true;
      }
    }
    return changedEver;
  }

  #word(node: number, failing: (candidate: number) => number): number {
    const { need, start, member, candidate } = this.#model;
    const own = candidate[node] ?? -1;
    const seed = own < 0 ? 0 : failing(own) >>> 0;
    const needed = need[node] ?? 0;
    if (needed === 0) return ~0 >>> 0;
    const [from, to] = [start[node] ?? 0, start[node + 1] ?? 0];
    let some = 0;
    let every = ~0;
    for (let i = from; i < to; i++) {
      const word = this.#words[member[i] ?? 0] ?? 0;
      some |= word;
      every &= word;
    }
    if (needed === 1) return (some | seed) >>> 0;
    let word = seed | (from === to ? 0 : every);
    for (let open = some & ~word; open !== 0; open &= open - 1) {
      const bit = open & -open;
      if (this.#failedWeight(from, to, bit) >= needed) word |= bit;
    }
    return word >>> 0;
  }

  #failedWeight(from: number, to: number, bit: number): number {
    const { member, weight } = this.#model;
    let failed = 0;
    for (let i = from; i < to; i++) if (((this.#words[member[i] ?? 0] ?? 0) & bit) !== 0) failed += weight[i] ?? 1;
    return failed;
  }
}
