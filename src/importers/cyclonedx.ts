import type { IngestBatch } from '../domain/ingest/ingest-record';
import { CYCLONEDX_MAPPING } from './cyclonedx/mapping';
import { readBoms } from './cyclonedx/read-boms';
import { addBoms } from './cyclonedx/records';
import type { Importer, ImportOptions, InputFile } from './importer';
import { RecordCollector } from './record-collector';
import type { ReportBuilder } from './report-builder';

/** Bills of materials in CycloneDX: software, services and what they depend on. */
export const cyclonedx: Importer = {
  name: 'cyclonedx',
  description: 'CycloneDX bills of materials (JSON or XML): components, services, dependencies',
  help: `
Bills that refer to each other (urn:cdx:…/1#ref) have to be given together.

Examples:
  underpin import cyclonedx bom.json --source sbom
  underpin import cyclonedx saasbom.xml --environment production`,
  options: [
    {
      name: 'environment',
      value: 'name',
      kind: 'text',
      description: 'environment of the services (default: production)',
    },
  ],
  mapping: CYCLONEDX_MAPPING,
  read: readAll,
};

async function* readAll(
  files: readonly InputFile[],
  options: ImportOptions,
  report: ReportBuilder,
): AsyncGenerator<IngestBatch> {
  const records = new RecordCollector(options.source, report);
  const environment = options.choices['environment'] ?? 'production';
  await addBoms(readBoms(files, report), { environment, records, report });
  yield* records.batches();
}
