import { parse } from 'csv-parse/sync';
import type { Line } from '../input-text';

/** One row of a table, or why there is none at that line. Lines count from 1. */
export type CsvRecord =
  { readonly line: number; readonly fields: readonly string[] } | { readonly line: number; readonly problem: string };

/** The lines that belong to one row: more than one where a quoted field holds line breaks. */
interface RawRecord {
  readonly lines: readonly { readonly number: number; readonly text: string }[];
}

const RECORD_LINES_MAX = 1000;
const RECORD_LENGTH_MAX = 1024 * 1024;
/** The parser costs more to start than to run. */
const RECORDS_PER_PARSE = 200;

const LINE_TOO_LONG = `the row is longer than ${RECORD_LENGTH_MAX} characters`;

/**
 * Reads rows one after another in bounded memory. Where a row ends is decided here, by its quotes, so that a row that
 * cannot be read costs itself and never the rest of the file; what is in it is left to the parser.
 */
export async function* csvRecords(lines: AsyncIterable<Line>, delimiter: string): AsyncGenerator<CsvRecord> {
  let group: RawRecord[] = [];
  for await (const record of rawRecords(lines)) {
    if ('problem' in record) {
      yield* parseGroup(group, delimiter);
      group = [];
      yield record;
      continue;
    }
    group.push(record);
    if (group.length < RECORDS_PER_PARSE) continue;
    yield* parseGroup(group, delimiter);
    group = [];
  }
  yield* parseGroup(group, delimiter);
}

type OpenRecord = { readonly number: number; readonly text: string }[];

async function* rawRecords(lines: AsyncIterable<Line>): AsyncGenerator<RawRecord | { line: number; problem: string }> {
  let open: OpenRecord = [];
  let length = 0;
  for await (const { number, text } of lines) {
    if (text === null || text.length > RECORD_LENGTH_MAX) {
      yield* abandoned(open);
      open = [];
      yield { line: number, problem: LINE_TOO_LONG };
      continue;
    }
    if (open.length === 0 && text.trim() === '') continue;
    length = open.length === 0 ? text.length : length + text.length;
    // A quoted field goes on while the quotes so far are odd in number.
    const ends = hasOddQuotes(text) === open.length > 0;
    open.push({ number, text });
    if (ends) {
      yield { lines: open };
      open = [];
    } else if (open.length >= RECORD_LINES_MAX || length > RECORD_LENGTH_MAX) {
      yield* abandoned(open);
      open = [];
    }
  }
  yield* abandoned(open);
}

// The quote that was never closed costs its own line; the lines after it are rows again.
function* abandoned(open: OpenRecord): Generator<RawRecord | { line: number; problem: string }> {
  const [first, ...rest] = open;
  if (first === undefined) return;
  yield { line: first.number, problem: 'a quote is opened that is never closed' };
  for (const line of rest) if (line.text.trim() !== '') yield { lines: [line] };
}

function hasOddQuotes(text: string): boolean {
  let odd = false;
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) odd = !odd;
  return odd;
}

function* parseGroup(group: readonly RawRecord[], delimiter: string): Generator<CsvRecord> {
  const rows = parsed(group, delimiter);
  if (rows?.length === group.length) {
    for (const [index, fields] of rows.entries()) yield { line: lineOf(group[index]), fields };
    return;
  }
  const waiting = [...group].reverse();
  for (let record = waiting.pop(); record !== undefined; record = waiting.pop()) {
    const [fields, ...more] = parsed([record], delimiter) ?? [];
    if (fields !== undefined && more.length === 0) {
      yield { line: lineOf(record), fields };
      continue;
    }
    yield { line: lineOf(record), problem: 'its quotes do not match' };
    // Stray quotes may have joined rows that are fine each for itself.
    for (const line of record.lines.slice(1).reverse()) if (line.text.trim() !== '') waiting.push({ lines: [line] });
  }
}

const lineOf = (record: RawRecord | undefined): number => record?.lines[0]?.number ?? 0;

function parsed(group: readonly RawRecord[], delimiter: string): string[][] | null {
  if (group.length === 0) return [];
  const text = group.map(({ lines }) => lines.map((line) => line.text).join('\n')).join('\n');
  try {
    return parse(text, {
      delimiter,
      record_delimiter: '\n',
      relax_column_count: true,
      trim: delimiter !== '\t',
    }) as string[][];
  } catch {
    return null;
  }
}

/** The delimiter of a header line: the one that stands in it most often outside quotes; a comma when none does. */
export function detectDelimiter(header: string): string {
  const bare = header.replace(/"[^"]*"/g, '');
  const counted = [',', ';', '\t', '|'].map((delimiter) => ({ delimiter, count: bare.split(delimiter).length - 1 }));
  return counted.reduce((best, next) => (next.count > best.count ? next : best)).delimiter;
}
