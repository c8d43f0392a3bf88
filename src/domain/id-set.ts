/** Ids of one block lie within this span; a multiple of 8. */
export const ID_BLOCK = 65_536;
const BLOCK = ID_BLOCK;

/** A run of bits as it is stored, without empty bytes at either end. */
export interface IdBits {
  /** The id of the first bit, a multiple of 8. */
  readonly first: number;
  /** Bit n is set when the id `first + n` is in the set: byte n / 8, bit n % 8, lowest first. */
  readonly bits: Uint8Array;
}

/** A set of ids as bitmaps: a million dense ids take 125 kB, and two sets are joined byte by byte. */
export class IdSet {
  readonly #blocks = new Map<number, Uint8Array>();
  #size = 0;

  constructor(ids: Iterable<number> = []) {
    for (const id of ids) this.add(id);
  }

  /** How many ids there are. */
  get size(): number {
    return this.#size;
  }

  has(id: number): boolean {
    const bit = id % BLOCK;
    return (((this.#blocks.get(Math.floor(id / BLOCK)) ?? NO_BITS)[bit >> 3] ?? 0) & (1 << (bit & 7))) !== 0;
  }

  add(id: number): void {
    const bytes = this.#block(Math.floor(id / BLOCK));
    const bit = id % BLOCK;
    const before = bytes[bit >> 3] ?? 0;
    const after = before | (1 << (bit & 7));
    if (after === before) return;
    bytes[bit >> 3] = after;
    this.#size += 1;
  }

  /** Adds stored bits; they may begin anywhere in a block but must not reach into the next. */
  addBits({ first, bits }: IdBits): void {
    const bytes = this.#block(Math.floor(first / BLOCK));
    const offset = (first % BLOCK) >> 3;
    for (const [at, byte] of bits.entries()) {
      const before = bytes[offset + at] ?? 0;
      const after = before | byte;
      if (after === before) continue;
      bytes[offset + at] = after;
      this.#size += bitCount(after) - bitCount(before);
    }
  }

  /** As it is stored: one run for each block that has any id, ascending. */
  toBits(): readonly IdBits[] {
    return [...this.#blocks.keys()]
      .sort((a, b) => a - b)
      .flatMap((block) => trimmed(block * BLOCK, this.#blocks.get(block) ?? NO_BITS));
  }

  /** The ids, ascending. */
  *[Symbol.iterator](): Generator<number> {
    yield* this.after(-1);
  }

  /** The ids above one, ascending. */
  *after(id: number): Generator<number> {
    const blocks = [...this.#blocks.keys()].sort((a, b) => a - b).filter((block) => (block + 1) * BLOCK > id);
    for (const block of blocks) {
      const bytes = this.#blocks.get(block) ?? NO_BITS;
      for (const [at, byte] of bytes.entries()) {
        for (let bit = 0; byte >> bit !== 0; bit += 1) {
          const found = block * BLOCK + at * 8 + bit;
          if ((byte & (1 << bit)) !== 0 && found > id) yield found;
        }
      }
    }
  }

  /** The ids below one, descending. */
  *before(id: number): Generator<number> {
    const blocks = [...this.#blocks.keys()].sort((a, b) => b - a).filter((block) => block * BLOCK < id);
    for (const block of blocks) {
      const bytes = this.#blocks.get(block) ?? NO_BITS;
      for (let bit = BLOCK - 1; bit >= 0; bit -= 1) {
        const found = block * BLOCK + bit;
        if (((bytes[bit >> 3] ?? 0) & (1 << (bit & 7))) !== 0 && found < id) yield found;
      }
    }
  }

  #block(number: number): Uint8Array {
    const known = this.#blocks.get(number);
    if (known) return known;
    const made = new Uint8Array(BLOCK / 8);
    this.#blocks.set(number, made);
    return made;
  }
}

const NO_BITS = new Uint8Array(0);

function trimmed(first: number, bytes: Uint8Array): readonly IdBits[] {
  let start = 0;
  let end = bytes.length;
  while (end > start && bytes[end - 1] === 0) end -= 1;
  while (start < end && bytes[start] === 0) start += 1;
  return start === end ? [] : [{ first: first + start * 8, bits: bytes.subarray(start, end) }];
}

function bitCount(byte: number): number {
  let count = 0;
  for (let rest = byte; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}
