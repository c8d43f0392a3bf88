import type { IngestBatch } from '../domain/ingest/ingest-record';
import type { Importer, InputFile } from './importer';
import { readStart } from './input-text';
import { proposeMapping } from './guess/propose-mapping';
import { ROWS_SAMPLED } from './guess/sample';
import { JsonColumns } from './json/json-columns';
import { jsonRecords } from './json/json-records';
import { fieldsOf } from './json/paths';
import { looksLike, OTHER_JSON } from './looks-like';
import { ReportBuilder } from './report-builder';
import type { Cell } from './table/cells';
import { nothingKnown, type Columns } from './table/columns';
import { readMapped, type MappedRun } from './table/mapped-files';
import { itemOfRow } from './table/row';
import { wrongFormat } from './wrong-format';

/** Lists of objects of any size and shape, read one by one: an object is an item, a mapping says what its fields are. */
export const json: Importer = {
  name: 'json',
  description:
    'lists of objects, such as an answer of an API, or one object a line; a mapping file says what each field is',
  help: `
An object is an item. Its fields are named by their paths, and a mapping file (YAML) says what they fill:
  class: LinuxServer                  # of objects that name none
  records: data.hosts                 # the first list of objects when left out; "." for {"web-1": {…}, "web-2": {…}}
  nativeKey: id                       # or a list, joined by "/"; "$key" is the name of the member with "."
  columns:
    host.name: [name, attributes.hostname]
    net.addresses: attributes.ipAddresses
    interfaces[].mac: attributes.macAddresses:list   # one field of all objects in a list
    runs_on: { to: "rel:RUNS_ON@Server.hostname", strength: HARD }
    remark: "-"                       # left out on purpose
  values: { tier: { "1": CRITICAL } }
  constants: { environment: production }
What may be filled is the same as in csv (see "underpin import csv --help"). Fields whose path is the name of what they
fill, such as name, environment or attributes.hostname, need no mapping. null and empty fields say nothing.

Examples:
  underpin import json hosts.json --guess > hosts.yaml     proposes a mapping; nothing is imported
  underpin import json hosts.json --mapping hosts.yaml --dry-run`,
  options: [
    { name: 'class', value: 'name', kind: 'text', description: 'the class of objects that name none' },
    { name: 'mapping', value: 'file', kind: 'file', description: 'a mapping of fields (YAML)' },
    { name: 'records', value: 'path', kind: 'text', description: 'where the list of objects is' },
  ],
  mapping: {
    items: [],
    relationships: [],
    notes: ['Each object becomes an item of the class, and with the attributes, that its fields or mapping file name.'],
  },
  read: (files, options, report) => readMapped(files, { options, report }, readFile),
  async propose(file, options) {
    const records = options.choices['records'] ?? null;
    const rows: ReadonlyMap<string, Cell>[] = [];
    for await (const { value } of jsonRecords(file, records, new ReportBuilder())) {
      rows.push(fieldsOf(value));
      if (rows.length === ROWS_SAMPLED) break;
    }
    return proposeMapping(file.name, rows, records === null ? {} : { records });
  },
};

async function* readFile(
  file: InputFile,
  { mapping, options, report, filler }: MappedRun,
): AsyncGenerator<IngestBatch> {
  const columns = new JsonColumns(file.name, mapping, (path) => report.skipField(path));
  const className = options.choices['class'] ?? mapping.className;
  let first = true;
  for await (const { value, place } of jsonRecords(file, options.choices['records'] ?? mapping.records, report)) {
    const row = columns.row(value);
    if (first) await refuseUnknown(file, row.columns);
    first = false;
    const context = { source: options.source, columns: row.columns, mapping, className };
    const result = itemOfRow(row.cells, context);
    if ('problem' in result) {
      const path = [place.path, result.column].filter((part) => part).join('.');
      report.problem(file.name, result.problem, { ...place, path });
      continue;
    }
    report.read(result.item.class);
    yield* filler.add(result.item);
  }
  // No fault: an API leaves out what is empty.
  for (const path of columns.missing())
    report.note('a field of the mapping stands in no object', `${file.name}: ${path}`);
}

// Of another format, or of none that was mapped: nothing of it would become anything.
async function refuseUnknown(file: InputFile, { header, targets }: Columns): Promise<void> {
  if (targets.some((one) => one.length > 0)) return;
  if (looksLike(await readStart(file)) !== OTHER_JSON)
    throw await wrongFormat(file, 'a list of objects with known fields');
  throw nothingKnown(file.name, 'field of the first object', header);
}
