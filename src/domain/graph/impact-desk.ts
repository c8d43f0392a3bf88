import { LABEL_BITS } from './edge-flags';

/** What a loop asks of the program around it; see src/assembly/host.ts. */
export interface ImpactHost {
  describe(item: number): number;
  join(scheme: number, label: number): number;
  evaluate(item: number): number;
}

/** The compiled rounds of an impact, by where their desk begins; see src/assembly/impact.ts. */
export interface ImpactFunctions {
  readonly commit: (desk: number) => number;
  readonly spread: (desk: number, start: number, end: number) => void;
  readonly spreadItem: (desk: number, item: number) => number;
  readonly evaluateAffected: (desk: number, start: number, end: number) => void;
  readonly release: (desk: number) => void;
}

/** Gates of a scheme that are counted in compiled code. */
export const GATES_MAX = 8;
/** In place of what a label joins: nobody has asked yet. */
export const UNKNOWN = -4;

const GATE_WORDS = 4;
const TYPES = 512;
const KEYS = 64;
const MET_MAX = 64;
/** Items whose gates are looked at together. */
const LOOKS_MAX = 32;
const HEAD_BYTES = 192;
const LINE_BYTES = 64;

/* The words of the head, in this order: the fields of src/assembly/desk.ts. */
const [STATES, AFFECTED, EVENTS, RAISED, VISITS, SETTLED, ON_PATH] = [0, 1, 2, 3, 4, 5, 6];
const [REACH, ARCS, JOINED, KEYED, GATES, COUNTS] = [7, 8, 9, 10, 11, 12];
const [AFFECTED_COUNT, EVENT_COUNT, RAISED_COUNT, VISIT_COUNT, ON_PATH_COUNT] = [13, 14, 15, 16, 17];
const [STAMP, OVERLAY, IN_WAY, OUT_WAY, MET, STUCK, LOOKS, MARKS, ORDER] = [18, 19, 20, 21, 22, 28, 29, 30, 32];
/** An event is one word: the item, and its rank in the last bits. */
const EVENT_SHIFT = 2;

/** The item of an event. */
export const itemIn = (event: number): number => event >>> EVENT_SHIFT;
/** The rank that it has come to. */
export const rankIn = (event: number): number => event & ((1 << EVENT_SHIFT) - 1);

/** Where the parts of a desk stand, in bytes from its beginning, and where it ends. */
function layoutOf(nodes: number): { readonly places: readonly (readonly [number, number])[]; readonly end: number } {
  const schemes = schemesOf(nodes);
  const sizes: readonly (readonly [number, number])[] = [
    [REACH, LABEL_BITS + 1],
    [ARCS, LABEL_BITS + 1],
    [COUNTS, GATES_MAX * 16],
    [MET, MET_MAX * 8],
    [LOOKS, LOOKS_MAX * 4],
    [GATES, schemes * GATES_MAX * GATE_WORDS * 4],
    [KEYED, schemes * KEYS * 2],
    [JOINED, schemes * TYPES * 2],
    [STATES, nodes * 4],
    [MARKS, nodes],
    [AFFECTED, nodes * 4],
    [EVENTS, nodes * 4],
    [RAISED, nodes * 4],
    [VISITS, nodes * 4],
    [SETTLED, (nodes >>> 5) * 4 + 4],
    [ORDER, (nodes >>> 5) * 4 + 4],
    [ON_PATH, nodes * 4],
  ];
  let end = HEAD_BYTES;
  const places = sizes.map(([word, size]): readonly [number, number] => {
    const place = end;
    end += Math.ceil(size / LINE_BYTES) * LINE_BYTES;
    return [word, place];
  });
  return { places, end };
}

/** Schemes that a desk has room for: a small graph has few. */
const schemesOf = (nodes: number): number => Math.min(1024, Math.max(32, nodes >>> 6));

/** The bytes of a desk for so many nodes. */
export const deskBytes = (nodes: number): number => layoutOf(nodes).end;

/** Where a thread works an impact out: one at a time. */
export class ImpactDesk {
  readonly nodesMax: number;
  /** Schemes are numbered below this. */
  readonly schemesMax: number;
  readonly functions: ImpactFunctions;
  readonly start: number;
  host: ImpactHost | null = null;
  /** Schemes up to this one have been told of. */
  schemes = 0;
  readonly #head: Uint32Array;
  #about: object | null = null;
  readonly #buffer: SharedArrayBuffer;

  constructor(buffer: SharedArrayBuffer, start: number, nodesMax: number, functions: ImpactFunctions) {
    const { places } = layoutOf(nodesMax);
    this.nodesMax = nodesMax;
    this.schemesMax = schemesOf(nodesMax);
    this.functions = functions;
    this.start = start;
    this.#buffer = buffer;
    this.#head = new Uint32Array(buffer, start, HEAD_BYTES / 4);
    for (const [word, place] of places) this.#head[word] = start + place;
  }

  /**
   * Takes a question; to be released. What is known of items, and the labels, are kept for the next question with the same
   * `about`: it must be the same graph at the same revision.
   */
  begin(asked: {
    readonly about: object;
    readonly host: ImpactHost;
    readonly reach: Uint8Array;
    readonly arcs: Uint8Array;
    readonly stamp: number;
    readonly overlay: boolean;
    readonly inWay: number;
    readonly outWay: number;
  }): void {
    const counts = [AFFECTED_COUNT, EVENT_COUNT, RAISED_COUNT, VISIT_COUNT, ON_PATH_COUNT, STUCK];
    for (const word of counts) this.#head[word] = 0;
    if (this.#about !== asked.about) {
      this.#forget();
      this.#bytes(REACH, LABEL_BITS + 1).set(asked.reach);
      this.#bytes(ARCS, LABEL_BITS + 1).set(asked.arcs);
    }
    this.#about = asked.about;
    this.host = asked.host;
    this.#head[STAMP] = asked.stamp;
    this.#head[OVERLAY] = Number(asked.overlay);
    this.#head[IN_WAY] = asked.inWay;
    this.#head[OUT_WAY] = asked.outWay;
  }

  /** Forgets who was hit. */
  release(): void {
    this.functions.release(this.start);
    this.host = null;
  }

  /** Where bits stand to sort nodes with. */
  get order(): number {
    return this.#head[ORDER] ?? 0;
  }

  /** Raises an item in the round to come. */
  raise(item: number, rank: number): void {
    const count = this.#head[RAISED_COUNT] ?? 0;
    this.#words(RAISED, count + 1)[count] = (item << EVENT_SHIFT) | rank;
    this.#head[RAISED_COUNT] = count + 1;
  }

  /** Makes what was raised a round: its events. */
  commit(): Uint32Array {
    const count = this.functions.commit(this.start);
    return this.#words(EVENTS, count);
  }

  /** Notes the dependents of some events; gives the items that may have cut a chain. */
  spread(start: number, end: number): Uint32Array {
    this.functions.spread(this.start, start, end);
    const found = this.#words(ON_PATH, this.#head[ON_PATH_COUNT] ?? 0);
    this.#head[ON_PATH_COUNT] = 0;
    return found;
  }

  /** Whether an item was met that does not take part. */
  get isStuck(): boolean {
    return this.#head[STUCK] !== 0;
  }

  /** Items that are to be evaluated in this round. */
  get affected(): number {
    return this.#head[AFFECTED_COUNT] ?? 0;
  }

  /** The items whose gates saw a change, in no order, each once. */
  visits(): Uint32Array {
    return this.#words(VISITS, this.#head[VISIT_COUNT] ?? 0);
  }

  /** Forgets what a scheme joins. */
  clearScheme(scheme: number): void {
    this.#shorts(JOINED, scheme * TYPES, TYPES).fill(UNKNOWN);
    this.#shorts(KEYED, scheme * KEYS, KEYS).fill(UNKNOWN);
  }

  /** Tells of a gate of a scheme: the words of src/assembly/gate-counts.ts. */
  defineGate(scheme: number, number: number, words: readonly number[]): void {
    const gates = this.#words(GATES, (scheme * GATES_MAX + number + 1) * GATE_WORDS);
    gates.set(words, (scheme * GATES_MAX + number) * GATE_WORDS);
  }

  #forget(): void {
    this.#words(STATES, this.nodesMax).fill(0);
    this.#bytes(MARKS, this.nodesMax).fill(0);
    // A thread that had the desk before may have been ended in the middle of a question.
    for (const bits of [SETTLED, ORDER]) this.#words(bits, (this.nodesMax >>> 5) + 1).fill(0);
    this.schemes = 0;
  }

  #words(word: number, length: number): Uint32Array {
    return new Uint32Array(this.#buffer, this.#head[word], length);
  }

  #bytes(word: number, length: number): Uint8Array {
    return new Uint8Array(this.#buffer, this.#head[word], length);
  }

  #shorts(word: number, first: number, length: number): Int16Array {
    return new Int16Array(this.#buffer, (this.#head[word] ?? 0) + first * 2, length);
  }
}
