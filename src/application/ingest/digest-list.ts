const WORDS = 4;

/** Digests by position, in one piece of memory: an array for each would take ten times as much. */
export class DigestList {
  readonly #words: Uint32Array;
  readonly #given: Uint8Array;

  /** `length`: how many positions there are. */
  constructor(length: number) {
    this.#words = new Uint32Array(length * WORDS);
    this.#given = new Uint8Array(length);
  }

  /** Copies a digest. */
  set(position: number, digest: Uint32Array): void {
    this.#given[position] = 1;
    for (let word = 0; word < WORDS; word += 1) this.#words[position * WORDS + word] = digest[word] ?? 0;
  }

  /** A view of a digest; null where none was set. */
  get(position: number): Uint32Array | null {
    if (this.#given[position] !== 1) return null;
    return this.#words.subarray(position * WORDS, (position + 1) * WORDS);
  }
}
