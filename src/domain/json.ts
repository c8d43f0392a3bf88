/** A JSON value as it travels through claims, attributes and labels. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

/** A JSON object. Keys are never `__proto__`; strings never hold U+0000 (PostgreSQL refuses it). */
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** Tells objects from arrays, which the readonly array type hides from `Array.isArray`. */
export const isJsonObject = (value: JsonValue | undefined): value is JsonObject =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
