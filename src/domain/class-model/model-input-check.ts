import { itemError, type ItemError } from '../errors';
import type { JsonValue } from '../json';
import type { CiClassInput, ModelInput, RelationshipTypeInput } from './model-input';
import { quoted } from '../nearest-name';
import { checkStorable, jsonText } from '../record-text';

/** Definitions in one request at most: the shipped model is a twentieth of it. */
const DEFINITION_COUNT_MAX = 2_000;
/** One definition, in characters of its JSON. */
const DEFINITION_LENGTH_MAX = 262_144;
/** Attributes that one class may add. */
const ATTRIBUTE_COUNT_MAX = 500;
/** Identification rules that one class may have: each costs a look-up for every item that is written. */
const RULE_COUNT_MAX = 50;

/** What cannot be taken in whatever it means: too much of something, or text that cannot be stored. */
export function checkModelInput(input: ModelInput): readonly ItemError[] {
  const count = input.classes.length + input.relationshipTypes.length;
  if (count > DEFINITION_COUNT_MAX) {
    const message = `There are ${count} definitions in this request; ${DEFINITION_COUNT_MAX} are allowed. Send them in smaller parts.`;
    return [itemError('TOO_LARGE', message)];
  }
  return [
    ...input.classes.flatMap((own) => [
      ...checkDefinition(own, ['classes', own.name]),
      ...tooMany(own, own.attributes?.length ?? 0, ATTRIBUTE_COUNT_MAX, 'attributes'),
      ...tooMany(own, own.identification?.length ?? 0, RULE_COUNT_MAX, 'identification'),
    ]),
    ...input.relationshipTypes.flatMap((type) => checkDefinition(type, ['relationshipTypes', type.name])),
  ];
}

function checkDefinition(
  definition: CiClassInput | RelationshipTypeInput,
  path: readonly string[],
): readonly ItemError[] {
  const text = jsonText(definition);
  if (text === null || text.length > DEFINITION_LENGTH_MAX) {
    const message = `The definition of ${quoted(definition.name)} is larger than ${DEFINITION_LENGTH_MAX} characters of JSON, or nested too deeply.`;
    return [itemError('TOO_LARGE', message, path)];
  }
  return checkStorable(JSON.parse(text) as JsonValue, text).map((error) => ({
    ...error,
    path: [...path, ...error.path],
  }));
}

function tooMany(own: CiClassInput, count: number, most: number, what: string): readonly ItemError[] {
  if (count <= most) return [];
  const message = `CI class ${quoted(own.name)} has ${count} ${what}; ${most} are allowed. Spread them over several classes.`;
  return [itemError('TOO_LARGE', message, ['classes', own.name, what])];
}
