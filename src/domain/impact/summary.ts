import { CRITICALITIES } from '../configuration-item';
import type { ItemFacts } from '../change';
import { DOWN, IMPACT_STATES, OK, type ImpactState } from './impact-state';

/** How many items are in a state. */
export interface StateCount {
  readonly state: ImpactState;
  readonly count: number;
}

/** How many items of a group are hit. */
export interface ImpactCount {
  /** Null for items without a value. */
  readonly key: string | null;
  readonly count: number;
  readonly down: number;
}

/** Totals of an impact; the outages are among the hit. */
export interface ImpactSummary {
  readonly total: number;
  /** Worst first; only states that occur. */
  readonly byState: readonly StateCount[];
  /** Most items first, then by name. */
  readonly byClass: readonly ImpactCount[];
  /** Most critical first, items without criticality last. */
  readonly byCriticality: readonly ImpactCount[];
  /** Most items first, then by name, items without environment last among equals. */
  readonly byEnvironment: readonly ImpactCount[];
}

/** An item that is hit, and how badly. */
export interface HitFacts {
  readonly facts: ItemFacts;
  readonly rank: number;
}

/** Adds up the items that are hit. */
export function summaryOf(hit: readonly HitFacts[]): ImpactSummary {
  const byState = IMPACT_STATES.map((state, rank) => ({ state, count: hit.filter((one) => one.rank === rank).length }));
  return {
    total: hit.length,
    byState: byState
      .slice(OK + 1)
      .filter(({ count }) => count > 0)
      .toReversed(),
    byClass: counts(hit, ({ className }) => className).toSorted(byCount),
    byCriticality: counts(hit, ({ criticality }) => criticality).toSorted((a, b) => urgency(b.key) - urgency(a.key)),
    byEnvironment: counts(hit, ({ environment }) => environment).toSorted(byCount),
  };
}

function counts(hit: readonly HitFacts[], keyOf: (facts: ItemFacts) => string | null): readonly ImpactCount[] {
  const found = new Map<string | null, { count: number; down: number }>();
  for (const { facts, rank } of hit) {
    const key = keyOf(facts);
    const group = found.get(key) ?? { count: 0, down: 0 };
    group.count += 1;
    if (rank === DOWN) group.down += 1;
    found.set(key, group);
  }
  return [...found].map(([key, group]) => ({ key, ...group }));
}

function byCount(a: ImpactCount, b: ImpactCount): number {
  if (a.count !== b.count) return b.count - a.count;
  if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null);
  return a.key < b.key ? -1 : Number(a.key > b.key);
}

const urgency = (key: string | null): number => (CRITICALITIES as readonly (string | null)[]).indexOf(key);
