import { createHash } from 'node:crypto';
import type { IngestBatch, ItemRecord } from '../domain/ingest/ingest-record';
import { DomainError } from '../domain/errors';
import type { Cell } from './table/cells';
import { columnsOf, type Columns } from './table/columns';
import { readMapped, type MappedRun } from './table/mapped-files';
import { csvRecords, detectDelimiter, type CsvRecord } from './table/csv-records';
import { itemOfRow, type RowContext, type RowResult } from './table/row';
import { ROWS_SAMPLED } from './guess/sample';
import { proposeMapping } from './guess/propose-mapping';
import { notThisFormat, type Importer, type InputFile } from './importer';
import { readLines, type Line } from './input-text';
import { wrongFormat } from './wrong-format';

/** Tables of any size, read row by row: one row is one item. `help` says how a header or a mapping file is written. */
export const csv: Importer = {
  name: 'csv',
  description: 'tables with a header row; the header or a mapping file says what each column is',
  help: `
A row is an item. The header says what a column fills:
  class, nativeKey, name, environment, criticality, owner, owner.url …   the base field
  attributes.hostname, attributes.cpuCount:number (boolean, list, json)  the attribute
  labels.team                                                            the label
  rel:RUNS_ON                     relationships to the items with these native keys, separated by ;
  rel:RUNS_ON@Server.hostname     the same, the other end known by class and attribute (name when left out)
  rel:<HAS_MEMBER                 the other way round: the item of the row is the target
An empty cell says nothing: what the source said before is kept.

A mapping file (YAML) says it for a header that cannot be changed:
  class: LinuxServer                  # of rows that name none
  nativeKey: [Location, Hostname]     # joined by "/"
  columns:
    Hostname: [name, attributes.hostname]
    Feed: { to: "rel:POWERED_BY@PowerSource", gate: power, strength: HARD }
    Remark: "-"                       # left out on purpose
  values: { Priority: { "1": CRITICAL } }
  constants: { environment: production }
  delimiter: ","                      # found out by itself otherwise
  separator: ";"                      # between the entries of a cell

Examples:
  underpin import csv servers.csv --class LinuxServer --source spreadsheet
  underpin import csv vms.csv --guess > vms.yaml     proposes a mapping; nothing is imported
  underpin import csv vms.csv --mapping vms.yaml --dry-run`,
  options: [
    { name: 'class', value: 'name', kind: 'text', description: 'the class of rows that name none' },
    { name: 'mapping', value: 'file', kind: 'file', description: 'a mapping of columns (YAML)' },
    {
      name: 'delimiter',
      value: 'char',
      kind: 'text',
      description: 'between fields; found out by itself when left out',
    },
  ],
  mapping: {
    items: [],
    relationships: [],
    notes: ['Each row becomes an item of the class, and with the attributes, that its header or mapping file names.'],
  },
  read: (files, options, report) => readMapped(files, { options, report }, readTable),
  async propose(file, options) {
    const table = await openTable(file, options.choices['delimiter'] ?? null);
    if (table === null) throw new DomainError('BAD_REQUEST', `${file.name} is empty.`, { file: file.name });
    const rows = await sampledRows(table.records);
    return proposeMapping(file.name, rows, { delimiter: table.delimiter });
  },
};

/** The first rows that can be read, by the names of their columns. */
async function sampledRows(records: AsyncIterable<CsvRecord>): Promise<ReadonlyMap<string, Cell>[]> {
  const rows: ReadonlyMap<string, Cell>[] = [];
  let header: readonly string[] | null = null;
  for await (const record of records) {
    if ('problem' in record) continue;
    const { fields } = record;
    if (header === null) header = fields.map((name) => name.trim());
    else rows.push(new Map(header.map((name, index) => [name, fields[index] ?? null])));
    if (rows.length === ROWS_SAMPLED) break;
  }
  return rows;
}

async function* readTable(
  file: InputFile,
  { mapping, options, report, filler }: MappedRun,
): AsyncGenerator<IngestBatch> {
  const table = await openTable(file, options.choices['delimiter'] ?? mapping.delimiter);
  if (table === null) {
    report.problem(file.name, 'is empty');
    return;
  }
  const className = options.choices['class'] ?? mapping.className;
  let columns: Columns | null = null;
  for await (const record of table.records) {
    if ('problem' in record) {
      if (columns === null)
        throw new DomainError('BAD_REQUEST', `${file.name}: the header cannot be read: ${record.problem}.`);
      report.problem(file.name, record.problem, { line: record.line });
      continue;
    }
    if (columns === null) {
      columns = columnsOf(
        file.name,
        record.fields.map((name) => name.trim()),
        mapping,
        report,
      );
      requireClass(file, columns, className);
      continue;
    }
    const context: RowContext = { source: options.source, columns, mapping, className };
    const result = widthFault(record.fields, columns) ?? itemOfRow(record.fields, context);
    if ('problem' in result) {
      report.problem(file.name, result.problem, { line: record.line, path: result.column });
      continue;
    }
    report.read(result.item.class);
    yield* filler.add(named(result.item, `${file.name}:${record.line}`));
  }
}

/** The records of a table, the header first; null for a file without one. */
async function openTable(
  file: InputFile,
  delimiter: string | null,
): Promise<{ readonly records: AsyncIterable<CsvRecord>; readonly delimiter: string } | null> {
  const lines = readLines(file);
  const header = await headerLine(file, lines);
  if (header === null) return null;
  const chosen = delimiterOf(delimiter ?? detectDelimiter(header.text));
  return { records: csvRecords(continued(header, lines), chosen), delimiter: chosen };
}

/** A row without a key is known by where it stands, so that what is said of it can name that. */
const named = (item: ItemRecord, place: string): ItemRecord =>
  item.nativeKey === undefined && item.ref === undefined ? { ...item, ref: shortPlace(place) } : item;

const PLACE_LENGTH_MAX = 200;

// Names of files may differ at their beginnings only.
function shortPlace(place: string): string {
  if (place.length <= PLACE_LENGTH_MAX) return place;
  const hash = createHash('sha256').update(place).digest('hex').slice(0, 32);
  return `${hash}:${place.slice(hash.length + 1 - PLACE_LENGTH_MAX)}`;
}

function widthFault(fields: readonly string[], { header }: Columns): RowResult | null {
  const surplus = fields.slice(header.length).some((field) => field.trim() !== '');
  if (!surplus && fields.length >= header.length) return null;
  return { problem: `has ${fields.length} fields where the header has ${header.length}`, column: null };
}

async function headerLine(
  file: InputFile,
  lines: AsyncGenerator<Line>,
): Promise<{ readonly number: number; readonly text: string } | null> {
  for (let next = await lines.next(); next.done !== true; next = await lines.next()) {
    const { number, text } = next.value;
    if (text === null) throw notThisFormat(file.name, 'a table with a header row', 'one very long line');
    if (text.trim() === '') continue;
    // Markup and JSON hold commas too; a header starts with neither.
    if (/^\s*[<{[]/.test(text) || /^---(\s|$)/.test(text)) throw await wrongFormat(file, 'a table with a header row');
    return { number, text };
  }
  return null;
}

async function* continued(first: Line, rest: AsyncGenerator<Line>): AsyncGenerator<Line> {
  yield first;
  yield* rest;
}

function delimiterOf(text: string): string {
  const delimiter = text === '\\t' || text === 'tab' ? '\t' : text;
  if (delimiter.length === 1 && !/["\r\n]/.test(delimiter)) return delimiter;
  throw new DomainError('BAD_REQUEST', `"${text}" is no delimiter; give one character, or tab.`);
}

function requireClass(file: InputFile, columns: Columns, className: string | null): void {
  const named = columns.targets.some((targets) =>
    targets.some((target) => target.to === 'base' && target.field === 'class'),
  );
  if (named || className !== null) return;
  throw new DomainError(
    'BAD_REQUEST',
    `${file.name} has no column "class"; add one, or give --class. --guess proposes a mapping of all columns.`,
    {
      file: file.name,
    },
  );
}
