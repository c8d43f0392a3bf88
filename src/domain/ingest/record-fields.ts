import { itemError, type ItemError } from '../errors';
import type { GateInput, IngestEnd, ItemRecord, ItemRelationshipRecord, RelationshipRecord } from './ingest-record';
import { isJsonObject, type JsonObject, type JsonValue } from '../json';
import { didYouMean, quoted } from '../nearest-name';

type Names<Field extends string> = Readonly<Record<Field, true>>;

const FACTS = {
  type: true,
  presence: true,
  kind: true,
  strength: true,
  gateKeys: true,
  weight: true,
  attributes: true,
  observedAt: true,
} as const;

/**
 * What a record may say, by the input of the schema that says it; a test holds the two against each other. Spelled as
 * records, so that a field added to a type does not compile until it is known here. Versions of relationships and gates
 * that are withdrawn by key belong to edits by hand.
 */
export const RECORD_FIELDS = {
  IngestItemInput: {
    ref: true,
    class: true,
    nativeKey: true,
    id: true,
    ifVersion: true,
    observedAt: true,
    presence: true,
    name: true,
    description: true,
    environment: true,
    lifecycle: true,
    lifecycleStatus: true,
    criticality: true,
    owner: true,
    supportGroup: true,
    onCall: true,
    site: true,
    tenant: true,
    canFail: true,
    labels: true,
    attributes: true,
    gates: true,
    complete: true,
    relationships: true,
    completeRelationships: true,
  } satisfies Names<Exclude<keyof ItemRecord, 'withdrawnGates'>>,
  ItemRelationshipInput: { ...FACTS, direction: true, end: true } satisfies Names<
    Exclude<keyof ItemRelationshipRecord, 'ifVersion'>
  >,
  IngestRelationshipInput: { ...FACTS, source: true, target: true } satisfies Names<
    Exclude<keyof RelationshipRecord, 'ifVersion'>
  >,
  ContactInput: { name: true, url: true },
  GateInput: {
    key: true,
    rule: true,
    value: true,
    types: true,
    degradedBelow: true,
    strength: true,
    parent: true,
  } satisfies Names<keyof GateInput>,
  IngestEndInput: { ref: true, id: true, native: true, identity: true } satisfies Names<keyof IngestEnd>,
  NativeKeyInput: { source: true, key: true },
  IdentityInput: { class: true, attributes: true },
} as const;

type Input = keyof typeof RECORD_FIELDS;

/**
 * What keeps a parsed value from being an item's record, of all that GraphQL refuses by the types of its inputs: unknown
 * fields, at any depth, and relationships that are no objects. What a known field holds is checked by `checkItemRecord`.
 */
export function itemFieldErrors(item: JsonObject): readonly ItemError[] {
  return [
    ...unknownFields('IngestItemInput', item, []),
    ...['owner', 'supportGroup', 'onCall'].flatMap((name) => unknownFields('ContactInput', item[name], [name])),
    ...eachOf(item['gates'], ['gates'], (gate, path) => unknownFields('GateInput', gate, path)),
    ...eachOf(item['relationships'], ['relationships'], nestedErrors),
  ];
}

/** The same of a free-standing relationship. */
export function relationshipFieldErrors(relationship: JsonObject): readonly ItemError[] {
  return [
    ...unknownFields('IngestRelationshipInput', relationship, []),
    ...endErrors(relationship['source'], ['source']),
    ...endErrors(relationship['target'], ['target']),
  ];
}

function nestedErrors(value: JsonValue, path: readonly string[]): readonly ItemError[] {
  if (!isJsonObject(value)) {
    return [itemError('INVALID_VALUE', 'A relationship must be an object with a type and an end.', path)];
  }
  const direction = value['direction'] ?? 'SOURCE';
  const wrongWay = direction !== 'SOURCE' && direction !== 'TARGET';
  return [
    ...unknownFields('ItemRelationshipInput', value, path),
    ...endErrors(value['end'], [...path, 'end']),
    ...(wrongWay
      ? [itemError('INVALID_VALUE', 'The direction must be one of SOURCE, TARGET.', [...path, 'direction'])]
      : []),
  ];
}

/** That an end names one thing in one way is checked by `checkEnd`. */
const endErrors = (end: JsonValue | undefined, path: readonly string[]): readonly ItemError[] =>
  isJsonObject(end)
    ? [
        ...unknownFields('IngestEndInput', end, path),
        ...unknownFields('NativeKeyInput', end['native'], [...path, 'native']),
        ...unknownFields('IdentityInput', end['identity'], [...path, 'identity']),
      ]
    : [];

function unknownFields(input: Input, value: JsonValue | undefined, path: readonly string[]): readonly ItemError[] {
  if (!isJsonObject(value)) return [];
  const known: Readonly<Record<string, true>> = RECORD_FIELDS[input];
  return Object.keys(value)
    .filter((name) => !Object.hasOwn(known, name))
    .map((name) => {
      const hint = didYouMean(name, Object.keys(known)) || ` Its fields are ${Object.keys(known).join(', ')}.`;
      return itemError('INVALID_VALUE', `${input} has no field ${quoted(name)}.${hint}`, [...path, name]);
    });
}

function eachOf(
  list: JsonValue | undefined,
  path: readonly string[],
  check: (value: JsonValue, path: readonly string[]) => readonly ItemError[],
): readonly ItemError[] {
  if (!Array.isArray(list)) return [];
  return (list as readonly JsonValue[]).flatMap((value, at) => check(value, [...path, String(at)]));
}
