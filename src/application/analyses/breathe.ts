/** How many elements of a list are worked on without a break. */
const AT_ONCE = 50;

/** `list.map(of)` for lists of thousands: whatever waits for this thread has its turn in between. */
export async function inTurns<Element, Value>(
  list: readonly Element[],
  of: (element: Element, index: number) => Value,
): Promise<Value[]> {
  const values: Value[] = [];
  for (const [index, element] of list.entries()) {
    if (index % AT_ONCE === AT_ONCE - 1) await breathe();
    values.push(of(element, index));
  }
  return values;
}

/** Lets whatever waits for this thread have its turn: answers of the database to others, requests, timers. */
export const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
