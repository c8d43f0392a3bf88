import type { ConfigurationItem } from '../../domain/configuration-item';
import type { Revision } from '../../domain/ids';
import type { LoggedChangeSet } from '../history/change-log';
import type { PageResult } from '../../domain/page';
import { RecentMoves, type ReadAt } from '../recent-moves';
import { UntilItemsMove } from './until-items-move';

/** What a version of an item is known by: another history that took the same revision took it at another time. */
export interface ItemVersion {
  readonly id: number;
  readonly validFrom: number;
  /** Seconds. */
  readonly written: number;
}

interface Known {
  readonly validFrom: number;
  readonly written: number;
  readonly item: ConfigurationItem;
  /** The history in which it is the newest version, as far as the log was followed; null: who knows. */
  standsIn: object | null;
}

/** So many items are remembered, at most. */
const ITEMS_REMEMBERED_MAX = 50_000;
/** Letters of the items of all pages that are kept, and of what they were asked by. */
const PAGES_WEIGHT_MAX = 32_000_000;
/** Letters of what was counted. */
const COUNTS_WEIGHT_MAX = 20_000;
/** Items with more letters are read again every time. */
const LETTERS_MAX = 5_000;

/**
 * Items as they were read from the tables, so that a page costs the database its keys and this process next to nothing. A
 * version of an item never changes, so what is remembered of it is right at every revision at which it holds. Of each item
 * the newest version that was asked for; those not asked for longest are forgotten, half of them at a time. Of those that
 * were read as they are now, and have not moved since as the log tells, not even the keys have to be read.
 */
export class ItemMemory {
  /** Pages of all items. */
  readonly pages = new UntilItemsMove<PageResult<ConfigurationItem>>(PAGES_WEIGHT_MAX, ({ values }) =>
    values.reduce((letters, item) => letters + lettersOf(item), 0),
  );
  /** How many items fit. */
  readonly counts = new UntilItemsMove<number>(COUNTS_WEIGHT_MAX, () => 1);
  readonly #max: number;
  readonly #moves = new RecentMoves(({ entity, itemId }) => (entity === 'CONFIGURATION_ITEM' ? [itemId] : []));
  #young = new Map<number, Known>();
  #old = new Map<number, Known>();

  constructor(max = ITEMS_REMEMBERED_MAX) {
    this.#max = max;
  }

  /** What moves after a revision will be told; what was known of now is not any more. */
  restart(from: Revision): void {
    for (const one of [this.#moves, this.pages, this.counts]) one.restart(from);
  }

  /** The database may hold another history now: what is known by its version stays. */
  forget(): void {
    for (const one of [this.#moves, this.pages, this.counts]) one.forget();
  }

  /** The database holds another history, and what moves in it is not told yet. */
  lose(): void {
    for (const one of [this.#moves, this.pages, this.counts]) one.lose();
  }

  /** Told of every change set of the log, in order, each once or, after a failure, again. */
  follow(batch: readonly LoggedChangeSet[]): void {
    this.#moves.follow(batch, (id) => {
      for (const known of [this.#young.get(id), this.#old.get(id)]) if (known) known.standsIn = null;
    });
    this.pages.follow(batch);
    this.counts.follow(batch);
  }

  /** Begins a read of versions at a revision. */
  reading(at: Revision): ReadAt {
    return this.#moves.reading(at);
  }

  /** The item as it was at a revision, if that is its newest version and known; null: it has to be read. */
  newest(id: number, at: Revision): ConfigurationItem | null {
    const young = this.#young.get(id);
    const known = young ?? this.#old.get(id);
    if (known === undefined || known.standsIn !== this.#moves.history) return null;
    if (known.validFrom > at || !this.#moves.holdsAt(at)) return null;
    if (young === undefined) this.#add(id, known);
    return known.item;
  }

  /** The version that a read has found, if it is remembered. */
  get({ id, validFrom, written }: ItemVersion, read?: ReadAt): ConfigurationItem | null {
    const young = this.#young.get(id);
    const known = young ?? this.#old.get(id);
    if (known?.validFrom !== validFrom || known.written !== written) return null;
    if (read !== undefined) this.#confirm(id, known, read);
    if (young === undefined) this.#add(id, known);
    return known.item;
  }

  /** Remembers a version that a read has found, unless a newer one of the item is remembered. */
  put({ id, validFrom, written }: ItemVersion, item: ConfigurationItem, read?: ReadAt): void {
    const before = this.#young.get(id) ?? this.#old.get(id);
    if (before !== undefined && before.validFrom > validFrom) return;
    if (lettersOf(item) > LETTERS_MAX) return;
    const known = { validFrom, written, item, standsIn: null };
    if (read !== undefined) this.#confirm(id, known, read);
    this.#add(id, known);
  }

  #confirm(id: number, known: Known, read: ReadAt): void {
    if (this.#moves.stands(read, id)) known.standsIn = read.history;
  }

  #add(id: number, known: Known): void {
    if (this.#young.size * 2 >= this.#max) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(id, known);
  }
}

/** What an item takes without its labels and attributes, and each of these without its value; in letters. */
const ITEM_LETTERS = 300;
const VALUE_LETTERS = 50;

/** About how much memory an item takes, in letters. */
function lettersOf({ attributes, labels, description }: ConfigurationItem): number {
  let letters = ITEM_LETTERS + (description?.length ?? 0);
  for (const value of [...Object.values(attributes), ...Object.values(labels)]) {
    letters += VALUE_LETTERS;
    if (typeof value === 'string') letters += value.length;
    else if (typeof value === 'object') letters += JSON.stringify(value).length;
  }
  return letters;
}
