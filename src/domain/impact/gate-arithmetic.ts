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
  const problems = valueProblems(gate, total);
  const minUp = minUpOf(gate.rule, gate.value, total);
  const degradedBelow = degradedBelowOf(gate.degradedBelow, minUp, total);
  if (degradedBelow !== gate.degradedBelow) {
    problems.push(
      `degradedBelow ${gate.degradedBelow} is not between ${minUp}, what it needs, and ${total}, what its members weigh: ${degradedBelow} is counted`,
    );
  }
  return { minUp, degradedBelow, problems };
}

/** The healthy weight below which a gate is DEGRADED, clamped to what is possible; null for none. */
export const degradedBelowOf = (degradedBelow: number | null, minUp: number, total: number): number | null =>
  degradedBelow === null ? null : Math.min(Math.max(degradedBelow, minUp), total);

/**
 * How much must be up of members of `total` weight, clamped to what is possible. PATH counts the members that have a
 * chain, and one of them is enough: it is ANY over those; ANCHOR asks nothing. Percentages are rounded up in whole numbers: 1.1 * 100 is not
 * 110 in floating point.
 */
export function minUpOf(rule: Gate['rule'], value: number | null, total: number): number {
  switch (rule) {
    case 'ALL':
      return total;
    case 'ANY':
    case 'PATH':
      return 1;
    case 'ANCHOR':
      return 0;
    case 'AT_LEAST':
      return Math.min(Math.max(value ?? 1, 1), total);
    case 'PERCENT':
      return Math.floor((total * percentOf(value) + 99) / 100);
    default:
      return rule satisfies never;
  }
}

const percentOf = (value: number | null): number => Math.min(Math.max(value ?? 100, 1), 100);

function valueProblems({ rule, value }: Pick<Gate, 'rule' | 'value'>, total: number): string[] {
  if (rule === 'AT_LEAST' && (value === null || value < 1)) {
    return [`AT_LEAST ${value ?? 'without a value'} is less than 1: 1 is counted`];
  }
  if (rule === 'AT_LEAST' && value !== null && value > total) {
    return [`it needs ${value}, but its members weigh only ${total}: ${total} is counted`];
  }
  if (rule === 'PERCENT' && percentOf(value) !== value) {
    return [`PERCENT ${value ?? 'without a value'} is not between 1 and 100: ${percentOf(value)} is counted`];
  }
  return [];
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
