import { causesOf } from './causes';
import type { Evaluation } from './evaluation';

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
  const because = new Map<number, readonly number[]>();
  const open = log.lastOf(item) === 0 ? [] : [log.lastOf(item)];
  for (let event = open.pop(); event !== undefined; event = open.pop()) {
    if (because.has(event)) continue;
    const causes = causesOfEvent(evaluation, event);
    because.set(event, causes);
    open.push(...causes);
  }
  const events = [...because.keys()].toSorted((a, b) => a - b);
  const places = new Map(events.map((event, place) => [event, place]));
  return events.map((event) => ({
    item: log.itemOf(event),
    rank: log.rankOf(event),
    gate: placeOfGate(evaluation, event),
    because: (because.get(event) ?? []).map((cause) => places.get(cause) ?? 0).toSorted((a, b) => a - b),
  }));
}

/** The earlier events that an event follows from; none for an outage. */
function causesOfEvent(evaluation: Evaluation, event: number): readonly number[] {
  const { log } = evaluation;
  const place = placeOfGate(evaluation, event);
  if (place < 0) return [];
  const rankBefore = (item: number): number => log.rankBefore(item, event);
  const facts = causesOf(evaluation, log.itemOf(event), place, log.rankOf(event), rankBefore);
  return [...new Set(facts.map((fact) => log.firstReaching(fact.item, fact.rank)))];
}

function placeOfGate(evaluation: Evaluation, event: number): number {
  const key = evaluation.log.gateOf(event);
  if (key === '') return -1;
  return evaluation.gatesOf(evaluation.log.itemOf(event)).gates.findIndex(({ gate }) => gate.key === key);
}
