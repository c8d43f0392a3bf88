import type { ItemRecord, ItemRelationshipRecord, RelationshipRecord } from '../domain/ingest-record';
import {
  isCriticality,
  isGateRule,
  isLifecycle,
  isPresence,
  isRelationshipKind,
  isStrength,
  WORDS,
} from './record-values';

/** What is wrong with a value, and where in it; null when it is as it should be. */
export interface ShapeFault {
  readonly path: string;
  readonly message: string;
}

type Check = (value: unknown, path: string) => ShapeFault | null;

/**
 * Checks that a value has the shape of an item record, field by field: a server refuses a whole request for one field
 * of the wrong type, so a record that is wrong must not get into a batch.
 */
export const itemFault = (value: unknown): ShapeFault | null => ITEM(value, '');

/** The same for a free-standing relationship. */
export const relationshipFault = (value: unknown): ShapeFault | null => RELATIONSHIP(value, '');

const fault = (path: string, message: string): ShapeFault => ({ path, message });

const must =
  (holds: (value: unknown) => boolean, message: string): Check =>
  (value, path) =>
    holds(value) ? null : fault(path, `must be ${message}`);

const text = must((value) => typeof value === 'string', 'text');
const truth = must((value) => typeof value === 'boolean', 'true or false');
const count = must(
  (value) => Number.isInteger(value) && Number(value) > 0 && Number(value) < 2 ** 31,
  'a whole number above 0',
);
const plainObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const mapping = must(plainObject, 'an object');
const word = (holds: (value: unknown) => boolean, name: string): Check =>
  must(holds, `one of ${WORDS[name]?.join(', ')}`);
const oneOf = (...words: readonly string[]): Check =>
  must((value) => words.some((one) => one === value), `one of ${words.join(', ')}`);

const listOf =
  (check: Check): Check =>
  (value, path) => {
    if (!Array.isArray(value)) return fault(path, 'must be a list');
    for (const [index, entry] of value.entries()) {
      const found = check(entry, `${path}[${index}]`);
      if (found !== null) return found;
    }
    return null;
  };

// Null withdraws a claim of an item; these have a default instead, which only leaving them out gives.
const NEVER_NULL: ReadonlySet<string> = new Set(['presence', 'kind', 'direction']);

const shape =
  (fields: Readonly<Record<string, Check>>, required: readonly string[]): Check =>
  (value, path) => {
    if (!plainObject(value)) return fault(path, 'must be an object');
    const inside = (name: string): string => (path === '' ? name : `${path}.${name}`);
    for (const name of required) if ((value[name] ?? null) === null) return fault(inside(name), 'is missing');
    for (const [name, entry] of Object.entries(value)) {
      const check = Object.hasOwn(fields, name) ? fields[name] : undefined;
      if (check === undefined) return fault(inside(name), `is unknown; known are ${Object.keys(fields).join(', ')}`);
      const found = entry === null && !NEVER_NULL.has(name) ? null : check(entry, inside(name));
      if (found !== null) return found;
    }
    return null;
  };

const CONTACT = shape({ name: text, url: text }, []);

const NATIVE = shape({ source: text, key: text }, ['source', 'key']);
const END_SHAPE = shape(
  {
    ref: text,
    id: text,
    native: NATIVE,
    identity: shape({ class: text, attributes: mapping }, ['class', 'attributes']),
  },
  [],
);
const END: Check = (value, path) => {
  const found = END_SHAPE(value, path);
  if (found !== null) return found;
  const given = Object.values(value as object).filter((entry) => entry !== null);
  return given.length === 1 ? null : fault(path, 'must have exactly one of ref, id, native and identity');
};

const GATE = shape(
  {
    key: text,
    rule: word(isGateRule, 'rule'),
    value: count,
    types: listOf(text),
    degradedBelow: count,
    strength: word(isStrength, 'strength'),
    parent: text,
  },
  ['key', 'rule'],
);

const RELATIONSHIP_FACTS = {
  type: text,
  presence: word(isPresence, 'presence'),
  kind: word(isRelationshipKind, 'kind'),
  strength: word(isStrength, 'strength'),
  gateKeys: listOf(text),
  weight: count,
  attributes: mapping,
  observedAt: text,
};

const RELATIONSHIP_FIELDS: Readonly<Record<keyof RelationshipRecord, Check>> = {
  ...RELATIONSHIP_FACTS,
  source: END,
  target: END,
};
const RELATIONSHIP = shape(RELATIONSHIP_FIELDS, ['type', 'source', 'target']);

const ITEM_RELATIONSHIP_FIELDS: Readonly<Record<keyof ItemRelationshipRecord, Check>> = {
  ...RELATIONSHIP_FACTS,
  direction: oneOf('SOURCE', 'TARGET'),
  end: END,
};

const ITEM_FIELDS: Readonly<Record<keyof ItemRecord, Check>> = {
  ref: text,
  class: text,
  nativeKey: text,
  id: text,
  ifVersion: count,
  observedAt: text,
  presence: word(isPresence, 'presence'),
  name: text,
  description: text,
  environment: text,
  lifecycle: word(isLifecycle, 'lifecycle'),
  lifecycleStatus: text,
  criticality: word(isCriticality, 'criticality'),
  owner: CONTACT,
  supportGroup: CONTACT,
  onCall: CONTACT,
  site: text,
  tenant: text,
  canFail: truth,
  labels: mapping,
  attributes: mapping,
  gates: listOf(GATE),
  complete: listOf(oneOf('ATTRIBUTES', 'LABELS', 'GATES')),
  relationships: listOf(shape(ITEM_RELATIONSHIP_FIELDS, ['type', 'end'])),
  completeRelationships: listOf(text),
};
const ITEM = shape(ITEM_FIELDS, ['class']);
