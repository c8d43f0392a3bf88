import type { Claims } from '../configuration-item';
import type { JsonValue } from '../json';
import { jsonEqual } from '../json-equal';
import { claimTime, type ObservationState } from './observation-merge';

/** An observation at three moments. */
export interface ObservationHistory {
  /** Before the write that is undone; null: there was none. */
  readonly before: ObservationState | null;
  /** As that write left it. */
  readonly written: ObservationState;
  /** As it is now. */
  readonly now: ObservationState;
}

/** An observation without a write of its past. */
export interface UndoneObservation {
  /** Null: nothing is left of it. */
  readonly after: ObservationState | null;
  /** Paths whose claims are later than the write, and stay. */
  readonly kept: readonly string[];
}

/**
 * Takes a write out of an observation: what was claimed or withdrawn since stays, everything else is as it was before.
 * What stays of an observation that did not exist before claims values, not existence.
 */
export function undoObservation({ before, written, now }: ObservationHistory): UndoneObservation {
  const paths = [...new Set([...Object.keys(written.claims), ...Object.keys(now.claims)])].sort();
  const kept = paths.filter((path) => !jsonEqual(written.claims[path], now.claims[path]));
  const existenceMoved = written.exists !== now.exists;
  if (kept.length === 0 && !existenceMoved) return { after: before, kept };
  const later = new Set(kept);
  const claims = new Map<string, { readonly value: JsonValue; readonly at: string }>();
  const take = (from: ObservationState, wanted: (path: string) => boolean): void => {
    for (const [path, value] of Object.entries(from.claims))
      if (wanted(path)) claims.set(path, { value, at: claimTime(from, path, null) });
  };
  if (before) take(before, (path) => !later.has(path));
  take(now, (path) => later.has(path));
  const exists = existenceMoved ? now.exists : (before?.exists ?? false);
  if (claims.size === 0 && !exists && !before) return { after: null, kept };
  const values: Claims = Object.fromEntries([...claims].map(([path, claim]) => [path, claim.value]));
  const differing = [...claims].filter(([, claim]) => claim.at !== now.observedAt);
  const times = Object.fromEntries(differing.map(([path, claim]) => [path, claim.at]));
  const className = before?.className ?? now.className;
  return { after: { ...now, className, claims: values, times, exists }, kept };
}
