import { pathOfAttribute } from '../reconciliation/claim-paths';
import { DomainError } from '../errors';
import type { JsonObject, JsonValue } from '../json';
import { quoted } from '../nearest-name';
import type { ClassModel } from '../class-model/resolved-class-model';

/**
 * What a run of a data source covers: everything it reports that fits all of this. Null or empty asks nothing. An item
 * fits by what the source itself says of it. A relationship belongs to its source item, or, when the data source does not
 * report that one, to its target; a symmetric one to both ends.
 */
export interface SyncScope {
  /** Descendants included. */
  readonly classes: readonly string[] | null;
  /** Which relationships the run reports; null: of all types, empty: none. */
  readonly relationshipTypes: readonly string[] | null;
  /** Attribute or base field -> the text, number or boolean that the source claims for it. */
  readonly attributes: JsonObject;
  readonly nativeKeyPrefix: string | null;
}

/** The scope of a source as a whole. */
export const WHOLE_SOURCE: SyncScope = {
  classes: null,
  relationshipTypes: null,
  attributes: {},
  nativeKeyPrefix: null,
};

const NAMES_MAX = 1_000;

/** Refuses a scope that no item can be held against. Throws UNKNOWN_CLASS, UNKNOWN_RELATIONSHIP_TYPE and BAD_REQUEST. */
export function checkScope(scope: SyncScope, model: ClassModel): void {
  for (const name of scope.classes ?? []) model.requireClass(name);
  for (const name of scope.relationshipTypes ?? []) model.requireType(name);
  if (scope.classes?.length === 0)
    throw wrongScope('Its list of classes is empty, so it covers nothing: leave it out.');
  if ((scope.classes?.length ?? 0) + Object.keys(scope.attributes).length > NAMES_MAX) {
    throw wrongScope(`It names more than ${NAMES_MAX} classes and attributes.`);
  }
  if (scope.nativeKeyPrefix === '') throw wrongScope('Its prefix of native keys is empty: leave it out.');
  for (const [name, value] of Object.entries(scope.attributes)) {
    if (['string', 'number', 'boolean'].includes(typeof value)) continue;
    throw wrongScope(`${quoted(name)} must be a text, a number or a boolean to be compared with.`);
  }
}

const wrongScope = (why: string): DomainError => new DomainError('BAD_REQUEST', `This is no scope of a sync. ${why}`);

/** Whether a scope takes in all that a source reports. */
export const isWholeSource = ({ classes, attributes, nativeKeyPrefix }: SyncScope): boolean =>
  classes === null && nativeKeyPrefix === null && Object.keys(attributes).length === 0;

/** What the source must claim of an item in the scope: flat path -> value. */
export const scopeClaims = ({ attributes }: SyncScope): Readonly<Record<string, JsonValue>> =>
  Object.fromEntries(Object.entries(attributes).map(([name, value]) => [pathOfAttribute(name), value]));

/** The classes of a scope with everything below them; null for all. */
export const scopeClasses = ({ classes }: SyncScope, model: ClassModel): readonly string[] | null =>
  classes && [...new Set(classes.flatMap((name) => (model.class(name) ? model.descendants(name) : [])))];

/** Whether some item could be in both scopes: unless their classes, a value or their native keys keep them apart. */
export function scopesOverlap(a: SyncScope, b: SyncScope, model: ClassModel): boolean {
  const [classesOfA, classesOfB] = [scopeClasses(a, model), scopeClasses(b, model)];
  if (classesOfA && classesOfB && !classesOfA.some((name) => classesOfB.includes(name))) return false;
  const [keysOfA, keysOfB] = [a.nativeKeyPrefix, b.nativeKeyPrefix];
  if (keysOfA !== null && keysOfB !== null && !keysOfA.startsWith(keysOfB) && !keysOfB.startsWith(keysOfA))
    return false;
  return Object.entries(a.attributes).every(([name, value]) => {
    const other = b.attributes[name];
    return other === undefined || other === value;
  });
}
