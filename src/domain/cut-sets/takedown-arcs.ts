import { isRing, type Components } from './components';
import { forEachMember, nodeCount, type FailureModel } from './failure-model';
import { SCENARIOS, Scenarios } from './scenarios';
import type { WorkBudget } from './work-budget';
import { slicesOf } from '../slices';

/**
 * Arcs so that a single failure takes a node down exactly when they lead from the node to it: redundancy gates are
 * replaced by arcs to what enough of their members share. Then "which items take this service down by themselves" is what
 * can be reached from it, for any number of services at once.
 *
 *   shop ──▶ any of ──▶ node-a ──▶ rack ──▶ site         shop ──▶ rack ──▶ site
 *                 └───▶ node-b ──▶ rack           ⟶
 *
 * Rings without redundancy inside need no care: arcs may go round. Rings with redundancy inside are solved by letting every
 * failure below them happen, 32 at a time.
 */
export class TakedownArcs {
  /** By node; behind the nodes, by candidate, stand the failures of candidates that fail several nodes at once. */
  readonly arcs: (readonly number[])[];
  readonly #model: FailureModel;
  readonly #budget: WorkBudget;
  readonly #components: Components;
  /** By node: 1 when it has failed from the start. */
  readonly always: Uint8Array;
  /** By candidate: how many nodes it fails. */
  readonly #nodesOf: Uint32Array;
  /** By node: the walk that met it last. */
  readonly #met: Uint32Array;
  /** By node: the failed weight, in the walk for a gate. */
  readonly #weight: Float64Array;
  #walk = 0;

  constructor(model: FailureModel, budget: WorkBudget) {
    const count = nodeCount(model) + model.candidates.length;
    const scenarios = new Scenarios(model);
    this.#model = model;
    this.#budget = budget;
    this.#met = new Uint32Array(count);
    this.#weight = new Float64Array(count);
    this.always = Uint8Array.from(
      scenarios.run(() => 0),
      (word) => word & 1,
    );
    this.#nodesOf = new Uint32Array(model.candidates.length);
    for (const candidate of model.candidate) {
      if (candidate >= 0) this.#nodesOf[candidate] = (this.#nodesOf[candidate] ?? 0) + 1;
    }
    this.arcs = Array.from({ length: count }, () => NOTHING);
    this.#components = scenarios.components;
    const { order, starts } = this.#components;
    for (let component = 0; component + 1 < starts.length; component++) {
      const nodes = order.subarray(starts[component] ?? 0, starts[component + 1] ?? 0);
      const hasRedundancy = nodes.some((node) => this.#isRedundant(node));
      if (hasRedundancy && isRing(this.#components, scenarios.arrows, component)) this.#solveRing(nodes);
      else for (const node of nodes) this.arcs[node] = this.#arcsOf(node);
    }
  }

  #isRedundant(node: number): boolean {
    return (this.#model.need[node] ?? 0) !== 1 || this.#model.lasting[node] === 1;
  }

  /** Of a node that is in no ring with redundancy. */
  #arcsOf(node: number): readonly number[] {
    const event = this.#eventOf(node);
    const arcs = this.#isRedundant(node) ? this.#shared(node) : this.#all(node);
    return event === -1 || event === node ? arcs : [...arcs, event];
  }

  /** Stands for the failure of the node's own candidate: the node itself, unless it fails others, too. -1 for none. */
  #eventOf(node: number): number {
    const candidate = this.#model.candidate[node] ?? -1;
    if (candidate < 0) return -1;
    return this.#nodesOf[candidate] === 1 ? node : nodeCount(this.#model) + candidate;
  }

  #all(node: number): readonly number[] {
    const { start, member } = this.#model;
    return [...member.subarray(start[node] ?? 0, start[node + 1] ?? 0)];
  }

  /** What enough members of a gate share: the first such nodes on every way down; the others lie behind those. */
  #shared(gate: number): readonly number[] {
    let need = this.#model.need[gate] ?? 0;
    const touched: number[] = [];
    forEachMember(this.#model, gate, (member, weight) => {
      if (this.always[member] === 1) {
        need -= weight;
        return;
      }
      for (const node of this.#reach(member)) {
        if (this.#weight[node] === 0) touched.push(node);
        this.#weight[node] = (this.#weight[node] ?? 0) + weight;
      }
    });
    const isShared = (node: number): boolean => (this.#weight[node] ?? 0) >= need;
    const found = touched.some(isShared) ? this.#firstOf(this.#all(gate), isShared) : NOTHING;
    for (const node of touched) this.#weight[node] = 0;
    return found;
  }

  /** The nodes that some others lead to and that pass, without what lies behind those. */
  #firstOf(roots: readonly number[], passes: (node: number) => boolean): readonly number[] {
    const found: number[] = [];
    const walk = ++this.#walk;
    const open = [...roots];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (this.#met[node] === walk) continue;
      this.#met[node] = walk;
      if (passes(node)) found.push(node);
      else open.push(...(this.arcs[node] ?? NOTHING));
    }
    return found;
  }

  /** Everything that takes a node down, the node included. */
  #reach(root: number): readonly number[] {
    const walk = ++this.#walk;
    const found = [root];
    this.#met[root] = walk;
    for (let at = 0; at < found.length; at++) {
      this.#budget.step();
      for (const far of this.arcs[found[at] ?? 0] ?? NOTHING) {
        if (this.#met[far] === walk) continue;
        this.#met[far] = walk;
        found.push(far);
      }
    }
    return found;
  }

  /** Arcs of a ring lead straight to the failures below it and inside. */
  #solveRing(nodes: Uint32Array): void {
    const inside = new Map([...nodes].map((node, place) => [node, place]));
    const below = this.#belowRing(nodes, inside);
    const own = [...nodes].map((node) => this.#eventOf(node)).filter((event) => event !== -1);
    const events = [...new Set([...below.keys(), ...own])];
    const arcs: number[][] = Array.from(nodes, () => []);
    for (const block of slicesOf(events, SCENARIOS)) {
      const words = this.#runRing(nodes, inside, below, block);
      for (const [place, list] of arcs.entries()) {
        for (const [n, event] of block.entries()) {
          if (((words[place] ?? 0) & (1 << n)) !== 0 && event !== nodes[place]) list.push(event);
        }
      }
    }
    for (const [place, node] of nodes.entries()) this.arcs[node] = arcs[place] ?? NOTHING;
  }

  /** The failures below the ring, each with the members of ring nodes that it takes down. */
  #belowRing(nodes: Uint32Array, inside: ReadonlyMap<number, number>): ReadonlyMap<number, readonly number[]> {
    const below = new Map<number, number[]>();
    const entries = new Set<number>();
    for (const node of nodes) forEachMember(this.#model, node, (far) => !inside.has(far) && entries.add(far));
    for (const entry of entries) {
      for (const node of this.#reach(entry)) {
        if (node < nodeCount(this.#model) && this.#eventOf(node) !== node) continue;
        const list = below.get(node);
        if (list === undefined) below.set(node, [entry]);
        else list.push(entry);
      }
    }
    return below;
  }

  /** By place in the ring: in which scenarios the node fails; in scenario n what fails is node n of the block. */
  #runRing(
    nodes: Uint32Array,
    inside: ReadonlyMap<number, number>,
    below: ReadonlyMap<number, readonly number[]>,
    block: readonly number[],
  ): Uint32Array {
    const { lasting, need } = this.#model;
    const words = new Uint32Array(nodes.length);
    const entries = new Map<number, number>();
    const bits = new Map(block.map((event, n) => [event, 1 << n]));
    for (const [event, bit] of bits) {
      for (const entry of below.get(event) ?? NOTHING) entries.set(entry, (entries.get(entry) ?? 0) | bit);
    }
    const seeds = Uint32Array.from(nodes, (node) => bits.get(this.#eventOf(node)) ?? 0);
    const wordOf = (node: number): number => {
      const place = inside.get(node);
      if (place !== undefined) return words[place] ?? 0;
      return this.always[node] === 1 ? ~0 : (entries.get(node) ?? 0);
    };
    const settle = (chains: boolean): boolean => {
      let changedEver = false;
      for (let changed = true; changed;) {
        changed = false;
        for (const [place, node] of nodes.entries()) {
          if ((lasting[node] === 1) !== chains) continue;
          const word = (failedIn(this.#model, node, need[node] ?? 0, wordOf) | (seeds[place] ?? 0)) >>> 0;
          if (word === words[place]) continue;
          words[place] = word;
          changed = changedEver = true;
        }
        this.#budget.check();
      }
      return changedEver;
    };
    const restart = (): void => {
      for (const [place, node] of nodes.entries()) if (lasting[node] === 1) words[place] = ~0 >>> 0;
      settle(true);
    };
    restart();
    while (settle(false)) restart();
    return words;
  }
}

const NOTHING: readonly number[] = [];

/** In which scenarios the members of a node that fail weigh enough. */
function failedIn(model: FailureModel, node: number, need: number, wordOf: (node: number) => number): number {
  if (need === 0) return ~0;
  const failed = new Float64Array(SCENARIOS);
  let some = 0;
  forEachMember(model, node, (member, weight) => {
    const word = wordOf(member);
    some |= word;
    for (let open = word; open !== 0; open &= open - 1) {
      const n = 31 - Math.clz32(open & -open);
      failed[n] = (failed[n] ?? 0) + weight;
    }
  });
  if (need === 1) return some;
  return failed.reduce((word, weight, n) => (weight >= need ? word | (1 << n) : word), 0);
}
