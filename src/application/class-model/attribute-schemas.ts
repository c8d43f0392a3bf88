import Ajv2020, { type ErrorObject, type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import type { JsonObject, JsonValue } from '../../domain/json';
import { canonicalJson } from '../../domain/json-equal';
import { VOLATILE_KEYWORD } from '../../domain/class-model/volatile-values';

/** Compiled schemas kept. The shipped model has about forty different ones. */
const COMPILED_MAX = 2_000;

const ajv = addFormats(new Ajv2020({ strict: true, allowUnionTypes: true })).addVocabulary([VOLATILE_KEYWORD]);
/** By schema object, which is the fast way, and by text, because most attributes are of a few kinds. */
const byIdentity = new WeakMap<JsonObject, ValidateFunction>();
const byText = new Map<string, ValidateFunction>();

/** What is wrong with a value under a schema, and where inside the value; null when it fits. */
export interface SchemaFault {
  readonly message: string;
  readonly path: readonly string[];
}

/** Checks a value; the schema is known to compile. The first fault ends the check, which bounds its cost. */
export function schemaFaultOf(schema: JsonObject, value: JsonValue): SchemaFault | null {
  const validate = byIdentity.get(schema) ?? compiled(schema);
  if (validate(value)) return null;
  const [error] = validate.errors ?? [];
  return error === undefined ? { message: 'does not fit its schema', path: [] } : toFault(error);
}

/** Why a schema does not compile; null when it does. */
export function compileFault(schema: JsonObject): string | null {
  try {
    compiled(schema);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function compiled(schema: JsonObject): ValidateFunction {
  const text = canonicalJson(schema);
  const validate = byText.get(text) ?? compile(schema);
  byText.delete(text);
  byText.set(text, validate);
  const [oldest] = byText.keys();
  if (byText.size > COMPILED_MAX && oldest !== undefined) byText.delete(oldest);
  byIdentity.set(schema, validate);
  return validate;
}

/** The compiler's own cache has no bound, and is not needed beside these two. */
function compile(schema: JsonObject): ValidateFunction {
  try {
    return ajv.compile(schema);
  } finally {
    ajv.removeSchema(schema);
  }
}

function toFault(error: ErrorObject): SchemaFault {
  const path = error.instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  return { message: inWords(error), path };
}

function inWords({ keyword, message, params }: ErrorObject): string {
  const details = params as Readonly<Record<string, unknown>>;
  switch (keyword) {
    case 'enum':
      return `must be one of ${JSON.stringify(details['allowedValues'])}`;
    case 'const':
      return `must be ${JSON.stringify(details['allowedValue'])}`;
    case 'additionalProperties':
      return `must not have the property ${JSON.stringify(details['additionalProperty'])}`;
    default:
      return message ?? 'does not fit its schema';
  }
}
