import { pageOfValues, type PagePosition, type PageRequest, type PageResult } from '../domain/page';
import { DomainError } from '../domain/errors';
import { parseInstant } from '../domain/instant';
import { jsonText, type SqlParameters } from './sql-parameters';

/** One of the values a list is ordered by. `expression` is never null; the last key of a list makes positions unique. */
export interface SortKey {
  readonly expression: string;
  readonly type: 'text' | 'bigint' | 'integer' | 'boolean' | 'timestamptz' | 'jsonb';
  readonly descending: boolean;
}

/** The parts of a statement that reads one page of an ordered list. */
export interface PageClauses {
  /** The values of the sort keys, named `key_0`, `key_1`, …: the position of a row. */
  readonly keys: string;
  /** Conditions that keep rows within the bounds of the page. */
  readonly conditions: readonly string[];
  readonly orderBy: string;
  /** One row more than the page holds, to know whether there is more. */
  readonly limit: string;
}

/** Works out the clauses of a page: a walk along the keys from a position, never an offset. */
export function pageClauses(keys: readonly SortKey[], page: PageRequest, parameters: SqlParameters): PageClauses {
  const conditions = [
    ...(page.after ? [beyond(keys, page.after, parameters, 'behind')] : []),
    ...(page.before ? [beyond(keys, page.before, parameters, 'inFront')] : []),
  ];
  const orderBy = keys
    .map(({ expression, descending }) => `${expression} ${descending === page.backward ? 'asc' : 'desc'}`)
    .join(', ');
  return {
    // A position holds plain values: those of JSON go as their text.
    keys: keys
      .map(
        ({ expression, type }, index) =>
          `${type === 'jsonb' ? `(${expression})::text` : expression} as ${keyName(index)}`,
      )
      .join(', '),
    conditions,
    orderBy,
    limit: parameters.add(page.limit + 1, 'bigint'),
  };
}

/** What a key of a list is called among the columns of a row. */
export const keyName = (index: number): string => `key_${index}`;

/** The order in which a page was read, as positions of a row that {@link pageClauses} selected. */
export function positionOf(keys: readonly SortKey[], row: object | undefined): PagePosition {
  const values = (row ?? {}) as Readonly<Record<string, PagePosition[number]>>;
  return keys.map((_, index) => values[keyName(index)] ?? null);
}

/** Rows as read, so many of them, become a page in the order of the list. */
export function pageOf<Value>(
  page: PageRequest,
  count: number,
  valueAt: (row: number) => Value,
  positionAt: (row: number) => PagePosition,
): PageResult<Value> {
  const kept = Math.min(count, page.limit);
  const rowOf = (place: number): number => (page.backward ? kept - 1 - place : place);
  const values = Array.from({ length: kept }, (_, place) => valueAt(rowOf(place)));
  return pageOfValues(values, count > page.limit, (place) => positionAt(rowOf(place)));
}

/** The same of rows that came as objects. */
export const toPage = <Row extends object, Value>(
  keys: readonly SortKey[],
  page: PageRequest,
  rows: readonly Row[],
  value: (row: Row) => Value,
): PageResult<Value> =>
  pageOf(
    page,
    rows.length,
    (row) => value(rows[row] as Row),
    (row) => positionOf(keys, rows[row]),
  );

/**
 * Rows strictly behind (or in front of) a position. Keys of one direction compare as one row value, which an index on them
 * answers; mixed directions are spelled out, key by key.
 */
function beyond(
  keys: readonly SortKey[],
  position: PagePosition,
  parameters: SqlParameters,
  side: 'behind' | 'inFront',
): string {
  if (position.length !== keys.length || position.includes(null)) {
    throw new DomainError('BAD_REQUEST', 'The cursor does not fit this list: start again without it.');
  }
  const bounds = keys.map((key, index) => parameters.add(fitting(key, position[index]), key.type));
  const operator = (key: SortKey): string => (key.descending === (side === 'behind') ? '<' : '>');
  const first = keys[0];
  if (first && keys.every((key) => key.descending === first.descending)) {
    return `(${keys.map((key) => key.expression).join(', ')}) ${operator(first)} (${bounds.join(', ')})`;
  }
  const alternatives = keys.map((key, index) => {
    const equal = keys.slice(0, index).map((one, at) => `${one.expression} = ${bounds[at]}`);
    return `(${[...equal, `${key.expression} ${operator(key)} ${bounds[index]}`].join(' and ')})`;
  });
  return `(${alternatives.join(' or ')})`;
}

const JS_TYPE = {
  text: 'string',
  bigint: 'number',
  integer: 'number',
  boolean: 'boolean',
  timestamptz: 'string',
  jsonb: 'string',
} as const;

/** A forged cursor must fail here and not inside the database. */
function fitting(key: SortKey, value: PagePosition[number] | undefined): PagePosition[number] | undefined {
  const fits =
    typeof value === JS_TYPE[key.type] &&
    (typeof value !== 'number' || (Number.isSafeInteger(value) && (key.type !== 'integer' || value === (value | 0)))) &&
    (key.type !== 'timestamptz' || parseInstant(String(value)) !== null) &&
    (key.type !== 'jsonb' || isJson(String(value)));
  if (fits) return value;
  throw new DomainError('BAD_REQUEST', 'The cursor does not fit this list: start again without it.');
}

function isJson(text: string): boolean {
  try {
    jsonText(JSON.parse(text));
    return true;
  } catch {
    return false;
  }
}
