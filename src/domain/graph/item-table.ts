import { copiedColumns, grown, isColumn, resized, sharedColumn } from './typed-columns';

/** What the graph knows of an item, in numbers. */
export interface CodedItem {
  readonly classCode: number;
  /** Number of the interned environment; 0 for none. */
  readonly environment: number;
  readonly tenant: number;
  /** Number of the interned list of gates; 0 for none. */
  readonly gates: number;
  /** See item-bits. */
  readonly bits: number;
}

/** One version of an item. `from` is a revision stamp. */
export interface ItemVersion extends CodedItem {
  readonly from: number;
}

/*
 * The versions of the items: a chain per item, latest first. A version holds from its `from` up to the `from` of the
 * next later one; items never vanish (retired ones stay), so a version needs no end.
 *
 *   latest     by item id       0 = never seen
 *            ┌───┬───┬───┬───┐
 *            │ 0 │ 3 │ 1 │ 2 │
 *            └───┴─┬─┴───┴───┘
 *                  ▼
 *   version        3 ────▶ 4 ────▶ 0 = no older one
 *   from           9       2
 *   older          4       0
 *
 * Other threads may read while this one adds versions: `latest` and `older` are written behind what they lead to.
 * 22 bytes per version and 4 per item.
 */
export class ItemTable {
  latest = sharedColumn(Uint32Array, 0);
  from = sharedColumn(Uint32Array, 1);
  older = sharedColumn(Uint32Array, 1);
  classCode = sharedColumn(Uint16Array, 1);
  environment = sharedColumn(Uint32Array, 1);
  tenant = sharedColumn(Uint32Array, 1);
  gates = sharedColumn(Uint32Array, 1);
  bits = sharedColumn(Uint16Array, 1);
  /** Versions in use; version 0 stands for none. */
  count = 1;
  /** One more than the largest item id seen. */
  capacity = 0;

  /** Adds a version of an item that holds from a stamp on, in any order of stamps; one of the same stamp is replaced. */
  put(item: number, coded: CodedItem, from: number): void {
    this.capacity = Math.max(this.capacity, item + 1);
    this.latest = grown(this.latest, item + 1);
    let later = 0;
    let earlier = this.latest[item] ?? 0;
    while (earlier !== 0 && (this.from[earlier] ?? 0) > from) {
      later = earlier;
      earlier = this.older[earlier] ?? 0;
    }
    if (earlier !== 0 && this.from[earlier] === from) {
      this.#write(earlier, coded, from);
      return;
    }
    const place = this.count;
    this.#reserve(place + 1);
    this.count = place + 1;
    this.#write(place, coded, from);
    this.older[place] = earlier;
    if (later === 0) Atomics.store(this.latest, item, place);
    else Atomics.store(this.older, later, place);
  }

  /** The version of the item that holds at the stamp; 0 when there was no such item. */
  versionAt(item: number, stamp: number): number {
    let version = this.latest[item] ?? 0;
    while (version !== 0 && (this.from[version] ?? 0) > stamp) version = this.older[version] ?? 0;
    return version;
  }

  /** What is known of a version. */
  read(version: number): ItemVersion {
    return {
      from: this.from[version] ?? 0,
      classCode: this.classCode[version] ?? 0,
      environment: this.environment[version] ?? 0,
      tenant: this.tenant[version] ?? 0,
      gates: this.gates[version] ?? 0,
      bits: this.bits[version] ?? 0,
    };
  }

  /** A table with the same versions, which may be changed without changing this one; made a millisecond at a time. */
  *copy(): Generator<undefined, ItemTable> {
    return Object.assign(new ItemTable(), yield* copiedColumns(this, ['latest']));
  }

  /** Bytes in use. Room that is kept free for versions to come is none before something is written there. */
  get bytes(): number {
    let bytes = -BYTES_PER_VERSION * (this.from.length - this.count) - 4 * (this.latest.length - this.capacity);
    for (const value of Object.values(this)) if (isColumn(value)) bytes += value.byteLength;
    return bytes;
  }

  #write(place: number, coded: CodedItem, from: number): void {
    this.from[place] = from;
    this.classCode[place] = coded.classCode;
    this.environment[place] = coded.environment;
    this.tenant[place] = coded.tenant;
    this.gates[place] = coded.gates;
    this.bits[place] = coded.bits;
  }

  #reserve(length: number): void {
    if (length <= this.from.length) return;
    this.from = grown(this.from, length);
    this.older = grown(this.older, length);
    this.classCode = grown(this.classCode, length);
    this.environment = grown(this.environment, length);
    this.tenant = grown(this.tenant, length);
    this.gates = grown(this.gates, length);
    this.bits = grown(this.bits, length);
    // A thread that reads the columns as they were before they grew must not be led to versions that only these have.
    this.latest = resized(this.latest, this.latest.length);
  }
}

const BYTES_PER_VERSION = 22;
