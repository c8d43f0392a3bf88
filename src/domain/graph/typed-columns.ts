/** A column of a table: numbers of one width. */
export type Column = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array;
/** Makes columns of one width. */
export type ColumnType<C extends Column> = {
  new (buffer: ArrayBufferLike, offset?: number, length?: number): C;
  readonly BYTES_PER_ELEMENT: number;
};

/** A column of zeros whose memory threads may share: each sees what the other writes. */
export function sharedColumn<C extends Column>(type: ColumnType<C>, length: number): C {
  return new type(new SharedArrayBuffer(length * type.BYTES_PER_ELEMENT));
}

/** The column itself when `length` fits, else a copy of at least one and a half times its size; new places hold 0. */
export function grown<C extends Column>(column: C, length: number): C {
  if (length <= column.length) return column;
  return resized(column, Math.max(length, Math.ceil(column.length * 1.5), 64));
}

/** A copy of the column with so many places, cut off or filled up with 0; shared when the column is. */
export function resized<C extends Column>(column: C, length: number): C {
  const type = column.constructor as ColumnType<C>;
  const bytes = length * type.BYTES_PER_ELEMENT;
  const copy = new type(
    column.buffer instanceof SharedArrayBuffer ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes),
  );
  copy.set(length < column.length ? column.subarray(0, length) : column);
  return copy;
}

/**
 * Copies of the columns of a table, and its numbers, a millisecond at a time; whatever else it has is left out. Rows may be
 * added to the table meanwhile: `heads`, the columns that lead to rows, are copied first, so that they lead to none that
 * the others have not, and the numbers last.
 */
export function* copiedColumns<T extends object>(
  table: T,
  heads: readonly (keyof T)[],
): Generator<undefined, Partial<T>> {
  const columns = (Object.entries(table) as [keyof T, unknown][]).filter(([, value]) => isColumn(value));
  const isHead = ([name]: readonly [keyof T, unknown]): boolean => heads.includes(name);
  const copies = new Map<keyof T, unknown>();
  for (const [name, value] of [...columns.filter(isHead), ...columns.filter((column) => !isHead(column))]) {
    copies.set(name, yield* copied(value as Column));
  }
  for (const [name, value] of Object.entries(table) as [keyof T, unknown][]) {
    if (typeof value === 'number') copies.set(name, value);
  }
  return Object.fromEntries(copies) as Partial<T>;
}

/** Places copied at once. */
const COPY_STEP = 2 ** 18;

function* copied<C extends Column>(column: C): Generator<undefined, C> {
  const copy = resized(column.subarray(0, 0) as C, column.length);
  for (let start = 0; start < column.length; start += COPY_STEP) {
    copy.set(column.subarray(start, start + COPY_STEP), start);
    yield;
  }
  return copy;
}

/** Whether a value is a column. */
export const isColumn = (value: unknown): value is Column => ArrayBuffer.isView(value) && !(value instanceof DataView);

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
