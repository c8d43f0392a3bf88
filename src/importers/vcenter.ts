import type { IngestBatch } from '../domain/ingest/ingest-record';
import type { Importer, ImportOptions, InputFile } from './importer';
import { readStart } from './input-text';
import { byName } from './json-sections';
import { RecordCollector } from './record-collector';
import type { ReportBuilder } from './report-builder';
import { VcenterEstate } from './vcenter/estate';
import { readGovc } from './vcenter/govc';
import { VCENTER_MAPPING } from './vcenter/mapping';
import { addEstate } from './vcenter/records';
import { readRvtools } from './vcenter/rvtools';

/** What VMware vCenter manages: clusters, hosts, machines, datastores, networks. */
export const vcenter: Importer = {
  name: 'vcenter',
  description: 'VMware vCenter: output of govc … -json, and tabs of RVTools as CSV',
  help: `
Give the files of one vCenter in one call.

Examples:
  govc about -json > about.json; govc ls -json -l '/*/host/*' > clusters.json; govc host.info -json '*' > hosts.json
  govc vm.info -json '*' > vms.json
  underpin import vcenter about.json clusters.json hosts.json vms.json
  underpin import vcenter vInfo.csv vHost.csv vCluster.csv vDatastore.csv vNetwork.csv`,
  options: [
    {
      name: 'vcenter',
      value: 'name',
      kind: 'text',
      description: 'host name of the vCenter, where the files do not say it',
    },
  ],
  mapping: VCENTER_MAPPING,
  read: readVcenter,
};

async function* readVcenter(
  files: readonly InputFile[],
  options: ImportOptions,
  report: ReportBuilder,
): AsyncGenerator<IngestBatch> {
  const estate = new VcenterEstate();
  for (const file of byName(files)) {
    const isJson = /^\s*[[{]/.test(await readStart(file));
    await (isJson ? readGovc : readRvtools)(file, estate, report);
  }
  const records = new RecordCollector(options.source, report);
  addEstate(estate, options.choices['vcenter'] ?? null, records, report);
  yield* records.batches();
}
