/** Keeps the latest few answers, so that the next page of one need not be worked out again. */
export class RecentAnswers<T, Key = string> {
  readonly #max: number;
  /** The one used last is the last. */
  readonly #answers = new Map<Key, T>();

  constructor(max: number) {
    this.#max = max;
  }

  /** The answer under a key, if it is still there. */
  get(key: Key): T | undefined {
    const known = this.#answers.get(key);
    if (known !== undefined) this.put(key, known);
    return known;
  }

  put(key: Key, answer: T): void {
    this.#answers.delete(key);
    this.#answers.set(key, answer);
    for (const oldest of this.#answers.keys()) {
      if (this.#answers.size <= this.#max) break;
      this.#answers.delete(oldest);
    }
  }
}
