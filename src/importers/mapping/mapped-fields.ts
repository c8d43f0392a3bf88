import type { ItemRecord } from '../../domain/ingest/ingest-record';
import type { JsonObject, JsonValue } from '../../domain/json';
import { ungrouped } from '../digit-groups';
import type { ReportBuilder } from '../report-builder';
import { objectOf, textOf, type Untyped } from '../untyped';
import type { ClassMapping, Conversion, FieldMapping } from './format-mapping';

/** Fields of every item, as against attributes of its class. */
const BASE_FIELDS = ['description', 'environment', 'site', 'lifecycle', 'lifecycleStatus', 'criticality'] as const;
export type BaseFields = Partial<Pick<ItemRecord, (typeof BASE_FIELDS)[number]>>;

/** Longest text that the shipped classes take. */
const TEXT_LENGTH_MAX = 2048;
const ELEMENTS_MAX = 1000;

/** What a row of the mapping makes of a value. Fields that no row names are counted in the report. */
export function mappedFields(
  row: ClassMapping,
  value: Untyped,
  report: ReportBuilder,
): { readonly base: BaseFields; readonly attributes: JsonObject } {
  const base: Record<string, JsonValue> = {};
  const attributes: Record<string, JsonValue> = {};
  for (const field of row.fields) {
    const converted = mappedValue(field, value, report, row.from);
    if (converted === null) continue;
    if (isBaseField(field.to)) base[field.to] = converted;
    else attributes[field.to] = converted;
  }
  countUnread(row, value, report);
  return { base, attributes };
}

const isBaseField = (name: string): boolean => BASE_FIELDS.some((field) => field === name);

/** The value of one field; null where the file says nothing that can be used. */
function mappedValue(field: FieldMapping, value: unknown, report: ReportBuilder, rowName: string): JsonValue | null {
  for (const path of field.from.split(' | ')) {
    const found = valuesAt(value, path).filter((one) => one !== null && one !== undefined && one !== '');
    if (found.length === 0) continue;
    const converted = convert(field, found);
    if (converted !== null) return converted;
    report.skipField(`${rowName}.${path} that is no ${field.words === undefined ? field.as : 'known word'}`);
  }
  return null;
}

/** Every value at a path such as `SecurityGroups[].GroupId`. */
export function valuesAt(value: unknown, path: string): readonly unknown[] {
  let found: readonly unknown[] = [value];
  for (const step of path.split('.')) {
    const name = step.replace(/\[\]$/, '');
    found = found.flatMap((one) => {
      const object = objectOf(one);
      const entry = Object.hasOwn(object, name) ? object[name] : undefined;
      if (entry === undefined) return [];
      return step.endsWith('[]') ? (Array.isArray(entry) ? (entry as readonly unknown[]) : []) : [entry];
    });
  }
  return found;
}

function convert(field: FieldMapping, found: readonly unknown[]): JsonValue | null {
  if (field.words !== undefined) {
    const word = (textOf(found[0]) ?? '').toLowerCase();
    return Object.hasOwn(field.words, word) ? (field.words[word] ?? null) : null;
  }
  if (field.as === 'texts' || field.as === 'integers') {
    const element: Conversion = field.as === 'texts' ? 'text' : 'integer';
    const all = found.flatMap((one): readonly unknown[] => (Array.isArray(one) ? (one as readonly unknown[]) : [one]));
    const values = [...new Set(all.flatMap((one) => scalar({ ...field, as: element }, one) ?? []))];
    return values.length === 0 ? null : values.slice(0, ELEMENTS_MAX);
  }
  return scalar(field, found[0]);
}

function scalar({ as, factor = 1 }: FieldMapping, value: unknown): string | number | boolean | null {
  const text = textOf(value)?.trim() ?? '';
  if (text === '') return null;
  switch (as) {
    case 'integer':
    case 'number': {
      const number = Number(ungrouped(text)) * factor;
      if (!Number.isFinite(number) || number < 0 || number > Number.MAX_SAFE_INTEGER) return null;
      return as === 'integer' ? Math.floor(number) : number;
    }
    case 'flag':
      return flagOf(text);
    case 'time':
      return timeOf(text);
    case 'lower':
      return text.length > TEXT_LENGTH_MAX ? null : text.toLowerCase();
    case 'text':
    case 'texts':
    case 'integers':
      return text.length > TEXT_LENGTH_MAX ? null : text;
  }
}

function flagOf(text: string): boolean | null {
  if (/^(true|yes|1|on|up|enabled)$/i.test(text)) return true;
  return /^(false|no|0|2|off|down|disabled)$/i.test(text) ? false : null;
}

// Files write times without a zone too; they mean Universal Time when they come from a server.
function timeOf(text: string): string | null {
  const zoned = /[zZ]$|[+-]\d\d:?\d\d$/.test(text) ? text : `${text.replace(' ', 'T')}Z`;
  const time = new Date(zoned);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}

function countUnread(row: ClassMapping, value: Untyped, report: ReportBuilder): void {
  const known = knownFields(row);
  for (const [name, entry] of Object.entries(value))
    if (!known.has(name) && saysSomething(entry)) report.skipField(`${row.from}.${name}`);
}

// Databases dump every column; one that is empty is nothing that was left out.
const saysSomething = (entry: unknown): boolean =>
  entry !== null && entry !== '' && !(Array.isArray(entry) && entry.length === 0);

const KNOWN = new WeakMap<ClassMapping, ReadonlySet<string>>();

// Computed once for each row: files hold many things of one type.
function knownFields(row: ClassMapping): ReadonlySet<string> {
  const found = KNOWN.get(row);
  if (found !== undefined) return found;
  const paths = [...row.fields.flatMap(({ from }) => from.split(' | ')), ...(row.known ?? [])];
  const names = new Set(paths.map((path) => path.split('.')[0]?.replace(/\[\]$/, '') ?? ''));
  KNOWN.set(row, names);
  return names;
}
