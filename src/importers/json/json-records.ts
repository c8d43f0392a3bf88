import { DomainError } from '../../domain/errors';
import { isJsonObject, type JsonObject, type JsonValue } from '../../domain/json';
import type { Problem } from '../import-report';
import type { InputFile } from '../importer';
import { readLines, readStart } from '../input-text';
import { looksLike, OTHER_JSON } from '../looks-like';
import { readJsonPieces, type JsonPiece } from '../json-pieces';
import { placeOf } from '../json-sections';
import type { ReportBuilder } from '../report-builder';
import { findUnstorable } from '../untyped';
import { refuseUnlessEmpty, wrongFormat } from '../wrong-format';
import { valueAt } from './paths';

type Place = Partial<Pick<Problem, 'document' | 'line' | 'path'>>;

/** One object that is to become an item, and where it stood. */
export interface JsonRecord {
  readonly value: JsonObject;
  readonly place: Place;
}

/** The field that holds the name of the member when the members of the outermost object are the records. */
const MEMBER_NAME = '$key';

const WANTED = 'JSON with a list of objects';

/**
 * The records of a file, one at a time, from lines of JSON or from one text of any size. `records` says where they are:
 *
 *     null           an outermost list; else the first member of the outermost object that is a list of objects
 *     "hosts"        that member; "data.hosts" further down
 *     "."            the members of the outermost object themselves
 *
 * @throws DomainError BAD_REQUEST for a file in which no such place is found.
 */
export async function* jsonRecords(
  file: InputFile,
  records: string | null,
  report: ReportBuilder,
): AsyncGenerator<JsonRecord> {
  const found = (await holdsLines(file)) ? linesOf(file, report) : pieceRecords(file, records, report);
  for await (const { value, place } of found) {
    const unstorable = findUnstorable(value);
    const path = [place.path, unstorable?.path].filter((part) => part).join('.');
    if (unstorable !== null)
      report.problem(file.name, `${unstorable.reason}, which cannot be stored`, { ...place, path });
    else if (isJsonObject(value)) yield { value, place };
    else report.problem(file.name, 'is no object', place);
  }
}

interface Found {
  readonly value: JsonValue;
  readonly place: Place;
}

/** Whether each line is an object of its own: the first one is, and another begins after it. */
async function holdsLines(file: InputFile): Promise<boolean> {
  let first = true;
  for await (const { text } of readLines(file)) {
    if (text?.trim() === '') continue;
    if (text === null || !text.trimStart().startsWith('{')) return false;
    if (!first) return true;
    first = false;
    if (parsed(text) === null) return false;
  }
  return false;
}

async function* linesOf(file: InputFile, report: ReportBuilder): AsyncGenerator<Found> {
  for await (const { number: line, text } of readLines(file)) {
    if (text?.trim() === '') continue;
    const value = text === null ? null : parsed(text);
    if (value === null) report.problem(file.name, text === null ? 'the line is too long' : 'is not JSON', { line });
    else yield { value: value.json, place: { line } };
  }
}

async function* pieceRecords(file: InputFile, records: string | null, report: ReportBuilder): AsyncGenerator<Found> {
  const place = new RecordPlace(records);
  for await (const piece of readJsonPieces(file)) {
    if ('problem' in piece) {
      if (piece.document === 0) throw await wrongFormat(file, WANTED);
      report.problem(file.name, piece.problem, placeOf(piece));
    } else {
      const values = place.recordsOf(piece, piece.value as JsonValue);
      if (values === null) report.skip(`member ${piece.key ?? piece.path}`);
      else for (const value of values) yield { value, place: placeOf(piece) };
    }
  }
  if (!place.found && place.members.size > 0) throw await nowhere(file, records, [...place.members]);
  if (!place.found && !/^\s*\[\s*\]\s*$/.test(await readStart(file))) await refuseUnlessEmpty(file, WANTED, report);
}

/** Decides which pieces of a text are records. */
class RecordPlace {
  /** Members of the outermost object, as far as they are told when nothing is found. */
  readonly members = new Set<string>();
  found = false;
  readonly #records: string | null;
  #chosen: string | null;

  constructor(records: string | null) {
    this.#records = records;
    this.#chosen = records;
  }

  /** Null: the piece is none, and holds none. */
  recordsOf({ key, path }: JsonPiece, value: JsonValue): readonly JsonValue[] | null {
    if (key !== null && this.members.size < 20) this.members.add(key);
    const values = this.#records === '.' ? memberOf(key, value) : this.#of(key, path, value);
    this.found ||= values !== null;
    return values;
  }

  #of(key: string | null, path: string, value: JsonValue): readonly JsonValue[] | null {
    if (key === null) return this.#records === null ? [value] : null;
    const emptyList = Array.isArray(value) && value.length === 0;
    if (this.#chosen === null && path !== key && isJsonObject(value)) this.#chosen = key;
    if (this.#chosen === null) return null;
    if (key === this.#chosen) return path === key && !emptyList ? listed(value) : emptyList ? [] : [value];
    if (!this.#chosen.startsWith(`${key}.`)) return null;
    const inner = valueAt(value, this.#chosen.slice(key.length + 1));
    return inner === undefined ? null : listed(inner);
  }
}

const listed = (value: JsonValue): readonly JsonValue[] => (Array.isArray(value) ? (value as JsonValue[]) : [value]);

const memberOf = (key: string | null, value: JsonValue): readonly JsonValue[] | null =>
  key === null ? null : [isJsonObject(value) ? { [MEMBER_NAME]: key, ...value } : value];

async function nowhere(file: InputFile, records: string | null, members: readonly string[]): Promise<DomainError> {
  if (looksLike(await readStart(file)) !== OTHER_JSON) return wrongFormat(file, WANTED);
  const found = members.map((name) => `"${name.slice(0, 60)}"`).join(', ');
  const missing = records === null ? 'has no list of objects' : `has no records at "${records}"`;
  return new DomainError(
    'BAD_REQUEST',
    `${file.name} ${missing}; its members are ${found}. Say where the records are with --records, or "records" of the mapping; "." takes the members themselves.`,
    { file: file.name },
  );
}

function parsed(text: string): { readonly json: JsonValue } | null {
  try {
    return { json: JSON.parse(text) as JsonValue };
  } catch {
    return null;
  }
}
