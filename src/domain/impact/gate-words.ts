import type { GateOutcome } from './gate-evaluation';
import { AT_RISK, DEGRADED, DOWN } from './impact-state';
import type { ItemGate } from './item-gates';

/**
 * How a gate came out, in words and numbers: what it needs, what is left, what is down, and what more may go down, as in
 * "needs 2 of 3: 2 left, 1 down; no more may go down". Weights are named as such only where some member counts more
 * than 1.
 */
export function explanationOf(gate: ItemGate, outcome: GateOutcome, margin: number): string {
  if (gate.total === 0) return 'no members: counts as OK';
  const weighted = [...gate.weights, ...gate.childWeights].some((weight) => weight !== 1) ? 'weight ' : '';
  const reach = gate.path === null ? '' : ` with a chain to an anchor over ${gate.gate.types?.join(', ') ?? ''}`;
  const needed = `needs ${weighted}${gate.minUp} of ${gate.total}${percentWords(gate)}${reach}`;
  const sentence = `${needed}${fullService(gate, outcome)}: ${leftWords(gate, outcome)}${verdict(outcome, margin)}`;
  return gate.top && gate.gate.strength === 'SOFT' && outcome.rank === DOWN
    ? `${sentence}; soft, so it only degrades`
    : sentence;
}

function percentWords({ gate }: ItemGate): string {
  return gate.rule === 'PERCENT' ? ` (${gate.value ?? 100} %)` : '';
}

/** Health matters to the reader only where it decided. */
function fullService(gate: ItemGate, { rank }: GateOutcome): string {
  return rank === DEGRADED ? `, ${Math.max(gate.minUp, gate.degradedBelow ?? 0)} healthy for full service` : '';
}

function leftWords({ total }: ItemGate, { rank, up, healthy }: GateOutcome): string {
  if (up === 0) return 'none left';
  const working = rank === DEGRADED ? `, ${healthy} healthy` : '';
  return `${up} left${working}${up < total ? `, ${total - up} down` : ''}`;
}

function verdict({ rank, hit }: GateOutcome, margin: number): string {
  if (rank === AT_RISK) return '; no more may go down';
  return rank !== DOWN && rank !== DEGRADED && hit ? `; ${margin} more may go down` : '';
}
