import type { IngestBatch } from '../domain/ingest/ingest-record';
import { readEntities } from './backstage/entities';
import { BACKSTAGE_MAPPING } from './backstage/mapping';
import { addEntities } from './backstage/records';
import type { Importer, ImportOptions, InputFile } from './importer';
import { RecordCollector } from './record-collector';
import type { ReportBuilder } from './report-builder';

/** Software catalogues of Backstage. */
export const backstage: Importer = {
  name: 'backstage',
  description: 'Backstage catalogue files (YAML or JSON): catalog-info.yaml',
  help: `
Components, APIs, Resources, Systems and Domains; Groups and Users become owners. Locations are followed to files beside
them, never to the network.

Examples:
  underpin import backstage catalog-info.yaml --source backstage --environment production
  curl -s backstage.example.com/api/catalog/entities | underpin import backstage -`,
  options: [
    {
      name: 'environment',
      value: 'name',
      kind: 'text',
      description: 'environment of the components (default: production)',
    },
  ],
  mapping: BACKSTAGE_MAPPING,
  read: readCatalogue,
};

async function* readCatalogue(
  files: readonly InputFile[],
  options: ImportOptions,
  report: ReportBuilder,
): AsyncGenerator<IngestBatch> {
  const entities = await readEntities(files, report);
  const records = new RecordCollector(options.source, report);
  addEntities(entities, { environment: options.choices['environment'] ?? 'production', records, report });
  yield* records.batches();
}
