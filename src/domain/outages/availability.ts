import type { ItemId } from '../ids';
import { OK, rankOf, type ImpactState } from '../impact/impact-state';

/** A stretch of time in which nothing changes. Times are milliseconds since 1970; `to` is exclusive. */
export interface AvailabilityStep {
  readonly from: number;
  readonly to: number;
  /** Null: the item was no part of the graph. */
  readonly state: ImpactState | null;
  /** The items whose outages the state is due to. */
  readonly causes: readonly ItemId[];
}

/** A stretch of time in one state. */
export interface AvailabilityInterval {
  readonly from: number;
  readonly to: number;
  readonly state: ImpactState;
}

/** How long an item was worse than OK because of another, or of itself. */
export interface AvailabilityCause {
  readonly item: ItemId;
  /** Milliseconds DOWN that it had a part in; of several causes at once each counts the whole time. */
  readonly down: number;
  /** The same in any state but OK. */
  readonly affected: number;
}

/** How an item fared over a period. */
export interface Availability {
  /** Milliseconds that the item was part of the graph. */
  readonly observed: number;
  /** Milliseconds in each state. */
  readonly inState: Readonly<Record<ImpactState, number>>;
  /** The share of the observed time that it was not DOWN, 0 to 1; null when there was none. */
  readonly share: number | null;
  /** Those that cost most DOWN time first, then most affected time, then by id. */
  readonly causes: readonly AvailabilityCause[];
  /** Worse than OK only, in order; neighbours in one state are one. */
  readonly intervals: readonly AvailabilityInterval[];
}

/** Adds up steps that follow each other. */
export function availabilityOf(steps: readonly AvailabilityStep[]): Availability {
  const inState = { OK: 0, AT_RISK: 0, DEGRADED: 0, DOWN: 0 };
  const causes = new Map<ItemId, { down: number; affected: number }>();
  for (const { from, to, state, causes: roots } of steps) {
    if (state === null) continue;
    inState[state] += to - from;
    if (rankOf(state) === OK) continue;
    for (const item of roots) {
      const cause = causes.get(item) ?? { down: 0, affected: 0 };
      cause.affected += to - from;
      if (state === 'DOWN') cause.down += to - from;
      causes.set(item, cause);
    }
  }
  const observed = inState.OK + inState.AT_RISK + inState.DEGRADED + inState.DOWN;
  return {
    observed,
    inState,
    share: observed === 0 ? null : (observed - inState.DOWN) / observed,
    causes: [...causes]
      .map(([item, cause]) => ({ item, ...cause }))
      .toSorted((a, b) => b.down - a.down || b.affected - a.affected || a.item - b.item),
    intervals: intervalsOf(steps),
  };
}

function intervalsOf(steps: readonly AvailabilityStep[]): readonly AvailabilityInterval[] {
  const intervals: AvailabilityInterval[] = [];
  for (const { from, to, state } of steps) {
    if (state === null || rankOf(state) === OK || from === to) continue;
    const last = intervals.at(-1);
    if (last?.to === from && last.state === state) intervals[intervals.length - 1] = { ...last, to };
    else intervals.push({ from, to, state });
  }
  return intervals;
}
