import type { InputFile } from '../importers/importer';
import type { Client } from './client';
import { sumOf, totalsOf, type ImportTotals } from './import-totals';
import { sendLasting } from './lasting-stream';
import { REJECTED_KEPT, UNDONE, type ImportOutcome, type ImportRequest, type RecordResult } from './import-request';
import type { StreamLine } from './stream-client';
import { withSource } from './with-source';

/** NDJSON that goes to the server as it is. */
export interface NdjsonRequest extends Omit<ImportRequest, 'importer' | 'options'> {
  readonly source: string;
  readonly mode: 'PARTIAL' | 'ATOMIC' | 'DRY_RUN';
}

/** Passes files on to the streaming door, one request each. The server reads them; what it says of a line names the line. */
export async function importNdjson(client: Client, request: NdjsonRequest): Promise<ImportOutcome> {
  const outcome = { totals: new Map() as ImportTotals, rejected: [] as RecordResult[], revision: 0 };
  for (const [at, file] of request.files.entries()) {
    const source = { name: request.source, description: 'NDJSON', dryRun: request.mode === 'DRY_RUN' };
    const { revision } = await withSource(client, source, (isNew) =>
      sendLasting(client, {
        query: {
          source: request.source,
          mode: request.mode,
          ...(isNew ? { newSource: 'true' } : {}),
          results: request.record === undefined ? 'problems' : 'all',
          ...(request.reason ? { reason: request.reason } : {}),
          ...(request.session ? { session: request.session } : {}),
        },
        idempotencyKey: request.files.length === 1 ? request.idempotencyKey : `${request.idempotencyKey}.${at + 1}`,
        open: () => file.open(),
        notice: request.notice,
        retryDelayMs: request.retryDelayMs,
        onChunk: (chunk, results) => {
          outcome.totals = sumOf([outcome.totals, totalsOf(chunk)]);
          for (const line of results) noteResult(request, file, line, outcome.rejected);
          request.progress?.(outcome.totals, request.bytesRead?.() ?? 0);
        },
      }),
    );
    outcome.revision = Math.max(outcome.revision, revision);
  }
  return { ...outcome, report: NOTHING_TO_REPORT };
}

/** The server reads the lines; nothing is left to report of their format. */
export const NOTHING_TO_REPORT = { read: {}, skipped: {}, skippedFields: {}, notes: [], problems: [], problemCount: 0 };

/** Keeps what is said of a line, by name when it did not land. */
export function noteResult(request: NdjsonRequest, file: InputFile, line: StreamLine, rejected: RecordResult[]): void {
  const result: RecordResult = {
    kind: line.kind ?? 'item',
    label: labelOf(file, line),
    outcome: line.outcome ?? '',
    errors: line.errors ?? [],
  };
  request.record?.(result);
  if (UNDONE.has(result.outcome) && rejected.length < REJECTED_KEPT) rejected.push(result);
}

function labelOf(file: InputFile, { line, nestedIndex, class: className, nativeKey, ref }: StreamLine): string {
  const name = nativeKey ?? ref;
  const what = className === undefined || name === undefined ? '' : ` (${className} ${name})`;
  const nested = nestedIndex === undefined ? '' : `, relationship ${nestedIndex}`;
  return `${file.name}:${line ?? 0}${nested}${what}`;
}
