import { HAS_GATE_KEYS, HAS_WEIGHT } from './edge-flags';
import { EdgeTable, RECORD_SHIFT, FROM, SOURCE, TO } from './edge-table';
import type { Column } from './typed-columns';

/** Slots or nodes done in one step: a few milliseconds. */
const STEP = 1 << 15;

/** A compaction pays when the overlay has outgrown this share of the base, and never for fewer edges than this. */
const OVERLAY_SHARE = 1 / 8;
const OVERLAY_MIN = 4096;

/** Whether so many edges arrived since the last compaction that another one pays. */
export const wantsCompaction = ({ overlayCount, baseCount }: EdgeTable): boolean =>
  overlayCount > overlayMax(baseCount);

/** How many edges may arrive before a base of so many wants another compaction. */
const overlayMax = (baseCount: number): number => Math.max(OVERLAY_MIN, Math.floor(baseCount * OVERLAY_SHARE));

/** Room for edges that arrive before the next compaction is done, beside a base of so many. */
export const slotsMore = (baseCount: number): number => Math.ceil(overlayMax(baseCount) * 1.25);

/**
 * Sorts the overlay of a table into the base of a new one, without the edges that ended by a stamp; in steps, because of
 * millions of edges it takes a second and others want to be served meanwhile. The old table is used on: edges that it gets
 * are taken over at the end, and those that end have to be told.
 */
export class Compaction {
  readonly #old: EdgeTable;
  readonly #table = new EdgeTable();
  /** How many slots of the old table are looked at, and how many of them are kept. */
  readonly #count: number;
  #kept = 0;
  readonly #endedBy: number;
  readonly #steps: Generator<void, void>;
  /** New slot -> old slot. */
  readonly #order: Uint32Array;
  /** Slots of the old table that were closed meanwhile. */
  readonly #closed: number[] = [];

  constructor(old: EdgeTable, endedBy: number) {
    this.#old = old;
    this.#endedBy = endedBy;
    this.#count = old.count;
    this.#order = new Uint32Array(old.count);
    this.#steps = this.#run();
  }

  /** Does a few milliseconds of it; true when it is done. */
  step(): boolean {
    return this.#steps.next().done === true;
  }

  /** The edge in the slot of the old table has been closed. */
  closed(slot: number): void {
    if (slot < this.#count) this.#closed.push(slot);
  }

  /** The new table, once all steps are done. */
  result(): EdgeTable {
    this.#closeAgain();
    for (let slot = this.#count; slot < this.#old.count; slot++) {
      const at = slot << RECORD_SHIFT;
      this.#table.append({
        id: this.#old.id[slot] ?? 0,
        source: this.#old.sourceOf(slot),
        target: this.#old.targetOf(slot),
        from: this.#old.records[at + FROM] ?? 0,
        to: this.#old.records[at + TO] ?? 0,
        type: this.#old.typeOf(slot),
        flags: this.#old.flagsOf(slot),
        gateKeys: this.#old.gateKeys.get(slot) ?? 0,
        weight: this.#old.weights.get(slot) ?? 1,
      });
    }
    return this.#table;
  }

  *#run(): Generator<void, void> {
    const table = this.#table;
    table.nodeCount = this.#old.nodeCount;
    const inStart = yield* this.#runStarts(this.#old, this.#count, (slot) => this.#old.targetOf(slot));
    this.#kept = inStart[table.nodeCount] ?? 0;
    table.place(this.#kept, table.nodeCount, this.#kept + slotsMore(this.#kept));
    table.inStart.set(inStart);
    yield* this.#sortByTarget();
    yield* this.#move();
    table.count = this.#kept;
    table.outStart.set(yield* this.#runStarts(table, this.#kept, (slot) => table.sourceOf(slot)));
    yield* this.#indexSources();
  }

  #keeps(records: Int32Array, slot: number): boolean {
    return (records[(slot << RECORD_SHIFT) + TO] ?? 0) > this.#endedBy;
  }

  /** Where the run of every node begins when the kept edges are sorted by one end; one more entry ends the last run. */
  *#runStarts(
    { records, nodeCount }: EdgeTable,
    count: number,
    endOf: (slot: number) => number,
  ): Generator<void, Uint32Array> {
    const starts = new Uint32Array(nodeCount + 1);
    for (let slot = 0; slot < count; slot++) {
      const after = endOf(slot) + 1;
      if (this.#keeps(records, slot)) starts[after] = (starts[after] ?? 0) + 1;
      if (slot % STEP === 0) yield;
    }
    for (let node = 0; node < nodeCount; node++) starts[node + 1] = (starts[node + 1] ?? 0) + (starts[node] ?? 0);
    return starts;
  }

  /** Counting sort, stable. */
  *#sortByTarget(): Generator<void, void> {
    const { records, target: targets } = this.#old;
    const next = this.#table.inStart.slice();
    for (let slot = 0; slot < this.#count; slot++) {
      const target = targets[slot] ?? 0;
      const place = next[target] ?? 0;
      if (this.#keeps(records, slot)) {
        next[target] = place + 1;
        this.#order[place] = slot;
      }
      if (slot % STEP === 0) yield;
    }
  }

  *#move(): Generator<void, void> {
    const table = this.#table;
    const old = this.#old;
    for (let start = 0; start < this.#kept; start += STEP) {
      const order = this.#order.subarray(start, Math.min(start + STEP, this.#kept));
      permute(old.id, table.id, order, start);
      permute(old.target, table.target, order, start);
      permuteRecords(old.records, table.records, order, start);
      if (old.gateKeys.count + old.weights.count > 0) this.#moveSparse(order, start);
      yield;
    }
  }

  #moveSparse(order: Uint32Array, start: number): void {
    const { gateKeys, weights } = this.#old;
    for (let place = 0; place < order.length; place++) {
      const slot = order[place] ?? 0;
      const flags = this.#old.flagsOf(slot);
      if ((flags & HAS_GATE_KEYS) !== 0) this.#table.gateKeys.add(start + place, gateKeys.get(slot) ?? 0);
      if ((flags & HAS_WEIGHT) !== 0) this.#table.weights.add(start + place, weights.get(slot) ?? 1);
    }
  }

  *#indexSources(): Generator<void, void> {
    const { records, outStart, outSlot } = this.#table;
    const next = outStart.slice();
    for (let slot = 0; slot < this.#kept; slot++) {
      const source = records[(slot << RECORD_SHIFT) + SOURCE] ?? 0;
      const place = next[source] ?? 0;
      next[source] = place + 1;
      outSlot[place] = slot;
      if (slot % STEP === 0) yield;
    }
  }

  /** Some may have been moved before they were closed. The slots of one target stand in ascending order. */
  #closeAgain(): void {
    for (const slot of this.#closed) {
      const target = this.#old.targetOf(slot);
      let low = this.#table.inStart[target] ?? 0;
      for (let high = this.#table.inStart[target + 1] ?? 0; low < high;) {
        const middle = (low + high) >>> 1;
        if ((this.#order[middle] ?? 0) < slot) low = middle + 1;
        else high = middle;
      }
      this.#table.close(low, this.#old.records[(slot << RECORD_SHIFT) + TO] ?? 0);
    }
  }
}

function permute<C extends Column>(column: C, into: C, order: Uint32Array, start: number): void {
  for (let place = 0; place < order.length; place++) into[start + place] = column[order[place] ?? 0] ?? 0;
}

function permuteRecords(records: Int32Array, into: Int32Array, order: Uint32Array, start: number): void {
  for (let place = 0; place < order.length; place++) {
    const from = (order[place] ?? 0) << RECORD_SHIFT;
    const to = (start + place) << RECORD_SHIFT;
    for (let word = 0; word < 1 << RECORD_SHIFT; word++) into[to + word] = records[from + word] ?? 0;
  }
}
