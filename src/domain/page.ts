/** Where an entry stands in an ordered list: the values it is ordered by, ending in what makes them unique. */
export type PagePosition = readonly (string | number | boolean | null)[];

/** Which part of an ordered list. Both bounds are exclusive. */
export interface PageRequest {
  /** How many at most. */
  readonly limit: number;
  /** Counted from the back; the entries still come in the order of the list. */
  readonly backward: boolean;
  readonly after: PagePosition | null;
  readonly before: PagePosition | null;
}

/** One entry of a page. Where it stands may be worked out when it is asked for, so an entry is passed on and not copied. */
export interface PageEntry<T> {
  readonly value: T;
  readonly position: PagePosition;
}

/** One part of an ordered list. */
export interface PageResult<T> {
  readonly entries: readonly PageEntry<T>[];
  /** Whether there is more beyond the side that the page was counted towards. */
  readonly hasMore: boolean;
}

/** Another value where an entry stands. */
class MappedEntry<T, U> implements PageEntry<U> {
  readonly value: U;
  readonly #entry: PageEntry<T>;

  constructor(entry: PageEntry<T>, value: U) {
    this.value = value;
    this.#entry = entry;
  }

  get position(): PagePosition {
    return this.#entry.position;
  }
}

/** A page of other values. */
export const mapPage = <T, U>(page: PageResult<T>, map: (value: T) => U): PageResult<U> => ({
  ...page,
  entries: page.entries.map((entry) => new MappedEntry(entry, map(entry.value))),
});
