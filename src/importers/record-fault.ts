import type { ItemError } from '../domain/errors';
import type { IngestEnd, ItemRecord } from '../domain/ingest/ingest-record';
import { checkEnd, checkItemRecord, checkRelationshipRecord } from '../domain/ingest/record-check';
import { RECORD_FIELDS } from '../domain/ingest/record-fields';
import type { Untyped } from './untyped';

/** What is wrong with a record, and where in it. */
export interface RecordFault {
  readonly path: string;
  readonly message: string;
}

/**
 * The first thing that keeps a value from being an item record; null when nothing does. A server refuses a whole
 * request for one field of the wrong type, so a record that is wrong must not get into a batch.
 */
export function itemFault(value: Untyped): RecordFault | null {
  const own =
    fieldFault(value, RECORD_FIELDS.IngestItemInput) ?? firstOf(checkItemRecord(value as unknown as ItemRecord));
  if (own !== null) return own;
  const relationships = value['relationships'] ?? [];
  if (!Array.isArray(relationships)) return { path: 'relationships', message: 'must be a list' };
  for (const [index, one] of (relationships as readonly unknown[]).entries()) {
    const fault = isObject(one) ? nestedFault(one) : { path: '', message: 'must be an object' };
    if (fault !== null) return { ...fault, path: joined(`relationships[${index}]`, fault.path) };
  }
  return null;
}

/** The same for a free-standing relationship. */
export const relationshipFault = (value: Untyped): RecordFault | null =>
  fieldFault(value, RECORD_FIELDS.IngestRelationshipInput) ??
  firstOf(checkRelationshipRecord(value)) ??
  firstOf(checkEnd(value['source'] as IngestEnd, ['source'])) ??
  firstOf(checkEnd(value['target'] as IngestEnd, ['target']));

function nestedFault(value: Untyped): RecordFault | null {
  const { direction, end } = value;
  if (direction !== undefined && direction !== 'SOURCE' && direction !== 'TARGET') {
    return { path: 'direction', message: 'must be SOURCE or TARGET' };
  }
  return (
    fieldFault(value, RECORD_FIELDS.ItemRelationshipInput) ??
    firstOf(checkRelationshipRecord(value)) ??
    firstOf(checkEnd(end as IngestEnd, ['end']))
  );
}

// These have a default, which only leaving them out gives.
const NEVER_NULL: ReadonlySet<string> = new Set(['presence', 'kind']);

function fieldFault(value: Untyped, known: Readonly<Record<string, boolean>>): RecordFault | null {
  for (const [name, entry] of Object.entries(value)) {
    if (!Object.hasOwn(known, name))
      return { path: name, message: `is unknown; known are ${Object.keys(known).join(', ')}` };
    if (entry === null && NEVER_NULL.has(name)) return { path: name, message: 'must not be null; leave it out' };
  }
  return null;
}

const firstOf = ([error]: readonly ItemError[]): RecordFault | null =>
  error === undefined ? null : { path: error.path.join('.'), message: error.message };

const isObject = (value: unknown): value is Untyped =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const joined = (path: string, rest: string): string => (rest === '' ? path : `${path}.${rest}`);
