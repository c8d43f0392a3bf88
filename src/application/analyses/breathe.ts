/** How many elements of a list are worked on without a break. */
const AT_ONCE = 50;

/** `list.map(of)` for lists of thousands: whatever waits for this thread has its turn in between. */
export async function inTurns<Element, Value>(
  list: readonly Element[],
  of: (element: Element, index: number) => Value,
): Promise<Value[]> {
  const values: Value[] = [];
  // Over pieces, so that the loop itself is none that waits: it is gone through a million times.
  for (let from = 0; from < list.length; from += AT_ONCE) {
    if (from > 0) await breathe();
    const piece = list.slice(from, from + AT_ONCE);
    for (let at = 0; at < piece.length; at += 1) values.push(of(piece[at] as Element, from + at));
  }
  return values;
}

/** Lets whatever waits for this thread have its turn: answers of the database to others, requests, timers. */
export const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
