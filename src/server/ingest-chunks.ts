import { isUtf8 } from 'node:buffer';
import { RELATIONSHIPS_PER_CALL_MAX } from '../application/ingest/ingest';
import type { IngestChunk } from '../application/ingest/ingest-chunk';
import { DomainError, itemError } from '../domain/errors';
import type { ItemRecord, RelationshipRecord } from '../domain/ingest/ingest-record';
import { readRecordLine, wrong, type RecordLine, type WrongLine } from '../domain/ingest/record-line';
import { ClientGone } from './ingest-input';
import type { RawLine } from './ingest-lines';

/** How much of a stream goes into one chunk. The same stream must always be cut in the same places. */
export interface ChunkLimits {
  readonly lines: number;
  readonly bytes: number;
  readonly relationships: number;
  /** A longer line is refused. */
  readonly lineBytes: number;
  /** All of the stream is one chunk, and too much for one is refused. */
  readonly whole: boolean;
}

/**
 * Reads lines into chunks: up to an empty line, or as many as one chunk may hold. What is wrong with a line is noted at
 * that line; `letGo` is told of bytes that become part of no chunk. When the input breaks off, the complete lines so far still are a chunk, and the failure is thrown after it.
 */
export async function* readChunks(
  blocks: AsyncIterable<readonly RawLine[]>,
  limits: ChunkLimits,
  letGo: (bytes: number) => void = () => undefined,
): AsyncGenerator<IngestChunk> {
  const filler = new ChunkFiller(limits, letGo);
  try {
    for await (const lines of blocks) for (const line of lines) yield* filler.add(line);
  } catch (error) {
    if (!(error instanceof ClientGone) && !limits.whole) yield* filler.close(true);
    throw error;
  }
  yield* filler.close();
}

class ChunkFiller {
  readonly #limits: ChunkLimits;
  readonly #letGo: (bytes: number) => void;
  #number = 1;
  #lastLine = 0;
  #filling = emptyChunk();

  constructor(limits: ChunkLimits, letGo: (bytes: number) => void) {
    this.#limits = limits;
    this.#letGo = letGo;
  }

  *add(raw: RawLine): Generator<IngestChunk> {
    if (isBlank(raw)) {
      this.#letGo(raw.bytes.length + LINE_FEED_LENGTH);
      if (!this.#limits.whole) yield* this.close();
      return;
    }
    const line = readLine(raw, this.#limits.lineBytes);
    const bytes = raw.bytes?.length ?? 0;
    const relationships = relationshipsIn(line);
    const { lines, relationships: many, bytes: size } = this.#filling;
    const full =
      lines + 1 > this.#limits.lines ||
      size + bytes > this.#limits.bytes ||
      (lines > 0 && many + relationships > this.#limits.relationships);
    if (full) yield* this.#cut();
    this.#keep(raw.number, line, bytes, relationships);
    if (this.#filling.lines === this.#limits.lines && !this.#limits.whole) yield* this.close();
  }

  /** What has been filled so far, if anything. */
  *close(brokenOff = false): Generator<IngestChunk> {
    const { lines, items, itemLines, free, freeLines, wrongLines } = this.#filling;
    if (lines === 0) return;
    const chunk: IngestChunk = {
      number: this.#number,
      lines,
      lastLine: this.#lastLine,
      items,
      itemLines,
      relationships: free,
      relationshipLines: freeLines,
      wrong: wrongLines,
      brokenOff,
    };
    this.#number += 1;
    this.#filling = emptyChunk();
    yield chunk;
  }

  *#cut(): Generator<IngestChunk> {
    if (!this.#limits.whole) return yield* this.close();
    const { lines, bytes } = this.#limits;
    const message = `An ATOMIC request is one change set: it may have ${lines} lines and ${Math.round(bytes / 1_000_000)} MB. Use the mode PARTIAL, or send it in several requests.`;
    throw new DomainError('TOO_LARGE', message);
  }

  #keep(number: number, line: RecordLine, bytes: number, relationships: number): void {
    const filling = this.#filling;
    filling.lines += 1;
    filling.bytes += bytes;
    filling.relationships += relationships;
    this.#lastLine = number;
    switch (line.kind) {
      case 'item':
        filling.items.push(line.record);
        filling.itemLines.push(number);
        return;
      case 'relationship':
        filling.free.push(line.record);
        filling.freeLines.push(number);
        return;
      case 'wrong':
        filling.wrongLines.push({ ...line, line: number });
        return;
      default:
        line satisfies never;
    }
  }
}

interface Filling {
  lines: number;
  bytes: number;
  /** Nested ones included. */
  relationships: number;
  readonly items: ItemRecord[];
  readonly itemLines: number[];
  readonly free: RelationshipRecord[];
  readonly freeLines: number[];
  readonly wrongLines: (WrongLine & { readonly line: number })[];
}

const emptyChunk = (): Filling => ({
  lines: 0,
  bytes: 0,
  relationships: 0,
  items: [],
  itemLines: [],
  free: [],
  freeLines: [],
  wrongLines: [],
});

const SPACE = 0x20;
const LINE_FEED_LENGTH = 1;

/** Nothing but white space. */
const isBlank = (line: RawLine): line is RawLine & { readonly bytes: Buffer } =>
  line.bytes !== null && line.bytes.every((byte) => byte <= SPACE);

function readLine({ number, bytes }: RawLine, lineBytesMax: number): RecordLine {
  if (bytes === null) {
    const message = `The line is longer than ${lineBytesMax} bytes, the most that a line may have. Make it smaller.`;
    return wrong(null, [itemError('TOO_LARGE', message)]);
  }
  if (!isUtf8(bytes)) {
    return wrong(null, [itemError('INVALID_VALUE', 'The line is not UTF-8. Write the stream as UTF-8.')]);
  }
  const text = bytes.toString('utf8');
  const line = readRecordLine(number === 1 ? text.replace(/^\ufeff/, '') : text);
  const relationships = relationshipsIn(line);
  if (relationships <= RELATIONSHIPS_PER_CALL_MAX) return line;
  const message = `The item has ${relationships} relationships; ${RELATIONSHIPS_PER_CALL_MAX} are allowed. Give them lines of their own.`;
  return wrong('item', [itemError('TOO_LARGE', message, ['relationships'])]);
}

function relationshipsIn(line: RecordLine): number {
  if (line.kind === 'item') return line.record.relationships?.length ?? 0;
  return line.kind === 'relationship' ? 1 : 0;
}
