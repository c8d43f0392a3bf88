import type { Revision } from '../../domain/ids';
import type { LogPosition } from '../graph/follow-change-log';

/** How many are kept: calls ask for the newest one, or for one that was it a moment ago. */
const HEADS_MAX = 4_096;

/** The newest change sets that were heard of, by which a head is known to be one of the same history. */
export class KnownHeads {
  readonly #ids = new Map<Revision, string | null>();

  /** Forgets all but where a history is followed from. */
  restart({ revision, changeSetId }: LogPosition): void {
    this.#ids.clear();
    this.#ids.set(revision, changeSetId);
  }

  /** Hears of a change set. */
  add({ revision, changeSetId }: LogPosition): void {
    this.#ids.set(revision, changeSetId);
    if (this.#ids.size <= HEADS_MAX) return;
    for (const oldest of this.#ids.keys()) {
      this.#ids.delete(oldest);
      return;
    }
  }

  /** Whether the change set was heard of. Another one of its revision is of another history; an older one may be. */
  has({ revision, changeSetId }: LogPosition): boolean {
    return this.#ids.get(revision) === changeSetId;
  }
}
