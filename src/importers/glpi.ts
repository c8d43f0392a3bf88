import type { IngestBatch } from '../domain/ingest/ingest-record';
import { addConnections } from './glpi/connections';
import { readInventories } from './glpi/devices';
import { GLPI_MAPPING } from './glpi/mapping';
import { addInventory } from './glpi/records';
import type { Importer, ImportOptions, InputFile } from './importer';
import { RecordCollector } from './record-collector';
import type { ReportBuilder } from './report-builder';

/** Inventories of GLPI agents: computers and network devices. */
export const glpi: Importer = {
  name: 'glpi',
  description: 'inventories of GLPI agents (JSON): computers, network devices, partial updates',
  help: `
Example:
  glpi-inventory --json > host.json && underpin import glpi host.json --source glpi`,
  options: [],
  mapping: GLPI_MAPPING,
  read: readAll,
};

async function* readAll(
  files: readonly InputFile[],
  options: ImportOptions,
  report: ReportBuilder,
): AsyncGenerator<IngestBatch> {
  const inventories = await readInventories(files, report);
  const records = new RecordCollector(options.source, report);
  // Whole inventories first: a partial one adds to them.
  for (const inventory of inventories.toSorted((left, right) => Number(left.partial) - Number(right.partial))) {
    addInventory(inventory, { records, report });
  }
  addConnections(inventories, records, report);
  yield* records.batches();
}
