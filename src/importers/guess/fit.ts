import { CRITICALITIES, LIFECYCLE_STAGES } from '../../domain/configuration-item';
import type { AttributeDefinition } from '../../domain/class-model/class-model';
import { convert, truthOf } from '../table/cells';
import type { ColumnTarget, ValueType } from '../table/targets';
import { CRITICALITY_WORDS } from './column-words';
import { plainName, type ColumnSample } from './sample';

/** How a column goes into something: with which suffix of the target, and which words have to be replaced. */
export interface Fit {
  readonly suffix: string;
  readonly values: Readonly<Record<string, string>>;
}

const AS_IT_IS: Fit = { suffix: '', values: {} };

/** How what a column says becomes values of an attribute; null when some of it cannot. */
export function fitAttribute(column: ColumnSample, { schema }: AttributeDefinition): Fit | null {
  const { type, enum: words } = schema;
  if (column.listed && type !== 'array') return null;
  if (Array.isArray(words)) return fitWords(column, words.map(String), {});
  switch (typeof type === 'string' ? type : '') {
    case 'integer':
      return [...column.distinct].every((text) => /^[+-]?\d+$/.test(text)) ? typed('number') : null;
    case 'number':
      return [...column.distinct].every((text) => convert(text, 'number', ';') !== undefined) ? typed('number') : null;
    case 'boolean':
      return [...column.distinct].every((text) => convert(text, 'boolean', ';') !== undefined)
        ? typed('boolean')
        : null;
    case 'array':
      return (schema['items'] as { type?: unknown } | undefined)?.type === 'string' ? typed('list') : null;
    case 'string':
      return column.several || !fitsFormat(column, schema['format']) ? null : AS_IT_IS;
    default:
      return null;
  }
}

const typed = (type: ValueType): Fit => ({ suffix: `:${type}`, values: {} });

const FORMATS: Readonly<Record<string, RegExp>> = {
  date: /^\d{4}-\d{2}-\d{2}$/,
  'date-time': /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/i,
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
};

const fitsFormat = ({ distinct }: ColumnSample, format: unknown): boolean => {
  const pattern = typeof format === 'string' ? FORMATS[format] : undefined;
  return pattern === undefined || [...distinct].every((text) => pattern.test(text));
};

/** How what a column says fills what its own name says; null when some of it cannot. */
export function fitTarget(column: ColumnSample, target: ColumnTarget): Fit | null {
  switch (target.to) {
    case 'base':
      return fitBase(column, target.field);
    case 'label':
      return column.listed ? null : AS_IT_IS;
    case 'attribute':
      if (column.listed && (target.type === 'number' || target.type === 'boolean')) return null;
      return [...column.distinct].every((text) => convert(text, target.type, ';') !== undefined) ? AS_IT_IS : null;
    case 'relationship':
      return AS_IT_IS;
  }
}

/** How what a column says becomes a base field; null when some of it cannot. */
export function fitBase(column: ColumnSample, field: string): Fit | null {
  if (column.listed) return null;
  if (field === 'criticality') return fitWords(column, CRITICALITIES, CRITICALITY_WORDS);
  if (field === 'lifecycle') return fitWords(column, LIFECYCLE_STAGES, {});
  if (field === 'canFail') return [...column.distinct].every((text) => truthOf(text) !== undefined) ? AS_IT_IS : null;
  return AS_IT_IS;
}

function fitWords(
  { distinct }: ColumnSample,
  words: readonly string[],
  synonyms: Readonly<Record<string, string>>,
): Fit | null {
  const values: Record<string, string> = {};
  for (const text of distinct) {
    const plain = plainName(text);
    const word =
      words.find((one) => plainName(one) === plain) ?? (Object.hasOwn(synonyms, plain) ? synonyms[plain] : undefined);
    if (word === undefined) return null;
    if (word !== text) values[text] = word;
  }
  return { suffix: '', values };
}
