/** An object of which nothing but that is known. */
export type Untyped = Readonly<Record<string, unknown>>;

/** The value as an object; an empty one when it is anything else. */
export const objectOf = (value: unknown): Untyped =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Untyped) : {};

/** The value as a list; an empty one when it is anything else. */
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The value as text; null when it is neither text nor a number nor a truth value, or when it is empty. */
export const textOf = (value: unknown): string | null => {
  if (typeof value === 'string') return value === '' ? null : value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
};

/** Follows own keys into nested objects; undefined where one is missing. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  let found: unknown = value;
  for (const key of path) {
    const object = objectOf(found);
    found = Object.hasOwn(object, key) ? object[key] : undefined;
  }
  return found;
}

/** The text entries of an object such as labels; entries that are objects or lists are left out. */
export function textsOf(value: unknown): Readonly<Record<string, string>> {
  const texts: [string, string][] = [];
  for (const [key, entry] of Object.entries(objectOf(value))) {
    const text = typeof entry === 'string' ? entry : textOf(entry);
    if (text !== null) texts.push([key, text]);
  }
  return Object.fromEntries(texts.sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** Where and why a parsed value cannot be stored. */
export interface Unstorable {
  readonly path: string;
  readonly reason: string;
}

/**
 * Finds text with U+0000 (PostgreSQL has no such text) and keys named `__proto__`. Visits every object once, so that
 * neither shared YAML anchors nor cycles make it long; needs no call stack, so that depth does not matter. Values of
 * one document may share `visited`, so that what they share is searched once.
 */
export function findUnstorable(root: unknown, visited: Set<unknown> = new Set()): Unstorable | null {
  const waiting: { value: unknown; path: string }[] = [{ value: root, path: '' }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, path } = next;
    if (typeof value === 'string' && value.includes('\u0000')) return { path, reason: 'holds U+0000' };
    if (typeof value !== 'object' || value === null || visited.has(value)) continue;
    visited.add(value);
    for (const [key, entry] of Object.entries(value)) {
      if (key === '__proto__') return { path, reason: 'has a key named __proto__' };
      if (key.includes('\u0000')) return { path, reason: 'has a key that holds U+0000' };
      waiting.push({
        value: entry,
        path: Array.isArray(value) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`,
      });
    }
  }
  return null;
}
