import { grown } from './typed-columns';

/** Numbers stay below this. */
const NUMBERS_MAX = 2 ** 29;

/**
 * A number for every node, for work that needs as many as there are nodes and looks at few of them. Whoever borrows it
 * writes numbers larger than `base`, each time larger ones than whoever had it before: all others are none. So nobody
 * clears, or makes, four megabytes to ask about a hundred of a million items.
 */
export class TaggedColumn {
  numbers = new Uint32Array(0);
  /** What is not larger was written by somebody else. */
  base = 0;
  /** The largest number that was written. */
  last = 0;

  /** Forgets everything and makes room for nodes below `capacity`. */
  begin(capacity: number): void {
    if (this.last >= NUMBERS_MAX / 2) {
      this.numbers.fill(0);
      this.last = 0;
    }
    this.numbers = grown(this.numbers, capacity);
    this.base = this.last;
  }
}
