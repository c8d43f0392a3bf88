import type { IngestBatch } from '../domain/ingest/ingest-record';
import type { Importer, ImportOptions, InputFile } from './importer';
import { readDump } from './netbox/dump';
import { NETBOX_MAPPING } from './netbox/mapping';
import { NetboxItems } from './netbox/records';
import { addRelationships } from './netbox/relationships';
import { RecordCollector } from './record-collector';
import type { ReportBuilder } from './report-builder';

/** NetBox: places, racks, devices, power, cables, circuits, addresses, virtual machines. */
export const netbox: Importer = {
  name: 'netbox',
  description: 'NetBox dumps (manage.py dumpdata) and answers of its REST API, versions 2.11 to 4.x',
  help: `
Two power feeds of a device or rack are one ANY gate: either may fail. Cables are traced through patch panels.

Examples:
  manage.py dumpdata --natural-foreign dcim ipam virtualization circuits tenancy > netbox.json
  underpin import netbox netbox.json --source netbox
  underpin import netbox sites.json racks.json devices.json cables.json`,
  options: [],
  mapping: NETBOX_MAPPING,
  read: readNetbox,
};

async function* readNetbox(
  files: readonly InputFile[],
  options: ImportOptions,
  report: ReportBuilder,
): AsyncGenerator<IngestBatch> {
  const dump = await readDump(files, report);
  const records = new RecordCollector(options.source, report);
  new NetboxItems(dump, records, report).addAll();
  addRelationships(dump, records);
  yield* records.batches();
}
