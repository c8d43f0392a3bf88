import type { Change } from '../domain/history/change';
import type { Revision } from '../domain/ids';
import type { LoggedChangeSet } from './history/change-log';

/** A read from the tables: of which history, and as of which revision. */
export interface ReadAt {
  readonly history: object;
  readonly at: Revision;
}

/** Of so many things it is known when they last moved; a read takes a moment, and few move meanwhile. */
const MOVED_MAX = 50_000;

/**
 * What moved lately, as the log tells it in order. Whoever keeps what the tables hold now forgets what moves, and asks here
 * whether what was just read has moved since.
 */
export class RecentMoves {
  readonly #max: number;
  #history: object = {};
  /** Up to here all that moved was told; nothing so far. */
  #followed = -1;
  /** What moved before this is not known any more. */
  #floor = 0;
  readonly #moved = new Map<number, number>();

  readonly #movedBy: (change: Change) => readonly (number | null)[];

  /** `movedBy`: what a change moves. */
  constructor(movedBy: (change: Change) => readonly (number | null)[], max = MOVED_MAX) {
    this.#movedBy = movedBy;
    this.#max = max;
  }

  /** Another object when the database turned out to hold another history, or may: the same revision means something else. */
  get history(): object {
    return this.#history;
  }

  /** Begins a read. */
  reading(at: Revision): ReadAt {
    return { history: this.#history, at };
  }

  /** Nothing that was read before stands any more; what moves after `from` will be told. */
  restart(from: Revision): void {
    this.forget();
    this.#followed = from;
    this.#floor = from;
  }

  /** Nothing that was read so far stands any more, and nothing will until it is told where the log begins. */
  lose(): void {
    this.forget();
    this.#followed = -1;
  }

  /** Nothing that was read so far stands any more. */
  forget(): void {
    this.#history = {};
    this.#moved.clear();
    this.#floor = this.#followed;
  }

  /** Told of every change set of the log, in order, each once or, after a failure, again; tells what they moved. */
  follow(batch: readonly LoggedChangeSet[], moved: (thing: number) => void): void {
    for (const { changeSet, changes } of batch) {
      if (changeSet.revision <= this.#followed) continue;
      for (const change of changes) {
        for (const thing of this.#movedBy(change)) {
          if (thing === null) continue;
          this.#note(thing, changeSet.revision);
          moved(thing);
        }
      }
      this.#followed = changeSet.revision;
    }
  }

  /** Whether what has not moved up to now, and was read as it is now, is right at a revision. */
  holdsAt(at: Revision): boolean {
    return at <= this.#followed;
  }

  /** Whether what was read of a thing is known to be what the tables hold up to the revision followed. */
  stands({ history, at }: ReadAt, thing: number): boolean {
    return (
      history === this.#history && at >= this.#floor && at <= this.#followed && (this.#moved.get(thing) ?? -1) <= at
    );
  }

  #note(thing: number, at: Revision): void {
    if (this.#moved.size >= this.#max) {
      this.#moved.clear();
      this.#floor = at;
    }
    this.#moved.set(thing, at);
  }
}
