import { isJsonObject, type JsonObject, type JsonValue } from '../domain/json';
import { didYouMean, quoted } from '../domain/nearest-name';
import { CommandError } from './command-error';

/** Takes the values of a hand-written file apart; whatever is not as it should be is refused with the file's name. */
export class StrictReader {
  readonly #fileName: string;

  constructor(fileName: string) {
    this.#fileName = fileName;
  }

  /** How messages call a value: by its name, where it has one. */
  called(what: string, value: JsonValue): string {
    const name = isJsonObject(value) ? value['name'] : undefined;
    return typeof name === 'string' ? `${what} ${quoted(name)}` : `a ${what}`;
  }

  /** `keys`: those it may have; null: any. */
  object(value: JsonValue | undefined, what: string, keys: readonly string[] | null): JsonObject {
    if (!isJsonObject(value)) this.#refuse(what, 'must have keys and values');
    const object = value;
    const unknown = keys === null ? undefined : Object.keys(object).find((key) => !keys.includes(key));
    if (unknown !== undefined && keys !== null) {
      this.#refuse(
        what,
        `has the unknown key ${quoted(unknown)}.${didYouMean(unknown, keys)} It may have: ${keys.join(', ')}`,
      );
    }
    return object;
  }

  list(value: JsonValue | undefined, what: string): readonly JsonValue[] {
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value)) this.#refuse(what, 'must be a list');
    return value as readonly JsonValue[];
  }

  text(value: JsonValue | undefined, what: string): string {
    if (typeof value !== 'string') this.#refuse(what, value === undefined ? 'is missing' : 'must be text');
    return value;
  }

  texts(value: JsonValue | undefined, what: string): readonly string[] {
    if (!Array.isArray(value)) this.#refuse(what, 'must be a list of names');
    return (value as readonly JsonValue[]).map((one) => this.text(one, what));
  }

  optionalText(value: JsonValue | undefined, what: string): string | null {
    return value === undefined || value === null ? null : this.text(value, what);
  }

  optionalFlag(value: JsonValue | undefined, what: string): boolean | null {
    if (value === undefined || value === null) return null;
    if (typeof value !== 'boolean') this.#refuse(what, 'must be true or false');
    return value;
  }

  /** One of some words. */
  oneOf<Word extends string>(value: JsonValue | undefined, what: string, words: readonly Word[]): Word {
    const text = this.text(value, what);
    const word = words.find((one) => one === text);
    return word ?? this.#refuse(what, `is ${quoted(text)}; it must be one of ${words.join(', ')}`);
  }

  optionalNumber(value: JsonValue | undefined, what: string): number | null {
    if (value === undefined || value === null) return null;
    if (typeof value !== 'number') this.#refuse(what, 'must be a number');
    return value;
  }

  #refuse(what: string, fault: string): never {
    throw new CommandError(`${this.#fileName}: ${what} ${fault}.`);
  }
}
