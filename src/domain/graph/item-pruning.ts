import { ItemTable, type ItemVersion } from './item-table';

/** Items done in one step: a few milliseconds. */
const STEP = 1 << 15;

/**
 * Copies a table of items without the versions that nothing can ask for any more: of those up to a stamp only the last is
 * kept. In steps; versions that the old table gets meanwhile have to be told.
 */
export class ItemPruning {
  readonly #old: ItemTable;
  readonly #upTo: number;
  readonly #table = new ItemTable();
  readonly #later: (readonly [item: number, version: ItemVersion])[] = [];
  /** The number of versions, when it began. */
  readonly #count: number;
  readonly #capacity: number;
  #next = 0;

  constructor(old: ItemTable, upTo: number) {
    this.#old = old;
    this.#upTo = upTo;
    this.#count = old.count;
    this.#capacity = old.capacity;
  }

  /** Does a few milliseconds of it; true when it is done. */
  step(): boolean {
    const end = Math.min(this.#next + STEP, this.#capacity);
    for (; this.#next < end; this.#next++) this.#copy(this.#next);
    return this.#next === this.#capacity;
  }

  /** The old table has got a version. */
  put(item: number, version: ItemVersion): void {
    this.#later.push([item, version]);
  }

  /** The new table, once all steps are done. */
  result(): ItemTable {
    for (const [item, version] of this.#later) this.#table.put(item, version, version.from);
    return this.#table;
  }

  /** Versions that arrived since it began come at the end. */
  #copy(item: number): void {
    const kept: number[] = [];
    for (let version = this.#old.latest[item] ?? 0; version !== 0; version = this.#old.older[version] ?? 0) {
      if (version < this.#count) kept.push(version);
      if ((this.#old.from[version] ?? 0) <= this.#upTo) break;
    }
    for (const version of kept.toReversed()) {
      this.#table.put(item, this.#old.read(version), this.#old.from[version] ?? 0);
    }
  }
}
