import type { InputFile } from '../importer';
import { readLines } from '../input-text';
import type { ReportBuilder } from '../report-builder';
import { wrongFormat } from '../wrong-format';
import { csvRecords, detectDelimiter } from './csv-records';

/** A row with the header of its table. */
export interface TableRow {
  readonly line: number;
  readonly fields: { readonly header: readonly string[]; readonly values: readonly string[] };
}

/** The rows of a table whose header is known by `recognises`; another one is refused as `wanted`. Bad rows are reported. */
export async function* csvTable(
  file: InputFile,
  wanted: string,
  recognises: (header: readonly string[]) => boolean,
  report: ReportBuilder,
): AsyncGenerator<TableRow> {
  let delimiter = ',';
  let header: readonly string[] | null = null;
  const lines = readLines(file);
  let first = await lines.next();
  while (first.done !== true && first.value.text?.trim() === '') first = await lines.next();
  if (first.done === true) {
    report.problem(file.name, 'is empty');
    return;
  }
  delimiter = detectDelimiter(first.value.text ?? '');
  const opening = first.value;
  const all = async function* () {
    yield opening;
    yield* lines;
  };
  for await (const record of csvRecords(all(), delimiter)) {
    if ('problem' in record) {
      if (header === null) throw await wrongFormat(file, wanted);
      report.problem(file.name, record.problem, { line: record.line });
    } else if (header === null) {
      header = record.fields.map((name) => name.trim());
      if (!recognises(header)) throw await wrongFormat(file, wanted);
    } else yield { line: record.line, fields: { header, values: record.fields } };
  }
}

/** Where each column stands, by a name made of its header; the first of equal ones counts. */
export function columnIndex(
  header: readonly string[],
  nameOf: (header: string) => string,
): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const [index, name] of header.entries()) if (!found.has(nameOf(name))) found.set(nameOf(name), index);
  return found;
}
