import { parseInstant } from '../domain/instant';
import { CommandError } from './command-error';

/** A moment as GraphQL takes it. */
export type MomentInput = { readonly revision: number } | { readonly time: string };

const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** How a moment may be written, for help texts. */
export const MOMENT_HELP = 'a revision (1234), a time (2026-11-22T22:00:00Z), or how long ago (90m, 2h, 3d)';

/** Reads a moment; null when none is given. Throws CommandError for what is none. */
export function readMoment(option: string, text: string | undefined, now: number = Date.now()): MomentInput | null {
  if (text === undefined) return null;
  if (/^\d{1,15}$/.test(text)) return { revision: Number(text) };
  const [, count, unit] = /^(\d{1,6})([smhdw])$/.exec(text) ?? [];
  if (count !== undefined && unit !== undefined) {
    return { time: new Date(now - Number(count) * (UNITS[unit] ?? 0)).toISOString() };
  }
  const time = parseInstant(text);
  if (time !== null) return { time };
  throw new CommandError(`${option} ${text}: give ${MOMENT_HELP}.`, 2);
}
