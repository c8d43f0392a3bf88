import { DomainError } from '../../domain/errors';
import type { ValueFilter } from '../../domain/lists/item-filter';
import { isJsonObject, type JsonValue } from '../../domain/json';
import { quoted } from '../../domain/nearest-name';
import { likePattern } from './like-pattern';
import type { SqlParameters } from '../sql-parameters';

/** A condition on a value inside a jsonb column; true exactly when the value fits, else false or null. */
export function valueCondition(filter: ValueFilter, column: string, parameters: SqlParameters): string {
  const value = valueAt(filter.path, column, parameters);
  const text = `(${value} #>> '{}')`;
  const ofText = `jsonb_typeof(${value}) = 'string'`;
  const conditions = [
    ...(filter.eq === undefined ? [] : equals(filter, column, value, parameters)),
    ...(filter.in == null ? [] : [`${value} in (select jsonb_array_elements(${parameters.addJson(filter.in)}))`]),
    ...Object.entries(OPERATORS).flatMap(([key, operator]) =>
      compared(key as keyof typeof OPERATORS, operator, filter, value, parameters),
    ),
    ...(filter.startsWith == null
      ? []
      : [`(${ofText} and starts_with(${text}, ${parameters.add(filter.startsWith, 'text')}))`]),
    ...(filter.contains == null ? [] : [contains(filter.contains, value, text, parameters)]),
    ...(filter.exists == null ? [] : [`${value} is ${filter.exists ? 'not ' : ''}null`]),
  ];
  return conditions.length === 0 ? 'true' : `(${conditions.join(' and ')})`;
}

/** A key that has dots itself (app.kubernetes.io/name) goes before the path that the dots could mean. JSON null is no value. */
export function valueAt(path: string, column: string, parameters: SqlParameters): string {
  const key = parameters.add(path, 'text');
  if (!path.includes('.')) return `nullif(${column} -> ${key}, 'null'::jsonb)`;
  const steps = parameters.add(path.split('.'), 'text[]');
  return `nullif(coalesce(${column} -> ${key}, ${column} #> ${steps}), 'null'::jsonb)`;
}

function equals(
  { path, eq }: ValueFilter,
  column: string,
  value: string,
  parameters: SqlParameters,
): readonly string[] {
  if (eq == null) return [`${value} is null`];
  const equal = `${value} = ${parameters.addJson(eq)}`;
  const plain = !path.includes('.') && typeof eq !== 'object';
  // Says nothing new for a plain value, but the index on attributes answers it.
  return plain ? [`${column} @> ${parameters.addJson({ [path]: eq })}`, equal] : [equal];
}

const OPERATORS = { gte: '>=', gt: '>', lte: '<=', lt: '<' } as const;

/** jsonb orders numbers and texts, and values of different kinds by kind, which nobody means. */
function compared(
  key: keyof typeof OPERATORS,
  operator: string,
  filter: ValueFilter,
  value: string,
  parameters: SqlParameters,
): readonly string[] {
  const bound = filter[key];
  if (bound == null) return [];
  if (typeof bound !== 'number' && typeof bound !== 'string') {
    throw new DomainError('BAD_REQUEST', `${key} of ${quoted(filter.path)} must be a number or a text.`);
  }
  return [`(jsonb_typeof(${value}) = '${typeof bound}' and ${value} ${operator} ${parameters.addJson(bound)})`];
}

/** An element of an array, a part of an object, or a piece of a text. */
function contains(wanted: JsonValue, value: string, text: string, parameters: SqlParameters): string {
  const cases = [`when 'array' then ${value} @> ${parameters.addJson([wanted])}`];
  if (isJsonObject(wanted)) cases.push(`when 'object' then ${value} @> ${parameters.addJson(wanted)}`);
  if (typeof wanted === 'string') {
    cases.push(`when 'string' then ${text} ilike ${parameters.add(likePattern(wanted), 'text')}`);
  }
  return `(case jsonb_typeof(${value}) ${cases.join(' ')} else false end)`;
}
