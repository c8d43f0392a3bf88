import type { JsonValue } from '../../domain/json';
import type { ValueType } from './targets';

/** What stands in one field of a record: text in a table, any value in JSON. */
export type Cell = JsonValue;

/** Says nothing: missing, null, blank, or a list of nothing. */
export const isBlank = (cell: Cell | undefined): cell is undefined =>
  cell === undefined ||
  cell === null ||
  (typeof cell === 'string' && cell.trim() === '') ||
  (Array.isArray(cell) && cell.length === 0);

/** A single value as text; null for a list or an object. */
export const textOfCell = (cell: Cell): string | null =>
  typeof cell === 'object' ? null : typeof cell === 'string' ? cell.trim() : String(cell);

/** The entries of a list, or of a text with separators; null when one of them is no single value. */
export function entriesOf(cell: Cell, separator: string): string[] | null {
  if (!Array.isArray(cell)) {
    return textOfCell(cell)?.split(separator).flatMap(trimmed) ?? null;
  }
  const texts = cell.map((entry: JsonValue) => (isBlank(entry) ? '' : textOfCell(entry)));
  return texts.includes(null) ? null : texts.flatMap((text) => trimmed(text ?? ''));
}

const trimmed = (entry: string): string[] => (entry.trim() === '' ? [] : [entry.trim()]);

/** The cell as a value of the type; undefined when it is no such value. `text` leaves what JSON has typed as it is. */
export function convert(cell: Cell, type: ValueType, separator: string): JsonValue | undefined {
  switch (type) {
    case 'text':
      return typeof cell === 'string' ? cell.trim() : cell;
    case 'number':
      return typeof cell === 'number' ? cell : numberOf(textOfCell(cell) ?? '');
    case 'boolean':
      return typeof cell === 'boolean' ? cell : truthOf(textOfCell(cell) ?? '');
    case 'list':
      return Array.isArray(cell) ? cell : (entriesOf(cell, separator) ?? undefined);
    case 'json':
      return typeof cell === 'string' ? parsedJson(cell) : cell;
  }
}

const numberOf = (text: string): number | undefined =>
  /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;

/** What people write for true and false; undefined for anything else. */
export const truthOf = (text: string): boolean | undefined => {
  if (/^(true|yes|y|1|x)$/i.test(text)) return true;
  return /^(false|no|n|0)$/i.test(text) ? false : undefined;
};

function parsedJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}
