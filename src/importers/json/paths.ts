import { isJsonObject, type JsonObject, type JsonValue } from '../../domain/json';

/** Nothing that people map is nested deeper, and no record has more fields. */
const DEPTH_MAX = 12;
const FIELDS_MAX = 2000;

/**
 * The fields of a record by their paths. Members of objects are joined by dots; the same field of all objects in a list
 * is one list.
 *
 *     {"name": "a", "net": {"ip": "10.0.0.1"}, "disks": [{"gb": 1}, {"gb": 2}]}
 *     name: "a" · net.ip: "10.0.0.1" · disks[].gb: [1, 2]
 */
export function fieldsOf(record: JsonValue): ReadonlyMap<string, JsonValue> {
  const fields = new Map<string, JsonValue>();
  collect(record, '', fields, 0);
  return fields;
}

function collect(value: JsonValue, path: string, fields: Map<string, JsonValue>, depth: number): void {
  if (depth > DEPTH_MAX || fields.size >= FIELDS_MAX) return;
  if (isJsonObject(value)) {
    for (const [key, entry] of Object.entries(value)) collect(entry, joined(path, key), fields, depth + 1);
  } else if (isListOfObjects(value)) {
    for (const [inner, entries] of columnsOf(value, depth + 1)) fields.set(`${path}[].${inner}`, entries);
  } else if (path !== '') fields.set(path, value);
}

function columnsOf(elements: readonly JsonObject[], depth: number): ReadonlyMap<string, JsonValue[]> {
  const columns = new Map<string, JsonValue[]>();
  for (const element of elements) {
    const fields = new Map<string, JsonValue>();
    collect(element, '', fields, depth);
    for (const [path, value] of fields) {
      const column = columns.get(path) ?? [];
      for (const entry of Array.isArray(value) ? (value as JsonValue[]) : [value]) column.push(entry);
      columns.set(path, column);
    }
  }
  return columns;
}

/** What lies at a path, also an object or a list as a whole; undefined when nothing does. Keys may hold dots. */
export function valueAt(value: JsonValue, path: string): JsonValue | undefined {
  if (path === '') return value;
  if (!isJsonObject(value)) return undefined;
  if (Object.hasOwn(value, path)) return value[path];
  for (let dot = path.indexOf('.'); dot !== -1; dot = path.indexOf('.', dot + 1)) {
    const key = path.slice(0, dot);
    const found = Object.hasOwn(value, key) ? valueAt(value[key] ?? null, path.slice(dot + 1)) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

const joined = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);

const isListOfObjects = (value: JsonValue): value is readonly JsonObject[] =>
  Array.isArray(value) && value.length > 0 && value.every((entry: JsonValue) => isJsonObject(entry));
