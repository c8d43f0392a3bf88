import type { Change } from './change';
import type { ConfigurationItem, Observation } from '../configuration-item';
import type { JsonObject, JsonValue } from '../json';
import { encodeItemId } from '../opaque-id';
import type { Relationship } from '../relationship';

/** One value that a change moved; null where there was none, or is none any more. */
export interface ChangedValue {
  readonly path: string;
  readonly before: JsonValue;
  readonly after: JsonValue;
}

/** What something was like before a change and after it; null: there was none. */
interface Sides<T> {
  readonly before: T | null;
  readonly after: T | null;
}

/** The values at some paths on both sides of a change. `read` answers null for what is not there. */
export function changedValues<T>(
  paths: readonly string[],
  { before, after }: Sides<T>,
  read: (of: T, path: string) => JsonValue,
): readonly ChangedValue[] {
  return paths.map((path) => ({
    path,
    before: before === null ? null : read(before, path),
    after: after === null ? null : read(after, path),
  }));
}

/** The value of an item at a path: a field, `class`, `attributes.<name>`, `labels.<key>` or `gates.<key>`. */
export function itemValueAt(item: ConfigurationItem, path: string): JsonValue {
  const { part, key } = splitPath(path);
  switch (part) {
    case 'attributes':
      return ownValue(item.attributes, key);
    case 'labels':
      return ownValue(item.labels, key);
    case 'gates':
      return asJson(item.gates.find((gate) => gate.key === key));
    default:
      if (path === 'mergedInto') return item.mergedInto === null ? null : encodeItemId(item.mergedInto);
      return path === 'class' ? item.className : fieldAt(item, path);
  }
}

/** The values that a change of a relationship moved: those at its paths, and of one that begins or ends all it has. */
export function changedRelationshipValues(
  { kind, paths }: Pick<Change, 'kind' | 'paths'>,
  sides: Sides<Relationship>,
): readonly ChangedValue[] {
  // One that moves in a merge goes on under its id; one that became a part of another ends.
  const ends = kind === 'ENDED' || (kind === 'MERGED' && sides.after === null);
  const whole = kind === 'CREATED' || ends ? (sides.after ?? sides.before) : null;
  return changedValues(whole === null ? paths : relationshipPaths(whole), sides, relationshipValueAt);
}

const RELATIONSHIP_FIELDS = ['gateKeys', 'kind', 'source', 'strength', 'target', 'type', 'weight'];

/** All paths at which a relationship has values, sorted. */
export const relationshipPaths = ({ attributes }: Relationship): readonly string[] => [
  ...Object.keys(attributes)
    .map((name) => `attributes.${name}`)
    .sort(),
  ...RELATIONSHIP_FIELDS,
];

/** The value at a path: a field or `attributes.<name>`. The ends are given by their global ids. */
export function relationshipValueAt(relationship: Relationship, path: string): JsonValue {
  const { part, key } = splitPath(path);
  if (part === 'attributes') return ownValue(relationship.attributes, key);
  if (path === 'source' || path === 'target') return encodeItemId(relationship[path]);
  return fieldAt(relationship, path);
}

/** What a source claimed at a path. */
export const claimAt = (observation: Observation, path: string): JsonValue => ownValue(observation.claims, path);

/** Keys may hold dots, parts do not. */
function splitPath(path: string): { readonly part: string; readonly key: string } {
  const dot = path.indexOf('.');
  return dot < 0 ? { part: '', key: path } : { part: path.slice(0, dot), key: path.slice(dot + 1) };
}

const fieldAt = (of: object, path: string): JsonValue =>
  Object.hasOwn(of, path) ? asJson((of as Readonly<Record<string, unknown>>)[path]) : null;

const ownValue = (values: JsonObject, key: string): JsonValue =>
  Object.hasOwn(values, key) ? (values[key] ?? null) : null;

const asJson = (value: unknown): JsonValue => (value === undefined ? null : (value as JsonValue));
