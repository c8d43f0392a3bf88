import type { Sight } from '../../domain/graph/sight';
import type { Visibility } from '../../domain/access/visibility';
import type { Revision } from '../../domain/ids';
import { loadVisibleIds, readItemsMoved } from '../../storage/visible-ids';
import type { Database } from '../../storage/database';
import { limitedTo } from '../../storage/visible-rows';

interface SightAt extends Sight {
  readonly revision: Revision;
}

/** Callers are few kinds; each has a newest sight and some older ones, of 125 KB for a million items. */
const SIGHTS_MAX = 64;
/** Behind more, everything is looked at again. */
const REVISIONS_MAX = 5_000;

/** What callers of each kind see, kept from one question to the next. */
export class HiddenItems {
  /** Nobody's own: what one caller waits for another one may wait for, too, and must not end with the first. */
  readonly #database: Database;
  /** By visibility and revision; the order is that of their last use. */
  #sights = new Map<string, Promise<SightAt>>();
  /** By visibility: the newest one that is there. */
  #newest = new Map<string, SightAt>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** The database holds another history now, in which the same revision may mean something else. */
  forget(): void {
    // New maps: what is being looked up ends in the old ones.
    this.#sights = new Map();
    this.#newest = new Map();
  }

  /**
   * What callers of a visibility see at a revision; `key` names it. One statement for a new revision, about what has moved
   * since the last one.
   */
  async at(visibility: Visibility, key: string, revision: Revision): Promise<Sight> {
    const name = `${revision} ${key}`;
    const sights = this.#sights;
    const known = sights.get(name);
    const made = known ?? this.#make(limitedTo(this.#database, visibility), key, revision);
    sights.delete(name);
    sights.set(name, made);
    if (!known) made.catch(() => sights.delete(name));
    const [oldest] = sights.keys();
    if (oldest !== undefined && sights.size > SIGHTS_MAX) sights.delete(oldest);
    return made;
  }

  async #make(database: Database, key: string, revision: Revision): Promise<SightAt> {
    const sights = this.#newest;
    const before = sights.get(key);
    const follows = before !== undefined && before.revision <= revision && revision - before.revision <= REVISIONS_MAX;
    const sight = follows ? await following(database, before, revision) : await from(database, revision);
    const newest = sights.get(key);
    if (newest === undefined || newest.revision < revision) sights.set(key, sight);
    if (sights.size > SIGHTS_MAX) sights.clear();
    return sight;
  }
}

async function from(database: Database, revision: Revision): Promise<SightAt> {
  const { ids, idMax } = await loadVisibleIds(database, revision, null);
  return { revision, idMax, visible: withIds(new Uint8Array((idMax >> 3) + 1), ids) };
}

async function following(database: Database, before: SightAt, revision: Revision): Promise<SightAt> {
  const moved = await readItemsMoved(database, before.revision, revision);
  if (moved.length === 0) return { ...before, revision };
  const { ids, idMax } = await loadVisibleIds(database, revision, moved);
  const visible = new Uint8Array((idMax >> 3) + 1);
  visible.set(before.visible.subarray(0, visible.length));
  for (const id of moved) if (id <= idMax) visible[id >> 3] = (visible[id >> 3] ?? 0) & ~(1 << (id & 7));
  return { revision, idMax, visible: withIds(visible, ids) };
}

function withIds(visible: Uint8Array, ids: readonly number[]): Uint8Array {
  for (const id of ids) visible[id >> 3] = (visible[id >> 3] ?? 0) | (1 << (id & 7));
  return visible;
}
