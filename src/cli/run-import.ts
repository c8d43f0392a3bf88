import type { IngestBatch } from '../domain/ingest-record';
import type { Importer, ImportOptions, ImportReport, InputFile } from '../importers/importer';
import { RequestError, type Client } from './client';
import { CommandError } from './command-error';

/** One import: what to read, and on whose behalf. */
export interface ImportRequest {
  readonly importer: Importer;
  readonly files: readonly InputFile[];
  readonly options: ImportOptions;
  readonly dryRun: boolean;
  readonly reason?: string | null;
  /** Told after every batch that was answered. */
  readonly progress?: (sent: ImportTotals) => void;
  /** Told what happened to every record, again for those that are sent a second time; only asked for when given. */
  readonly record?: (result: RecordResult) => void;
}

/** How many records had each outcome. */
export type ImportTotals = ReadonlyMap<string, { readonly items: number; readonly relationships: number }>;

/** What happened to one record. */
export interface RecordResult {
  readonly kind: 'item' | 'relationship';
  /** The native key of the item, or the ends of the relationship, for people. */
  readonly label: string;
  readonly outcome: string;
  readonly errors: readonly RecordError[];
}

interface RecordError {
  readonly code: string;
  readonly message: string;
  readonly path: readonly string[] | null;
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

const REJECTED_KEPT = 1000;

/** An end or host that a later batch may have brought. */
const LATE_CODES: ReadonlySet<string> = new Set(['ENDPOINT_MISSING', 'HOST_MISSING', 'DEPENDENCY_FAILED']);
const PASSES_MAX = 5;

/**
 * Reads files and sends them through `ingest`, batch by batch. What refers to something that only a later batch brings
 * is rejected at first; such batches are read and sent again at the end, as long as that helps. Sending twice is
 * harmless: what is there already stays unchanged.
 */
export async function runImport(client: Client, request: ImportRequest): Promise<ImportOutcome> {
  const run = request.importer.read(request.files, request.options);
  const answers = await sendAll(client, request, run.batches, null);
  if (answers.size > 1 && !request.dryRun) await sendLateOnes(client, request, answers);
  const all = [...answers.values()];
  return {
    totals: sumOf(all),
    rejected: all.flatMap((answer) => answer.rejected).slice(0, REJECTED_KEPT),
    report: run.report(),
    revision: all.length === 0 ? null : Math.max(...all.map((answer) => answer.revision)),
  };
}

/** What the server said to one batch. */
interface BatchAnswer {
  readonly revision: number;
  readonly totals: ImportTotals;
  /** The first 1,000. */
  readonly rejected: readonly RecordResult[];
  /** Whether some of the rejected may do better when everything has been sent. */
  readonly late: boolean;
}

type Answers = Map<number, BatchAnswer>;

async function sendLateOnes(client: Client, request: ImportRequest, answers: Answers): Promise<void> {
  for (let pass = 1; pass <= PASSES_MAX; pass += 1) {
    const late = new Set([...answers].filter(([, answer]) => answer.late).map(([index]) => index));
    if (late.size === 0) return;
    const before = rejectedIn(answers);
    const { batches } = request.importer.read(request.files, request.options);
    const again = await sendAll(client, request, batches, late);
    for (const [index, answer] of again) answers.set(index, mended(answers.get(index), answer));
    if (rejectedIn(answers) >= before) return;
  }
}

const isLate = (result: RecordResult): boolean => result.errors.some(({ code }) => LATE_CODES.has(code));

const rejectedIn = (answers: Answers): number => {
  const { items = 0, relationships = 0 } = sumOf([...answers.values()]).get('REJECTED') ?? {};
  return items + relationships;
};

// What was done the first time counts as that, not as the "unchanged" of the second; only what was rejected is new.
function mended(first: BatchAnswer | undefined, second: BatchAnswer): BatchAnswer {
  if (first === undefined) return second;
  const without = (totals: ImportTotals, outcome: string): ImportTotals =>
    new Map([...totals].filter(([name]) => name !== outcome));
  const totals = sumOf([
    { totals: without(first.totals, 'REJECTED') },
    { totals: without(second.totals, 'UNCHANGED') },
  ]);
  return { ...second, totals };
}

function sumOf(answers: readonly { readonly totals: ImportTotals }[]): ImportTotals {
  const sum = new Map<string, { items: number; relationships: number }>();
  for (const { totals } of answers) {
    for (const [outcome, { items, relationships }] of totals) {
      const found = sum.get(outcome) ?? { items: 0, relationships: 0 };
      sum.set(outcome, { items: found.items + items, relationships: found.relationships + relationships });
    }
  }
  return sum;
}

// `only`: the batches to send, by position; null: all of them.
async function sendAll(
  client: Client,
  request: ImportRequest,
  batches: AsyncIterable<IngestBatch>,
  only: ReadonlySet<number> | null,
): Promise<Answers> {
  const answers: Answers = new Map();
  let index = 0;
  for await (const batch of batches) {
    if (only === null || only.has(index)) {
      answers.set(index, await send(client, request, batch));
      request.progress?.(sumOf([...answers.values()]));
    }
    index += 1;
  }
  return answers;
}

const INGEST = `
  mutation Import($input: IngestInput!, $outcomes: [IngestOutcome!]) {
    ingest(input: $input) {
      revision
      totals { outcome items relationships }
      results(outcomes: $outcomes) { index outcome errors { code message path } }
      relationshipResults(outcomes: $outcomes) { index nestedIndex outcome errors { code message path } }
    }
  }`;

interface IngestAnswer {
  readonly ingest: {
    readonly revision: number;
    readonly totals: readonly { readonly outcome: string; readonly items: number; readonly relationships: number }[];
    readonly results: readonly ItemAnswer[];
    readonly relationshipResults: readonly (ItemAnswer & { readonly nestedIndex: number | null })[];
  };
}

interface ItemAnswer {
  readonly index: number;
  readonly outcome: string;
  readonly errors: readonly RecordError[];
}

async function send(client: Client, request: ImportRequest, batch: IngestBatch): Promise<BatchAnswer> {
  const { source } = request.options;
  const mode = request.dryRun ? 'DRY_RUN' : 'PARTIAL';
  const input = { source, mode, ...batch, ...(request.reason ? { reason: request.reason } : {}) };
  const variables = { input, outcomes: request.record === undefined ? ['REJECTED'] : null };
  const { ingest } = await client.request<IngestAnswer>(INGEST, variables).catch(async (error: unknown) => {
    await registerOrExplain(client, request, error);
    return client.request<IngestAnswer>(INGEST, variables);
  });
  const results = [
    ...ingest.results.map((one) => resultOf('item', itemLabel(batch, one.index), one)),
    ...ingest.relationshipResults.map((one) => resultOf('relationship', relationshipLabel(batch, one), one)),
  ];
  for (const result of results) request.record?.(result);
  const rejected = results.filter((result) => result.outcome === 'REJECTED');
  return {
    revision: ingest.revision,
    totals: new Map(ingest.totals.map(({ outcome, ...counts }) => [outcome, counts])),
    rejected: rejected.slice(0, REJECTED_KEPT),
    late: rejected.some(isLate),
  };
}

const resultOf = (kind: RecordResult['kind'], label: string, { outcome, errors }: ItemAnswer): RecordResult => ({
  kind,
  label,
  outcome,
  errors,
});

const itemLabel = (batch: IngestBatch, index: number): string => {
  const item = batch.items[index];
  return `${item?.class ?? 'item'} ${item?.nativeKey ?? item?.name ?? item?.id ?? `number ${index}`}`;
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

const REGISTER = `
  mutation Register($input: RegisterDataSourceInput!) {
    registerDataSource(input: $input) { dataSource { name } errors { message } }
  }`;

interface RegisterAnswer {
  readonly registerDataSource: { readonly errors: readonly { readonly message: string }[] };
}

// Throws the error again unless it says that the source is not known and that could be mended.
async function registerOrExplain(
  client: Client,
  { options, importer, dryRun }: ImportRequest,
  error: unknown,
): Promise<void> {
  if (!(error instanceof RequestError) || error.code !== 'UNKNOWN_SOURCE') throw error;
  if (dryRun) {
    throw new CommandError(
      `The data source "${options.source}" is not registered, and a dry run registers nothing. ` +
        'Register it with the mutation registerDataSource, or name one that is with --source.',
    );
  }
  const input = { name: options.source, description: `Imported by the command line: ${importer.description}.` };
  const { registerDataSource } = await client.request<RegisterAnswer>(REGISTER, { input });
  const [refusal] = registerDataSource.errors;
  if (refusal !== undefined)
    throw new CommandError(`The data source "${options.source}" cannot be registered: ${refusal.message}`);
}
