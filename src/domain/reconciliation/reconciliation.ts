import { isValuePath } from './claim-paths';
import { compareInstants, laterInstant } from '../instant';
import type { JsonValue } from '../json';
import { jsonEqual } from '../json-equal';
import { claimTime, type ObservationState } from './observation-merge';
import type { Standing, Standings } from './reconciliation-rules';

/** When a source saw an item and had nothing new to say of it. */
export interface SourceSighting {
  /** The last time that it repeated everything it claims; null: never. */
  readonly complete: string | null;
  /** The last time that it reported the item at all. */
  readonly last: string;
}

/** What one source says, and when it last did. */
export interface Witness {
  readonly observation: ObservationState;
  /** The last run in which the source repeated all of it. */
  readonly seenAt: string | null;
  /** The last report of the item by the source, whatever it said. */
  readonly reportedAt: string;
}

/** The claim that decides the value of a path. */
export interface WinningClaim {
  readonly value: JsonValue;
  readonly source: string;
  readonly nativeKey: string;
  readonly observedAt: string;
  readonly standing: Standing;
  /** Its source has not reported the item for too long, and nobody else who claims the path has either. */
  readonly expired: boolean;
  /** When that will be so; null: never, or it is so already. */
  readonly expiresAt: number | null;
  /** Somebody else claims another value, which may win when this claim expires. */
  readonly contested: boolean;
}

/** Why a value of a payload has no effect. */
export type MaskedReason = 'PRECEDENCE' | 'OLDER_THAN_CLAIM' | 'EXPIRED';

/** A value of a payload that lost against another claim. */
export interface MaskedValue {
  readonly path: string;
  readonly winner: string;
  readonly reason: MaskedReason;
}

/** Puts what sources say beside when they last said it. A source that knows an item by two keys reports it with either. */
export function witnessesOf(
  observations: readonly ObservationState[],
  sightings: ReadonlyMap<string, SourceSighting>,
): readonly Witness[] {
  const reported = new Map([...sightings].map(([source, { last }]) => [source, last]));
  for (const { source, observedAt } of observations) {
    reported.set(source, laterInstant(reported.get(source) ?? observedAt, observedAt));
  }
  return observations.map((observation) => ({
    observation,
    seenAt: sightings.get(observation.source)?.complete ?? null,
    reportedAt: reported.get(observation.source) ?? observation.observedAt,
  }));
}

/**
 * Chooses the effective value of every path that some source claims, as of `now` (RFC 3339): a claim that has not
 * expired before one that has, then the better rank, among equals the latest claim, at the same time the first source
 * name. A withdrawn claim (null) takes no part; where all claims are expired, the best of them goes on being believed.
 */
export function reconcile(
  witnesses: readonly Witness[],
  standings: Standings,
  now: string,
): ReadonlyMap<string, WinningClaim> {
  const winners = new Map<string, WinningClaim>();
  const nowMs = Date.parse(now);
  for (const witness of witnesses) {
    const times = { reportedMs: Date.parse(witness.reportedAt), nowMs };
    for (const [path, value] of Object.entries(witness.observation.claims)) {
      if (value === null || !isValuePath(path)) continue;
      const claim = toClaim(witness, path, value, standings, times);
      const rival = winners.get(path);
      if (!rival) winners.set(path, claim);
      else {
        const contested = rival.contested || !jsonEqual(rival.value, value);
        winners.set(path, { ...(beats(claim, rival) ? claim : rival), contested });
      }
    }
  }
  return winners;
}

function toClaim(
  { observation, seenAt }: Witness,
  path: string,
  value: JsonValue,
  standings: Standings,
  { reportedMs, nowMs }: { readonly reportedMs: number; readonly nowMs: number },
): WinningClaim {
  const { source, nativeKey } = observation;
  const standing = standings(source, path);
  const ends = standing.refreshMs === null ? null : reportedMs + standing.refreshMs;
  const expired = ends !== null && ends <= nowMs;
  return {
    value,
    source,
    nativeKey,
    observedAt: claimTime(observation, path, seenAt),
    standing,
    expired,
    expiresAt: expired ? null : ends,
    contested: false,
  };
}

/** When a claim expires whose source last reported then, in milliseconds since 1970; null: never. */
export const expiryOf = (reportedAt: string, { refreshMs }: Standing): number | null =>
  refreshMs === null ? null : Date.parse(reportedAt) + refreshMs;

/** When effective values may change because claims expire, in milliseconds since 1970; null: never. */
export function dueAt(winners: Iterable<WinningClaim>): number | null {
  let due: number | null = null;
  for (const { contested, expiresAt } of winners) {
    if (contested && expiresAt !== null && (due === null || expiresAt < due)) due = expiresAt;
  }
  return due;
}

/** Everything that is claimed of one path, the strongest first; withdrawn claims take no part. */
export function rankClaims(
  witnesses: readonly Witness[],
  path: string,
  standings: Standings,
  now: string,
): readonly WinningClaim[] {
  return witnesses
    .flatMap((witness) => {
      const value = witness.observation.claims[path] ?? null;
      const times = { reportedMs: Date.parse(witness.reportedAt), nowMs: Date.parse(now) };
      return value === null ? [] : [toClaim(witness, path, value, standings, times)];
    })
    .sort((a, b) => (beats(a, b) ? -1 : 1));
}

/** Whether one claim of a path beats another. Claims never tie: two of one path differ in source or native key. */
export function beats(
  claim: Omit<WinningClaim, 'contested' | 'expiresAt' | 'value'>,
  rival: Omit<WinningClaim, 'contested' | 'expiresAt' | 'value'>,
): boolean {
  if (claim.expired !== rival.expired) return rival.expired;
  if (claim.standing.rank !== rival.standing.rank) return claim.standing.rank < rival.standing.rank;
  const order = compareInstants(claim.observedAt, rival.observedAt);
  if (order !== 0) return order > 0;
  if (claim.source !== rival.source) return claim.source < rival.source;
  return claim.nativeKey < rival.nativeKey;
}

/** What {@link maskedValues} needs to know of how the winners were chosen. */
export interface Choice {
  readonly winners: ReadonlyMap<string, WinningClaim>;
  readonly standings: Standings;
  /** RFC 3339. */
  readonly now: string;
}

/**
 * The values of a report that are not effective: those that are older than its source's own claim, and those that lost
 * against another source which says otherwise.
 */
export function maskedValues(
  report: ObservationState,
  given: readonly string[],
  older: readonly string[],
  { winners, standings, now }: Choice,
): readonly MaskedValue[] {
  const late = new Set(older);
  const masked: MaskedValue[] = older.map((path) => ({ path, winner: report.source, reason: 'OLDER_THAN_CLAIM' }));
  for (const path of given) {
    const value = report.claims[path];
    const winner = winners.get(path);
    if (late.has(path) || value === undefined || value === null || !winner) continue;
    const own = winner.source === report.source && winner.nativeKey === report.nativeKey;
    if (own || jsonEqual(winner.value, value)) continue;
    masked.push({
      path,
      winner: winner.source,
      reason: reasonOf(report, path, winner, standings(report.source, path), now),
    });
  }
  return masked.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function reasonOf(
  report: ObservationState,
  path: string,
  winner: WinningClaim,
  standing: Standing,
  now: string,
): MaskedReason {
  const ends = expiryOf(report.observedAt, standing);
  if (!winner.expired && ends !== null && ends <= Date.parse(now)) return 'EXPIRED';
  const sameTime = claimTime(report, path, null) === winner.observedAt;
  return winner.standing.rank < standing.rank || sameTime ? 'PRECEDENCE' : 'OLDER_THAN_CLAIM';
}
