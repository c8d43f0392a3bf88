import type { IngestBatch } from '../domain/ingest/ingest-record';
import { DomainError } from '../domain/errors';
import type { FormatMapping } from './mapping/format-mapping';
import type { ReportBuilder } from './report-builder';

/** The name of a file that is no file: it has no folder either. */
export const STANDARD_INPUT = '(standard input)';

/** A file to read. Opened once or more; yields bytes, so that a format may stream what does not fit into memory. */
export interface InputFile {
  readonly name: string;
  open(): AsyncIterable<Uint8Array>;
  /** The files named relative to this one, by name, of which there may be several where the path has wildcards; none that are not below its folder. */
  readonly beside?: (path: string) => readonly InputFile[];
}

/** What the caller of an importer may set. `choices` are the importer's own options, by name; a flag that was given is `true`. */
export interface ImportOptions {
  /** The data source the records are claimed by; native keys are native to it. */
  readonly source: string;
  readonly choices: Readonly<Record<string, string>>;
  /** Files given by options of kind `file`, by option name. */
  readonly files: Readonly<Record<string, InputFile>>;
}

/** An option of one format. The command line makes `--<name> <value>` of it; a flag has no value, and is chosen or not. */
export interface ImporterOption {
  readonly name: string;
  readonly value: string | null;
  readonly kind: 'text' | 'file' | 'flag';
  readonly description: string;
}

/**
 * Bytes to batches of ingest records, nothing else: an importer knows no server, and of class models the shipped one at most. It throws a
 * DomainError for input that is not its format or too large to be read; anything smaller is a problem in the report.
 */
export interface Importer {
  readonly name: string;
  readonly description: string;
  /** How files are written and what becomes of them, for people; the help of the command line shows it. */
  readonly help: string;
  readonly options: readonly ImporterOption[];
  /** What becomes of what. */
  readonly mapping: FormatMapping;
  /** What it leaves out or cannot read it tells the report, which is final once the batches have been read to the end. */
  read(files: readonly InputFile[], options: ImportOptions, report: ReportBuilder): AsyncIterable<IngestBatch>;
  /** Proposes a mapping file for a file of any shape, where the format takes one. Throws as `read` does. */
  readonly propose?: (file: InputFile, options: ImportOptions) => Promise<string>;
}

/** The refusal of a file that is of another format; says what it looks like, when that is known. */
export function notThisFormat(file: string, wanted: string, looksLike: string | null): DomainError {
  const guess = looksLike === null ? '' : `; it looks like ${looksLike}`;
  return new DomainError('BAD_REQUEST', `${file} is not ${wanted}${guess}.`, { file });
}
