import type { AttributeDefinition } from '../../domain/class-model/class-model';
import { itemError, type ItemError } from '../../domain/errors';
import type { JsonObject, JsonValue } from '../../domain/json';
import { didYouMean, quoted } from '../../domain/nearest-name';
import type { ClassModel } from '../../domain/class-model/resolved-class-model';
import { schemaFaultOf } from './attribute-schemas';

/** The largest value of one attribute, as characters of its JSON text. */
const ATTRIBUTE_SIZE_MAX = 65_536;

/**
 * What is wrong with attribute values of a class, each as INVALID_ATTRIBUTE with its path (`attributes.<name>…`), or
 * TOO_LARGE; empty when all of them fit. Null means "withdraw the value" and always fits, if the class knows the name.
 */
export function validateAttributes(model: ClassModel, className: string, attributes: JsonObject): readonly ItemError[] {
  const known = model.attributesOf(className);
  const errors: ItemError[] = [];
  for (const name of Object.keys(attributes)) {
    const value = attributes[name];
    const definition = known.get(name);
    if (definition === undefined) errors.push(unknownAttribute(className, name, known));
    else if (value !== null && value !== undefined) errors.push(...validateAttribute(className, definition, value));
  }
  return errors;
}

/** What is wrong with one value of one attribute; empty when it fits. */
export function validateAttribute(
  className: string,
  { name, schema }: AttributeDefinition,
  value: JsonValue,
): readonly ItemError[] {
  const path = ['attributes', name];
  if (isTooLarge(value)) {
    const message = `The attribute "${name}" of ${className} is larger than ${ATTRIBUTE_SIZE_MAX} characters of JSON. Keep the data where it is and store a link to it.`;
    return [itemError('TOO_LARGE', message, path)];
  }
  const fault = schemaFaultOf(schema, value);
  if (fault === null) return [];
  const place = fault.path.length === 0 ? '' : `, at ${fault.path.join('.')},`;
  const message = `The attribute "${name}" of ${className}${place} ${fault.message}; it is ${excerpt(value)}.`;
  return [itemError('INVALID_ATTRIBUTE', message, [...path, ...fault.path])];
}

/** The attributes that the class requires and the item does not have, each as REQUIRED_ATTRIBUTE_MISSING. */
export function missingAttributes(model: ClassModel, className: string, attributes: JsonObject): readonly ItemError[] {
  const missing = [...model.attributesOf(className).values()].filter(
    ({ name, required }) => required && (attributes[name] === undefined || attributes[name] === null),
  );
  return missing.map(({ name, description }) => {
    const hint = description === '' ? '' : ` (${description.replace(/\.$/, '')})`;
    const message = `${className} requires the attribute "${name}"${hint}. Give it a value.`;
    return itemError('REQUIRED_ATTRIBUTE_MISSING', message, ['attributes', name]);
  });
}

function unknownAttribute(className: string, name: string, known: ReadonlyMap<string, AttributeDefinition>): ItemError {
  const hint = didYouMean(name, known.keys());
  const message = `${className} has no attribute ${quoted(name)}.${hint} Define it on the class, or use a label.`;
  return itemError('INVALID_ATTRIBUTE', message, ['attributes', name]);
}

/** Texts are measured as they are: turning a megabyte into JSON only to refuse it would be the attack. */
function isTooLarge(value: JsonValue): boolean {
  if (typeof value === 'string') return value.length > ATTRIBUTE_SIZE_MAX;
  return typeof value === 'object' && JSON.stringify(value).length > ATTRIBUTE_SIZE_MAX;
}

const EXCERPT_LENGTH = 60;

function excerpt(value: JsonValue): string {
  const text = JSON.stringify(value);
  return text.length > EXCERPT_LENGTH ? `${text.slice(0, EXCERPT_LENGTH)}…` : text;
}
