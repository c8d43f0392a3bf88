type Column = Uint8Array | Uint16Array | Uint32Array;

/** The column itself when `length` fits, else a copy of at least twice the size; new places hold 0. */
export function grown<C extends Column>(column: C, length: number): C {
  if (length <= column.length) return column;
  const larger = new (column.constructor as new (length: number) => C)(Math.max(length, column.length * 2, 64));
  larger.set(column);
  return larger;
}

/** Copies of the columns of a table, and its numbers. Whatever else it has is left out. */
export function copiedColumns<T extends object>(table: T): Partial<T> {
  const copies = new Map<string, unknown>();
  for (const [name, value] of Object.entries(table) as [string, unknown][]) {
    if (typeof value === 'number') copies.set(name, value);
    if (value instanceof Uint8Array || value instanceof Uint16Array || value instanceof Uint32Array) {
      copies.set(name, value.slice());
    }
  }
  return Object.fromEntries(copies) as Partial<T>;
}

/** A list of whole numbers below 2^32 that grows; what was taken from it by `taken` stays as it was. */
export class WordList {
  #words = new Uint32Array(64);
  length = 0;

  push(word: number): void {
    if (this.length === this.#words.length) this.#words = grown(this.#words, this.length + 1);
    this.#words[this.length++] = word;
  }

  at(index: number): number {
    return this.#words[index] ?? 0;
  }

  /** Removes and gives the last one; the list must not be empty. */
  pop(): number {
    this.length -= 1;
    return this.#words[this.length] ?? 0;
  }

  /** A copy of the words from `start` up to, not including, `end`. */
  taken(start = 0, end = this.length): Uint32Array {
    return this.#words.slice(start, end);
  }

  /** Keeps the words in front of `start` and puts `words` behind them. */
  replaceFrom(start: number, words: Uint32Array): void {
    this.#words = grown(this.#words, start + words.length);
    this.#words.set(words, start);
    this.length = start + words.length;
  }
}
