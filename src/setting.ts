import { isIP } from 'node:net';

/** One environment variable, as the README's table shows it. */
export interface ConfigVariable {
  readonly name: string;
  /** What holds when the variable is missing or empty, in words. */
  readonly default: string;
  readonly meaning: string;
}

/** The variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A variable with its rule: `parse` answers undefined for a value that breaks it. */
export interface Setting<T> extends ConfigVariable {
  readonly rule: string;
  readonly fallback: (environment: Environment) => T;
  readonly parse: (text: string) => T | undefined;
}

/** An address as it may be shown, mistyped ones too: who stands before its host may be a token or a password. */
export const withoutUser = (address: string): string => address.replace(/^.*@/s, '***@');

/** A variable that is a whole number within bounds. */
export function wholeNumber(
  name: string,
  fallback: number,
  [min, max]: readonly [number, number],
  meaning: string,
): Setting<number> {
  return {
    name,
    default: `\`${fallback}\``,
    meaning,
    rule: `a whole number from ${min} to ${max}`,
    fallback: () => fallback,
    parse: (text) => (/^\d+$/.test(text) && +text >= min && +text <= max ? +text : undefined),
  };
}

/** A variable that is 0 or 1, and 0 when it is missing. */
export function flag(name: string, meaning: string): Setting<boolean> {
  return {
    name,
    default: '`0`',
    meaning,
    rule: '0 or 1',
    fallback: () => false,
    parse: (text) => ({ '0': false, '1': true })[text],
  };
}

/** A variable that is a list of IP addresses and ranges, and empty when it is missing. */
export function addressRanges(name: string, meaning: string): Setting<readonly string[]> {
  return {
    name,
    default: 'none',
    meaning,
    rule: 'IP addresses and ranges with commas between them, such as 10.20.0.0/16,127.0.0.1',
    fallback: () => [],
    parse: parseRanges,
  };
}

function parseRanges(text: string): readonly string[] | undefined {
  const ranges = text.split(',').map((range) => range.trim());
  const known = ranges.every((range) => {
    const [address = '', bits, ...more] = range.split('/');
    const bitsMax = isIP(address) === 4 ? 32 : 128;
    const fits = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= bitsMax);
    return isIP(address) !== 0 && !address.includes('%') && fits && more.length === 0;
  });
  return known ? ranges : undefined;
}
