import type { ConfigurationItem } from '../../domain/configuration-item';

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
}

/** So many items are remembered, at most. */
const ITEMS_REMEMBERED_MAX = 50_000;
/** Items with more labels and attributes are read again every time. */
const VALUES_MAX = 100;

/**
 * Items as they were read from the tables, so that a page costs the database its keys and this process next to nothing. A
 * version of an item never changes, so what is remembered of it is right at every revision at which it holds. Of each item
 * the newest version that was asked for; those not asked for longest are forgotten, half of them at a time.
 */
export class ItemMemory {
  readonly #max: number;
  #young = new Map<number, Known>();
  #old = new Map<number, Known>();

  constructor(max = ITEMS_REMEMBERED_MAX) {
    this.#max = max;
  }

  /** The version, if it is remembered. */
  get({ id, validFrom, written }: ItemVersion): ConfigurationItem | null {
    const young = this.#young.get(id);
    const known = young ?? this.#old.get(id);
    if (known?.validFrom !== validFrom || known.written !== written) return null;
    if (young === undefined) this.#add(id, known);
    return known.item;
  }

  /** Remembers a version, unless a newer one of the item is remembered. */
  put({ id, validFrom, written }: ItemVersion, item: ConfigurationItem): void {
    const known = this.#young.get(id) ?? this.#old.get(id);
    if (known !== undefined && known.validFrom > validFrom) return;
    if (Object.keys(item.attributes).length + Object.keys(item.labels).length > VALUES_MAX) return;
    this.#add(id, { validFrom, written, item });
  }

  #add(id: number, known: Known): void {
    if (this.#young.size * 2 >= this.#max) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(id, known);
  }
}
