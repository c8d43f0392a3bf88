import { componentsOf, isRing, arrowsOf } from './components';
import type { Logic, LogicNode } from './logic';
import { ALWAYS, NEVER, type SetFamilies } from './set-families';
import { StoppedEarly, type WorkBudget } from './work-budget';

/** The operations that parts are solved with: on families of sets, or on functions. */
export type PartAlgebra = Pick<
  SetFamilies,
  'addVariable' | 'single' | 'union' | 'product' | 'leastWeight' | 'compact' | 'table' | 'cut'
>;

/** Stands for the family of a part that was given up for its size. */
export const TOO_LARGE = 0xffffffff;

/** What a level of the diagrams stands for. */
export interface Variable {
  /** The node of the logic: an event, or an independent part. */
  readonly node: number;
  /** The least number of events that make it happen. */
  readonly weight: number;
}

/** A part of its own, solved. */
export interface SolvedModule {
  readonly node: number;
  /** Of minimal sets of its variables; or {@link TOO_LARGE}. */
  family: number;
  /** The places of the variables in `ModuleFamilies.variables`. */
  readonly levels: { readonly from: number; readonly to: number };
}

/** All independent parts of a logic, solved up to an order. */
export interface ModuleFamilies<A extends PartAlgebra = SetFamilies> {
  readonly families: A;
  /** By level. */
  readonly variables: readonly Variable[];
  /** By node; what lies below comes first. */
  readonly modules: ReadonlyMap<number, SolvedModule>;
  readonly root: number;
  /** Sets were left out because they are larger than the order asked for. */
  readonly cut: boolean;
}

/** When there are more nodes than this, and twice as many as the last time some were dropped, unused ones are. */
const COMPACT_FROM = 1 << 20;

/**
 * Solves the independent parts, the lower ones first: to the parts above each of them is one variable. `limit`: the largest
 * sets to look for. Throws StoppedEarly; with SKIP_LARGE parts that are too large for it are left open instead.
 */
export function solveModules<A extends PartAlgebra>(
  logic: Logic,
  modules: ReadonlySet<number>,
  limit: number,
  families: A,
  whenLarge: 'STOP' | 'SKIP_LARGE' = 'STOP',
): ModuleFamilies<A> {
  const solver = new ModuleSolver(logic, modules, limit, families, whenLarge === 'SKIP_LARGE');
  const { order } = componentsOf(arrowsOf(logic.nodes.map(({ members }) => members)));
  const reached = new Set([logic.root]);
  for (const node of reached) for (const member of logic.nodes[node]?.members ?? []) reached.add(member);
  for (const node of order) {
    if (reached.has(node) && modules.has(node) && logic.nodes[node]?.kind !== 'EVENT') solver.solve(node);
  }
  if (logic.nodes[logic.root]?.kind === 'EVENT') solver.solve(logic.root);
  const { variables, solved } = solver;
  return { families, variables, modules: solved, root: logic.root, cut: families.cut };
}

class ModuleSolver {
  readonly variables: Variable[] = [];
  readonly solved = new Map<number, SolvedModule>();
  readonly #logic: Logic;
  readonly #modules: ReadonlySet<number>;
  readonly #limit: number;
  readonly #families: PartAlgebra;
  readonly #skipsLarge: boolean;
  /** Of the part at hand: node -> its family. */
  #values = new Map<number, number>();
  /** Of the part at hand: node -> how many nodes still need its family. */
  #uses = new Map<number, number>();
  #compactAt = COMPACT_FROM;

  constructor(logic: Logic, modules: ReadonlySet<number>, limit: number, families: PartAlgebra, skipsLarge: boolean) {
    this.#logic = logic;
    this.#modules = modules;
    this.#limit = limit;
    this.#families = families;
    this.#skipsLarge = skipsLarge;
  }

  solve(root: number): void {
    const from = this.variables.length;
    let family = TOO_LARGE;
    try {
      family = this.#solve(root);
    } catch (error) {
      if (!this.#skipsLarge || !(error instanceof StoppedEarly) || error.reason !== 'MEMORY') throw error;
      this.#values.clear();
      this.#drop();
    }
    this.solved.set(root, { node: root, family, levels: { from, to: this.variables.length } });
  }

  #solve(root: number): number {
    this.#values = new Map();
    this.#uses = new Map();
    const local = this.#enter(root);
    const places = new Map(local.map((node, place) => [node, place]));
    const arrows = arrowsOf(local.map((node) => this.#members(node).flatMap((member) => places.get(member) ?? [])));
    const components = componentsOf(arrows);
    for (let component = 0; component + 1 < components.starts.length; component++) {
      const [begin, end] = [components.starts[component] ?? 0, components.starts[component + 1] ?? 0];
      const nodes = [...components.order.subarray(begin, end)].map((place) => local[place] ?? 0);
      if (isRing(components, arrows, component)) this.#solveRing(nodes);
      else for (const node of nodes) this.#solveNode(node);
      this.#compact();
    }
    return this.#values.get(root) ?? NEVER;
  }

  /** Finds the nodes of the part, and makes variables of what ends it, in the order in which a walk meets them. */
  #enter(root: number): readonly number[] {
    if (this.#logic.nodes[root]?.kind === 'EVENT') {
      this.#addVariable(root);
      return [];
    }
    const local = new Set([root]);
    const open = [root];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (node !== root && this.#isVariable(node)) {
        if (!this.#values.has(node)) this.#addVariable(node);
        continue;
      }
      if (node !== root && local.has(node)) continue;
      local.add(node);
      for (const member of this.#members(node)) this.#uses.set(member, (this.#uses.get(member) ?? 0) + 1);
      open.push(
        ...this.#members(node)
          .toReversed()
          .filter((member) => !local.has(member)),
      );
    }
    this.#uses.set(root, (this.#uses.get(root) ?? 0) + 1);
    return [...local];
  }

  #isVariable(node: number): boolean {
    return this.#logic.nodes[node]?.kind === 'EVENT' || this.#modules.has(node);
  }

  #addVariable(node: number): void {
    const module = this.solved.get(node);
    if (module?.family === NEVER) {
      this.#values.set(node, NEVER);
      return;
    }
    const weight = module === undefined || module.family === TOO_LARGE ? 1 : this.#families.leastWeight(module.family);
    this.variables.push({ node, weight });
    this.#values.set(node, this.#families.single(this.#families.addVariable(weight)));
  }

  #members(node: number): readonly number[] {
    return this.#logic.nodes[node]?.members ?? [];
  }

  #solveNode(node: number): void {
    this.#values.set(node, this.#familyOf(node));
    for (const member of this.#members(node)) {
      const left = (this.#uses.get(member) ?? 0) - 1;
      this.#uses.set(member, left);
      if (left === 0) this.#values.delete(member);
    }
  }

  /** The least solution; for every guess at the other nodes the lasting ones hold their greatest. */
  #solveRing(nodes: readonly number[]): void {
    const chains = nodes.filter((node) => this.#logic.nodes[node]?.lasting === true);
    const others = nodes.filter((node) => this.#logic.nodes[node]?.lasting !== true);
    for (const node of others) this.#values.set(node, NEVER);
    do {
      for (const node of chains) this.#values.set(node, ALWAYS);
      this.#settle(chains);
    } while (this.#settle(others) && chains.length > 0);
  }

  #settle(nodes: readonly number[]): boolean {
    let [changed, changedEver] = [true, false];
    while (changed) {
      changed = false;
      for (const node of nodes) {
        const family = this.#familyOf(node);
        if (family === this.#values.get(node)) continue;
        this.#values.set(node, family);
        changed = changedEver = true;
      }
      this.#compact();
    }
    return changedEver;
  }

  #familyOf(place: number): number {
    const node = this.#logic.nodes[place];
    if (node === undefined) return NEVER;
    const members = node.members.map((member) => this.#values.get(member) ?? NEVER);
    switch (node.kind) {
      case 'OR':
        return this.#unionOf(members);
      case 'AND':
        return this.#productOf(members);
      case 'VOTE':
        return this.#voteOf(node, members);
      case 'EVENT':
        return this.#values.get(place) ?? NEVER;
      default:
        return node.kind satisfies never;
    }
  }

  /** Two and two, so that no large family is gone through once for every small one. */
  #unionOf(members: readonly number[]): number {
    let level = members;
    while (level.length > 1) {
      const next: number[] = [];
      for (let i = 0; i < level.length; i += 2)
        next.push(this.#families.union(level[i] ?? NEVER, level[i + 1] ?? NEVER));
      level = next;
    }
    return level[0] ?? NEVER;
  }

  #productOf(members: readonly number[]): number {
    return members.reduce((product, member) => this.#families.product(product, member, this.#limit), ALWAYS);
  }

  /** By how much weight has failed so far, without writing down which members: `failed.get(j)`: at least j of it. */
  #voteOf({ need, weights }: LogicNode, members: readonly number[]): number {
    const { budget } = this.#families.table;
    const wanted = weightsLeft(need, weights, budget);
    const failed = new Map<number, number>();
    for (const [place, member] of members.entries()) {
      const weight = weights[place] ?? 1;
      for (const j of wanted) {
        budget.step();
        const before = j <= weight ? ALWAYS : (failed.get(j - weight) ?? NEVER);
        if (before === NEVER) continue;
        const more = this.#families.product(member, before, this.#limit);
        failed.set(j, this.#families.union(failed.get(j) ?? NEVER, more));
      }
    }
    return failed.get(need) ?? NEVER;
  }

  #compact(): void {
    if (this.#families.table.count >= this.#compactAt) this.#drop();
  }

  #drop(): void {
    const kept = [...this.solved.values()].filter(({ family }) => family !== TOO_LARGE);
    const renamed = this.#families.compact([...this.#values.values(), ...kept.map(({ family }) => family)]);
    for (const [node, family] of this.#values) this.#values.set(node, renamed[family] ?? NEVER);
    for (const module of kept) module.family = renamed[module.family] ?? NEVER;
    this.#compactAt = Math.max(COMPACT_FROM, this.#families.table.count * 2);
  }
}

/**
 * What may be left of a need once some members have failed, most first. Only these sums matter, so that heavy weights
 * cost no more than light ones. Throws StoppedEarly.
 */
function weightsLeft(need: number, weights: readonly number[], budget: WorkBudget): readonly number[] {
  const found = new Set([need]);
  for (const weight of weights) {
    // Each weight is taken off once: what it makes is not looked at again.
    const before = Array.from(found);
    for (const left of before) {
      budget.step();
      if (left > weight) found.add(left - weight);
    }
    if (found.size > budget.nodesMax) throw new StoppedEarly('MEMORY');
  }
  return [...found].sort((a, b) => b - a);
}
