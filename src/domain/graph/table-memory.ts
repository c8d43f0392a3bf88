import type { Scratch } from './scratch';
import { LABEL_BITS } from './edge-flags';
import { deskBytes } from './impact-desk';
import { TableKernel } from './table-kernel';
import type { Column, ColumnType } from './typed-columns';
import { webAssembly, type SharedMemory } from './web-assembly';

/** Threads that walk at the same time: the one that writes, and those that analyses may run on. */
export const TABLE_THREADS = 3;

const PAGE_BYTES = 2 ** 16;
const PAGES_MAX = 2 ** 16;
/** Where scratches begin, and what every one of them begins with. */
const HEADING_BYTES = 1024;
const SCRATCH_HEAD_BYTES = 64;
/** Columns begin at whole lines of the cache. */
const LINE_BYTES = 64;

/** The words of the heading, from this one on; see src/assembly/table.ts, which reads them. */
const FIRST_WORD = 16;

/** What has to fit. */
export interface TableSize {
  /** Nodes are numbered below this. */
  readonly nodes: number;
  /** Bytes of all columns. */
  readonly bytes: number;
}

/**
 * The memory of one table of edges, in which compiled code can walk. It holds the columns, one after the other, and a
 * scratch for every thread. It is as large as it will ever be, but what nobody has written yet takes no room; it goes when
 * nobody holds a view of the table any more.
 */
export class TableMemory {
  readonly memory: SharedMemory;
  readonly nodesMax: number;
  /** The thread that this is used on, by its number. */
  readonly thread: number;
  #end: number;
  #kernel: TableKernel | null = null;

  constructor(memory: SharedMemory, nodesMax: number, thread = 0) {
    this.memory = memory;
    this.nodesMax = nodesMax;
    this.thread = thread;
    this.#end = HEADING_BYTES + TABLE_THREADS * scratchBytes(nodesMax);
  }

  /** Null where there is no WebAssembly, or so much cannot be had: 4 GB are the most. */
  static create({ nodes, bytes }: TableSize): TableMemory | null {
    const end = HEADING_BYTES + TABLE_THREADS * scratchBytes(nodes);
    const pages = Math.ceil((end + bytes) / PAGE_BYTES);
    if (webAssembly === undefined || pages > PAGES_MAX) return null;
    try {
      const memory = new webAssembly.Memory({ initial: pages, maximum: pages, shared: true });
      return new TableMemory(memory, nodes);
    } catch {
      return null;
    }
  }

  /** A column of zeros behind those that are there; there must be room. */
  column<C extends Column>(type: ColumnType<C>, length: number): C {
    const column = new type(this.memory.buffer, this.#end, length);
    this.#end = aligned(this.#end + column.byteLength);
    return column;
  }

  /** Tells compiled code where the columns stand and how long they are. */
  describe(words: readonly number[]): void {
    new Uint32Array(this.memory.buffer, FIRST_WORD * 4).set([this.nodesMax, ...words]);
  }

  /** The compiled code, and what it works with. */
  kernel(): TableKernel {
    this.#kernel ??= new TableKernel(this.memory, this.nodesMax, this.#scratch());
    return this.#kernel;
  }

  #scratch(): Scratch {
    const start = HEADING_BYTES + this.thread * scratchBytes(this.nodesMax);
    const labels = start + SCRATCH_HEAD_BYTES;
    const bits = labels + LABEL_BITS + 1;
    const queue = bits + bitBytes(this.nodesMax);
    const starts = queue + this.nodesMax * 4 + 4;
    return { start, labels, bits, queue, starts, desk: aligned(starts + (this.nodesMax + 2) * 4) };
  }
}

/** The bytes that a column of so many takes. */
export const aligned = (bytes: number): number => Math.ceil(bytes / LINE_BYTES) * LINE_BYTES;

const bitBytes = (nodes: number): number => (nodes >>> 5) * 4 + 4;

/** Head, filter, one bit a node, the queue, the beginnings of the distances, and the desk. */
const scratchBytes = (nodes: number): number =>
  aligned(SCRATCH_HEAD_BYTES + LABEL_BITS + 1 + bitBytes(nodes) + (nodes + 1) * 4 + (nodes + 2) * 4 + LINE_BYTES) +
  deskBytes(nodes);
