import { grown } from '../graph/typed-columns';

/**
 * Every raise of an item's state, round by round as they were derived. A proof is read off it backwards: what a raise
 * follows from was raised in an earlier round.
 *
 *   event       1   2 ┊ 3   4                events count from 1; within a round they are in order of items
 *   item        2   7 ┊ 7   9
 *   rank        1   3 ┊ 3   3
 *   round       0     ┊ 1                    roundStart [1, 3, 5]; the outages are round 0
 *
 * An item has three events at most. Most evaluations are never asked for a proof, so the order within a round and the
 * index by item are made when somebody looks.
 */
export class EventLog {
  #item = new Uint32Array(64);
  #rank = new Uint8Array(64);
  readonly #roundStart: number[] = [1];
  /** Item -> its events, ascending; null until somebody asks. */
  #events: Map<number, number[]> | null = null;
  /** The number of the latest event. */
  count = 0;

  add(item: number, rank: number): void {
    const event = ++this.count;
    if (event === this.#item.length) {
      this.#item = grown(this.#item, event + 1);
      this.#rank = grown(this.#rank, event + 1);
    }
    this.#item[event] = item;
    this.#rank[event] = rank;
  }

  /** Ends the round: later events follow from those so far. */
  endRound(): void {
    this.#roundStart.push(this.count + 1);
  }

  itemOf(event: number): number {
    return this.#item[event] ?? 0;
  }

  rankOf(event: number): number {
    return this.#rank[event] ?? 0;
  }

  /** Whether the event is an outage, not derived from anything. */
  isOutage(event: number): boolean {
    return event < (this.#roundStart[1] ?? Infinity);
  }

  /** The item's latest event; 0 when its state was never raised. */
  lastOf(item: number): number {
    return this.#eventsOf(item).at(-1) ?? 0;
  }

  /** The rank that the item had in the rounds before that of `event`, which the event was derived from. */
  rankBefore(item: number, event: number): number {
    const start = this.#startOfRound(event);
    const latest = this.#eventsOf(item).findLast((earlier) => earlier < start);
    return latest === undefined ? 0 : this.rankOf(latest);
  }

  /** The first event that raised the item to at least `rank`; 0 when none did. */
  firstReaching(item: number, rank: number): number {
    return this.#eventsOf(item).find((event) => this.rankOf(event) >= rank) ?? 0;
  }

  #eventsOf(item: number): readonly number[] {
    this.#events ??= this.#indexed();
    return this.#events.get(item) ?? [];
  }

  /** The first event of the event's round, by halving. */
  #startOfRound(event: number): number {
    let low = 0;
    let high = this.#roundStart.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#roundStart[middle] ?? Infinity) <= event) low = middle;
      else high = middle;
    }
    return this.#roundStart[low] ?? 1;
  }

  #indexed(): Map<number, number[]> {
    for (const [round, start] of this.#roundStart.entries()) {
      this.#sortRound(start, this.#roundStart[round + 1] ?? this.count + 1);
    }
    const events = new Map<number, number[]>();
    for (let event = 1; event <= this.count; event++) {
      const known = events.get(this.itemOf(event));
      if (known) known.push(event);
      else events.set(this.itemOf(event), [event]);
    }
    return events;
  }

  /** An item is raised once in a round, so its rank goes with it. */
  #sortRound(start: number, end: number): void {
    const ranks = new Map<number, number>();
    for (let event = start; event < end; event++) ranks.set(this.itemOf(event), this.rankOf(event));
    const items = this.#item.subarray(start, end).sort();
    for (const [place, item] of items.entries()) this.#rank[start + place] = ranks.get(item) ?? 0;
  }
}
