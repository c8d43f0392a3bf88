import { gateRank } from './gate-arithmetic';
import { DEGRADED, DOWN, OK } from './impact-state';
import type { ItemGate } from './item-gates';

/** How a gate comes out, in weights. */
export interface GateOutcome {
  readonly up: number;
  readonly healthy: number;
  readonly heaviestUp: number;
  /** Some member is not OK. */
  readonly hit: boolean;
  /** As a member of another gate sees it. */
  readonly rank: number;
  /** What it does to its item: at the top a SOFT gate does no worse than DEGRADED. */
  readonly result: number;
}

/** The rank of a member as a gate counts it; for PATH gates it depends on the member's chains. */
export type MemberRank = (gate: ItemGate, member: number) => number;

/** Evaluates all gates of an item; members come before the gates that they are members of. */
export function evaluateGates(gates: readonly ItemGate[], rankOf: MemberRank): readonly GateOutcome[] {
  const outcomes: GateOutcome[] = [];
  for (const gate of gates) outcomes.push(evaluateGate(gate, outcomes, rankOf));
  return outcomes;
}

/** The position of the top-level gate that does worst to the item, the first of equals; -1 when none does anything. */
export function worstGate(gates: readonly ItemGate[], outcomes: readonly GateOutcome[]): number {
  let worst = -1;
  for (const [place, outcome] of outcomes.entries()) {
    if (gates[place]?.top !== true || outcome.result === OK) continue;
    if (worst < 0 || outcome.result > (outcomes[worst]?.result ?? OK)) worst = place;
  }
  return worst;
}

function evaluateGate(gate: ItemGate, before: readonly GateOutcome[], rankOf: MemberRank): GateOutcome {
  const count = { total: gate.total, up: 0, healthy: 0, heaviestUp: 0, hit: false };
  const add = (rank: number, weight: number): void => {
    if (rank !== OK) count.hit = true;
    if (rank === DOWN) return;
    count.up += weight;
    count.heaviestUp = Math.max(count.heaviestUp, weight);
    if (rank < DEGRADED) count.healthy += weight;
  };
  for (let i = 0; i < gate.members.length; i++) add(rankOf(gate, gate.members[i] ?? 0), gate.weights[i] ?? 1);
  for (const [i, child] of gate.children.entries()) add(before[child]?.rank ?? OK, gate.childWeights[i] ?? 1);
  const rank = gate.total === 0 ? OK : gateRank(gate, count);
  const result = gate.top && gate.gate.strength === 'SOFT' ? Math.min(rank, DEGRADED) : rank;
  return { up: count.up, healthy: count.healthy, heaviestUp: count.heaviestUp, hit: count.hit, rank, result };
}
