import { LABEL_BITS } from './edge-flags';
import { ImpactDesk, type ImpactFunctions } from './impact-desk';
import { KERNEL_CODE } from './kernel-code';
import type { Scratch } from './scratch';
import { webAssembly, type SharedMemory } from './web-assembly';

type Closure = (
  scratch: number,
  roots: number,
  inBit: number,
  outBit: number,
  stamp: number,
  depthMax: number,
  overlay: number,
  order: number,
) => number;

/** The compiled loops over one table, and the scratch of a thread as columns: see the folder assembly. */
export class TableKernel {
  readonly nodesMax: number;
  /** Where the scratch begins. */
  readonly start: number;
  /** What a walk leaves behind, beside the queue and the starts: how many items, and 1 when there are more. */
  readonly head: Uint32Array;
  /** One a node: visited; all 0 between walks. */
  readonly bits: Int32Array;
  readonly queue: Uint32Array;
  readonly starts: Uint32Array;
  readonly closure: Closure;
  readonly #memory: SharedMemory;
  readonly #labels: Uint8Array;
  #used: Uint8Array | null = null;
  readonly #functions: ImpactFunctions;
  readonly #deskStart: number;
  #desk: ImpactDesk | null = null;

  constructor(memory: SharedMemory, nodesMax: number, scratch: Scratch) {
    if (webAssembly === undefined) throw new Error('there is no WebAssembly here');
    compiled ??= new webAssembly.Module(Uint8Array.from(atob(KERNEL_CODE), (character) => character.charCodeAt(0)));
    const host = {
      describe: (item: number): number => this.#desk?.host?.describe(item >>> 0) ?? 0,
      join: (scheme: number, label: number): number => this.#desk?.host?.join(scheme, label) ?? 0,
      evaluate: (item: number): number => this.#desk?.host?.evaluate(item >>> 0) ?? 0,
    };
    const { exports } = new webAssembly.Instance(compiled, { env: { memory }, host });
    this.#functions = exports as unknown as ImpactFunctions;
    this.#deskStart = scratch.desk;
    this.closure = exports['closure'] as Closure;
    this.#memory = memory;
    this.nodesMax = nodesMax;
    this.start = scratch.start;
    const { buffer } = memory;
    this.head = new Uint32Array(buffer, scratch.start, 2);
    this.queue = new Uint32Array(buffer, scratch.queue, nodesMax);
    this.starts = new Uint32Array(buffer, scratch.starts, nodesMax + 1);
    this.#labels = new Uint8Array(buffer, scratch.labels, LABEL_BITS + 1);
    // A thread that had the scratch before may have been ended in the middle of a walk.
    this.bits = new Int32Array(buffer, scratch.bits, (scratch.queue - scratch.bits) / 4).fill(0);
  }

  /** Where impacts are worked out. */
  desk(): ImpactDesk {
    this.#desk ??= new ImpactDesk(this.#memory.buffer, this.#deskStart, this.nodesMax, this.#functions);
    return this.#desk;
  }

  /** Takes the labels of a filter for the next walk. */
  use(labels: Uint8Array): void {
    if (this.#used === labels) return;
    this.#labels.set(labels);
    this.#used = labels;
  }
}

let compiled: object | null = null;
