import { DomainError } from '../../domain/errors';
import { parseDocuments } from '../documents';
import type { InputFile } from '../importer';
import { readWhole } from '../input-text';
import { listOf, objectOf, textOf, textsOf } from '../untyped';
import { mappedTarget, mappingError, parseTarget, TARGET_HELP, type ColumnTarget } from './targets';

/** A mapping file, read; see `csv.ts` and `json.ts` for how it is written. */
export interface Mapping {
  readonly className: string | null;
  /** Column -> what it fills; empty: it is ignored on purpose. */
  readonly columns: ReadonlyMap<string, readonly ColumnTarget[]>;
  /** The columns whose values, joined by `/`, are the native key. */
  readonly nativeKey: readonly string[];
  /** Column -> text of a cell -> what it stands for. */
  readonly values: ReadonlyMap<string, Readonly<Record<string, string>>>;
  /** Targets that have the same value in every row. */
  readonly constants: readonly (readonly [ColumnTarget, string])[];
  readonly delimiter: string | null;
  /** Where the records of a JSON text are; see `json/json-records.ts`. */
  readonly records: string | null;
  /** Between the entries of a cell. */
  readonly separator: string;
}

/** The mapping of a file without a mapping file. */
export const NO_MAPPING: Mapping = {
  className: null,
  columns: new Map(),
  nativeKey: [],
  values: new Map(),
  constants: [],
  delimiter: null,
  records: null,
  separator: ';',
};

const KNOWN = ['class', 'columns', 'nativeKey', 'values', 'constants', 'delimiter', 'records', 'separator'];

/** Reads a mapping file; everything in it must be understood. Throws BAD_REQUEST with the place otherwise. */
export async function readMapping(file: InputFile): Promise<Mapping> {
  const [document] = parseDocuments(await readWhole(file, 1024 * 1024));
  if (document === undefined || !('value' in document)) {
    throw new DomainError('BAD_REQUEST', `${file.name} is no mapping: ${document?.problem ?? 'it is empty'}.`);
  }
  const mapping = objectOf(document.value);
  const surplus = Object.keys(mapping).find((key) => !KNOWN.includes(key));
  if (surplus !== undefined)
    throw mappingError(file.name, `unknown setting "${surplus}"; known are ${KNOWN.join(', ')}`);
  return {
    className: textOf(mapping['class']),
    columns: columnsOf(mapping['columns']),
    nativeKey: Array.isArray(mapping['nativeKey'])
      ? listOf(mapping['nativeKey']).map((column) => textOf(column) ?? '')
      : [textOf(mapping['nativeKey'])].filter((column) => column !== null),
    values: new Map(Object.entries(objectOf(mapping['values'])).map(([column, words]) => [column, textsOf(words)])),
    constants: Object.entries(textsOf(mapping['constants'])).map(constantOf),
    delimiter: textOf(mapping['delimiter']),
    records: textOf(mapping['records']),
    separator: textOf(mapping['separator']) ?? NO_MAPPING.separator,
  };
}

// `-` and an empty value say that a column is left out on purpose; a list lets one column fill several targets.
function columnsOf(value: unknown): ReadonlyMap<string, readonly ColumnTarget[]> {
  const columns = new Map<string, readonly ColumnTarget[]>();
  for (const [column, entry] of Object.entries(objectOf(value))) {
    const targets = Array.isArray(entry) ? listOf(entry) : [entry];
    const wanted = targets.filter((target) => target !== '-' && target !== null);
    columns.set(
      column,
      wanted.map((target) => mappedTarget(`column "${column}"`, target)),
    );
  }
  return columns;
}

function constantOf([text, value]: readonly [string, string]): readonly [ColumnTarget, string] {
  const target = parseTarget(text);
  if (target === null) throw mappingError(`constant "${text}"`, `it is no target; ${TARGET_HELP}`);
  return [target, value];
}
