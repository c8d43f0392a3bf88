import { entriesOf, isBlank, textOfCell, type Cell } from '../table/cells';

/** One column of a file as far as it was looked at. */
export interface ColumnSample {
  readonly name: string;
  /** What the rows say, without blanks; lists give one text for each entry. */
  readonly texts: readonly string[];
  /** Rows that say something. */
  readonly filled: number;
  /** Different things that they say, as they are written: what they stand for is looked up by that. */
  readonly distinct: ReadonlySet<string>;
  /** Some row has more than one entry: it is a list, or a text with separators. */
  readonly several: boolean;
  /** Some row holds a list, which no single value can be made of. */
  readonly listed: boolean;
}

/** The beginning of a file. */
export interface TableSample {
  readonly file: string;
  readonly rows: number;
  readonly columns: readonly ColumnSample[];
}

/** So many rows are looked at: enough to tell a key from a category. */
export const ROWS_SAMPLED = 1000;

/** Lays rows out by columns. A column of objects has no texts. */
export function sampleOf(file: string, rows: readonly ReadonlyMap<string, Cell>[], separator: string): TableSample {
  const names = new Set(rows.flatMap((row) => [...row.keys()]));
  return { file, rows: rows.length, columns: [...names].map((name) => columnOf(name, rows, separator)) };
}

function columnOf(name: string, rows: readonly ReadonlyMap<string, Cell>[], separator: string): ColumnSample {
  const texts: string[] = [];
  const distinct = new Set<string>();
  let filled = 0;
  let several = false;
  let listed = false;
  for (const row of rows) {
    const cell = row.get(name);
    if (isBlank(cell)) continue;
    const entries = entriesOf(cell, separator) ?? [];
    filled += 1;
    several ||= entries.length > 1;
    listed ||= typeof cell === 'object';
    distinct.add(textOfCell(cell) ?? entries.join(separator));
    for (const entry of entries) texts.push(entry);
  }
  return { name, texts, filled, distinct, several, listed };
}

/** Every row says something, and no two the same. */
export const tellsApart = ({ filled, distinct }: ColumnSample, rows: number): boolean =>
  rows > 0 && filled === rows && distinct.size === rows;

/** A name without its case, spaces and signs: `CPU Count`, `cpu_count` and `cpuCount` are the same. */
export const plainName = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** What a column may be called: its name, and of a path such as `net.ip` its last part too. */
export const calledBy = (name: string): readonly string[] =>
  [name, ...(/^[\w$[\].-]+$/.test(name) ? [name.split('.').at(-1) ?? ''] : [])].map(plainName);
