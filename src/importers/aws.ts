import type { IngestBatch } from '../domain/ingest/ingest-record';
import { addConfigItems } from './aws/config-records';
import { AWS_MAPPING } from './aws/mapping';
import { addDescribed } from './aws/records';
import { readAws } from './aws/resources';
import type { Importer, ImportOptions, InputFile } from './importer';
import { RecordCollector } from './record-collector';
import type { ReportBuilder } from './report-builder';

/** What the AWS command line and AWS Config say of an account. */
export const aws: Importer = {
  name: 'aws',
  description: 'output of the AWS command line (describe-*, list-*), AWS Config snapshots and change notifications',
  help: `
EC2, VPC, ELB, RDS, Lambda, ECS, SNS, SQS, S3. Give all files of an account in one call: what they say of each other is
put together, and references to what no file holds are counted.

Examples:
  aws ec2 describe-instances > instances.json; aws ec2 describe-subnets > subnets.json
  underpin import aws instances.json subnets.json --account 123456789012 --region eu-west-1
  underpin import aws config-snapshot.json --source aws/config`,
  options: [
    { name: 'account', value: 'id', kind: 'text', description: 'account of resources that name none' },
    { name: 'region', value: 'code', kind: 'text', description: 'region of resources that name none' },
  ],
  mapping: AWS_MAPPING,
  read: readAccount,
};

async function* readAccount(
  files: readonly InputFile[],
  options: ImportOptions,
  report: ReportBuilder,
): AsyncGenerator<IngestBatch> {
  const input = await readAws(files, report);
  const records = new RecordCollector(options.source, report);
  const { account = null, region = null } = options.choices;
  addDescribed(input, { account, region }, records, report);
  addConfigItems(input.configItems, { account, region }, records, report);
  yield* records.batches();
}
