import { quoted } from '../nearest-name';
import { compareInstants, parseInstant } from '../instant';

/** A caller's clock may be this much ahead of ours, in milliseconds; a time further ahead lies in the future. */
export const CLOCK_SKEW_MAX_MS = 5 * 60_000;

/**
 * Why a time of observation is not believed, in words; null when it is. A claim from the future would win over every later
 * one until that time comes. What is no time is said elsewhere.
 */
export function observedTooLate(observedAt: string, now: Date): string | null {
  const instant = parseInstant(observedAt);
  const latest = new Date(now.getTime() + CLOCK_SKEW_MAX_MS).toISOString();
  if (instant === null || compareInstants(instant, latest) <= 0) return null;
  return (
    `The observedAt ${quoted(observedAt)} lies in the future: here it is ${now.toISOString()}, and a clock may be ` +
    `${CLOCK_SKEW_MAX_MS / 60_000} minutes ahead. Set the clock of the source right, or send the report without observedAt.`
  );
}
