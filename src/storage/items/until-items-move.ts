import type { Revision } from '../../domain/ids';
import type { ClassModel } from '../../domain/class-model/resolved-class-model';
import type { LoggedChangeSet } from '../history/change-log';
import { RecentMoves, type ReadAt } from '../recent-moves';

interface Kept<Value> {
  /** It is right from the revision on at which it was read. */
  readonly from: Revision;
  /** What filters mean depends on it. */
  readonly model: ClassModel;
  readonly value: Value;
  readonly weight: number;
}

/** All items are one thing here. */
const ANY_ITEM = 0;

/**
 * What was read of all items, by what was asked: right until any item is written, which the log tells in order. So a list that
 * is looked at again while nothing moves takes no statement. Those not asked for longest are forgotten.
 */
export class UntilItemsMove<Value> {
  readonly #weightMax: number;
  readonly #weightOf: (value: Value) => number;
  readonly #moves = new RecentMoves(({ entity }) => (entity === 'CONFIGURATION_ITEM' ? [ANY_ITEM] : []));
  /** The one asked for last is the last. */
  readonly #kept = new Map<string, Kept<Value>>();
  #weight = 0;

  constructor(weightMax: number, weightOf: (value: Value) => number) {
    this.#weightMax = weightMax;
    this.#weightOf = weightOf;
  }

  /** Forgets everything; what moves after a revision will be told. */
  restart(from: Revision): void {
    this.#clear();
    this.#moves.restart(from);
  }

  /** Forgets everything: the database may hold another history now. */
  forget(): void {
    this.#clear();
    this.#moves.forget();
  }

  /** The database holds another history, and what moves in it is not told yet. */
  lose(): void {
    this.#clear();
    this.#moves.lose();
  }

  /** Told of every change set of the log, in order, each once or, after a failure, again. */
  follow(batch: readonly LoggedChangeSet[]): void {
    this.#moves.follow(batch, () => this.#clear());
  }

  /** What was asked under a name, as it was at a revision; undefined: it has to be read. */
  get(name: string, model: ClassModel, at: Revision): Value | undefined {
    const kept = this.#kept.get(name);
    if (kept?.model !== model || kept.from > at || !this.#moves.holdsAt(at)) return undefined;
    this.#kept.delete(name);
    this.#kept.set(name, kept);
    return kept.value;
  }

  /** Begins a read at a revision. */
  reading(at: Revision): ReadAt {
    return this.#moves.reading(at);
  }

  /** Keeps what a read has found, if it still stands. */
  keep(name: string, model: ClassModel, value: Value, read: ReadAt): void {
    const weight = name.length + this.#weightOf(value);
    // One that is as long as many others would drive them all out.
    if (weight > this.#weightMax / 8 || !this.#moves.stands(read, ANY_ITEM)) return;
    this.#drop(name);
    this.#kept.set(name, { from: read.at, model, value, weight });
    this.#weight += weight;
    for (const oldest of this.#kept.keys()) {
      if (this.#weight <= this.#weightMax) break;
      this.#drop(oldest);
    }
  }

  #drop(name: string): void {
    this.#weight -= this.#kept.get(name)?.weight ?? 0;
    this.#kept.delete(name);
  }

  #clear(): void {
    this.#kept.clear();
    this.#weight = 0;
  }
}
