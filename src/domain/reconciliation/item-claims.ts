import { pathIn } from './claim-paths';
import { BASE_FIELDS, type Claims, type Contact } from '../configuration-item';
import type { Gate } from '../gate';
import type { GateInput, IngestPart, ItemRecord } from '../ingest/ingest-record';
import type { JsonObject, JsonValue } from '../json';

/** What a payload says of an item, as flat paths; null withdraws. */
export interface PayloadClaims {
  readonly claims: Claims;
  /** Parts whose other claims of this source are withdrawn. */
  readonly complete: ReadonlySet<IngestPart>;
}

/** Flattens a record. `attributes: null` and the like withdraw the whole part. The record is known to be valid. */
export function payloadClaims(record: ItemRecord): PayloadClaims {
  const claims: Record<string, JsonValue> = {};
  for (const field of BASE_FIELDS) {
    const value = record[field];
    if (value !== undefined) claims[field] = typeof value === 'object' ? contactValue(value) : value;
  }
  addPart(claims, 'ATTRIBUTES', record.attributes);
  addPart(claims, 'LABELS', record.labels);
  for (const gate of record.gates ?? []) claims[pathIn('GATES', gate.key)] = gateValue(toGate(gate));
  for (const key of record.withdrawnGates ?? []) claims[pathIn('GATES', key)] = null;
  return { claims, complete: completeParts(record) };
}

function addPart(claims: Record<string, JsonValue>, part: IngestPart, values: JsonObject | null | undefined): void {
  if (!values) return;
  for (const name of Object.keys(values)) {
    const value = values[name];
    if (value !== undefined) claims[pathIn(part, name)] = value;
  }
}

/** Hardly any record has some, and a set for each would be what most of its memory goes to. */
const NO_PARTS: ReadonlySet<IngestPart> = new Set();

function completeParts({ complete, attributes, labels, gates }: ItemRecord): ReadonlySet<IngestPart> {
  const withdrawn = attributes === null || labels === null || gates === null;
  if (!withdrawn && (complete?.length ?? 0) === 0) return NO_PARTS;
  const parts = new Set(complete);
  if (attributes === null) parts.add('ATTRIBUTES');
  if (labels === null) parts.add('LABELS');
  if (gates === null) parts.add('GATES');
  return parts;
}

/** A gate as it is stored: what the caller left out takes its default. */
export function toGate(input: GateInput): Gate {
  return {
    key: input.key,
    rule: input.rule,
    value: input.value ?? null,
    types: input.types ?? null,
    degradedBelow: input.degradedBelow ?? null,
    strength: input.strength ?? 'HARD',
    parent: input.parent ?? null,
  };
}

/** A gate as the value of a claim. */
const gateValue = (gate: Gate): JsonObject => ({ ...gate });

/** A claim's value as the gate it is. */
export const gateOfValue = (value: JsonValue): Gate => value as unknown as Gate;

function contactValue(contact: Partial<Contact> | null): JsonValue {
  return contact?.name === undefined ? null : { name: contact.name, url: contact.url ?? null };
}
