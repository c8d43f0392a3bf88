import { causesOf, memberRankBy } from './causes';
import type { Evaluation } from './evaluation';
import { evaluateGates, worstGate } from './gate-evaluation';

/** One step of a proof: an item is in a state, because of a gate and earlier steps. */
export interface DerivedStep {
  readonly item: number;
  readonly rank: number;
  /** Position of the gate among the item's gates; -1 for an outage. */
  readonly gate: number;
  /** Positions of the steps it follows from, all of them earlier; ascending. */
  readonly because: readonly number[];
}

/**
 * Why an item is as badly off as it is: the last step is the item itself, the first ones are outages. No step can be
 * left out. Empty for an item that is OK.
 */
export function proofOf(evaluation: Evaluation, item: number): readonly DerivedStep[] {
  const { log } = evaluation;
  const steps = new Map<number, { readonly gate: number; readonly causes: readonly number[] }>();
  const open = log.lastOf(item) === 0 ? [] : [log.lastOf(item)];
  for (let event = open.pop(); event !== undefined; event = open.pop()) {
    if (steps.has(event)) continue;
    const gate = placeOfGate(evaluation, event);
    const causes = causesOfEvent(evaluation, event, gate);
    steps.set(event, { gate, causes });
    open.push(...causes);
  }
  const events = [...steps.keys()].toSorted((a, b) => a - b);
  const places = new Map(events.map((event, place) => [event, place]));
  return events.map((event) => ({
    item: log.itemOf(event),
    rank: log.rankOf(event),
    gate: steps.get(event)?.gate ?? -1,
    because: (steps.get(event)?.causes ?? []).map((cause) => places.get(cause) ?? 0).toSorted((a, b) => a - b),
  }));
}

/** The earlier events that an event follows from; none for an outage. */
function causesOfEvent(evaluation: Evaluation, event: number, place: number): readonly number[] {
  if (place < 0) return [];
  const { log } = evaluation;
  const rankBefore = (item: number): number => log.rankBefore(item, event);
  const facts = causesOf(evaluation, log.itemOf(event), place, log.rankOf(event), rankBefore);
  return [...new Set(facts.map((fact) => log.firstReaching(fact.item, fact.rank)))];
}

/** The gate that raised the item: the worst one by what was known in the rounds before; -1 for an outage. */
function placeOfGate(evaluation: Evaluation, event: number): number {
  const { log } = evaluation;
  if (log.isOutage(event)) return -1;
  const { gates } = evaluation.gatesOf(log.itemOf(event));
  const rankBefore = (item: number): number => log.rankBefore(item, event);
  return worstGate(gates, evaluateGates(gates, memberRankBy(evaluation, rankBefore)));
}
