import { isJsonObject, type JsonObject, type JsonValue } from '../json';

/** The keyword of an attribute's schema that exempts its values from history. */
export const VOLATILE_KEYWORD = 'x-volatile';

/** Whether values of an attribute with this schema are kept without history. */
export const isVolatile = (schema: JsonObject): boolean => schema[VOLATILE_KEYWORD] === true;

/** Whether a part of an attribute's value is marked as volatile, which only a whole attribute can be. */
export function marksPart(schema: JsonObject): boolean {
  const waiting: JsonValue[] = Object.values(schema);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (Array.isArray(next)) waiting.push(...(next as readonly JsonValue[]));
    if (!isJsonObject(next)) continue;
    if (VOLATILE_KEYWORD in next) return true;
    waiting.push(...Object.values(next));
  }
  return false;
}
