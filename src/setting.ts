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
