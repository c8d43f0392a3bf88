import { grown } from '../graph/typed-columns';

/**
 * Every raise of an item's state, in the order in which they were derived. A proof is read off it backwards: what a
 * raise follows from was raised before it.
 *
 *   last        by item       0 = never raised
 *             ┌───┬───┬───┐
 *             │ 0 │ 4 │ 2 │
 *             └───┴─┬─┴───┘
 *                   ▼
 *   event       1   2   3   4         events count from 1
 *   item        7   2   9   1
 *   rank        3   3   1   2
 *   previous    0   0   0   3 ...     the item's event before, 0 = none
 *   gate        ''  'RUNS_ON/HARD'    the key of the gate that raised it, '' = an outage
 */
export class EventLog {
  readonly #last: Uint32Array;
  #item = new Uint32Array(64);
  #rank = new Uint8Array(64);
  #previous = new Uint32Array(64);
  readonly #gates: string[] = [''];
  /** The number of the latest event. */
  count = 0;

  constructor(capacity: number) {
    this.#last = new Uint32Array(capacity);
  }

  add(item: number, rank: number, gate: string): void {
    const event = ++this.count;
    if (event === this.#item.length) {
      this.#item = grown(this.#item, event + 1);
      this.#rank = grown(this.#rank, event + 1);
      this.#previous = grown(this.#previous, event + 1);
    }
    this.#item[event] = item;
    this.#rank[event] = rank;
    this.#previous[event] = this.#last[item] ?? 0;
    this.#last[item] = event;
    this.#gates.push(gate);
  }

  itemOf(event: number): number {
    return this.#item[event] ?? 0;
  }

  rankOf(event: number): number {
    return this.#rank[event] ?? 0;
  }

  /** The key of the gate that raised the item; empty for an outage. */
  gateOf(event: number): string {
    return this.#gates[event] ?? '';
  }

  /** The item's latest event; 0 when its state was never raised. */
  lastOf(item: number): number {
    return this.#last[item] ?? 0;
  }

  /** The rank that the item had when `event` was derived. */
  rankBefore(item: number, event: number): number {
    let latest = this.lastOf(item);
    while (latest >= event) latest = this.#previous[latest] ?? 0;
    return latest === 0 ? 0 : this.rankOf(latest);
  }

  /** The first event that raised the item to at least `rank`; 0 when none did. */
  firstReaching(item: number, rank: number): number {
    let found = 0;
    for (let event = this.lastOf(item); event !== 0 && this.rankOf(event) >= rank; event = this.#previous[event] ?? 0) {
      found = event;
    }
    return found;
  }
}
