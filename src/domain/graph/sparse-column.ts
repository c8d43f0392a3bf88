import { grown, resized, sharedColumn } from './typed-columns';

/**
 * Numbers of a few slots of a table; all others have none. Slots are added in ascending order and found by halving: eight
 * bytes an entry, where a map takes forty, in memory that threads may share.
 */
export class SparseColumn {
  slots = sharedColumn(Uint32Array, 0);
  values = sharedColumn(Uint32Array, 0);
  count = 0;

  /** Adds a slot behind all that are there. */
  add(slot: number, value: number): void {
    this.slots = grown(this.slots, this.count + 1);
    this.values = grown(this.values, this.count + 1);
    this.slots[this.count] = slot;
    this.values[this.count++] = value;
  }

  /** The number of the slot; undefined when it has none. */
  get(slot: number): number | undefined {
    let low = 0;
    for (let high = this.count; low < high;) {
      const middle = (low + high) >>> 1;
      if ((this.slots[middle] ?? 0) < slot) low = middle + 1;
      else high = middle;
    }
    return low < this.count && this.slots[low] === slot ? this.values[low] : undefined;
  }

  /** The same numbers, to which others may be added. */
  copy(): SparseColumn {
    const copy = new SparseColumn();
    copy.slots = resized(this.slots, this.count);
    copy.values = resized(this.values, this.count);
    copy.count = this.count;
    return copy;
  }
}
