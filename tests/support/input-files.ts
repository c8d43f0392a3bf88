import { createReadStream, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IngestBatch, ItemRecord, RelationshipRecord } from '../../src/domain/ingest/ingest-record';
import type { ImportReport } from '../../src/importers/import-report';
import type { Importer, InputFile } from '../../src/importers/importer';
import { ReportBuilder } from '../../src/importers/report-builder';

const ROOT = join(__dirname, '../..');

/** A file that exists only in the test, in chunks small enough to cut words and characters apart. */
export function textFile(name: string, text: string, chunkBytes = 7): InputFile {
  const bytes = Buffer.from(text);
  return bytesFile(name, function* chunks() {
    for (let start = 0; start < bytes.length; start += chunkBytes) yield bytes.subarray(start, start + chunkBytes);
  });
}

/** A file whose bytes are made while it is read: any size without a disk. */
export const bytesFile = (name: string, chunks: () => Iterable<Uint8Array>): InputFile => ({
  name,
  async *open() {
    yield* chunks();
  },
});

/** Every YAML file below a folder of the project. */
export const yamlFiles = (folder: string): InputFile[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => ({ name: join(folder, name), open: () => createReadStream(join(ROOT, folder, name)) }));

/** Every file of a folder below tests/fixtures, or those named. */
export const fixtureFiles = (folder: string, ...names: readonly string[]): InputFile[] =>
  (names.length > 0 ? names : readdirSync(join(ROOT, 'tests/fixtures', folder)).sort()).map((name) => ({
    name: join(folder, name),
    open: () => createReadStream(join(ROOT, 'tests/fixtures', folder, name)),
  }));

/** A file of the project as it would be with every `from` replaced by `to`; an edit that changes nothing is a mistake. */
export function editedFile(
  folder: string,
  name: string,
  ...edits: readonly (readonly [from: string, to: string])[]
): InputFile {
  const before = readFileSync(join(ROOT, 'tests/fixtures', folder, name), 'utf8');
  const after = edits.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`${name} does not hold ${from}`);
    return text.replaceAll(from, to);
  }, before);
  return textFile(join(folder, name), after, 4096);
}

/** Everything one run of an importer gave. */
export interface Imported {
  readonly batches: readonly IngestBatch[];
  readonly items: readonly ItemRecord[];
  readonly relationships: readonly RelationshipRecord[];
  readonly report: ImportReport;
}

/** Reads files to the end. */
export async function importAll(
  importer: Importer,
  files: readonly InputFile[],
  choices: Readonly<Record<string, string>> = {},
  optionFiles: Readonly<Record<string, InputFile>> = {},
): Promise<Imported> {
  const report = new ReportBuilder();
  const batches: IngestBatch[] = [];
  const options = { source: 'test', choices, files: optionFiles };
  for await (const batch of importer.read(files, options, report)) batches.push(batch);
  return {
    batches,
    items: batches.flatMap((batch) => batch.items),
    relationships: batches.flatMap((batch) => batch.relationships),
    report: report.report(),
  };
}

/** `Deployment/frontend -> Service/cartservice` of the relationships of a type, sorted; keys without their first two parts. */
export const arrows = (imported: Imported, type: string): string[] =>
  imported.relationships
    .filter((one) => one.type === type)
    .map(
      (one) =>
        `${short(one.source.ref ?? one.source.native?.key)} -> ${short(one.target.ref ?? one.target.native?.key)}`,
    )
    .sort();

const short = (key: string | null | undefined): string => (key ?? '?').split('/').slice(2).join('/');
