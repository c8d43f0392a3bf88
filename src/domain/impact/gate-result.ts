import type { GateRule, Strength } from '../gate';
import { itemId, type ItemId } from '../ids';
import { marginOf } from './gate-arithmetic';
import { evaluateGates, type GateOutcome, type MemberRank } from './gate-evaluation';
import { explanationOf } from './gate-words';
import { DOWN, OK, stateOf, type ImpactState } from './impact-state';
import type { ItemGate } from './item-gates';

/** A member of a gate: an item, or another gate of the same dependent. */
export interface GateResultMember {
  /** Null for a gate. */
  readonly item: ItemId | null;
  /** Null for an item. */
  readonly gateKey: string | null;
  readonly weight: number;
  /** As the gate counts it: DOWN also when a PATH member has no chain left. */
  readonly state: ImpactState;
}

/** How a redundancy rule came out. All numbers are weights. */
export interface GateResult {
  readonly key: string;
  readonly rule: GateRule;
  readonly strength: Strength;
  readonly minUp: number;
  readonly degradedBelow: number | null;
  readonly total: number;
  /** Members that are not DOWN. */
  readonly up: number;
  /** Members that are OK or AT_RISK. */
  readonly healthy: number;
  /** Capped at DEGRADED for a SOFT gate that is no member of another one. */
  readonly state: ImpactState;
  /** How many more of the heaviest members may go down before it fails; 0 when it has failed. */
  readonly margin: number;
  /** The same in words, such as "2 of 3 up, needs 3". */
  readonly explanation: string;
  /** Worst first, then gates by key, then items by id. */
  readonly members: readonly GateResultMember[];
}

/** The results of all gates of an item, by their positions. */
export function gateResults(gates: readonly ItemGate[], rankOf: MemberRank): readonly GateResult[] {
  const outcomes = evaluateGates(gates, rankOf);
  return gates.map((_, place) => gateResult(gates, outcomes, place, rankOf));
}

function gateResult(
  gates: readonly ItemGate[],
  outcomes: readonly GateOutcome[],
  place: number,
  rankOf: MemberRank,
): GateResult {
  const gate = gates[place];
  const outcome = outcomes[place];
  if (gate === undefined || outcome === undefined) throw new Error(`the item has no gate at ${place}`);
  const members = [...childMembers(gates, outcomes, gate), ...itemMembers(gate, rankOf)];
  const upWeights = members.filter(({ rank }) => rank !== DOWN).map(({ member }) => member.weight);
  const margin = gate.total === 0 ? 0 : marginOf(gate.minUp, upWeights);
  return {
    key: gate.gate.key,
    rule: gate.gate.rule,
    strength: gate.gate.strength,
    minUp: gate.minUp,
    degradedBelow: gate.degradedBelow,
    total: gate.total,
    up: outcome.up,
    healthy: outcome.healthy,
    state: stateOf(outcome.result),
    margin,
    explanation: explanationOf(gate, outcome, margin),
    members: members.toSorted((a, b) => b.rank - a.rank).map(({ member }) => member),
  };
}

/** A member with its rank, to sort by. */
interface RankedMember {
  readonly member: GateResultMember;
  readonly rank: number;
}

function childMembers(
  gates: readonly ItemGate[],
  outcomes: readonly GateOutcome[],
  gate: ItemGate,
): readonly RankedMember[] {
  return gate.children.map((child) => {
    const rank = outcomes[child]?.rank ?? OK;
    return { member: { item: null, gateKey: gates[child]?.gate.key ?? '', weight: 1, state: stateOf(rank) }, rank };
  });
}

function itemMembers(gate: ItemGate, rankOf: MemberRank): readonly RankedMember[] {
  return gate.members.map((item, i) => {
    const rank = rankOf(gate, item);
    return { member: { item: itemId(item), gateKey: null, weight: gate.weights[i] ?? 1, state: stateOf(rank) }, rank };
  });
}
