import type { Claims } from '../configuration-item';
import { compareInstants, laterInstant } from '../instant';
import type { JsonValue } from '../json';
import { claimTime, PRESENCE_PATH, type ObservationState } from './observation-merge';
import type { SourceSighting } from './reconciliation';

/**
 * An observation that says by itself when its source last repeated it: every time is that of the claim, or that of the
 * last run that repeated everything when that is later. For an observation that leaves the item its runs are kept by.
 */
export function withTimesOf(observation: ObservationState, sighting: SourceSighting | undefined): ObservationState {
  if (!sighting) return observation;
  const timed = timedClaims(observation, sighting.complete);
  const at = claimTime(observation, PRESENCE_PATH, sighting.complete);
  return assembled(observation, timed, { at, latest: laterInstant(observation.observedAt, sighting.last) });
}

/**
 * What two observations of one source under one key say together, when the items they are about turn out to be one: of
 * each path the later claim, at the same time that of `kept`; it exists when either says so. `className` is the more
 * specific of the two.
 */
export function uniteObservations(
  kept: ObservationState,
  other: ObservationState,
  className: string,
): ObservationState {
  const claims = new Map(timedClaims(kept, null));
  for (const [path, claim] of timedClaims(other, null)) {
    const own = claims.get(path);
    if (!own || compareInstants(own.at, claim.at) < 0) claims.set(path, claim);
  }
  const existing = [kept, other].filter((one) => one.exists === (kept.exists || other.exists));
  const at = existing.map((one) => claimTime(one, PRESENCE_PATH, null)).reduce(laterInstant);
  const latest = laterInstant(kept.observedAt, other.observedAt);
  return assembled({ ...kept, className, exists: kept.exists || other.exists }, claims, { at, latest });
}

interface TimedClaim {
  readonly value: JsonValue;
  readonly at: string;
}

function timedClaims(observation: ObservationState, seenAt: string | null): ReadonlyMap<string, TimedClaim> {
  const entries = Object.entries(observation.claims);
  return new Map(entries.map(([path, value]) => [path, { value, at: claimTime(observation, path, seenAt) }]));
}

function assembled(
  observation: ObservationState,
  timed: ReadonlyMap<string, TimedClaim>,
  presence: { readonly at: string; readonly latest: string },
): ObservationState {
  const claims: Claims = Object.fromEntries([...timed].map(([path, claim]) => [path, claim.value]));
  const times = [
    ...[...timed].map(([path, claim]) => [path, claim.at] as const),
    [PRESENCE_PATH, presence.at] as const,
  ];
  return {
    ...observation,
    claims,
    times: Object.fromEntries(times.filter(([, at]) => at !== presence.latest)),
    observedAt: presence.latest,
  };
}
