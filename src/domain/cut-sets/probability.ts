import { BooleanFunctions } from './boolean-functions';
import type { Logic } from './logic';
import { solveModules, TOO_LARGE, type ModuleFamilies, type SolvedModule } from './module-families';
import { nodesBelow } from './set-counts';
import { ALWAYS, NEVER, UNLIMITED } from './set-families';
import { StoppedEarly, type WorkBudget } from './work-budget';

/** A probability, or the interval that it lies in. */
export interface ProbabilityRange {
  readonly low: number;
  readonly high: number;
}

/** What every independent part of a logic is as a function of its variables, as far as that is small enough. */
export type PartFunctions = ModuleFamilies<BooleanFunctions>;

/** Works out the functions of all parts; null when time is up. */
export function partFunctions(logic: Logic, modules: ReadonlySet<number>, budget: WorkBudget): PartFunctions | null {
  try {
    return solveModules(logic, modules, UNLIMITED, new BooleanFunctions(budget), 'SKIP_LARGE');
  } catch (error) {
    if (error instanceof StoppedEarly) return null;
    throw error;
  }
}

/**
 * How likely one of two independent events is at least. Without the detour over "neither happens", which loses the digits
 * of what is unlikely: 1 - (1 - 1e-17) is 0.
 */
export const either = (a: number, b: number): number => a + b * (1 - a);

/** How likely each event is. */
type EventProbability = (candidate: number) => number;

/**
 * How likely the root is to happen, when events happen independently of one another: exact where the function of a part is
 * known; elsewhere between what some sets without a common element make of it, and the sum over all sets plus the
 * probability that more events happen than the largest known set has.
 */
export function probabilityOf(
  logic: Logic,
  functions: PartFunctions | null,
  families: { readonly solved: ModuleFamilies; readonly exactTo: number | null } | null,
  probability: EventProbability,
): ProbabilityRange {
  const ranges = new Map<number, ProbabilityRange>();
  const rangeOf = (node: number): ProbabilityRange => {
    const event = logic.nodes[node];
    if (event?.kind === 'EVENT') {
      const likely = probability(event.candidate);
      return { low: likely, high: likely };
    }
    return ranges.get(node) ?? UNKNOWN;
  };
  const parts = functions ?? families?.solved;
  for (const part of parts?.modules.values() ?? []) {
    const exact = functions?.modules.get(part.node);
    const sets = families?.solved.modules.get(part.node);
    if (functions && exact && exact.family !== TOO_LARGE) ranges.set(part.node, byFunction(functions, exact, rangeOf));
    else if (families && sets) ranges.set(part.node, bySets(families.solved, sets, families.exactTo, rangeOf));
  }
  return rangeOf(logic.root);
}

const UNKNOWN: ProbabilityRange = { low: 0, high: 1 };

type RangeOf = (node: number) => ProbabilityRange;

/** A monotone function is least likely when all its variables are. */
function byFunction({ families, variables }: PartFunctions, part: SolvedModule, rangeOf: RangeOf): ProbabilityRange {
  const { level, lo, hi } = families.table;
  const known = new Map([
    [NEVER, { low: 0, high: 0 }],
    [ALWAYS, { low: 1, high: 1 }],
  ]);
  for (const node of nodesBelow(part.family, lo, hi)) {
    const { low, high } = rangeOf(variables[level[node] ?? 0]?.node ?? -1);
    const [without, withIt] = [known.get(lo[node] ?? 0) ?? UNKNOWN, known.get(hi[node] ?? 0) ?? UNKNOWN];
    known.set(node, {
      low: low * withIt.low + (1 - low) * without.low,
      high: high * withIt.high + (1 - high) * without.high,
    });
  }
  return known.get(part.family) ?? UNKNOWN;
}

function bySets(
  solved: ModuleFamilies,
  part: SolvedModule,
  exactTo: number | null,
  rangeOf: RangeOf,
): ProbabilityRange {
  const ranges = Array.from({ length: part.levels.to - part.levels.from }, (_, place) =>
    rangeOf(solved.variables[part.levels.from + place]?.node ?? -1),
  );
  const likelihoods = { low: ranges.map(({ low }) => low), high: ranges.map(({ high }) => high) };
  const beyond = exactTo === null ? 0 : moreThan(exactTo, weighted(solved, part, likelihoods.high));
  return {
    low: disjointSets(solved, part, likelihoods.low),
    high: Math.min(1, sumOverSets(solved, part, likelihoods.high) + beyond),
  };
}

/** By variable: how likely, as often as it has events at least; a part that needs two of them counts as two. */
function weighted(
  { variables }: ModuleFamilies,
  { levels }: SolvedModule,
  likely: readonly number[],
): readonly number[] {
  return likely.flatMap((one, place) => Array.from({ length: variables[levels.from + place]?.weight ?? 1 }, () => one));
}

/** The sum of the probabilities of all sets: never less than the probability that one of them happens. */
function sumOverSets(
  { families }: ModuleFamilies,
  { family, levels }: SolvedModule,
  likely: readonly number[],
): number {
  const { level, lo, hi } = families.table;
  const known = new Map([
    [NEVER, 0],
    [ALWAYS, 1],
  ]);
  for (const node of nodesBelow(family, lo, hi)) {
    const own = likely[(level[node] ?? 0) - levels.from] ?? 1;
    known.set(node, (known.get(lo[node] ?? 0) ?? 0) + own * (known.get(hi[node] ?? 0) ?? 0));
  }
  return known.get(family) ?? 0;
}

const DISJOINT_SETS_MAX = 100;

/** Sets without a common element happen independently: takes the likeliest one, then the likeliest of the rest. */
function disjointSets(
  { families }: ModuleFamilies,
  { family, levels }: SolvedModule,
  likely: readonly number[],
): number {
  const { level, lo, hi } = families.table;
  const nodes = nodesBelow(family, lo, hi);
  const open = likely.slice();
  let one = 0;
  for (let round = 0; round < DISJOINT_SETS_MAX; round++) {
    const best = new Map([
      [NEVER, 0],
      [ALWAYS, 1],
    ]);
    const withIt = (node: number): number =>
      (open[(level[node] ?? 0) - levels.from] ?? 0) * (best.get(hi[node] ?? 0) ?? 0);
    for (const node of nodes) best.set(node, Math.max(best.get(lo[node] ?? 0) ?? 0, withIt(node)));
    const found = best.get(family) ?? 0;
    if (found === 0) break;
    one = either(one, found);
    for (let node = family; node > ALWAYS;) {
      const taken = withIt(node) >= (best.get(lo[node] ?? 0) ?? 0);
      const at = (level[node] ?? 0) - levels.from;
      node = (taken ? hi[node] : lo[node]) ?? 0;
      if (taken) open[at] = 0;
    }
  }
  return one;
}

/** How likely it is that more than `count` of some independent events happen. */
function moreThan(count: number, likely: readonly number[]): number {
  const exactly: number[] = [1, ...Array.from({ length: count }, () => 0)];
  let more = 0;
  for (const one of likely) {
    more += (exactly[count] ?? 0) * one;
    for (let n = count; n >= 0; n--)
      exactly[n] = (exactly[n] ?? 0) * (1 - one) + (n > 0 ? (exactly[n - 1] ?? 0) * one : 0);
  }
  return Math.min(1, more);
}
