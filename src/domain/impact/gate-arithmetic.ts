import type { Gate } from '../gate';
import { AT_RISK, DEGRADED, DOWN, OK } from './impact-state';

/** What a gate demands of members of a given total weight, once its rule is clamped to what is possible. */
export interface GateDemand {
  /** At least this much must be up; 1 <= minUp <= total. */
  readonly minUp: number;
  /** Below this healthy weight it is DEGRADED; minUp <= degradedBelow <= total, or null. */
  readonly degradedBelow: number | null;
  /** What had to be clamped, in words; empty when the rule fits. */
  readonly problems: readonly string[];
}

/** How the members of a gate fare, in weights. */
export interface GateCount {
  readonly total: number;
  /** Not DOWN. */
  readonly up: number;
  /** OK or AT_RISK. */
  readonly healthy: number;
  /** The weight of the heaviest member that is up; 0 when none is. */
  readonly heaviestUp: number;
  /** Some member is not OK. */
  readonly hit: boolean;
}

/** The demand of a rule on members of `total` weight; `total` is at least 1. */
export function demandOf(gate: Pick<Gate, 'rule' | 'value' | 'degradedBelow'>, total: number): GateDemand {
  const problems: string[] = [];
  const wanted = wantedUp(gate, total, problems);
  const minUp = Math.min(Math.max(wanted, 1), total);
  if (wanted > total) problems.push(`it needs ${wanted}, but its members weigh only ${total}: ${total} is counted`);
  if (gate.degradedBelow === null) return { minUp, degradedBelow: null, problems };
  const degradedBelow = Math.min(Math.max(gate.degradedBelow, minUp), total);
  if (degradedBelow !== gate.degradedBelow) {
    problems.push(
      `degradedBelow ${gate.degradedBelow} is not between ${minUp}, what it needs, and ${total}, what its members weigh: ${degradedBelow} is counted`,
    );
  }
  return { minUp, degradedBelow, problems };
}

/** PATH counts the members that have a chain, and one of them is enough: it is ANY over those. */
function wantedUp({ rule, value }: Pick<Gate, 'rule' | 'value'>, total: number, problems: string[]): number {
  switch (rule) {
    case 'ALL':
      return total;
    case 'ANY':
    case 'PATH':
      return 1;
    case 'AT_LEAST':
      if (value === null || value < 1)
        problems.push(`AT_LEAST ${value ?? 'without a value'} is less than 1: 1 is counted`);
      return Math.max(value ?? 1, 1);
    case 'PERCENT':
      return percentOf(value, total, problems);
    default:
      return rule satisfies never;
  }
}

/** Rounded up in whole numbers: 1.1 * 100 is not 110 in floating point. */
function percentOf(value: number | null, total: number, problems: string[]): number {
  const percent = Math.min(Math.max(value ?? 100, 1), 100);
  if (percent !== value)
    problems.push(`PERCENT ${value ?? 'without a value'} is not between 1 and 100: ${percent} is counted`);
  return Math.floor((total * percent + 99) / 100);
}

/** The rank of a gate: the first rule of impact.md §3 that applies. */
export function gateRank(demand: Pick<GateDemand, 'minUp' | 'degradedBelow'>, count: GateCount): number {
  if (count.up < demand.minUp) return DOWN;
  if (count.healthy < Math.max(demand.minUp, demand.degradedBelow ?? 0)) return DEGRADED;
  if (count.hit && count.up - count.heaviestUp < demand.minUp) return AT_RISK;
  return OK;
}

/** How many of the heaviest members that are up may go down before the gate fails; `upWeights` in any order. */
export function marginOf(minUp: number, upWeights: readonly number[]): number {
  let up = upWeights.reduce((sum, weight) => sum + weight, 0);
  let margin = 0;
  for (const weight of upWeights.toSorted((a, b) => b - a)) {
    up -= weight;
    if (up < minUp) break;
    margin += 1;
  }
  return margin;
}
