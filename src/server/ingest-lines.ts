/** One line of a stream without its line feed. */
export interface RawLine {
  /** From 1. */
  readonly number: number;
  /** Null: it was longer than the limit, and was not kept. */
  readonly bytes: Buffer | null;
}

const LINE_FEED = 0x0a;

/**
 * Cuts bytes into lines; each block that comes gives those that end in it. A line over the limit is counted and dropped as
 * it comes; `letGo` is told of how much that is. When the input fails, so does this, and a line that had begun is not handed on.
 */
export async function* splitLines(
  blocks: AsyncIterable<Buffer>,
  lineBytesMax: number,
  letGo: (bytes: number) => void = () => undefined,
): AsyncGenerator<readonly RawLine[]> {
  const splitter = new LineSplitter(lineBytesMax, letGo);
  for await (const block of blocks) yield splitter.push(block);
  yield splitter.end();
}

class LineSplitter {
  readonly #bytesMax: number;
  readonly #letGo: (bytes: number) => void;
  /** The line that has begun: its parts and their length, also of what was dropped. */
  #parts: Buffer[] = [];
  #length = 0;
  #number = 1;

  constructor(bytesMax: number, letGo: (bytes: number) => void) {
    this.#bytesMax = bytesMax;
    this.#letGo = letGo;
  }

  push(block: Buffer): readonly RawLine[] {
    const lines: RawLine[] = [];
    let start = 0;
    for (let end = block.indexOf(LINE_FEED); end !== -1; end = block.indexOf(LINE_FEED, start)) {
      this.#keep(block.subarray(start, end));
      lines.push(this.#close());
      start = end + 1;
    }
    this.#keep(block.subarray(start));
    return lines;
  }

  /** The last line needs no line feed. */
  end(): readonly RawLine[] {
    return this.#length === 0 ? [] : [this.#close()];
  }

  #keep(part: Buffer): void {
    const before = this.#length;
    this.#length += part.length;
    if (this.#length <= this.#bytesMax) {
      if (part.length > 0) this.#parts.push(part);
      return;
    }
    this.#letGo(before > this.#bytesMax ? part.length : this.#length);
    this.#parts = [];
  }

  #close(): RawLine {
    const [first, ...others] = this.#parts;
    const bytes = others.length === 0 ? (first ?? Buffer.alloc(0)) : Buffer.concat(this.#parts);
    const line = { number: this.#number, bytes: this.#length > this.#bytesMax ? null : bytes };
    this.#number += 1;
    this.#parts = [];
    this.#length = 0;
    return line;
  }
}
