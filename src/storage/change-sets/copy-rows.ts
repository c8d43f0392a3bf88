import { setImmediate as breathe } from 'node:timers/promises';
import { invariant } from '../../domain/errors';
import { inStatement } from '../../telemetry/statement-span';
import { sendCopies } from './copy-message';
import type { Tx } from '../database';

/*
 * COPY writes rows whose keys are known to be free, at about a third of what INSERT from JSON costs the database. The
 * bytes are made before the head lock is taken, when neither revision nor time is known: the columns that hold these come
 * last, and their values are put into the room that was left for them when they are known.
 */

/** Where rows go: a table and its columns as they are written; those of the change set's time, then its revision, last. */
export interface CopyTarget {
  readonly table: string;
  readonly given: readonly string[];
  /** Encoders of the given columns, in their order. */
  readonly encode: readonly ((value: never) => string)[];
  readonly timed: readonly string[];
  readonly revision: string;
}

/** Rows of one change set for one table, without what the change set decides. */
export interface CopyText {
  readonly bytes: Buffer;
  /** Where the room for that begins, row by row. */
  readonly stamps: readonly number[];
}

/** RFC 3339 to the millisecond; where a time is shorter, blanks follow it, which PostgreSQL passes over. */
const TIME_WIDTH = 24;
/** As many digits as the largest bigint has. */
const REVISION_WIDTH = 19;
/** Stands where the stamp of a row begins: no text that PostgreSQL stores holds it. */
const NUL = '\0';

/** Columns with their SQL types -> where their rows are copied to. */
export function copyTarget(
  table: string,
  columns: Readonly<Record<string, string>>,
  { timed, revision }: { readonly timed: readonly string[]; readonly revision: string },
): CopyTarget {
  const given = Object.keys(columns).filter((column) => column !== revision && !timed.includes(column));
  return { table, given, encode: given.map((column) => encoderOf(columns[column] ?? 'text')), timed, revision };
}

/** Rows put into words without a break: the change set before, which goes to the database meanwhile, must not wait long. */
const ROWS_AT_ONCE = 200;

/** The rows as COPY reads them, with room for what the change set decides. */
export async function copyText(target: CopyTarget, rows: readonly object[]): Promise<CopyText> {
  // One long text that is only put together in the end: twice as fast as a list of lines.
  let text = linesOf(target, rows, 0);
  for (let from = ROWS_AT_ONCE; from < rows.length; from += ROWS_AT_ONCE) {
    await breathe();
    text += linesOf(target, rows, from);
  }
  const bytes = Buffer.from(text);
  const stamps: number[] = [];
  for (let at = bytes.indexOf(NUL); at >= 0; at = bytes.indexOf(NUL, at + 1)) stamps.push(at);
  invariant(stamps.length === rows.length, 'a text to be stored holds the character U+0000');
  return { bytes, stamps };
}

function linesOf({ given, encode, timed }: CopyTarget, rows: readonly object[], from: number): string {
  const end = `${NUL.padEnd(stampWidth(timed))}\n`;
  const to = Math.min(rows.length, from + ROWS_AT_ONCE);
  let text = '';
  for (let row = from; row < to; row += 1) {
    const values = rows[row] as Readonly<Record<string, unknown>>;
    for (let at = 0; at < given.length; at += 1) {
      const value = values[given[at] ?? ''];
      if (at > 0) text += '\t';
      text += value === null || value === undefined ? '\\N' : (encode[at]?.(value as never) ?? '\\N');
    }
    text += end;
  }
  return text;
}

/** Rows of one change set, and what it stamps on them. */
export interface StampedText {
  readonly text: CopyText;
  readonly revision: number;
  readonly at: string;
}

/** The rows of some change sets for one table. */
export interface TableText {
  readonly target: CopyTarget;
  readonly parts: readonly StampedText[];
}

/** Each value of a stamp follows a tab. */
const stampWidth = (timed: readonly string[]): number => timed.length * (1 + TIME_WIDTH) + 1 + REVISION_WIDTH;

/** Copies rows into their tables, in one round trip for all of them. Fails when a key is occupied. */
export async function copyRows(tx: Tx, tables: readonly TableText[]): Promise<void> {
  const filled = tables.filter(({ parts }) => parts.length > 0);
  if (filled.length === 0) return;
  const copies = filled.map(({ target, parts }) => ({
    sql: copySql(target),
    rows: parts.map((part) => stamped(target, part)),
  }));
  const client = await tx.client();
  await inStatement(copies.map(({ sql }) => sql).join('; '), () => sendCopies(client, copies));
}

const copySql = ({ table, given, timed, revision }: CopyTarget): string =>
  `copy ${table} (${[...given, ...timed, revision].join(', ')}) from stdin`;

/** Writes over the stamp of an earlier attempt, too. */
function stamped({ timed }: CopyTarget, { text: { bytes, stamps }, revision, at }: StampedText): Buffer {
  const values = [...timed.map(() => at.padEnd(TIME_WIDTH)), String(revision).padEnd(REVISION_WIDTH)];
  const stamp = Buffer.from(values.map((value) => `\t${value}`).join(''));
  invariant(stamp.length === stampWidth(timed), `a stamp does not fit: ${stamp.toString()}`);
  for (const place of stamps) stamp.copy(bytes, place);
  return bytes;
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
      return encodeText;
    case 'bytea':
      return (value: string) => `\\${value}`;
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
