import type { ModuleFamilies } from './module-families';
import { OperationCache } from './operation-cache';
import { ALWAYS, NEVER, SetFamilies } from './set-families';
import type { Logic } from './logic';
import type { WorkBudget } from './work-budget';

/** A family whose variables are events, as columns that can be handed to another thread. */
export interface FlatFamily {
  readonly root: number;
  readonly level: Uint32Array;
  readonly lo: Uint32Array;
  readonly hi: Uint32Array;
  /** By level: the candidate. */
  readonly candidates: Uint32Array;
}

/**
 * Puts the families of independent parts into one another, so that the sets can be listed; `singles` are sets of their
 * own. Throws StoppedEarly.
 */
export function flatten(
  logic: Logic,
  solved: ModuleFamilies | null,
  singles: readonly number[],
  orderMax: number,
  budget: WorkBudget,
): FlatFamily {
  const flat = new SetFamilies(budget);
  const candidates = [...singles];
  for (let i = 0; i < singles.length; i++) flat.addVariable(1);
  let root = NEVER;
  if (solved !== null) {
    const weaver = new Weaver(logic, solved, flat, candidates);
    root = flat.upTo(weaver.weave(), orderMax);
  }
  for (let level = singles.length - 1; level >= 0; level--) root = flat.union(flat.single(level), root);
  const renamed = flat.compact([root]);
  const { level, lo, hi, count } = flat.table;
  return {
    root: renamed[root] ?? NEVER,
    level: level.slice(0, count),
    lo: lo.slice(0, count),
    hi: hi.slice(0, count),
    candidates: Uint32Array.from(candidates),
  };
}

class Weaver {
  readonly #logic: Logic;
  readonly #solved: ModuleFamilies;
  readonly #flat: SetFamilies;
  readonly #candidates: number[];
  /** Level of the parts -> level of the flat family, for events. */
  readonly #levels = new Map<number, number>();
  readonly #known = new OperationCache();

  constructor(logic: Logic, solved: ModuleFamilies, flat: SetFamilies, candidates: number[]) {
    this.#logic = logic;
    this.#solved = solved;
    this.#flat = flat;
    this.#candidates = candidates;
  }

  weave(): number {
    const { root, modules } = this.#solved;
    this.#assign(root);
    return this.#woven(modules.get(root)?.family ?? NEVER, ALWAYS, NEVER);
  }

  /** The events of a part stand next to one another, where the part stood. */
  #assign(module: number): void {
    const { from, to } = this.#solved.modules.get(module)?.levels ?? { from: 0, to: 0 };
    for (let level = from; level < to; level++) {
      const node = this.#solved.variables[level]?.node ?? 0;
      if (this.#logic.nodes[node]?.kind === 'EVENT') {
        this.#levels.set(level, this.#flat.addVariable(1));
        this.#candidates.push(this.#logic.nodes[node]?.candidate ?? 0);
      } else this.#assign(node);
    }
  }

  /** The family with `after` behind each of its sets, and `otherwise` beside them. */
  #woven(family: number, after: number, otherwise: number): number {
    if (family === NEVER) return otherwise;
    if (family === ALWAYS) return after;
    const known = this.#known.get(family, after, otherwise);
    if (known >= 0) return known;
    const { level, lo, hi } = this.#solved.families.table;
    const at = level[family] ?? 0;
    const withIt = this.#woven(hi[family] ?? NEVER, after, NEVER);
    const withoutIt = this.#woven(lo[family] ?? NEVER, after, otherwise);
    const event = this.#levels.get(at);
    const part = this.#solved.modules.get(this.#solved.variables[at]?.node ?? 0)?.family ?? NEVER;
    const result =
      event === undefined ? this.#woven(part, withIt, withoutIt) : this.#flat.choice(event, withoutIt, withIt);
    this.#known.set(family, after, otherwise, result);
    return result;
  }
}
