import type { ImportReport } from '../importers/import-report';
import type { Importer, ImportOptions, InputFile } from '../importers/importer';
import type { ImportTotals } from './import-totals';
import type { LineError } from './stream-client';

/** One import: what to read, and on whose behalf. */
export interface ImportRequest {
  readonly importer: Importer;
  readonly files: readonly InputFile[];
  readonly options: ImportOptions;
  readonly dryRun: boolean;
  readonly reason?: string | null;
  /** The sync session that it is a part of. */
  readonly session?: string;
  /** Every sending of it has the same key, so that one that was interrupted goes on where it ended. */
  readonly idempotencyKey: string;
  /** How many bytes of the files have been read so far. */
  readonly bytesRead?: () => number;
  /** Told after every batch that has landed, with the bytes that had been read when it was sent. */
  readonly progress?: (landed: ImportTotals, bytes: number) => void;
  /** Told when the connection was lost, and what is done about it. */
  readonly notice?: (message: string) => void;
  /** Before a lost connection is tried anew, at first. */
  readonly retryDelayMs?: number;
  /** Told what happened to every record, again for those that are sent a second time; only asked for when given. */
  readonly record?: (result: RecordResult) => void;
}

/** What happened to one record. */
export interface RecordResult {
  readonly kind: 'item' | 'relationship';
  /** The native key of the item, or the ends of the relationship, for people. */
  readonly label: string;
  readonly outcome: string;
  readonly errors: readonly LineError[];
}

/** What came of an import. */
export interface ImportOutcome {
  readonly totals: ImportTotals;
  /** The first 1,000; the totals count them all. */
  readonly rejected: readonly RecordResult[];
  readonly report: ImportReport;
  /** The newest revision that it led to; null when nothing was sent. */
  readonly revision: number | null;
}

/** So many are kept by name; the totals count them all. */
export const REJECTED_KEPT = 1000;

/** Outcomes of what did not land. */
export const UNDONE: ReadonlySet<string> = new Set(['REJECTED', 'PARKED']);
