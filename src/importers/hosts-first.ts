/**
 * The same keys, each behind everything that it stands in; the given order where that leaves a choice. What stands in
 * itself over a ring comes where the ring was entered.
 */
export function hostsFirst(keys: readonly string[], hostsOf: (key: string) => readonly string[]): readonly string[] {
  const ordered: string[] = [];
  const entered = new Set<string>();
  for (const key of keys) {
    // Needs no call stack: an entry is a key to visit, or one whose hosts have all been.
    const waiting: { readonly key: string; readonly done: boolean }[] = [{ key, done: false }];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (next.done) ordered.push(next.key);
      if (next.done || entered.has(next.key)) continue;
      entered.add(next.key);
      waiting.push({ key: next.key, done: true });
      for (const host of hostsOf(next.key)) if (!entered.has(host)) waiting.push({ key: host, done: false });
    }
  }
  return ordered;
}
