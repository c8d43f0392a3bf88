import { itemError, type ItemError } from '../errors';
import type { ItemRecord, RelationshipRecord } from './ingest-record';
import { isJsonObject, type JsonObject, type JsonValue } from '../json';
import { didYouMean, quoted } from '../nearest-name';
import { itemFieldErrors, relationshipFieldErrors } from './record-fields';

/** A line of a stream: a record that has the form of its input, or why it has not. */
export type RecordLine =
  | { readonly kind: 'item'; readonly record: ItemRecord }
  | { readonly kind: 'relationship'; readonly record: RelationshipRecord }
  | WrongLine;

/** A line that cannot be taken; `of` is what it was meant to be, where that can be told. */
export interface WrongLine {
  readonly kind: 'wrong';
  readonly of: 'item' | 'relationship' | null;
  readonly errors: readonly ItemError[];
}

/** A record has a handful of levels and a value 16; far more than both is no record, and would use up the call stack. */
const DEPTH_MAX = 100;

/** Reads `{"item": {…}}` or `{"relationship": {…}}`. */
export function readRecordLine(text: string): RecordLine {
  if (isTooDeep(text)) {
    const message = `The line is nested more than ${DEPTH_MAX} deep. Flatten it.`;
    return wrong(null, [itemError('TOO_LARGE', message)]);
  }
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).slice(0, REASON_LENGTH_MAX);
    return wrong(null, [itemError('INVALID_VALUE', `The line is no JSON: ${reason}. ${FORM}`)]);
  }
  return isJsonObject(value) ? readRecord(value) : wrong(null, [itemError('INVALID_VALUE', FORM)]);
}

const REASON_LENGTH_MAX = 200;
const FORM = 'Write one JSON object a line: {"item": {…}} or {"relationship": {…}}.';
const KINDS = ['item', 'relationship'] as const;

function readRecord(line: JsonObject): RecordLine {
  const [name, ...others] = Object.keys(line);
  const kind = KINDS.find((one) => one === name);
  if (!kind || others.length > 0) {
    const strange = [name ?? '', ...others].find((one) => !KINDS.some((known) => known === one));
    const what = strange === undefined ? 'The line holds two records.' : `A line has no field ${quoted(strange)}.`;
    const hint = strange === undefined ? '' : didYouMean(strange, KINDS);
    return wrong(null, [itemError('INVALID_VALUE', `${what}${hint} ${FORM}`)]);
  }
  const record = line[kind];
  if (!isJsonObject(record)) return wrong(kind, [itemError('INVALID_VALUE', `The ${kind} must be an object.`, [kind])]);
  const errors = kind === 'item' ? itemFieldErrors(record) : relationshipFieldErrors(record);
  if (errors.length > 0) return wrong(kind, errors);
  return kind === 'item'
    ? { kind, record: record as unknown as ItemRecord }
    : { kind, record: record as unknown as RelationshipRecord };
}

/** A line that is refused before its record is looked at. */
export const wrong = (of: WrongLine['of'], errors: readonly ItemError[]): WrongLine => ({ kind: 'wrong', of, errors });

/**
 * Whether a JSON text is nested deeper than a record may be. Looks at the text, because parsing what consists of brackets
 * would take more memory than anything that it could hold.
 */
function isTooDeep(text: string): boolean {
  if (!hasMany(text, '[') && !hasMany(text, '{')) return false;
  let depth = 0;
  let quoting = false;
  for (let at = 0; at < text.length && depth <= DEPTH_MAX; at += 1) {
    const character = text[at];
    if (character === '"') quoting = !quoting;
    else if (quoting) at += character === '\\' ? 1 : 0;
    else if (character === '[' || character === '{') depth += 1;
    else if (character === ']' || character === '}') depth -= 1;
  }
  return depth > DEPTH_MAX;
}

/** Whether a text has so many of a bracket that it may be nested too deeply. */
function hasMany(text: string, bracket: string): boolean {
  let count = 0;
  for (let at = text.indexOf(bracket); at !== -1 && count <= DEPTH_MAX / 2; at = text.indexOf(bracket, at + 1))
    count += 1;
  return count > DEPTH_MAX / 2;
}
