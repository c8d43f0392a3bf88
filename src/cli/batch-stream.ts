import type { IngestBatch } from '../domain/ingest/ingest-record';
import type { ImportReport } from '../importers/import-report';
import { ReportBuilder } from '../importers/report-builder';
import { REJECTED_KEPT, UNDONE, type ImportRequest, type RecordResult } from './import-request';
import { sumOf, totalsOf, type ImportTotals } from './import-totals';
import type { StreamChunk, StreamLine } from './stream-client';

/** What the server said to one batch. */
export interface BatchAnswer {
  readonly revision: number;
  readonly totals: ImportTotals;
  /** The first 1,000. */
  readonly rejected: readonly RecordResult[];
  /** Whether some of the rejected may do better when everything has been sent. */
  readonly late: boolean;
}

/** By the position of the batch in the files. */
export type Answers = Map<number, BatchAnswer>;

/** A batch on its way: where it stands in the stream, and in the files. */
interface Sent {
  readonly index: number;
  readonly batch: IngestBatch;
  /** Of the stream, from 1. */
  readonly firstLine: number;
  readonly bytesRead: number;
}

/** So many batches are kept to name what is said of them; the next is read when one of them has been answered. */
const BATCHES_UNDER_WAY_MAX = 4;

/**
 * One sending of batches after the other: each is a chunk of its own, ended by an empty line, so that its refs stay
 * together.
 */
export class BatchStream {
  readonly answers: Answers = new Map();
  readonly #request: ImportRequest;
  readonly #only: ReadonlySet<number> | null;
  #sent: Sent[] = [];
  /** Of the newest opening, which it also stands for. */
  #report = new ReportBuilder();
  #wake: () => void = () => undefined;

  /** `only`: the batches to send, by position; null: all of them. */
  constructor(request: ImportRequest, only: ReadonlySet<number> | null) {
    this.#request = request;
    this.#only = only;
  }

  report(): ImportReport {
    return this.#report.report();
  }

  async *open(): AsyncGenerator<string> {
    const { importer, files, options } = this.#request;
    const report = new ReportBuilder();
    this.#report = report;
    this.#wake();
    this.#sent = [];
    let index = -1;
    let firstLine = 1;
    for await (const batch of importer.read(files, options, report)) {
      index += 1;
      if (this.#only !== null && !this.#only.has(index)) continue;
      while (this.#sent.length >= BATCHES_UNDER_WAY_MAX && this.#report === report) {
        await new Promise<void>((resolve) => (this.#wake = resolve));
      }
      this.#sent.push({ index, batch, firstLine, bytesRead: this.#request.bytesRead?.() ?? 0 });
      const lines = linesOf(batch);
      firstLine += lines.length + 1;
      yield `${lines.join('\n')}\n\n`;
    }
  }

  /** A chunk has landed. A server whose chunks are smaller answers a batch in several. */
  landed(chunk: StreamChunk, results: readonly StreamLine[]): void {
    const at = this.#sent.findLastIndex(({ firstLine }) => firstLine <= chunk.lastLine);
    const sent = this.#sent[at];
    if (!sent) return;
    this.#sent = this.#sent.slice(at);
    this.#wake();
    const told = results.map((line) => resultOf(sent, line));
    for (const result of told) this.#request.record?.(result);
    const before = this.answers.get(sent.index);
    const rejected = told.filter(isRejected);
    this.answers.set(sent.index, {
      revision: chunk.revision,
      totals: sumOf([...(before ? [before.totals] : []), totalsOf(chunk)]),
      rejected: [...(before?.rejected ?? []), ...rejected].slice(0, REJECTED_KEPT),
      late: before?.late === true || rejected.some(isLate),
    });
    this.#request.progress?.(sumOf([...this.answers.values()].map(({ totals }) => totals)), sent.bytesRead);
  }
}

const linesOf = ({ items, relationships }: IngestBatch): readonly string[] => [
  ...items.map((item) => JSON.stringify({ item })),
  ...relationships.map((relationship) => JSON.stringify({ relationship })),
];

/** An end or host that a later batch may have brought. */
const LATE_CODES: ReadonlySet<string> = new Set(['ENDPOINT_MISSING', 'HOST_MISSING', 'DEPENDENCY_FAILED']);

const isLate = (result: RecordResult): boolean => result.errors.some(({ code }) => LATE_CODES.has(code));

const isRejected = ({ outcome }: RecordResult): boolean => UNDONE.has(outcome);

function resultOf({ batch, firstLine }: Sent, answer: StreamLine): RecordResult {
  const position = (answer.line ?? 0) - firstLine;
  const kind = answer.kind ?? 'item';
  const index = position < batch.items.length ? position : position - batch.items.length;
  const nestedIndex = answer.nestedIndex ?? null;
  const label = kind === 'item' ? itemLabel(batch, index) : relationshipLabel(batch, { index, nestedIndex });
  return { kind, label, outcome: answer.outcome ?? '', errors: answer.errors ?? [] };
}

const itemLabel = (batch: IngestBatch, index: number): string => {
  const item = batch.items[index];
  const { nativeKey, name, id, ref } = item ?? {};
  // Where nothing else names it, the ref says in which line it stood.
  const place = ref && ref !== nativeKey ? [`(${ref})`] : [];
  return [item?.class ?? 'item', nativeKey ?? name ?? id ?? (ref ? null : `number ${index}`), ...place]
    .filter((part) => part !== null)
    .join(' ');
};

function relationshipLabel(
  batch: IngestBatch,
  { index, nestedIndex }: { index: number; nestedIndex: number | null },
): string {
  if (nestedIndex !== null) {
    const nested = batch.items[index]?.relationships?.[nestedIndex];
    return `${itemLabel(batch, index)} ${nested?.type ?? ''} ${endLabel(nested?.end)}`;
  }
  const one = batch.relationships[index];
  return `${endLabel(one?.source)} ${one?.type ?? ''} ${endLabel(one?.target)}`;
}

const endLabel = (end: IngestBatch['relationships'][number]['source'] | undefined): string =>
  end?.ref ?? end?.native?.key ?? end?.id ?? JSON.stringify(end?.identity ?? end ?? null);
