import type { GateRule, Strength } from '../gate';
import { itemId, type ItemId } from '../ids';
import { marginOf } from './gate-arithmetic';
import { evaluateGates, type GateOutcome, type MemberRank } from './gate-evaluation';
import { explanationOf } from './gate-words';
import { DOWN, OK, stateOf, type ImpactState } from './impact-state';
import type { ItemGate } from './item-gates';
import { isStandbyGateKey } from './standbys';

/** A member of a gate: an item, or another gate of the same dependent. */
export interface GateResultMember {
  /** Null for a gate. */
  readonly item: ItemId | null;
  /** Null for an item. */
  readonly gateKey: string | null;
  /** How that gate came out by itself; null for an item. */
  readonly gate: GateResult | null;
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
  /** The same in words, such as "needs 3 of 3: 2 left, 1 down". */
  readonly explanation: string;
  /** Worst first, then gates by key, then items by id. */
  readonly members: readonly GateResultMember[];
}

/** The results of all gates of an item, by their positions. */
export function gateResults(gates: readonly ItemGate[], rankOf: MemberRank): readonly GateResult[] {
  const outcomes = evaluateGates(gates, rankOf);
  const results: GateResult[] = [];
  // Gates come after those that are their members.
  for (const [place, gate] of gates.entries()) {
    const outcome = outcomes[place];
    if (outcome !== undefined) results.push(gateResult(gate, outcome, childMembers(gate, results, outcomes), rankOf));
  }
  return results;
}

function gateResult(
  gate: ItemGate,
  outcome: GateOutcome,
  children: readonly RankedMember[],
  rankOf: MemberRank,
): GateResult {
  const members = [...children, ...itemMembers(gate, rankOf)];
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
    explanation: explanationOf(gate, outcome, margin) + explanationOfChildren(gate.gate.key, children),
    members: members.toSorted((a, b) => b.rank - a.rank).map(({ member }) => member),
  };
}

/** What the member gates that are hit say for themselves. */
function explanationOfChildren(parentKey: string, children: readonly RankedMember[]): string {
  const nameOf = (key: string): string => (isStandbyGateKey(key, parentKey) ? 'a member with its standbys' : key);
  const hit = children.flatMap(({ member, rank }) => (rank === OK || member.gate === null ? [] : [member.gate]));
  return hit.length === 0 ? '' : ` (${hit.map(({ key, explanation }) => `${nameOf(key)}: ${explanation}`).join('; ')})`;
}

/** A member with its rank, to sort by. */
interface RankedMember {
  readonly member: GateResultMember;
  readonly rank: number;
}

function childMembers(
  { children, childWeights }: ItemGate,
  results: readonly GateResult[],
  outcomes: readonly GateOutcome[],
): readonly RankedMember[] {
  return children.flatMap((place, i) => {
    const gate = results[place];
    const rank = outcomes[place]?.rank ?? OK;
    if (gate === undefined) return [];
    const weight = childWeights[i] ?? 1;
    return [{ member: { item: null, gateKey: gate.key, gate, weight, state: stateOf(rank) }, rank }];
  });
}

function itemMembers(gate: ItemGate, rankOf: MemberRank): readonly RankedMember[] {
  return gate.members.map((item, i) => {
    const rank = rankOf(gate, item);
    const weight = gate.weights[i] ?? 1;
    return { member: { item: itemId(item), gateKey: null, gate: null, weight, state: stateOf(rank) }, rank };
  });
}
