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

/** One entry of a page. */
export interface PageEntry<T> {
  readonly value: T;
  readonly position: PagePosition;
}

/** One part of an ordered list. */
export interface PageResult<T> {
  /** In the order of the list. */
  readonly values: readonly T[];
  /** Where the one at a place of the page stands in the list; worked out when it is asked for. */
  positionAt(place: number): PagePosition;
  /** The values with where they stand. */
  readonly entries: readonly PageEntry<T>[];
  /** Whether there is more beyond the side that the page was counted towards. */
  readonly hasMore: boolean;
}

class Page<T> implements PageResult<T> {
  readonly values: readonly T[];
  readonly hasMore: boolean;
  readonly positionAt: (place: number) => PagePosition;

  constructor(values: readonly T[], hasMore: boolean, positionAt: (place: number) => PagePosition) {
    this.values = values;
    this.hasMore = hasMore;
    this.positionAt = positionAt;
  }

  get entries(): readonly PageEntry<T>[] {
    return this.values.map((value, place) => ({ value, position: this.positionAt(place) }));
  }
}

/** A page of values; `positionAt` says where the one at a place of the page stands in the list. */
export const pageOfValues = <T>(
  values: readonly T[],
  hasMore: boolean,
  positionAt: (place: number) => PagePosition,
): PageResult<T> => new Page(values, hasMore, positionAt);

/** A page of other values. */
export const mapPage = <T, U>(page: PageResult<T>, map: (value: T) => U): PageResult<U> =>
  new Page(page.values.map(map), page.hasMore, (place) => page.positionAt(place));
