import { CommandError } from './command-error';

/** Reads an option that is a whole number of at least `least`; null when it is not given. */
export function readCount(option: string, text: string | undefined, least = 1): number | null {
  if (text === undefined) return null;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
  if (value >= least) return value;
  throw new CommandError(`${option} ${text}: give a whole number, at least ${least}.`, 2);
}
