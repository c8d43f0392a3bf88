import { isValuePath } from './claim-paths';
import { compareInstants } from './instant';
import type { JsonValue } from './json';
import { jsonEqual } from './json-equal';
import { claimTime, type ObservationState } from './observation-merge';

/** Edits by hand are claims of this source. */
export const MANUAL_SOURCE = 'manual';

/** How strong a source is for a path of an item of a class: the lower number wins. */
export type Precedence = (claim: {
  readonly source: string;
  readonly path: string;
  readonly className: string;
}) => number;

/** Without rules: what a person says wins, all other sources are equal. */
export const plainPrecedence: Precedence = ({ source }) => (source === MANUAL_SOURCE ? 0 : 1);

/** What one source says, and the last run in which it repeated all of it. */
export interface Witness {
  readonly observation: ObservationState;
  readonly seenAt: string | null;
}

/** The claim that decides the value of a path. */
export interface WinningClaim {
  readonly value: JsonValue;
  readonly source: string;
  readonly nativeKey: string;
  readonly observedAt: string;
  readonly precedence: number;
}

/** Why a value of a payload has no effect. */
export type MaskedReason = 'PRECEDENCE' | 'OLDER_THAN_CLAIM';

/** A value of a payload that lost against another claim. */
export interface MaskedValue {
  readonly path: string;
  readonly winner: string;
  readonly reason: MaskedReason;
}

/**
 * Chooses the effective value of every path that some source claims: the strongest source, among equals the latest
 * claim, at the same time the first source name. A withdrawn claim (null) takes no part.
 */
export function reconcile(
  witnesses: readonly Witness[],
  className: string,
  precedence: Precedence,
): ReadonlyMap<string, WinningClaim> {
  const winners = new Map<string, WinningClaim>();
  for (const { observation, seenAt } of witnesses) {
    const { source, nativeKey } = observation;
    for (const [path, value] of Object.entries(observation.claims)) {
      if (value === null || !isValuePath(path)) continue;
      const claim: WinningClaim = {
        value,
        source,
        nativeKey,
        observedAt: claimTime(observation, path, seenAt),
        precedence: precedence({ source, path, className }),
      };
      const rival = winners.get(path);
      if (!rival || beats(claim, rival)) winners.set(path, claim);
    }
  }
  return winners;
}

function beats(claim: WinningClaim, rival: WinningClaim): boolean {
  if (claim.precedence !== rival.precedence) return claim.precedence < rival.precedence;
  const order = compareInstants(claim.observedAt, rival.observedAt);
  if (order !== 0) return order > 0;
  if (claim.source !== rival.source) return claim.source < rival.source;
  return claim.nativeKey < rival.nativeKey;
}

/**
 * The values of a report that are not effective: those that are older than its source's own claim, and those that lost
 * against another source which says otherwise.
 */
export function maskedValues(
  report: ObservationState,
  given: readonly string[],
  older: readonly string[],
  winners: ReadonlyMap<string, WinningClaim>,
  precedence: Precedence,
): readonly MaskedValue[] {
  const late = new Set(older);
  const masked: MaskedValue[] = older.map((path) => ({ path, winner: report.source, reason: 'OLDER_THAN_CLAIM' }));
  for (const path of given) {
    const value = report.claims[path];
    const winner = winners.get(path);
    if (late.has(path) || value === undefined || value === null || !winner) continue;
    const own = winner.source === report.source && winner.nativeKey === report.nativeKey;
    if (own || jsonEqual(winner.value, value)) continue;
    const strength = precedence({ source: report.source, path, className: report.className });
    const sameTime = claimTime(report, path, null) === winner.observedAt;
    const stronger = winner.precedence < strength || sameTime;
    masked.push({ path, winner: winner.source, reason: stronger ? 'PRECEDENCE' : 'OLDER_THAN_CLAIM' });
  }
  return masked.sort((a, b) => (a.path < b.path ? -1 : 1));
}
