import type { IngestBatch } from '../domain/ingest/ingest-record';
import { DomainError } from '../domain/errors';
import type { FormatMapping } from './mapping/format-mapping';

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

/** Something that could not be read as it should; the rest of the input was. */
export interface Problem {
  readonly file: string;
  /** Counts from 1; null where the format has no documents. */
  readonly document: number | null;
  /** Counts from 1; null when unknown. */
  readonly line: number | null;
  /** Where in the document or row, e.g. `spec.template`. */
  readonly path: string | null;
  readonly message: string;
}

/** Something worth knowing that is no fault: how often, and the first few places. */
export interface Note {
  readonly message: string;
  readonly count: number;
  readonly examples: readonly string[];
}

/** What an importer did with its input. Final once its batches have been read to the end. */
export interface ImportReport {
  /** What was read, by kind. */
  readonly read: Readonly<Record<string, number>>;
  /** What the format does not know or need, by kind. */
  readonly skipped: Readonly<Record<string, number>>;
  /** Fields of what was read that no class has room for, by type and name. */
  readonly skippedFields: Readonly<Record<string, number>>;
  readonly notes: readonly Note[];
  /** The first 1,000 problems; `problemCount` counts them all. */
  readonly problems: readonly Problem[];
  readonly problemCount: number;
}

/** One run over a set of files. `report()` may be asked at any time; it grows while batches are read. */
export interface ImportRun {
  readonly batches: AsyncIterable<IngestBatch>;
  report(): ImportReport;
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
  read(files: readonly InputFile[], options: ImportOptions): ImportRun;
  /** Proposes a mapping file for a file of any shape, where the format takes one. Throws as `read` does. */
  readonly propose?: (file: InputFile, options: ImportOptions) => Promise<string>;
}

/** The refusal of a file that is of another format; says what it looks like, when that is known. */
export function notThisFormat(file: string, wanted: string, looksLike: string | null): DomainError {
  const guess = looksLike === null ? '' : `; it looks like ${looksLike}`;
  return new DomainError('BAD_REQUEST', `${file} is not ${wanted}${guess}.`, { file });
}
