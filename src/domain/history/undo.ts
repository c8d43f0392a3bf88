import { isValuePath } from '../reconciliation/claim-paths';
import { laterInstant } from '../instant';
import type { JsonValue } from '../json';
import { jsonEqual } from '../json-equal';
import type { ObservationState } from '../reconciliation/observation-merge';
import type { RelationshipClaim } from '../relationship';

/*
 * Undoing one write of something: what it was before the write, what the write made of it, and what it is now.
 *
 *     now == after              nobody wrote on top         as before
 *     now == before             undone already              as it is
 *     neither, after == before  the write had no part in it as it is
 *     neither                   somebody wrote on top       as it is, and that is reported
 */

/** A thing around one write; null: it was not there. */
export interface WriteOf<T> {
  readonly before: T | null;
  readonly after: T | null;
}

/** What undoing comes to. */
export interface Undone<T> {
  readonly value: T;
  /** What others wrote on top, as sorted paths. */
  readonly kept: readonly string[];
}

/** Undoes one value. */
export function undoValue<T>(
  { before, after }: { readonly before: T; readonly after: T },
  now: T,
  same: (a: T, b: T) => boolean,
): { readonly value: T; readonly kept: boolean } {
  if (same(before, after) || same(now, before)) return { value: now, kept: false };
  return same(now, after) ? { value: before, kept: false } : { value: now, kept: true };
}

/** What a source claims under a path, and since when. */
interface TimedClaim {
  readonly value: JsonValue;
  readonly at: string;
}

const sameClaim = (a: TimedClaim | null, b: TimedClaim | null): boolean =>
  a === b || (a !== null && b !== null && a.at === b.at && jsonEqual(a.value, b.value));

/** The pseudo-path of the claim that the item exists. */
const PRESENCE = 'presence';

/**
 * Takes a write back from what a source says of an item, claim by claim: a claim that the source has repeated in a later
 * report is a later claim. Null: nothing is left of it.
 */
export function undoObservation(
  write: WriteOf<ObservationState>,
  now: ObservationState | null,
): Undone<ObservationState | null> {
  if (!now) return { value: write.after === null ? write.before : null, kept: [] };
  if (write.after === null && write.before === null) return { value: now, kept: [] };
  const [before, after, current] = [claimsOf(write.before), claimsOf(write.after), claimsOf(now)];
  const kept: string[] = [];
  const claims = new Map<string, TimedClaim>();
  for (const path of new Set([...before.keys(), ...after.keys(), ...current.keys()])) {
    const pair = { before: before.get(path) ?? null, after: after.get(path) ?? null };
    const undone = undoValue(pair, current.get(path) ?? null, sameClaim);
    // Where the write only said again what was said before, nobody misses it.
    if (undone.kept && !jsonEqual(pair.before?.value, pair.after?.value)) kept.push(path);
    if (undone.value) claims.set(path, undone.value);
  }
  if (claims.size === 0) return { value: null, kept: [] };
  return { value: assembled(write, now, claims), kept: kept.filter(isValuePath).sort() };
}

/** All claims with their times, that of existence among them. */
function claimsOf(observation: ObservationState | null): ReadonlyMap<string, TimedClaim> {
  const claims = new Map<string, TimedClaim>();
  if (!observation) return claims;
  const { times, observedAt, exists } = observation;
  for (const [path, value] of Object.entries(observation.claims)) {
    claims.set(path, { value, at: times[path] ?? observedAt });
  }
  return claims.set(PRESENCE, { value: exists, at: times[PRESENCE] ?? observedAt });
}

function assembled(
  { before, after }: WriteOf<ObservationState>,
  now: ObservationState,
  claims: Map<string, TimedClaim>,
): ObservationState {
  const same = (a: string | null, b: string | null): boolean => a === b;
  const undo = (field: 'className' | 'observedAt'): string | null =>
    undoValue({ before: before?.[field] ?? null, after: after?.[field] ?? null }, now[field], same).value;
  const presence = claims.get(PRESENCE) ?? null;
  const values = [...claims].filter(([path]) => path !== PRESENCE);
  const latest = [...claims.values()].reduce<string | null>((max, { at }) => (max ? laterInstant(max, at) : at), null);
  const observedAt = undo('observedAt') ?? latest ?? now.observedAt;
  const times = [...values.map(([path, { at }]) => [path, at]), [PRESENCE, presence?.at ?? observedAt]] as const;
  return {
    ...now,
    className: undo('className') ?? now.className,
    claims: Object.fromEntries(values.map(([path, { value }]) => [path, value])),
    times: Object.fromEntries(times.filter(([, at]) => at !== observedAt)),
    exists: presence?.value === true,
    observedAt,
  };
}

/** Takes a write back from the claims of a relationship, source by source. Empty: it ends. */
export function undoRelationshipClaims(
  write: WriteOf<readonly RelationshipClaim[]>,
  now: readonly RelationshipClaim[] | null,
): Undone<readonly RelationshipClaim[]> {
  if (!now) return { value: write.after === null ? (write.before ?? []) : [], kept: [] };
  const bySource = (claims: readonly RelationshipClaim[] | null): ReadonlyMap<string, RelationshipClaim> =>
    new Map((claims ?? []).map((claim) => [claim.source, claim]));
  const [before, after, current] = [bySource(write.before), bySource(write.after), bySource(now)];
  const kept: string[] = [];
  const left: RelationshipClaim[] = [];
  for (const source of [...new Set([...before.keys(), ...after.keys(), ...current.keys()])].sort()) {
    const pair = { before: before.get(source) ?? null, after: after.get(source) ?? null };
    const undone = undoValue(pair, current.get(source) ?? null, sameStatement);
    if (undone.kept) kept.push(`claims.${source}`);
    if (undone.value) left.push(undone.value);
  }
  return { value: left, kept };
}

const sameStatement = (a: RelationshipClaim | null, b: RelationshipClaim | null): boolean =>
  a === b || (a !== null && b !== null && jsonEqual({ ...a }, { ...b }));
