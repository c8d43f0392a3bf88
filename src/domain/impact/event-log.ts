import { grown } from '../graph/typed-columns';

/**
 * Every raise of an item's state, in the order in which they were derived. A proof is read off it backwards: what a
 * raise follows from was raised before it.
 *
 *   event       1   2   3   4                events count from 1
 *   item        7   2   9   7
 *   rank        1   3   3   3
 *   gate        ''  'RUNS_ON/HARD' ...       the key of the gate that raised it, '' = an outage
 *
 * An item has three events at most. Which they are is looked up only for proofs, so the index is made then.
 */
export class EventLog {
  #item = new Uint32Array(64);
  #rank = new Uint8Array(64);
  readonly #gates: string[] = [''];
  /** Item -> its events, ascending; null until somebody asks. */
  #events: Map<number, number[]> | null = null;
  /** The number of the latest event. */
  count = 0;

  add(item: number, rank: number, gate: string): void {
    const event = ++this.count;
    if (event === this.#item.length) {
      this.#item = grown(this.#item, event + 1);
      this.#rank = grown(this.#rank, event + 1);
    }
    this.#item[event] = item;
    this.#rank[event] = rank;
    this.#gates.push(gate);
    this.#events = null;
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
    return this.#eventsOf(item).at(-1) ?? 0;
  }

  /** The rank that the item had when `event` was derived. */
  rankBefore(item: number, event: number): number {
    const latest = this.#eventsOf(item).findLast((earlier) => earlier < event);
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

  #indexed(): Map<number, number[]> {
    const events = new Map<number, number[]>();
    for (let event = 1; event <= this.count; event++) {
      const known = events.get(this.itemOf(event));
      if (known) known.push(event);
      else events.set(this.itemOf(event), [event]);
    }
    return events;
  }
}
