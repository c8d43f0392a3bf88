import { DomainError } from '../domain/errors';
import { JsonText } from './json-text';

/**
 * So many letters one operation may be given as texts. A field that is asked by a hundred names is a hundred texts here and
 * not one that is referred to, and what is longer could hardly be sent in the end.
 */
const LETTERS_MAX = 200_000_000;

/** Puts lists of texts together, and counts what each operation was given. */
export class AnswerTexts {
  readonly #lettersMax: number;
  readonly #taken = new WeakMap<object, number>();

  constructor(lettersMax = LETTERS_MAX) {
    this.#lettersMax = lettersMax;
  }

  /** The list of what is written of some values, for an operation. Throws LIMIT_EXCEEDED as soon as it is too long. */
  list<Value>(operation: object, values: readonly Value[], textOf: (value: Value) => string): JsonText {
    let letters = this.#taken.get(operation) ?? 0;
    const given: string[] = [];
    for (const value of letters > this.#lettersMax ? [] : values) {
      const text = textOf(value);
      given.push(text);
      letters += text.length;
      if (letters > this.#lettersMax) break;
    }
    this.#taken.set(operation, letters);
    if (letters > this.#lettersMax) throw tooLong(this.#lettersMax);
    return new JsonText(`[${given.join(',')}]`);
  }
}

const tooLong = (lettersMax: number): DomainError =>
  new DomainError(
    'LIMIT_EXCEEDED',
    `The entries of this answer's lists have more than ${lettersMax} letters: ask for fewer of them at a time (first), or for fewer of their fields.`,
  );
