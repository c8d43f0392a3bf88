import { checkAttributeSchema } from './attribute-schema-check';
import { ABSENT_GRACE_HOURS_MAX, type AttributeDefinition, type CiClass, type RelationshipType } from './class-model';
import { itemError, type ItemError } from '../errors';
import { checkGateDefault } from './gate-default-check';
import { checkIdentification } from './identification-check';
import type { ModelRules } from './model-rules';
import { didYouMean, quoted } from '../nearest-name';
import { isVolatile, marksPart, VOLATILE_KEYWORD } from './volatile-values';

/** What a class may refer to, and the rules of the edge. */
interface Known {
  readonly classes: ReadonlyMap<string, CiClass>;
  readonly types: ReadonlyMap<string, RelationshipType>;
  readonly rules: ModelRules;
}

const CLASS_NAME = /^[A-Z][A-Za-z0-9]{0,62}$/;
const ATTRIBUTE_NAME = /^[a-z][A-Za-z0-9]{0,62}$/;

/** The root that every class descends from. */
export const ROOT_CLASS = 'ConfigurationItem';

/** Everything that is wrong with one class of a definition; empty when it is sound. */
export function checkClass(own: CiClass, known: Known): readonly ItemError[] {
  const path = ['classes', own.name];
  const ancestors = ancestorsOf(own, known.classes);
  if (ancestors === null) {
    const message = `CI class ${quoted(own.name)} descends from itself. Choose a parent outside its own descendants.`;
    return [itemError('INVALID_DEFINITION', message, [...path, 'parent'])];
  }
  return [
    ...checkName(own, known.rules, path),
    ...checkParent(own, known, path),
    ...checkAttributes(own, ancestors, known.rules),
    // Below an unknown class nobody knows what is inherited; that it is unknown is said already.
    ...((ancestors.at(-1) ?? own).parent === null ? checkIdentification(own, ancestors, known) : []),
    ...checkGateDefaults(own, known, path),
    ...checkGrace(own, path),
    ...checkProbability(own, path),
  ];
}

function checkGrace({ name, absentGraceHours: hours = 0 }: CiClass, path: readonly string[]): readonly ItemError[] {
  if (Number.isSafeInteger(hours) && hours >= 0 && hours <= ABSENT_GRACE_HOURS_MAX) return [];
  const message = `The absentGraceHours of ${quoted(name)} must be a whole number from 0 to ${ABSENT_GRACE_HOURS_MAX}, not ${hours}.`;
  return [itemError('INVALID_DEFINITION', message, [...path, 'absentGraceHours'])];
}

function checkProbability({ name, failureProbability }: CiClass, path: readonly string[]): readonly ItemError[] {
  if (failureProbability === undefined || (failureProbability >= 0 && failureProbability <= 1)) return [];
  const message = `The failureProbability ${failureProbability} of CI class ${quoted(name)} is not between 0 and 1.`;
  return [itemError('INVALID_DEFINITION', message, [...path, 'failureProbability'])];
}

/** The classes above, nearest first; null when the line runs in a circle. */
function ancestorsOf(own: CiClass, classes: ReadonlyMap<string, CiClass>): readonly CiClass[] | null {
  const ancestors: CiClass[] = [];
  const seen = new Set([own.name]);
  let parent = own.parent;
  while (parent !== null) {
    if (seen.has(parent)) return null;
    seen.add(parent);
    const found = classes.get(parent);
    if (found === undefined) break;
    ancestors.push(found);
    parent = found.parent;
  }
  return ancestors;
}

function checkName(own: CiClass, rules: ModelRules, path: readonly string[]): readonly ItemError[] {
  if (!CLASS_NAME.test(own.name)) {
    const message = `${quoted(own.name)} cannot name a CI class: letters and digits only, a capital letter first, at most 63.`;
    return [itemError('INVALID_NAME', message, [...path, 'name'])];
  }
  // The root is the one class that the API has a type for already.
  if (own.name === ROOT_CLASS || !rules.reservedClassNames.has(own.name)) return [];
  const message = `"${own.name}" is the name of a type of the API and cannot name a CI class. Choose another name.`;
  return [itemError('INVALID_NAME', message, [...path, 'name'])];
}

function checkParent(own: CiClass, known: Known, path: readonly string[]): readonly ItemError[] {
  const at = [...path, 'parent'];
  if (own.parent === null) {
    if (own.name === ROOT_CLASS) return [];
    const message = `CI class ${quoted(own.name)} needs a parent; ${ROOT_CLASS} is the most general one.`;
    return [itemError('INVALID_DEFINITION', message, at)];
  }
  if (own.name === ROOT_CLASS) {
    return [itemError('INVALID_DEFINITION', `${ROOT_CLASS} is the root and has no parent.`, at)];
  }
  if (known.classes.has(own.parent)) return [];
  const hint = didYouMean(own.parent, known.classes.keys());
  const message = `CI class ${quoted(own.name)} has the unknown parent ${quoted(own.parent)}.${hint}`;
  return [itemError('UNKNOWN_CLASS', message, at)];
}

function checkAttributes(own: CiClass, ancestors: readonly CiClass[], rules: ModelRules): readonly ItemError[] {
  const owners = new Map<string, string>();
  for (const ancestor of ancestors) {
    for (const attribute of ancestor.attributes) owners.set(attribute.name, ancestor.name);
  }
  return own.attributes.flatMap((attribute) => {
    const path = ['classes', own.name, 'attributes', attribute.name];
    const owner = owners.get(attribute.name);
    owners.set(attribute.name, own.name);
    return [
      ...checkAttributeName(own, attribute, rules, path),
      ...(owner === undefined ? [] : [redefined(own, attribute, owner, path)]),
      ...checkAttributeSchema(attribute.schema, rules.schemaFault).map((fault) =>
        itemError('INVALID_DEFINITION', `The schema of attribute ${own.name}.${attribute.name} ${fault}`, [
          ...path,
          'schema',
        ]),
      ),
      ...volatileFaults(own, attribute).map((fault) => itemError('INVALID_DEFINITION', fault, [...path, 'schema'])),
    ];
  });
}

/** A value without history can neither be demanded, nor make an item what it is. */
function volatileFaults(
  { name: className }: CiClass,
  { name, schema, required }: AttributeDefinition,
): readonly string[] {
  const subject = `The attribute ${className}.${name}`;
  if (marksPart(schema))
    return [`${subject} marks a part of its value as ${VOLATILE_KEYWORD}; only a whole one can be.`];
  if (!(VOLATILE_KEYWORD in schema)) return [];
  if (typeof schema[VOLATILE_KEYWORD] !== 'boolean') return [`${subject}: ${VOLATILE_KEYWORD} must be true or false.`];
  return isVolatile(schema) && required ? [`${subject} is ${VOLATILE_KEYWORD}, and so cannot be required.`] : [];
}

function redefined(own: CiClass, attribute: AttributeDefinition, owner: string, path: readonly string[]): ItemError {
  const message =
    owner === own.name
      ? `The attribute "${attribute.name}" of ${own.name} is defined twice.`
      : `The attribute "${attribute.name}" of ${own.name} is already inherited from ${owner}; an inherited attribute cannot be redefined.`;
  return itemError('INVALID_DEFINITION', message, path);
}

function checkAttributeName(
  own: CiClass,
  attribute: AttributeDefinition,
  rules: ModelRules,
  path: readonly string[],
): readonly ItemError[] {
  if (!ATTRIBUTE_NAME.test(attribute.name)) {
    const message = `${quoted(attribute.name)} cannot name an attribute of ${own.name}: letters and digits only, a small letter first, at most 63. Other keys belong into labels.`;
    return [itemError('INVALID_NAME', message, path)];
  }
  if (!rules.reservedAttributeNames.has(attribute.name)) return [];
  const message = `"${attribute.name}" is a field that every configuration item has; ${own.name} cannot define it as an attribute.`;
  return [itemError('INVALID_NAME', message, path)];
}

function checkGateDefaults(own: CiClass, known: Known, path: readonly string[]): readonly ItemError[] {
  return Object.entries(own.gateDefaults).flatMap(([typeName, gate]) => {
    const at = [...path, 'gateDefaults', typeName];
    if (!known.types.has(typeName)) {
      const hint = didYouMean(typeName, known.types.keys());
      const message = `CI class ${quoted(own.name)} has a default gate for the unknown relationship type ${quoted(typeName)}.${hint}`;
      return [itemError('UNKNOWN_RELATIONSHIP_TYPE', message, at)];
    }
    return checkGateDefault(gate, known.types, { owner: `CI class ${quoted(own.name)} for ${typeName}`, path: at });
  });
}
