import type { IngestBatch } from '../../domain/ingest/ingest-record';
import { BatchFiller } from '../batch-assembly';
import type { ImportOptions, InputFile } from '../importer';
import type { ReportBuilder } from '../report-builder';
import { NO_MAPPING, readMapping, type Mapping } from './mapping';

/** What the files of one run share. */
export interface MappedRun {
  readonly mapping: Mapping;
  readonly options: ImportOptions;
  readonly report: ReportBuilder;
  readonly filler: BatchFiller;
}

/** Reads files one after another by the mapping that the options name, or by none; `readFile` fills the batches. */
export async function* readMapped(
  files: readonly InputFile[],
  { options, report }: Pick<MappedRun, 'options' | 'report'>,
  readFile: (file: InputFile, run: MappedRun) => AsyncGenerator<IngestBatch>,
): AsyncGenerator<IngestBatch> {
  const mappingFile = options.files['mapping'];
  const mapping = mappingFile === undefined ? NO_MAPPING : await readMapping(mappingFile);
  const filler = new BatchFiller(options.source);
  for (const file of files) yield* readFile(file, { mapping, options, report, filler });
  yield* filler.close();
}
