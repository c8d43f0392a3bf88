/** What a walk found. Distance n is `items` from `starts[n]` up to, not including, `starts[n + 1]`. */
export interface Closure {
  /** By distance; in no particular order within one distance. */
  readonly items: Uint32Array;
  readonly starts: readonly number[];
  /** A limit of the rules cut the answer. */
  readonly truncated: boolean;
}
