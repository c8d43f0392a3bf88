import type { FailureModel } from './failure-model';
import { flatten, type FlatFamily } from './flat-families';
import { logicOf, type Logic } from './logic';
import { moduleNodes } from './modules';
import { solveModules, type ModuleFamilies } from './module-families';
import { either, partFunctions, probabilityOf, type PartFunctions, type ProbabilityRange } from './probability';
import { Scenarios } from './scenarios';
import { countByOrder } from './set-counts';
import { SetFamilies, UNLIMITED } from './set-families';
import { singleFailures, type SharedFate } from './shared-fate';
import { StoppedEarly, WorkBudget, type StopReason } from './work-budget';

/** What is to be worked out. */
export interface CutSetTask {
  /** With one target. */
  readonly model: FailureModel;
  /** The largest sets to look for, at least 1; null: all. */
  readonly maxOrder: number | null;
  /** By candidate: how likely it is to be down; NaN when that is not known. */
  readonly probabilities: Float64Array;
  /** The nodes of the gates that stand for redundancy. */
  readonly gates: readonly number[];
}

/** How many sets of an order there are. */
export interface SolvedCount {
  readonly order: number;
  readonly count: bigint;
  /** False: there are at least so many. */
  readonly complete: boolean;
}

/** What was found; plain data, so that it can be handed to another thread. */
export interface CutSetSolution {
  /** By order from 1, without orders of which it is known that there are none beyond the last one that has some. */
  readonly counts: readonly SolvedCount[];
  /** All sets up to this order are known; null: all sets. */
  readonly exactTo: number | null;
  /** Why not all orders asked for were worked out; null when they were. */
  readonly stopped: StopReason | null;
  /** The sets, as far as they were found. */
  readonly sets: FlatFamily;
  /** Sets up to this order are in `sets`; null: all that were counted. */
  readonly listedTo: number | null;
  /** How likely the target is to be down; null when the probability of some candidate that matters is not known. */
  readonly probability: ProbabilityRange | null;
  readonly shared: readonly SharedFate[];
  /** True: the target is down from the start, so there is nothing that takes it down. */
  readonly fallen: boolean;
}

/** Nodes of one diagram: some 300 MB with everything around it. */
const NODES_MAX = 10_000_000;
/** A family to be listed is handed to another thread. */
const LISTED_NODES_MAX = 2_000_000;
/** Functions explode where sets do not, and then only cost time. */
const FUNCTION_NODES_MAX = 1_000_000;
const FUNCTION_SHARE = 0.3;
/** From here on one attempt at everything asked for comes first: orders one by one would be dearer than all at once. */
const DIRECT_FROM = 5;
/** The share of the time that is left which such an attempt may take. */
const ATTEMPT_SHARE = 0.6;
/** Larger sets cannot be told from "all". */
const ORDER_MAX = 4_000;

/** Time as a solver sees it: it has no clock of its own. */
export interface SolverClock {
  /** Milliseconds left; negative when time is up. */
  left(): number;
}

/**
 * Finds the minimal sets of candidates whose failure takes the target down. Order 1 comes first and is left out of
 * everything after it: no other minimal set can contain such a candidate. Then order by order, or all at once, as far as
 * time and room allow; what is known by then is exact.
 */
export function solveCutSets(
  { model, maxOrder, probabilities, gates }: CutSetTask,
  clock: SolverClock,
): CutSetSolution {
  const target = model.targets[0] ?? 0;
  const scenarios = new Scenarios(model);
  if (scenarios.run(() => 0)[target] !== 0)
    return { ...nothingKnown(null), probability: { low: 1, high: 1 }, fallen: true };
  const failures = unlessStopped(() => singleFailures(model, target, gates, scenarios, budgetFor(clock, 1, NODES_MAX)));
  if (typeof failures === 'string') return nothingKnown(failures);
  const { singles, shared } = failures;
  const isSingle = new Set(singles);
  const logic = logicOf(model, target, scenarios, (candidate) => !isSingle.has(candidate));
  const modules = logic.root < 0 ? NO_MODULES : moduleNodes(logic);
  const likely = likelihoods(logic, singles, probabilities);
  const functions = likely && partFunctions(logic, modules, budgetFor(clock, FUNCTION_SHARE, FUNCTION_NODES_MAX));
  const limit = maxOrder === null || maxOrder > ORDER_MAX ? UNLIMITED : maxOrder;
  const rest = logic.root < 0 ? NOTHING_ELSE : solveRest(logic, modules, limit, clock);
  return {
    counts: countsOf(singles.length, rest, limit),
    exactTo: rest.exactTo,
    stopped: rest.stopped,
    ...listed(logic, rest, singles, clock),
    shared,
    fallen: false,
    probability:
      likely &&
      withSingles(singles, likely, logic.root < 0 ? IMPOSSIBLE : restProbability(logic, functions, rest, likely)),
  };
}

const NO_MODULES: ReadonlySet<number> = new Set();
const IMPOSSIBLE: ProbabilityRange = { low: 0, high: 0 };

/** What is known of the sets of two and more. */
interface Rest {
  readonly solved: ModuleFamilies | null;
  readonly exactTo: number | null;
  readonly stopped: StopReason | null;
}

const NOTHING_ELSE: Rest = { solved: null, exactTo: null, stopped: null };

function nothingKnown(stopped: StopReason | null): CutSetSolution {
  const nothing = { root: 0, level: new Uint32Array(2), lo: new Uint32Array(2), hi: new Uint32Array(2) };
  return {
    counts: [{ order: 1, count: 0n, complete: stopped === null }],
    exactTo: stopped === null ? null : 0,
    stopped,
    sets: { ...nothing, candidates: new Uint32Array(0) },
    listedTo: stopped === null ? null : 0,
    probability: null,
    shared: [],
    fallen: false,
  };
}

function solveRest(logic: Logic, modules: ReadonlySet<number>, limit: number, clock: SolverClock): Rest {
  let solved: ModuleFamilies | null = null;
  let exactTo = 1;
  let stopped: StopReason | null = null;
  for (const order of ordersUpTo(limit)) {
    const isAttempt = order === limit && limit >= DIRECT_FROM;
    const budget = budgetFor(clock, isAttempt ? ATTEMPT_SHARE : 1, NODES_MAX);
    const found = unlessStopped(() => solveModules(logic, modules, order, new SetFamilies(budget)));
    if (typeof found !== 'string') {
      if (!found.cut || order === limit) return { solved: found, exactTo: found.cut ? order : null, stopped: null };
      [solved, exactTo] = [found, order];
    } else {
      stopped = found;
      if (!isAttempt) break;
    }
  }
  return { solved, exactTo, stopped };
}

/** 2, then all that is asked for at once; when that is too much, one order after the other. */
function* ordersUpTo(limit: number): Generator<number> {
  if (limit >= 2) yield 2;
  if (limit >= DIRECT_FROM) yield limit;
  for (let order = 3; order < limit; order++) yield order;
  if (limit > 2 && limit < DIRECT_FROM) yield limit;
}

/** A share of the time that is left, and so many nodes. */
function budgetFor(clock: SolverClock, share: number, nodesMax: number): WorkBudget {
  const end = Math.max(0, clock.left()) * (1 - share);
  return new WorkBudget(nodesMax, () => clock.left() < end);
}

function unlessStopped<T>(work: () => T): T | StopReason {
  try {
    return work();
  } catch (error) {
    if (error instanceof StoppedEarly) return error.reason;
    throw error;
  }
}

function countsOf(singles: number, { solved, exactTo, stopped }: Rest, limit: number): readonly SolvedCount[] {
  const counts = solved === null ? [] : countByOrder(solved, exactTo ?? limit);
  const last = stopped === null ? Math.max(1, counts.length - 1, Math.min(exactTo ?? 0, limit)) : (exactTo ?? 0) + 1;
  return Array.from({ length: last }, (_, place) => {
    const order = place + 1;
    const count = order === 1 ? BigInt(singles) : (counts[order] ?? 0n);
    return { order, count, complete: exactTo === null || order <= exactTo };
  });
}

/** All sets that were found, or those up to the largest order that there is room for. */
function listed(
  logic: Logic,
  { solved }: Rest,
  singles: readonly number[],
  clock: SolverClock,
): Pick<CutSetSolution, 'sets' | 'listedTo'> {
  for (const order of LISTED_ORDERS) {
    const budget = budgetFor(clock, 1, LISTED_NODES_MAX);
    const sets = unlessStopped(() => flatten(logic, solved, singles, order ?? UNLIMITED, budget));
    if (typeof sets !== 'string') return { sets, listedTo: order };
  }
  const sets = flatten(logic, null, singles, 1, new WorkBudget(NODES_MAX));
  return { sets, listedTo: 1 };
}

const LISTED_ORDERS = [null, 3, 2] as const;

type Likelihood = (candidate: number) => number;

/** How likely events are; null when that is not known of one that matters. */
function likelihoods(logic: Logic, singles: readonly number[], known: Float64Array): Likelihood | null {
  const events = logic.nodes.filter(({ kind }) => kind === 'EVENT').map(({ candidate }) => candidate);
  const all = [...singles, ...events];
  if (all.some((candidate) => Number.isNaN(known[candidate] ?? Number.NaN))) return null;
  return (candidate) => known[candidate] ?? 0;
}

function restProbability(
  logic: Logic,
  functions: PartFunctions | null,
  { solved, exactTo }: Rest,
  likely: Likelihood,
): ProbabilityRange {
  return probabilityOf(logic, functions, solved && { solved, exactTo }, likely);
}

/** The target is down when one of the single points has failed or the rest does not hold. */
function withSingles(singles: readonly number[], likely: Likelihood, rest: ProbabilityRange): ProbabilityRange {
  const withThem = (ofRest: number): number => singles.reduce((sum, single) => either(sum, likely(single)), ofRest);
  return { low: withThem(rest.low), high: withThem(rest.high) };
}
