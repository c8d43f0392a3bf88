import { CRITICALITIES, LIFECYCLE_STAGES, PRESENCES } from '../configuration-item';
import { itemError, type ItemError } from '../errors';
import { GATE_RULES, STRENGTHS } from '../gate';
import { INGEST_PARTS, type GateInput, type IngestEnd, type ItemRecord } from './ingest-record';
import { parseInstant } from '../instant';
import { isJsonObject, type JsonObject, type JsonValue } from '../json';
import { quoted } from '../nearest-name';
import {
  checkLength,
  checkStorable,
  jsonText,
  ITEM_LENGTH_MAX,
  KEY_LENGTH_MAX,
  NAME_LENGTH_MAX,
  VALUE_LENGTH_MAX,
} from '../record-text';
import { RELATIONSHIP_KINDS, weightFault } from '../relationship';

/*
 * Whether a record is what its type says. Records come from files and networks, so the type alone proves nothing. What
 * needs the class model is checked elsewhere.
 */

/** Text fields and how long they may be. */
const TEXTS = limits({
  ref: KEY_LENGTH_MAX,
  nativeKey: KEY_LENGTH_MAX,
  id: KEY_LENGTH_MAX,
  name: NAME_LENGTH_MAX,
  description: VALUE_LENGTH_MAX,
  environment: NAME_LENGTH_MAX,
  lifecycleStatus: NAME_LENGTH_MAX,
  site: NAME_LENGTH_MAX,
  tenant: KEY_LENGTH_MAX,
});
const CLASS = limits({ class: NAME_LENGTH_MAX });
const TYPE = limits({ type: NAME_LENGTH_MAX });
const CONTACT = limits({ name: NAME_LENGTH_MAX, url: NAME_LENGTH_MAX });
const ITEM_WORDS: readonly (readonly [string, readonly string[]])[] = [
  ['lifecycle', LIFECYCLE_STAGES],
  ['criticality', CRITICALITIES],
  ['presence', PRESENCES],
];
const RELATIONSHIP_WORDS: readonly (readonly [string, readonly string[]])[] = [
  ['presence', PRESENCES],
  ['kind', RELATIONSHIP_KINDS],
  ['strength', STRENGTHS],
];
const ITEM_TYPES: readonly (readonly [string, 'boolean' | 'object'])[] = [
  ['canFail', 'boolean'],
  ['labels', 'object'],
  ['attributes', 'object'],
];
const RELATIONSHIP_TYPES: readonly (readonly [string, 'boolean' | 'object'])[] = [['attributes', 'object']];
const CONTACTS = ['owner', 'supportGroup', 'onCall'] as const;
const LABELS_MAX = 1_000;
const GATES_MAX = 1_000;

type Fields = Readonly<Record<string, JsonValue | undefined>>;
type Limits = readonly (readonly [string, number])[];

/** Made once: a million records are held against them. */
function limits(of: Readonly<Record<string, number>>): Limits {
  return Object.entries(of);
}

const NONE: readonly ItemError[] = [];

/** The errors of all lists. */
function joined(lists: readonly (readonly ItemError[])[]): readonly ItemError[] {
  const faulty = lists.filter((list) => list.length > 0);
  return faulty.length === 0 ? NONE : faulty.flat();
}

/** Adds to a list that is nearly always empty, and then the same one for all records. */
const and = (errors: readonly ItemError[], more: readonly ItemError[]): readonly ItemError[] =>
  errors.length === 0 ? more : [...errors, ...more];

/** Everything that is wrong with an item as such: types, words, lengths, characters. Its relationships are not looked at. */
export function checkItemRecord(record: ItemRecord): readonly ItemError[] {
  const fields = (record.relationships === undefined ? record : withoutRelationships(record)) as unknown as Fields;
  const refused = checkSize(fields, 'item', ITEM_LENGTH_MAX);
  if (refused.length > 0) return refused;
  return joined([
    textErrors(fields, CLASS, true),
    textErrors(fields, TEXTS, false),
    emptyErrors(fields),
    wordErrors(fields, ITEM_WORDS),
    typeErrors(fields, ITEM_TYPES),
    wholeNumberErrors(fields, 'ifVersion'),
    instantErrors(fields),
    ...CONTACTS.map((name) => contactErrors(name, fields[name])),
    labelErrors(fields['labels']),
    gateErrors(fields['gates']),
    listErrors(fields, 'complete', INGEST_PARTS),
    listErrors(fields, 'completeRelationships', null),
    listErrors(fields, 'withdrawnGates', null),
    nestedErrors(record.relationships),
  ]);
}

function withoutRelationships(record: ItemRecord): Omit<ItemRecord, 'relationships'> {
  const { relationships: _, ...own } = record;
  return own;
}

/** Everything that is wrong with what relationships of either form have in common. */
export function checkRelationshipRecord(record: object): readonly ItemError[] {
  const fields = record as Fields;
  const refused = checkSize(fields, 'relationship', VALUE_LENGTH_MAX);
  if (refused.length > 0) return refused;
  return joined([
    textErrors(fields, TYPE, true),
    wordErrors(fields, RELATIONSHIP_WORDS),
    typeErrors(fields, RELATIONSHIP_TYPES),
    weightErrors(fields['weight']),
    wholeNumberErrors(fields, 'ifVersion'),
    instantErrors(fields),
    listErrors(fields, 'gateKeys', null),
  ]);
}

/** Refuses what is too large, or could not be stored at all, before anything looks into it. */
function checkSize(fields: Fields, what: string, most: number): readonly ItemError[] {
  const text = jsonText(fields);
  if (text === null || text.length > most) {
    const size = text === null ? 'nested too deeply' : `${text.length} characters of JSON`;
    return [itemError('TOO_LARGE', `The ${what} is ${size}; ${most} characters are allowed. Make it smaller.`)];
  }
  return checkStorable(fields as JsonObject, text);
}

/** Whether an end names exactly one thing in exactly one way. */
export function checkEnd(end: IngestEnd | undefined | null, path: readonly string[]): readonly ItemError[] {
  const refuse = (message: string): readonly ItemError[] => [itemError('INVALID_REFERENCE', message, path)];
  if (end === null || typeof end !== 'object') return refuse('Name an item: by ref, id, native or identity.');
  const given = Object.entries(end as Fields).filter(([, value]) => value !== undefined && value !== null);
  const [way] = given;
  if (!way || given.length > 1) return refuse('Name an item in exactly one way: by ref, id, native or identity.');
  const [name, value] = way;
  const wellFormed = { ref: isText, id: isText, native: isNative, identity: isIdentity }[name];
  if (!wellFormed) return refuse(`An item cannot be named by ${quoted(name)}: use ref, id, native or identity.`);
  return wellFormed(value) ? [] : refuse(`The ${name} of this end is malformed. See IngestEndInput in the schema.`);
}

function nestedErrors(relationships: unknown): readonly ItemError[] {
  if (relationships === undefined || relationships === null || Array.isArray(relationships)) return NONE;
  return [itemError('INVALID_VALUE', 'The relationships must be a list.', ['relationships'])];
}

const isText = (value: JsonValue | undefined): boolean => typeof value === 'string' && value !== '';

const isNative = (value: JsonValue | undefined): boolean =>
  isJsonObject(value) && isText(value['source']) && isText(value['key']);

const isIdentity = (value: JsonValue | undefined): boolean =>
  isJsonObject(value) && isText(value['class']) && isJsonObject(value['attributes']);

function textErrors(fields: Fields, limited: Limits, required: boolean): readonly ItemError[] {
  let errors = NONE;
  for (const [name, most] of limited) {
    const value = fields[name];
    const isGiven = value !== undefined && value !== null;
    if (typeof value === 'string' && value.length <= most) continue;
    if (typeof value === 'string') errors = and(errors, checkLength(value, most, `The ${name}`, [name]));
    else if (isGiven) errors = and(errors, [itemError('INVALID_VALUE', `The ${name} must be a text.`, [name])]);
    else if (required) errors = and(errors, [itemError('INVALID_VALUE', `Give the ${name}.`, [name])]);
  }
  return errors;
}

function wordErrors(fields: Fields, words: readonly (readonly [string, readonly string[]])[]): readonly ItemError[] {
  let errors = NONE;
  for (const [name, allowed] of words) {
    const value = fields[name];
    if (value === undefined || value === null || (typeof value === 'string' && allowed.includes(value))) continue;
    const message = `The ${name} ${quoted(JSON.stringify(value))} must be one of ${allowed.join(', ')}.`;
    errors = and(errors, [itemError('INVALID_VALUE', message, [name])]);
  }
  return errors;
}

function typeErrors(fields: Fields, types: readonly (readonly [string, 'boolean' | 'object'])[]): readonly ItemError[] {
  let errors = NONE;
  for (const [name, type] of types) {
    const value = fields[name];
    if (value === undefined || value === null) continue;
    if (type === 'object' ? isJsonObject(value) : typeof value === type) continue;
    const message = `The ${name} must be ${type === 'object' ? 'an object' : 'true or false'}.`;
    errors = and(errors, [itemError('INVALID_VALUE', message, [name])]);
  }
  return errors;
}

/** What names an item must name it; an empty text would count as left out without a word. */
const NAMES = ['ref', 'nativeKey', 'id'] as const;

function emptyErrors(fields: Fields): readonly ItemError[] {
  let errors = NONE;
  for (const name of NAMES) {
    if (fields[name] !== '') continue;
    errors = and(errors, [itemError('INVALID_VALUE', `The ${name} is empty: give one, or leave it out.`, [name])]);
  }
  return errors;
}

function wholeNumberErrors(fields: Fields, name: string): readonly ItemError[] {
  const value = fields[name];
  if (value === undefined || value === null) return NONE;
  const fits = typeof value === 'number' && Number.isSafeInteger(value) && value >= 1 && value < 2 ** 31;
  return fits ? NONE : [itemError('INVALID_VALUE', `The ${name} must be a whole number of at least 1.`, [name])];
}

function weightErrors(weight: JsonValue | undefined): readonly ItemError[] {
  if (weight === undefined || weight === null) return NONE;
  const fault = typeof weight === 'number' ? weightFault(weight) : `${quoted(JSON.stringify(weight))} is no number`;
  return fault === null ? NONE : [itemError('INVALID_VALUE', `The weight ${fault}.`, ['weight'])];
}

function instantErrors(fields: Fields): readonly ItemError[] {
  const value = fields['observedAt'];
  if (value === undefined || value === null) return NONE;
  if (typeof value === 'string' && parseInstant(value) !== null) return NONE;
  const message = `The observedAt ${quoted(JSON.stringify(value))} must be an RFC 3339 time, such as 2026-11-22T22:07:18Z.`;
  return [itemError('INVALID_VALUE', message, ['observedAt'])];
}

function contactErrors(name: string, value: JsonValue | undefined): readonly ItemError[] {
  if (value === undefined || value === null) return NONE;
  if (!isJsonObject(value) || !isText(value['name'])) {
    return [itemError('INVALID_VALUE', `The ${name} must be an object with a name.`, [name])];
  }
  return textErrors(value, CONTACT, false).map((error) => ({
    ...error,
    path: [name, ...error.path],
  }));
}

function labelErrors(labels: JsonValue | undefined): readonly ItemError[] {
  if (!isJsonObject(labels)) return NONE;
  const entries = Object.entries(labels);
  if (entries.length > LABELS_MAX) {
    return [itemError('TOO_LARGE', `The item has ${entries.length} labels; ${LABELS_MAX} are allowed.`, ['labels'])];
  }
  return entries.flatMap(([key, value]) => {
    const path = ['labels', key];
    if (key === '') return [itemError('INVALID_VALUE', 'A label needs a key.', path)];
    if (value !== null && typeof value === 'object') {
      return [itemError('INVALID_VALUE', `The label ${quoted(key)} must be a text, a number, or true or false.`, path)];
    }
    const length =
      typeof value === 'string' ? checkLength(value, VALUE_LENGTH_MAX, `The label ${quoted(key)}`, path) : [];
    return [...checkLength(key, KEY_LENGTH_MAX, 'The label key', path), ...length];
  });
}

/** Only the shape: what a gate says is checked by `checkGate`. */
function gateErrors(gates: JsonValue | undefined): readonly ItemError[] {
  if (gates === undefined || gates === null) return NONE;
  if (!Array.isArray(gates)) return [itemError('INVALID_GATE', 'The gates must be a list.', ['gates'])];
  const list = gates as readonly JsonValue[];
  if (list.length > GATES_MAX) return [itemError('TOO_LARGE', `${GATES_MAX} gates are allowed.`, ['gates'])];
  const keys = new Set<JsonValue>();
  return list.flatMap((gate, index) => {
    const path = ['gates', String(index)];
    if (!isGateInput(gate)) {
      const message = `A gate needs a key and a rule (${GATE_RULES.join(', ')}), with values of the right type.`;
      return [itemError('INVALID_GATE', message, path)];
    }
    if (keys.has(gate.key)) return [itemError('INVALID_GATE', `The gate ${quoted(gate.key)} is given twice.`, path)];
    keys.add(gate.key);
    return NONE;
  });
}

function isGateInput(value: JsonValue): value is JsonValue & GateInput {
  if (!isJsonObject(value)) return false;
  const { key, rule, value: number, types, degradedBelow, strength, parent } = value;
  const absent = (field: JsonValue | undefined): boolean => field === undefined || field === null;
  return (
    typeof key === 'string' &&
    GATE_RULES.some((known) => known === rule) &&
    (absent(number) || typeof number === 'number') &&
    (absent(types) || (Array.isArray(types) && types.every((type) => typeof type === 'string'))) &&
    (absent(degradedBelow) || typeof degradedBelow === 'number') &&
    (absent(strength) || STRENGTHS.some((known) => known === strength)) &&
    (absent(parent) || typeof parent === 'string')
  );
}

function listErrors(fields: Fields, name: string, words: readonly string[] | null): readonly ItemError[] {
  const value = fields[name];
  if (value === undefined || value === null) return NONE;
  const list = Array.isArray(value) ? (value as readonly JsonValue[]) : null;
  const fits = list?.every(
    (one) => typeof one === 'string' && one.length <= KEY_LENGTH_MAX && (!words || words.includes(one)),
  );
  if (fits) return NONE;
  return [itemError('INVALID_VALUE', `The ${name} must be a list of ${words ? words.join(', ') : 'texts'}.`, [name])];
}
