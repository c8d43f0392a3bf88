/** What share of all places, as a shift, may be written before a column is worth its memory. */
const FEW_SHIFT = 9;

/** The bytes of a column as plain data: by number while they are few, else all of them. */
export type ByteValues = ReadonlyMap<number, number> | Uint8Array;

/**
 * A byte for every number below a capacity, 0 at first, that takes memory when many have been written: a column of a
 * megabyte, made for every question, took longer to make and to throw away than most questions take to answer.
 */
export class SparseBytes {
  readonly #capacity: number;
  readonly #few = new Map<number, number>();
  #column: Uint8Array | null = null;

  /** Empty, or with the values of another one, which are its own from then on. */
  constructor(capacity: number, values: ByteValues | null = null) {
    this.#capacity = capacity;
    if (values instanceof Uint8Array) this.#column = values;
    else for (const [number, byte] of values ?? []) this.#few.set(number, byte);
  }

  /** What was written for a number; 0 when nothing was. */
  of(number: number): number {
    return (this.#column === null ? this.#few.get(number) : this.#column[number]) ?? 0;
  }

  /** Writes for a number below the capacity. */
  set(number: number, byte: number): void {
    if (this.#column === null && this.#few.size > this.#capacity >>> FEW_SHIFT) this.#column = this.#filled();
    if (this.#column === null) this.#few.set(number, byte);
    else this.#column[number] = byte;
  }

  /** What was written, not copied. */
  values(): ByteValues {
    return this.#column ?? this.#few;
  }

  #filled(): Uint8Array {
    const column = new Uint8Array(this.#capacity);
    for (const [number, byte] of this.#few) column[number] = byte;
    this.#few.clear();
    return column;
  }
}
