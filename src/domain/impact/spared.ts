import type { Evaluation } from './evaluation';
import { gateResults, type GateResult } from './gate-result';
import { NOT_FLAT } from './gate-scheme';
import { OK } from './impact-state';

/** An item that is OK although something it needs is hit. */
export interface SparedCandidate {
  readonly item: number;
  /** The smallest margin of the gates that saved it. */
  readonly margin: number;
}

/** The items that redundancy saved: smallest margin first, then by id. */
export function sparedItems(evaluation: Evaluation): readonly SparedCandidate[] {
  const okay = evaluation.visited.filter((item) => evaluation.rankOf(item) === OK);
  const counted = evaluation.countedMargins(okay);
  return Array.from(okay, (item, place) => ({
    item,
    margin: smallestMargin(evaluation, item, counted[place] ?? NOT_FLAT),
  }))
    .filter(({ margin }) => margin !== Infinity)
    .toSorted((a, b) => a.margin - b.margin || a.item - b.item);
}

const smallestMargin = (evaluation: Evaluation, item: number, counted: number): number =>
  counted === NOT_FLAT ? Math.min(...savingGates(evaluation, item).map((gate) => gate.margin)) : counted;

/**
 * The gates that saved an item: those that hold although a member is hit. A member gate that holds is one of them; the
 * gate above it sees nothing of the loss.
 */
export function savingGates(evaluation: Evaluation, item: number): readonly GateResult[] {
  const { gates } = evaluation.gatesOf(item);
  const outcomes = evaluation.outcomesOf(item);
  const results = gateResults(gates, evaluation.memberRank);
  return results.filter((_, place) => outcomes[place]?.hit === true && outcomes[place].rank === OK);
}
