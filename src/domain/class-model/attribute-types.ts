import { isJsonObject, type JsonObject, type JsonValue } from '../json';

/** The kinds of JSON values, as JSON Schema names them; a whole number is a number. */
export type JsonType = 'array' | 'boolean' | 'null' | 'number' | 'object' | 'string';

/** The kind of a value. */
export function jsonTypeOf(value: JsonValue): JsonType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value as 'boolean' | 'number' | 'object' | 'string';
}

/** The kinds of values that a JSON Schema allows; null when it does not say. */
export function typesOfSchema(schema: JsonObject): ReadonlySet<JsonType> | null {
  const { type, const: only, enum: some } = schema;
  if (typeof type === 'string') return new Set([asType(type)]);
  if (Array.isArray(type)) return new Set((type as readonly string[]).map(asType));
  if (only !== undefined) return new Set([jsonTypeOf(only)]);
  if (Array.isArray(some)) return new Set((some as readonly JsonValue[]).map(jsonTypeOf));
  const alternatives = schema['anyOf'] ?? schema['oneOf'];
  if (!Array.isArray(alternatives)) return null;
  const found = (alternatives as readonly JsonValue[]).map((one) => (isJsonObject(one) ? typesOfSchema(one) : null));
  return found.includes(null) ? null : new Set(found.flatMap((types) => [...(types ?? [])]));
}

/** The schema of what lies at a path of keys and array positions within a value; null where a schema does not say. */
export function schemaAt(schema: JsonObject, path: readonly string[]): JsonObject | null {
  let found: JsonObject = schema;
  for (const key of path) {
    const properties = found['properties'];
    const property = isJsonObject(properties) && Object.hasOwn(properties, key) ? properties[key] : undefined;
    const next = property ?? (/^\d+$/.test(key) ? found['items'] : undefined);
    if (!isJsonObject(next)) return null;
    found = next;
  }
  return found;
}

const asType = (name: string): JsonType => (name === 'integer' ? 'number' : (name as JsonType));
