/** Values in slices of at most so many, in order; they are asked for only as slices are. */
export function* slicesOf<Value>(values: Iterable<Value>, size: number): Generator<readonly Value[]> {
  let slice: Value[] = [];
  for (const value of values) {
    slice.push(value);
    if (slice.length < size) continue;
    yield slice;
    slice = [];
  }
  if (slice.length > 0) yield slice;
}
