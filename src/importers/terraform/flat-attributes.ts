import type { Untyped } from '../untyped';

/**
 * The attributes of a state of version 3, where `tags.Name` stands for an entry and `subnets.#` counts a list. Entries
 * of lists lie under numbers or hashes; deeper ones keep the rest of their path as name.
 */
export function unflattened(flat: Untyped): Untyped {
  const nested = new Map<string, unknown>();
  const lists = new Set(
    Object.keys(flat)
      .filter((key) => key.endsWith('.#'))
      .map((key) => key.slice(0, -2)),
  );
  for (const [key, value] of Object.entries(flat)) {
    const dot = key.indexOf('.');
    if (dot === -1) {
      nested.set(key, value);
      continue;
    }
    const [name, rest] = [key.slice(0, dot), key.slice(dot + 1)];
    if (rest === '#' || rest === '%' || rest.endsWith('.#') || rest.endsWith('.%')) continue;
    if (lists.has(name)) nested.set(name, [...((nested.get(name) as readonly unknown[] | undefined) ?? []), value]);
    else nested.set(name, { ...(nested.get(name) as object | undefined), [rest]: value });
  }
  return Object.fromEntries(nested);
}
