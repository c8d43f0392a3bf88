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

/** One part of an ordered list. */
export interface PageResult<T> {
  readonly entries: readonly { readonly value: T; readonly position: PagePosition }[];
  /** Whether there is more beyond the side that the page was counted towards. */
  readonly hasMore: boolean;
}
