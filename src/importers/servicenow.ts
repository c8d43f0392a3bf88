import type { IngestBatch } from '../domain/ingest/ingest-record';
import type { Importer, ImportOptions, InputFile } from './importer';
import { byName } from './json-sections';
import { RecordCollector } from './record-collector';
import type { ReportBuilder } from './report-builder';
import { SERVICENOW_MAPPING } from './servicenow/mapping';
import { ServiceNowExport } from './servicenow/records';
import { readRows } from './servicenow/rows';

/** Exports of the configuration management database of ServiceNow. */
export const servicenow: Importer = {
  name: 'servicenow',
  description: 'ServiceNow exports of cmdb_ci* and cmdb_rel_ci (CSV or JSON, display values or not)',
  help: `
Give the tables and cmdb_rel_ci in one call. JSON as the REST API answers it, with sysparm_display_value=all at best.

Examples:
  underpin import servicenow cmdb_ci_server.csv cmdb_ci_service_auto.csv cmdb_rel_ci.csv
  underpin import servicenow cis.json relations.json --environment production`,
  options: [
    {
      name: 'environment',
      value: 'name',
      kind: 'text',
      description: 'of application services that name none (default: production)',
    },
  ],
  mapping: SERVICENOW_MAPPING,
  read: readExport,
};

async function* readExport(
  files: readonly InputFile[],
  options: ImportOptions,
  report: ReportBuilder,
): AsyncGenerator<IngestBatch> {
  const records = new RecordCollector(options.source, report);
  const all = new ServiceNowExport(options.choices['environment'] ?? 'production', records, report);
  for (const file of byName(files)) for await (const row of readRows(file, report)) all.add(row);
  all.finish();
  yield* records.batches();
}
