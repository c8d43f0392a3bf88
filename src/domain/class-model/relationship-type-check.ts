import { RELATIONSHIP_TYPE_COUNT_MAX, type CiClass, type RelationshipType } from './class-model';
import { itemError, type ItemError } from '../errors';
import { checkGateDefault } from './gate-default-check';
import { didYouMean, quoted } from '../nearest-name';

/** The classes and types by name that a relationship type may refer to. */
interface Known {
  readonly classes: ReadonlyMap<string, CiClass>;
  readonly types: ReadonlyMap<string, RelationshipType>;
}

const TYPE_NAME = /^[A-Z][A-Z0-9_]{0,62}$/;

/** Everything that is wrong with the relationship types of a definition; empty when they are sound. */
export function checkRelationshipTypes(all: readonly RelationshipType[], known: Known): readonly ItemError[] {
  return [...checkTogether(all), ...all.flatMap((type) => checkType(type, known))];
}

/** Number, codes and names: a name, forward or inverse, belongs to one type, so that it can be read in one way only. */
function checkTogether(all: readonly RelationshipType[]): readonly ItemError[] {
  const errors: ItemError[] = [];
  if (all.length > RELATIONSHIP_TYPE_COUNT_MAX) {
    const message = `There are ${all.length} relationship types; at most ${RELATIONSHIP_TYPE_COUNT_MAX} are possible.`;
    errors.push(itemError('INVALID_DEFINITION', message, ['relationshipTypes']));
  }
  const codes = new Map<number, string>();
  const names = new Map<string, string>();
  for (const type of all) {
    const path = ['relationshipTypes', type.name];
    const twin = codes.get(type.code);
    if (twin !== undefined) {
      errors.push(itemError('INVALID_DEFINITION', `${type.name} and ${twin} have the same code ${type.code}.`, path));
    }
    codes.set(type.code, type.name);
    for (const name of new Set([type.name, type.inverseName])) {
      const owner = names.get(name);
      if (owner !== undefined) {
        const message = `The name "${name}" of relationship type ${type.name} is already a name of ${owner}.`;
        errors.push(itemError('INVALID_DEFINITION', message, path));
      }
      names.set(name, type.name);
    }
  }
  return errors;
}

function checkType(type: RelationshipType, known: Known): readonly ItemError[] {
  const path = ['relationshipTypes', type.name];
  return [
    ...checkName(type.name, [...path, 'name']),
    ...checkName(type.inverseName, [...path, 'inverseName']),
    ...checkCode(type, path),
    ...checkSymmetry(type, path),
    ...checkStandby(type, path),
    ...checkEndpoints(type, known, path),
    ...checkGateDefault(type.defaultGate, known.types, {
      owner: `relationship type ${quoted(type.name)}`,
      path: [...path, 'defaultGate'],
    }),
  ];
}

function checkName(name: string, path: readonly string[]): readonly ItemError[] {
  if (TYPE_NAME.test(name)) return [];
  const message = `${quoted(name)} cannot name a relationship type: capital letters, digits and _ only, a letter first, at most 63.`;
  return [itemError('INVALID_NAME', message, path)];
}

function checkCode(type: RelationshipType, path: readonly string[]): readonly ItemError[] {
  if (Number.isInteger(type.code) && type.code >= 0 && type.code < RELATIONSHIP_TYPE_COUNT_MAX) return [];
  return [itemError('INVALID_DEFINITION', `${quoted(type.name)} has the code ${type.code}; 0 to 255 fit.`, path)];
}

/** A symmetric relationship has no first end, so an outage cannot travel one way over it, and it has one name. */
function checkSymmetry(type: RelationshipType, path: readonly string[]): readonly ItemError[] {
  const oneWay = type.propagation === 'TARGET_TO_SOURCE' || type.propagation === 'SOURCE_TO_TARGET';
  const faults = [
    type.symmetric && oneWay ? 'is symmetric: its propagation must be BOTH or NONE' : null,
    type.symmetric && type.name !== type.inverseName ? 'is symmetric: its inverse name must be its own name' : null,
    !type.symmetric && type.name === type.inverseName ? 'has itself as inverse: make it symmetric or rename one' : null,
  ];
  return faults.flatMap((fault) =>
    fault === null ? [] : [itemError('INVALID_DEFINITION', `Relationship type ${quoted(type.name)} ${fault}.`, path)],
  );
}

/** A standby takes over from the source; it would make no sense if the source's outage, or its own, travelled over it. */
function checkStandby(type: RelationshipType, path: readonly string[]): readonly ItemError[] {
  if (type.standby !== true || type.propagation === 'NONE') return [];
  const message = `Relationship type ${quoted(type.name)} declares a standby: its propagation must be NONE.`;
  return [itemError('INVALID_DEFINITION', message, [...path, 'standby'])];
}

function checkEndpoints(type: RelationshipType, known: Known, path: readonly string[]): readonly ItemError[] {
  const at = [...path, 'endpoints'];
  if (type.endpoints.length === 0 || type.endpoints.some((rule) => !rule.source.length || !rule.target.length)) {
    const message = `Relationship type ${quoted(type.name)} needs at least one pair of source and target classes; ConfigurationItem stands for any.`;
    return [itemError('INVALID_DEFINITION', message, at)];
  }
  const named = new Set(type.endpoints.flatMap((rule) => [...rule.source, ...rule.target]));
  return [...named]
    .filter((name) => !known.classes.has(name))
    .map((name) => {
      const hint = didYouMean(name, known.classes.keys());
      return itemError(
        'UNKNOWN_CLASS',
        `Relationship type ${quoted(type.name)} names the unknown CI class ${quoted(name)}.${hint}`,
        at,
      );
    });
}
