import { grown } from '../graph/typed-columns';

/** A log in columns, complete and indexed: plain data, so that another thread can have made it. */
export interface EventColumns {
  /** By event; position 0 is none. */
  readonly items: Uint32Array;
  readonly ranks: Uint8Array;
  /** The first event of every round, and one behind the last. */
  readonly roundStarts: readonly number[];
  /** By item: its latest event; 0 for none. */
  readonly latest: Uint32Array;
  /** By event: the one of the same item before it; 0 for none. */
  readonly previous: Uint32Array;
}

/**
 * Every raise of an item's state, round by round as they were derived. A proof is read off it backwards: what a raise
 * follows from was raised in an earlier round.
 *
 *   event       1   2 ┊ 3   4                events count from 1; within a round they are in order of items
 *   item        2   7 ┊ 7   9
 *   rank        1   3 ┊ 3   3
 *   round       0     ┊ 1                    roundStarts [1, 3, 5]; the outages are round 0
 *   previous    0   0 ┊ 2   0                latest: 2 → 1, 7 → 3, 9 → 4
 *
 * An item has three events at most. Most evaluations are never asked for a proof, so the order within a round and the
 * index by item are made when somebody looks.
 */
export class EventLog {
  #items: Uint32Array;
  #ranks: Uint8Array;
  readonly #roundStarts: number[];
  /** Null until somebody asks. */
  #columns: EventColumns | null;
  /** The number of the latest event. */
  count: number;

  /** An empty log, or one that was made elsewhere. */
  constructor(columns: EventColumns | null = null) {
    this.#columns = columns;
    this.#items = columns?.items ?? new Uint32Array(64);
    this.#ranks = columns?.ranks ?? new Uint8Array(64);
    this.#roundStarts = [...(columns?.roundStarts ?? [1])];
    this.count = columns === null ? 0 : columns.items.length - 1;
  }

  add(item: number, rank: number): void {
    const event = this.reserve(1);
    this.#items[event] = item;
    this.#ranks[event] = rank;
  }

  /** Makes room for so many more events and gives the first of them: for whoever writes their columns. */
  reserve(count: number): number {
    const first = this.count + 1;
    this.count += count;
    this.#items = grown(this.#items, this.count + 1);
    this.#ranks = grown(this.#ranks, this.count + 1);
    return first;
  }

  /** By event; another column once there is more room. */
  get items(): Uint32Array {
    return this.#items;
  }

  /** By event; another column once there is more room. */
  get ranks(): Uint8Array {
    return this.#ranks;
  }

  /** Ends the round: later events follow from those so far. */
  endRound(): void {
    this.#roundStarts.push(this.count + 1);
  }

  itemOf(event: number): number {
    return this.#items[event] ?? 0;
  }

  rankOf(event: number): number {
    return this.#ranks[event] ?? 0;
  }

  /** Whether the event is an outage, not derived from anything. */
  isOutage(event: number): boolean {
    return event < (this.#roundStarts[1] ?? Infinity);
  }

  /** The item's latest event; 0 when its state was never raised. */
  lastOf(item: number): number {
    return this.columns().latest[item] ?? 0;
  }

  /** The rank that the item had in the rounds before that of `event`, which the event was derived from. */
  rankBefore(item: number, event: number): number {
    const start = this.#startOfRound(event);
    let earlier = this.lastOf(item);
    while (earlier >= start) earlier = this.columns().previous[earlier] ?? 0;
    return this.rankOf(earlier);
  }

  /** The first event that raised the item to at least `rank`; 0 when none did. */
  firstReaching(item: number, rank: number): number {
    let first = 0;
    for (let event = this.lastOf(item); event !== 0; event = this.columns().previous[event] ?? 0) {
      if (this.rankOf(event) >= rank) first = event;
    }
    return first;
  }

  /** The log so far, sorted and indexed; nothing is added afterwards. */
  columns(): EventColumns {
    this.#columns ??= this.#indexed();
    return this.#columns;
  }

  /** The first event of the event's round, by halving. */
  #startOfRound(event: number): number {
    let low = 0;
    let high = this.#roundStarts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#roundStarts[middle] ?? Infinity) <= event) low = middle;
      else high = middle;
    }
    return this.#roundStarts[low] ?? 1;
  }

  #indexed(): EventColumns {
    for (const [round, start] of this.#roundStarts.entries()) {
      this.#sortRound(start, this.#roundStarts[round + 1] ?? this.count + 1);
    }
    const items = this.#items.slice(0, this.count + 1);
    const latest = new Uint32Array(items.reduce((most, item) => Math.max(most, item), 0) + 1);
    const previous = new Uint32Array(items.length);
    for (let event = 1; event < items.length; event++) {
      const item = items[event] ?? 0;
      previous[event] = latest[item] ?? 0;
      latest[item] = event;
    }
    return { items, ranks: this.#ranks.slice(0, items.length), roundStarts: this.#roundStarts, latest, previous };
  }

  /** An item is raised once in a round, so its rank goes with it: as the last two bits of what is sorted. */
  #sortRound(start: number, end: number): void {
    const events = new Float64Array(end - start);
    for (let event = start; event < end; event++) events[event - start] = this.itemOf(event) * 4 + this.rankOf(event);
    events.sort();
    for (let event = start; event < end; event++) {
      const sorted = events[event - start] ?? 0;
      this.#items[event] = Math.floor(sorted / 4);
      this.#ranks[event] = sorted % 4;
    }
  }
}
