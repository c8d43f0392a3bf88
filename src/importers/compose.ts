import type { IngestBatch } from '../domain/ingest/ingest-record';
import { COMPOSE_MAPPING } from './compose/mapping';
import { readProject } from './compose/project';
import { addProject } from './compose/records';
import type { Importer, ImportOptions, InputFile } from './importer';
import { RecordCollector } from './record-collector';
import type { ReportBuilder } from './report-builder';

/** Compose files: one project of services, networks and volumes. `help` says how several files go together. */
export const compose: Importer = {
  name: 'docker-compose',
  description: 'Compose files (YAML): services, dependencies, networks, volumes',
  help: `
Several files are merged into one project, later ones over earlier ones, as \`docker compose -f a.yaml -f b.yaml\` does.

Examples:
  underpin import docker-compose compose.yaml compose.prod.yaml --project shop --environment production
  underpin import docker-compose compose.yaml --env-file .env`,
  options: [
    {
      name: 'project',
      value: 'name',
      kind: 'text',
      description: 'name of the project (default: `name:`, or the folder; standard input has none)',
    },
    { name: 'environment', value: 'name', kind: 'text', description: 'where it runs (default: local)' },
    { name: 'env-file', value: 'file', kind: 'file', description: 'values of the variables in the files' },
  ],
  mapping: COMPOSE_MAPPING,
  read: readCompose,
};

async function* readCompose(
  files: readonly InputFile[],
  options: ImportOptions,
  report: ReportBuilder,
): AsyncGenerator<IngestBatch> {
  const project = await readProject(files, options, report);
  if (project === null) return;
  const records = new RecordCollector(options.source, report);
  addProject({ project, environment: options.choices['environment'] ?? 'local', records, report });
  yield* records.batches();
}
