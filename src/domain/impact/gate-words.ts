import type { GateOutcome } from './gate-evaluation';
import { AT_RISK, DEGRADED, DOWN } from './impact-state';
import type { ItemGate } from './item-gates';

/**
 * How a gate came out, in words and numbers: "2 of 3 up, needs 3". Weights are named as such only where some member
 * counts more than 1.
 */
export function explanationOf(gate: ItemGate, outcome: GateOutcome, margin: number): string {
  if (gate.total === 0) return 'no members: counts as OK';
  const weighted = [...gate.weights, ...gate.childWeights].some((weight) => weight !== 1) ? 'weight ' : '';
  const reach = gate.path === null ? 'up' : `up with a chain to an anchor over ${gate.gate.types?.join(', ') ?? ''}`;
  const counted = `${weighted}${outcome.up} of ${gate.total} ${reach}`;
  const sentence = `${counted}${healthWords(gate, outcome)}, needs ${gate.minUp}${percentWords(gate)}${verdict(gate, outcome, margin)}`;
  return gate.top && gate.gate.strength === 'SOFT' && outcome.rank === DOWN
    ? `${sentence}; soft: it only degrades`
    : sentence;
}

function percentWords({ gate, total }: ItemGate): string {
  return gate.rule === 'PERCENT' ? ` (${gate.value ?? 100} % of ${total})` : '';
}

/** Health matters to the reader only where it decided. */
function healthWords(gate: ItemGate, { rank, healthy }: GateOutcome): string {
  if (rank !== DEGRADED) return '';
  const needed = Math.max(gate.minUp, gate.degradedBelow ?? 0);
  return `, ${healthy} healthy of ${needed} for full service`;
}

function verdict(gate: ItemGate, { rank, up, hit }: GateOutcome, margin: number): string {
  if (rank === AT_RISK) return ': nothing is left to lose';
  if (rank !== DOWN && rank !== DEGRADED && hit) return `: ${margin} more may go down`;
  return rank === DOWN && up === 0 && gate.total > 1 ? ': none is left' : '';
}
