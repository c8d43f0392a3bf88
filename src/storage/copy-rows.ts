import { sendCopies } from './copy-message';
import type { Tx } from './database';

/*
 * COPY writes rows whose keys are known to be free, at about a third of what INSERT from JSON costs the database. The
 * lines are made before the head lock is taken, when neither revision nor time is known: the columns that hold these come
 * last, so that every line of a change set ends alike and the ends are put on when they are known.
 */

/** Where lines go: a table and its columns in the order of the lines; those of the change set's time, then its revision, last. */
export interface CopyTarget {
  readonly table: string;
  readonly given: readonly string[];
  /** Encoders of the given columns, in their order. */
  readonly encode: readonly ((value: never) => string)[];
  readonly timed: readonly string[];
  readonly revision: string;
}

/** Columns with their SQL types -> where their rows are copied to. */
export function copyTarget(
  table: string,
  columns: Readonly<Record<string, string>>,
  { timed, revision }: { readonly timed: readonly string[]; readonly revision: string },
): CopyTarget {
  const given = Object.keys(columns).filter((column) => column !== revision && !timed.includes(column));
  return { table, given, encode: given.map((column) => encoderOf(columns[column] ?? 'text')), timed, revision };
}

/** The line of a row without the columns that the change set decides. */
export function copyLine({ given, encode }: CopyTarget, row: object): string {
  const values = row as Readonly<Record<string, unknown>>;
  let line = '';
  for (let at = 0; at < given.length; at += 1) {
    const value = values[given[at] ?? ''];
    if (at > 0) line += '\t';
    line += value === null || value === undefined ? '\\N' : (encode[at]?.(value as never) ?? '\\N');
  }
  return line;
}

/** Lines of one change set, and what it stamps on them. */
export interface StampedLines {
  readonly lines: readonly string[];
  readonly revision: number;
  readonly at: string;
}

/** The lines of some change sets for one table. */
export interface TableLines {
  readonly target: CopyTarget;
  readonly parts: readonly StampedLines[];
}

/** Copies lines into their tables, in one round trip for all of them. Fails when a key is occupied. */
export async function copyRows(tx: Tx, tables: readonly TableLines[]): Promise<void> {
  const filled = tables.filter(({ parts }) => parts.some(({ lines }) => lines.length > 0));
  if (filled.length === 0) return;
  const copies = filled.map(({ target, parts }) => ({
    sql: copySql(target),
    rows: Buffer.from(stamped(target, parts)),
  }));
  await sendCopies(await tx.client(), copies);
}

const copySql = ({ table, given, timed, revision }: CopyTarget): string =>
  `copy ${table} (${[...given, ...timed, revision].join(', ')}) from stdin`;

function stamped({ timed }: CopyTarget, parts: readonly StampedLines[]): string {
  const texts = parts.map(({ lines, revision, at }) => {
    if (lines.length === 0) return '';
    const end = `${timed.map(() => `\t${at}`).join('')}\t${revision}\n`;
    return lines.join(end) + end;
  });
  return texts.join('');
}

function encoderOf(type: string): (value: never) => string {
  switch (type) {
    case 'jsonb':
      return encodeJson;
    case 'text[]':
      return encodeArray;
    case 'boolean':
      return (value: boolean) => (value ? 't' : 'f');
    case 'text':
    case 'bytea':
      return encodeText;
    default:
      return String;
  }
}

const SPECIAL = /[\\\n\r\t]/;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** COPY's text form: one line a row, so what would end a value or a line is written as an escape. */
function encodeText(value: string): string {
  return SPECIAL.test(value) ? value.replaceAll(/[\\\n\r\t]/g, (special) => ESCAPES[special] ?? special) : value;
}

/** JSON holds no raw control characters, so only its backslashes need an escape. */
function encodeJson(value: unknown): string {
  const text = JSON.stringify(value);
  return text.includes('\\') ? text.replaceAll('\\', '\\\\') : text;
}

const ARRAY_SPECIAL = /["\\\n\r\t]/;

function encodeArray(values: readonly string[]): string {
  if (values.length === 0) return '{}';
  const together = values.join('","');
  // Nothing between the quotation marks that would end a text, a value or a line.
  if (!ARRAY_SPECIAL.test(values.join(''))) return `{"${together}"}`;
  const quoted = values.map((value) => `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"`);
  return encodeText(`{${quoted.join(',')}}`);
}
