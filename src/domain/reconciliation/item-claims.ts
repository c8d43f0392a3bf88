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
  const complete = new Set(record.complete);
  for (const field of BASE_FIELDS) {
    const value = record[field];
    if (value !== undefined) claims[field] = typeof value === 'object' ? contactValue(value) : value;
  }
  const add = (part: IngestPart, values: JsonObject | null | undefined): void => {
    if (values === null) complete.add(part);
    if (!values) return;
    for (const name of Object.keys(values)) {
      const value = values[name];
      if (value !== undefined) claims[pathIn(part, name)] = value;
    }
  };
  add('ATTRIBUTES', record.attributes);
  add('LABELS', record.labels);
  add('GATES', record.gates && Object.fromEntries(record.gates.map((gate) => [gate.key, gateValue(toGate(gate))])));
  for (const key of record.withdrawnGates ?? []) claims[pathIn('GATES', key)] = null;
  return { claims, complete };
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
