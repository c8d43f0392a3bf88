import { isJsonObject, type JsonObject, type JsonValue } from '../json';

/** Keywords whose value maps names to schemas: the names are no keywords. */
const MAPS_OF_SCHEMAS = new Set(['properties', 'dependentSchemas']);
/** Keywords whose value is data, not a schema. */
const DATA = new Set(['const', 'enum', 'default', 'examples', 'required', 'dependentRequired', 'type']);

/** Why a keyword is refused, completing "the schema … uses X". */
const REFUSED: ReadonlyMap<string, string> = new Map([
  ['pattern', 'regular expressions can be made to run for seconds on a short text. Use format, enum or maxLength'],
  ['patternProperties', 'regular expressions can be made to run for seconds on a short text. Use properties'],
  ['$ref', 'a schema stands for itself and fetches or repeats nothing. Write the referenced schema out'],
  ['$dynamicRef', 'a schema stands for itself and fetches or repeats nothing. Write the referenced schema out'],
  ['$id', 'a schema is known by its class and attribute'],
  ['$schema', 'schemas are JSON Schema 2020-12'],
  ['$defs', 'there are no references that could use them'],
]);

const SCHEMA_SIZE_MAX = 16_384;
const UNIQUE_ITEMS_MAX = 1_000;

/**
 * What is wrong with the JSON Schema of an attribute, each as the end of "The schema of attribute X …".
 * `compileFault` is asked only when the schema is harmless to compile.
 */
export function checkAttributeSchema(
  schema: JsonObject,
  compileFault: (schema: JsonObject) => string | null,
): readonly string[] {
  if (JSON.stringify(schema).length > SCHEMA_SIZE_MAX) {
    return [`is larger than ${SCHEMA_SIZE_MAX} characters. Allow a plain object, or split the attribute.`];
  }
  const faults = schemasWithin(schema).flatMap(keywordFaults);
  if (faults.length > 0) return faults;
  const fault = compileFault(schema);
  return fault === null ? [] : [`is no valid JSON Schema: ${fault}.`];
}

/** The schema and every schema inside it. */
function schemasWithin(root: JsonObject): readonly JsonObject[] {
  const found: JsonObject[] = [];
  const waiting: JsonValue[] = [root];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (Array.isArray(next)) waiting.push(...(next as readonly JsonValue[]));
    if (!isJsonObject(next)) continue;
    found.push(next);
    for (const [keyword, value] of Object.entries(next)) {
      if (DATA.has(keyword)) continue;
      if (!MAPS_OF_SCHEMAS.has(keyword)) waiting.push(value);
      else if (isJsonObject(value)) waiting.push(...Object.values(value));
    }
  }
  return found;
}

function keywordFaults(schema: JsonObject): readonly string[] {
  const faults = Object.keys(schema).flatMap((keyword) => {
    const reason = REFUSED.get(keyword);
    return reason === undefined ? [] : [`uses "${keyword}", which is refused: ${reason}.`];
  });
  if (schema['format'] === 'url') {
    // Measured: 8.6 s for 60,000 characters; all other formats took less than 20 ms.
    faults.push('uses the format "url", whose check can run for seconds on a long text. Use "uri".');
  }
  const most = schema['maxItems'];
  if (schema['uniqueItems'] === true && !(typeof most === 'number' && most <= UNIQUE_ITEMS_MAX)) {
    // Comparing every element with every other is quadratic.
    faults.push(`uses "uniqueItems" without a "maxItems" of at most ${UNIQUE_ITEMS_MAX}.`);
  }
  return faults;
}
