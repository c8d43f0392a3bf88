import { itemId, type ItemId } from '../ids';
import { CutSetList } from './cut-set-list';
import type { CutSetSolution, SolvedCount } from './cut-set-solver';
import { forEachMember, type FailureModel } from './failure-model';
import type { BuiltGate } from './failure-model-builder';
import type { ProbabilityRange } from './probability';
import type { StopReason } from './work-budget';

/** What is known of a candidate beside the equations. */
export interface CandidateFacts {
  /** From 0 to 1; NaN when it is not known. */
  readonly probability: number;
  /** 0 for none, then 1 for LOW up to 4 for CRITICAL. */
  readonly criticality: number;
}

/** A minimal set of items whose failure takes the target down. */
export interface CutSet {
  /** By id. */
  readonly items: readonly ItemId[];
  /** How likely all of them are to be down at once; null when that is not known of one of them. */
  readonly probability: number | null;
}

/** An item that several members of a redundancy gate have in common. */
export interface SharedProvider {
  /** Whose gate it is. */
  readonly dependent: ItemId;
  readonly gateKey: string;
  readonly provider: ItemId;
  /** The members that it takes down by itself, by id. */
  readonly members: readonly ItemId[];
  /** How many members the gate has. */
  readonly memberCount: number;
  readonly failsGate: boolean;
}

/** What can take a target down, made ready for reading: lists are worked out as far as they are asked for. */
export class CutSetAnalysis {
  readonly target: ItemId;
  readonly counts: readonly SolvedCount[];
  /** All sets up to this order are known; null: all sets. */
  readonly exactTo: number | null;
  readonly stopped: StopReason | null;
  /** Sets up to this order can be listed; null: all that were found. */
  readonly listedTo: number | null;
  readonly probability: ProbabilityRange | null;
  /** The target is down from the start. */
  readonly fallen: boolean;
  readonly candidateCount: number;
  readonly #model: FailureModel;
  readonly #gates: readonly BuiltGate[];
  readonly #solution: CutSetSolution;
  readonly #facts: readonly CandidateFacts[];
  readonly #list: CutSetList;

  /** `facts` by candidate. */
  constructor(
    target: ItemId,
    model: FailureModel,
    gates: readonly BuiltGate[],
    facts: readonly CandidateFacts[],
    solution: CutSetSolution,
  ) {
    this.target = target;
    this.counts = solution.counts;
    this.exactTo = solution.exactTo;
    this.stopped = solution.stopped;
    this.listedTo = solution.listedTo;
    this.probability = solution.probability;
    this.fallen = solution.fallen;
    this.candidateCount = model.candidates.length;
    this.#model = model;
    this.#gates = gates;
    this.#facts = facts;
    this.#solution = solution;
    this.#list = new CutSetList(solution.sets, scoring(facts));
  }

  /** How many sets there are of an order, or of all; as far as they were found. */
  countOf(order: number | null): bigint {
    return this.counts
      .filter((one) => order === null || one.order === order)
      .reduce((sum, { count }) => sum + count, 0n);
  }

  /** Sets `from` up to, not including, `to`: the likeliest first when failure rates are known, else the most critical. */
  sets(order: number | null, from: number, to: number): readonly CutSet[] {
    return this.#list.slice(order, from, to).map((candidates) => {
      const probability = candidates.reduce(
        (product, one) => product * (this.#facts[one]?.probability ?? Number.NaN),
        1,
      );
      return {
        items: candidates.map((one) => this.#itemOf(one)).toSorted((a, b) => a - b),
        probability: Number.isNaN(probability) ? null : probability,
      };
    });
  }

  /** Redundancy that is not what it seems: gates that fail with one item first, then those that lose most members to it. */
  sharedFate(): readonly SharedProvider[] {
    const gates = new Map(this.#gates.map((gate) => [gate.node, gate]));
    return this.#solution.shared
      .flatMap(({ gate, candidate, members, failsGate }) => {
        const built = gates.get(gate);
        if (built === undefined) return [];
        let memberCount = 0;
        forEachMember(this.#model, gate, () => (memberCount += 1));
        const items = members.map((node) => this.#model.item[node] ?? 0).filter((item) => item !== 0);
        const provider = this.#itemOf(candidate);
        const dependent = itemId(built.dependent);
        const ids = items.toSorted((a, b) => a - b).map(itemId);
        return [{ dependent, gateKey: built.key, provider, members: ids, memberCount, failsGate }];
      })
      .toSorted(
        (a, b) =>
          Number(b.failsGate) - Number(a.failsGate) ||
          b.members.length - a.members.length ||
          a.dependent - b.dependent ||
          (a.gateKey < b.gateKey ? -1 : Number(a.gateKey > b.gateKey)) ||
          a.provider - b.provider,
      );
  }

  #itemOf(candidate: number): ItemId {
    return itemId(this.#model.candidates[candidate] ?? 0);
  }
}

/** Probabilities multiply and scores add up; whole numbers, so that sums of the same scores are the same. */
const SCALE = 1e9;
const IMPOSSIBLE = -1e12;
const NOT_KNOWN = -1e14;
const ELEMENT = -1e6;

/**
 * How much an element speaks for a set: the logarithm of its probability. Sets with an element of unknown probability come
 * after the others; where nothing is known, small sets come first, then those with the most critical items.
 */
function scoring(facts: readonly CandidateFacts[]): (candidate: number) => number {
  const anyKnown = facts.some(({ probability }) => !Number.isNaN(probability));
  return (candidate) => {
    const { probability, criticality } = facts[candidate] ?? { probability: Number.NaN, criticality: 0 };
    if (Number.isNaN(probability)) return (anyKnown ? NOT_KNOWN : ELEMENT) + criticality;
    return Math.max(IMPOSSIBLE, Math.round(Math.log(probability) * SCALE));
  };
}
