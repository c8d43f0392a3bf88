import { columnIndex, csvTable } from '../table/csv-table';
import type { InputFile } from '../importer';
import { readStart } from '../input-text';
import { placeOf, readSections, type Section } from '../json-sections';
import type { Place } from '../record-collector';
import type { ReportBuilder } from '../report-builder';
import { at, listOf, objectOf, textOf, type Untyped } from '../untyped';

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
  const isRow = ({ value }: Section): boolean =>
    isKnown(new Set(Object.keys(objectOf(value)))) || isInstance(value) || isInstance(at(value, 'result'));
  for await (const section of readSections(file, WANTED, isRow, report)) {
    if (section.key !== null && section.key !== 'records' && section.key !== 'result') continue;
    const place = { file: file.name, ...placeOf(section) };
    const value = at(section.value, 'result') ?? section.value;
    for (const fields of isInstance(value) ? instanceRows(value) : [objectOf(value)]) yield jsonRow(fields, place);
  }
}

function jsonRow(row: Untyped, place: Place): ServiceNowRow {
  const fields = Object.entries(row);
  return {
    fields: Object.fromEntries(fields.map(([name, value]) => [name, inWords(name, value)])),
    references: Object.fromEntries(fields.map(([name, value]) => [name, textOf(at(value, 'value')) ?? shown(value)])),
    place,
  };
}

/** What the CMDB Instance API answers: one record, and the relationships of both directions. */
const isInstance = (value: unknown): boolean =>
  isKnown(new Set(Object.keys(objectOf(at(value, 'attributes'))))) &&
  (Array.isArray(at(value, 'outbound_relations')) || Array.isArray(at(value, 'inbound_relations')));

function instanceRows(value: unknown): readonly Untyped[] {
  const attributes = objectOf(at(value, 'attributes'));
  const self = attributes['sys_id'];
  const related = (name: string, own: 'parent' | 'child', other: 'parent' | 'child'): readonly Untyped[] =>
    listOf(at(value, name)).map((one) => ({ [own]: self, [other]: at(one, 'target'), type: at(one, 'type') }));
  return [
    attributes,
    ...related('outbound_relations', 'parent', 'child'),
    ...related('inbound_relations', 'child', 'parent'),
  ];
}

const shown = (value: unknown): string | null =>
  textOf(at(value, 'display_value')) ?? textOf(at(value, 'value')) ?? textOf(value);

/** What a field says to people; null for the id of another record, of which the export gives nothing else. */
function inWords(name: string, value: unknown): string | null {
  const text = shown(value);
  if (name === 'operational_status') return STATES.get(text ?? '') ?? text;
  const isId = /^[0-9a-f]{32}$/.test(text ?? '') || at(value, 'link') !== undefined;
  return NAMES_OF_OTHERS.has(name) && isId && at(value, 'display_value') === undefined ? null : text;
}

const NAMES_OF_OTHERS: ReadonlySet<string> = new Set(
  'location owned_by managed_by support_group manufacturer model_id vendor'.split(' '),
);

/** What the product calls the values of `operational_status`. */
const STATES: ReadonlyMap<string, string> = new Map([
  ['1', 'Operational'],
  ['2', 'Non-Operational'],
  ['3', 'Repair in Progress'],
  ['4', 'DR Standby'],
  ['5', 'Ready'],
  ['6', 'Retired'],
]);

async function* csvRows(file: InputFile, report: ReportBuilder): AsyncGenerator<ServiceNowRow> {
  for await (const { line, fields } of csvTable(
    file,
    WANTED,
    (header) => isKnown(new Set(header.map(fieldName)), file.name),
    report,
  )) {
    const named = Object.fromEntries(
      [...columnIndex(fields.header, nameIn(fields.header))].map(([name, index]) => [name, fields.values[index] ?? '']),
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
const plainName = (header: string): string => header.trim().toLowerCase().replace(/\s+/g, '_');

const fieldName = (header: string): string => FIELD_NAMES.get(plainName(header)) ?? plainName(header);

/** The field of each column: a label stands for one only where no column has its name. */
function nameIn(header: readonly string[]): (column: string) => string {
  const named = new Set(header.map(plainName));
  return (column) => (named.has(fieldName(column)) ? plainName(column) : fieldName(column));
}

/** Labels that differ from the name of their field by more than their blanks. */
const FIELD_NAMES: ReadonlyMap<string, string> = new Map([
  ['class', 'sys_class_name'],
  ['business_criticality', 'busines_criticality'],
  ['operating_system', 'os'],
  ['ram_(mb)', 'ram'],
  ['disk_space_(gb)', 'disk_space'],
  ['fully_qualified_domain_name', 'fqdn'],
  ['is_virtual', 'virtual'],
  ['description', 'short_description'],
  ['status', 'install_status'],
]);

/** An export of one table need not name it in each row: `cmdb_ci_linux_server.csv`. */
export const tableOfFile = (file: string): string => /(cmdb_ci_[a-z0-9_]*[a-z0-9])[^/\\]*$/i.exec(file)?.[1] ?? '';

const isKnown = (fields: ReadonlySet<string>, file = ''): boolean =>
  (fields.has('parent') && fields.has('child') && fields.has('type')) ||
  (fields.has('sys_class_name') && fields.has('name')) ||
  ((fields.has('sys_id') || tableOfFile(file) !== '') && fields.has('name'));
