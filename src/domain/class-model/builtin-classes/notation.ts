import type {
  AttributeDefinition,
  CiClass,
  HostContext,
  IdentificationEntry,
  IdentificationRule,
} from '../class-model';
import type { JsonObject } from '../../json';

/** Long enough for every name, path and address; short enough that no value bloats an index or an answer. */
const TEXT_LENGTH_MAX = 2048;
const ELEMENT_COUNT_MAX = 1000;

const TEXT: JsonObject = { type: 'string', maxLength: TEXT_LENGTH_MAX };

/** An attribute of any JSON Schema. */
const attribute = (name: string, description: string, schema: JsonObject): AttributeDefinition => ({
  name,
  description,
  schema,
  required: false,
});

/** An attribute that holds text. */
export const text = (name: string, description: string): AttributeDefinition => attribute(name, description, TEXT);

/** An attribute that holds text in one of the formats of JSON Schema. */
export const formatted = (
  name: string,
  description: string,
  format: 'date' | 'date-time' | 'uuid',
): AttributeDefinition => attribute(name, description, { type: 'string', format });

/** An attribute that holds one of a few words. */
export const choice = (name: string, description: string, words: readonly string[]): AttributeDefinition =>
  attribute(name, description, { type: 'string', enum: words });

/** An attribute that holds a whole number, 0 or more unless `minimum` says otherwise. */
export const integer = (name: string, description: string, minimum = 0): AttributeDefinition =>
  attribute(name, description, { type: 'integer', minimum });

/** An attribute that holds a number, 0 or more. */
export const decimal = (name: string, description: string): AttributeDefinition =>
  attribute(name, description, { type: 'number', minimum: 0 });

/** An attribute that holds a TCP or UDP port. */
export const portNumber = (name: string, description: string): AttributeDefinition =>
  attribute(name, description, { type: 'integer', minimum: 0, maximum: 65_535 });

/** An attribute that is true or false. */
export const flag = (name: string, description: string): AttributeDefinition =>
  attribute(name, description, { type: 'boolean' });

/** An attribute that holds several texts. */
export const texts = (name: string, description: string): AttributeDefinition =>
  attribute(name, description, { type: 'array', items: TEXT, maxItems: ELEMENT_COUNT_MAX });

/** An attribute that holds several port numbers. */
export const portNumbers = (name: string, description: string): AttributeDefinition =>
  attribute(name, description, {
    type: 'array',
    items: { type: 'integer', minimum: 0, maximum: 65_535 },
    maxItems: ELEMENT_COUNT_MAX,
  });

/** An attribute that holds rows whose fields are texts, all of them needed. */
export const rows = (name: string, description: string, fields: readonly string[]): AttributeDefinition =>
  attribute(name, description, {
    type: 'array',
    maxItems: ELEMENT_COUNT_MAX,
    items: {
      type: 'object',
      properties: Object.fromEntries(fields.map((field) => [field, TEXT])),
      required: fields,
      additionalProperties: false,
    },
  });

/** An attribute that holds free key-value pairs of text. */
export const pairs = (name: string, description: string): AttributeDefinition =>
  attribute(name, description, { type: 'object', additionalProperties: TEXT, maxProperties: ELEMENT_COUNT_MAX });

/** An identification entry that holds anywhere in the tenant. */
export const entry = (id: number, ...attributes: readonly string[]): IdentificationEntry => ({
  id,
  attributes,
  within: null,
  rows: null,
  weak: false,
});

/** The same entry, but looked for inside a host. */
export const within = (hosts: readonly HostContext[], base: IdentificationEntry): IdentificationEntry => ({
  ...base,
  within: hosts,
});

/** The same entry, but every element of an array attribute is one identifier. */
export const eachOf = (attributeName: string, base: IdentificationEntry): IdentificationEntry => ({
  ...base,
  rows: attributeName,
});

/** The same entry, but it may only match, never create alone. */
export const weak = (base: IdentificationEntry): IdentificationEntry => ({ ...base, weak: true });

/** Where a host is found: the other end of a relationship of the type. */
export const over = (relationshipType: string, ...hostClasses: readonly string[]): HostContext => ({
  relationshipType,
  hostClasses,
});

/** The entries of an ancestor at this place. */
export const inherits = (name: string): IdentificationRule => ({ inherits: name });

type Optional = 'abstract' | 'canFail' | 'isService' | 'attributes' | 'identification' | 'gateDefaults';
/** A class as the built-in model writes it; what is left out is the usual. */
type ClassNotation = Pick<CiClass, 'name' | 'parent' | 'description'> & Partial<Pick<CiClass, Optional>>;

/** Completes a class: concrete, can fail by itself, no service, nothing of its own. */
export const ciClass = (own: ClassNotation): CiClass => ({
  abstract: false,
  canFail: true,
  isService: false,
  attributes: [],
  identification: [],
  gateDefaults: {},
  ...own,
});
