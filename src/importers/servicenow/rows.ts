import { columnIndex, csvTable } from '../table/csv-table';
import type { InputFile } from '../importer';
import { readStart } from '../input-text';
import { placeOf, readSections, type Section } from '../json-sections';
import type { Place } from '../record-collector';
import type { ReportBuilder } from '../report-builder';
import { at, objectOf, textOf, type Untyped } from '../untyped';

/** One record of an export: each field's display value where it has one, and the ids of references. */
export interface ServiceNowRow {
  readonly fields: Untyped;
  /** What a field refers to; its text where the export gives no ids. */
  readonly references: Untyped;
  readonly place: Place;
}

const WANTED = 'an export of ServiceNow (cmdb_ci or cmdb_rel_ci)';

/** Reads exports as CSV or JSON, row by row. */
export async function* readRows(file: InputFile, report: ReportBuilder): AsyncGenerator<ServiceNowRow> {
  if (/^\s*[[{]/.test(await readStart(file))) yield* jsonRows(file, report);
  else yield* csvRows(file, report);
}

async function* jsonRows(file: InputFile, report: ReportBuilder): AsyncGenerator<ServiceNowRow> {
  const isRow = ({ value }: Section): boolean => isKnown(new Set(Object.keys(objectOf(value))));
  for await (const section of readSections(file, WANTED, isRow, report)) {
    if (section.key !== null && section.key !== 'records' && section.key !== 'result') continue;
    const fields = Object.entries(objectOf(section.value));
    yield {
      fields: Object.fromEntries(fields.map(([name, value]) => [name, shown(value)])),
      references: Object.fromEntries(fields.map(([name, value]) => [name, textOf(at(value, 'value')) ?? shown(value)])),
      place: { file: file.name, ...placeOf(section) },
    };
  }
}

const shown = (value: unknown): unknown =>
  textOf(at(value, 'display_value')) ?? textOf(at(value, 'value')) ?? textOf(value);

async function* csvRows(file: InputFile, report: ReportBuilder): AsyncGenerator<ServiceNowRow> {
  for await (const { line, fields } of csvTable(
    file,
    WANTED,
    (header) => isKnown(new Set(header.map(fieldName))),
    report,
  )) {
    const named = Object.fromEntries(
      [...columnIndex(fields.header, fieldName)].map(([name, index]) => [name, fields.values[index] ?? '']),
    );
    const references = Object.fromEntries(
      Object.entries(named).flatMap(([name, value]) =>
        name.endsWith('.sys_id') ? [[name.slice(0, -'.sys_id'.length), value] as const] : [],
      ),
    );
    yield { fields: named, references: { ...named, ...references }, place: { file: file.name, line } };
  }
}

// A list that is exported with labels instead of names has the same words with spaces.
const fieldName = (header: string): string => {
  const name = header.trim().toLowerCase().replace(/\s+/g, '_');
  return FIELD_NAMES.get(name) ?? name;
};

const FIELD_NAMES: ReadonlyMap<string, string> = new Map([
  ['class', 'sys_class_name'],
  ['business_criticality', 'busines_criticality'],
]);

const isKnown = (fields: ReadonlySet<string>): boolean =>
  (fields.has('parent') && fields.has('child') && fields.has('type')) ||
  (fields.has('sys_class_name') && fields.has('name')) ||
  (fields.has('sys_id') && fields.has('name'));
