import type { IngestBatch } from '../domain/ingest/ingest-record';
import { unnamedAccount } from './cloud/places';
import type { Importer, ImportOptions, InputFile } from './importer';
import { RecordCollector } from './record-collector';
import type { ReportBuilder } from './report-builder';
import { TERRAFORM_MAPPING } from './terraform/mapping';
import { addResources } from './terraform/records';
import { readResources } from './terraform/resources';

/** Terraform and OpenTofu states and plans of any provider. */
export const terraform: Importer = {
  name: 'terraform',
  description: 'Terraform state (version 3 or 4), or terraform show -json of a state or plan',
  help: `
All resources of any provider; types without a class of their own become generic cloud resources.

Examples:
  terraform show -json | underpin import terraform - --source terraform/production
  terraform state pull | underpin import terraform - --account 123456789012 --region eu-west-1
  terraform show -json plan.out | underpin import terraform - --dry-run`,
  options: [
    { name: 'account', value: 'id', kind: 'text', description: 'account of resources that name none' },
    { name: 'region', value: 'code', kind: 'text', description: 'region of resources that name none' },
  ],
  mapping: TERRAFORM_MAPPING,
  read: readTerraform,
};

async function* readTerraform(
  files: readonly InputFile[],
  options: ImportOptions,
  report: ReportBuilder,
): AsyncGenerator<IngestBatch> {
  const resources = await readResources(files, report);
  const records = new RecordCollector(options.source, report);
  const { account = null, region = null } = options.choices;
  addResources(resources, { account, region, unnamed: unnamedAccount(records) }, records, report);
  yield* records.batches();
}
