import { DomainError } from '../errors';

/** Gives every word a small whole number, from 0 in order of arrival, so that columns hold numbers. */
export class Dictionary {
  readonly #codes = new Map<string, number>();
  readonly #words: string[] = [];
  readonly #limit: number;
  readonly #what: string;

  /** `what` names the words in the error that says that `limit` of them are too many. */
  constructor(limit: number, what: string) {
    this.#limit = limit;
    this.#what = what;
  }

  /** The same words under the same numbers, to which others may be added. */
  copy(): Dictionary {
    const copy = new Dictionary(this.#limit, this.#what);
    for (const word of this.#words) copy.intern(word);
    return copy;
  }

  get size(): number {
    return this.#words.length;
  }

  /** The word's number, a new one for a new word. Throws LIMIT_EXCEEDED when the numbers are used up. */
  intern(word: string): number {
    const known = this.#codes.get(word);
    if (known !== undefined) return known;
    if (this.#words.length === this.#limit) {
      throw new DomainError(
        'LIMIT_EXCEEDED',
        `The graph holds ${this.#limit} ${this.#what} at most; "${word}" is one too many.`,
      );
    }
    const code = this.#words.length;
    this.#codes.set(word, code);
    this.#words.push(word);
    return code;
  }

  /** The word's number; undefined for a word that never arrived. */
  find(word: string): number | undefined {
    return this.#codes.get(word);
  }

  word(code: number): string {
    const word = this.#words[code];
    if (word === undefined) throw new Error(`no ${this.#what} has the number ${code}`);
    return word;
  }

  words(): readonly string[] {
    return this.#words;
  }
}
