import { isJsonObject, type JsonObject, type JsonValue } from './json';

/** Whether two JSON values say the same; the order of an object's keys does not count. */
export function jsonEqual(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (a === b) return true;
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return false;
  if (isJsonObject(a)) return isJsonObject(b) && objectsEqual(a, b);
  if (isJsonObject(b)) return false;
  return a.length === b.length && a.every((value, index) => jsonEqual(value, b[index]));
}

function objectsEqual(a: JsonObject, b: JsonObject): boolean {
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && jsonEqual(a[key], b[key]));
}

/** The text of a JSON value with the keys of every object in order: equal values have equal texts. */
export function canonicalJson(value: JsonValue): string {
  return JSON.stringify(value, (_, inner: JsonValue) => (isJsonObject(inner) ? sortKeys(inner) : inner));
}

const sortKeys = (value: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
