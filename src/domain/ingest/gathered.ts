/** `list.flatMap(of)` for lists that nearly always have one element: its own list is given then, and nothing is copied. */
export function gathered<Element, Value>(
  list: readonly Element[],
  of: (element: Element) => readonly Value[],
): readonly Value[] {
  const [only] = list;
  return list.length === 1 && only !== undefined ? of(only) : list.flatMap(of);
}
