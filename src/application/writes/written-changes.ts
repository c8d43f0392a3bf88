import type { Change, ChangeSet } from '../../domain/history/change';
import type { Revision } from '../../domain/ids';

/** Changes kept at most, of the newest change sets; whoever follows the log reads older ones from it. */
const CHANGES_MAX = 50_000;

/**
 * What this server has just written, for its own followers: reading back thousands of changes costs the database and this
 * process more than writing them did. A change set is known by its random id, so what another server, or another history,
 * wrote under the same revision is never mistaken for it.
 */
export class WrittenChanges {
  readonly #bySet = new Map<string, { readonly count: number; readonly changes: () => readonly Change[] }>();
  #count = 0;

  /** Keeps what a change set holds, which is worked out when it is asked for. */
  add({ id, changeCount }: Pick<ChangeSet, 'id' | 'changeCount'>, changes: () => readonly Change[]): void {
    this.#bySet.set(id, { count: changeCount, changes });
    this.#count += changeCount;
    for (const [oldest] of this.#bySet) {
      if (this.#count <= CHANGES_MAX) break;
      this.#remove(oldest);
    }
  }

  /** The changes of a change set, once; null when they have to be read. */
  take({ id }: { readonly id: string; readonly revision: Revision }): readonly Change[] | null {
    const known = this.#bySet.get(id);
    if (!known) return null;
    this.#remove(id);
    return known.changes();
  }

  #remove(id: string): void {
    this.#count -= this.#bySet.get(id)?.count ?? 0;
    this.#bySet.delete(id);
  }
}
