import { BatchStream, type Answers, type BatchAnswer } from './batch-stream';
import type { Client } from './client';
import { UNDONE, type ImportOutcome, type ImportRequest, REJECTED_KEPT } from './import-request';
import { countOf, sumOf, type ImportTotals } from './import-totals';
import { sendLasting, type LastingStream } from './lasting-stream';
import { withSource } from './with-source';

const PASSES_MAX = 5;

/**
 * Reads files and sends them as one stream, batch by batch. What refers to something that only a later batch brings does
 * not land at first; such batches are read and sent again at the end, as long as that helps. Sending twice is harmless:
 * what is there already stays unchanged.
 */
export async function runImport(client: Client, request: ImportRequest): Promise<ImportOutcome> {
  const stream = await send(client, request, null, 0);
  const { answers } = stream;
  if (answers.size > 1 && !request.dryRun) await sendLateOnes(client, request, answers);
  const all = [...answers.values()];
  return {
    totals: sumOf(all.map(({ totals }) => totals)),
    rejected: all.flatMap((answer) => answer.rejected).slice(0, REJECTED_KEPT),
    report: stream.report(),
    revision: all.length === 0 ? null : Math.max(...all.map((answer) => answer.revision)),
  };
}

async function sendLateOnes(client: Client, request: ImportRequest, answers: Answers): Promise<void> {
  for (let pass = 1; pass <= PASSES_MAX; pass += 1) {
    const late = new Set([...answers].filter(([, answer]) => answer.late).map(([index]) => index));
    if (late.size === 0) return;
    const before = rejectedIn(answers);
    const again = await send(client, request, late, pass);
    for (const [index, answer] of again.answers) answers.set(index, mended(answers.get(index), answer));
    if (rejectedIn(answers) >= before) return;
  }
}

const rejectedIn = (answers: Answers): number => {
  const all = sumOf([...answers.values()].map(({ totals }) => totals));
  const { items, relationships } = countOf(new Map([...all].filter(([outcome]) => UNDONE.has(outcome))));
  return items + relationships;
};

// What was done the first time counts as that, not as the "unchanged" of the second; only what was rejected is new.
function mended(first: BatchAnswer | undefined, second: BatchAnswer): BatchAnswer {
  if (first === undefined) return second;
  const without = (totals: ImportTotals, outcomes: ReadonlySet<string>): ImportTotals =>
    new Map([...totals].filter(([name]) => !outcomes.has(name)));
  const totals = sumOf([
    without(first.totals, UNDONE),
    without(second.totals, new Set(['UNCHANGED'])),
    completedBetween(first.totals, second.totals),
  ]);
  return { ...second, totals };
}

// What was parked at first and completed by a later batch is found unchanged the second time.
function completedBetween(first: ImportTotals, second: ImportTotals): ImportTotals {
  const undone = (totals: ImportTotals) => countOf(new Map([...totals].filter(([name]) => UNDONE.has(name))));
  const doneNow = countOf(new Map([...second].filter(([name]) => !UNDONE.has(name) && name !== 'UNCHANGED')));
  const [then, now] = [undone(first), undone(second)];
  const items = Math.max(0, then.items - now.items - doneNow.items);
  const relationships = Math.max(0, then.relationships - now.relationships - doneNow.relationships);
  return items + relationships === 0 ? new Map() : new Map([['CREATED', { items, relationships, classes: {} }]]);
}

async function send(
  client: Client,
  request: ImportRequest,
  only: ReadonlySet<number> | null,
  pass: number,
): Promise<BatchStream> {
  const stream = new BatchStream(request, only);
  const lasting = (isNewSource: boolean): LastingStream => ({
    query: {
      source: request.options.source,
      mode: request.dryRun ? 'DRY_RUN' : 'PARTIAL',
      ...(isNewSource ? { newSource: 'true' } : {}),
      results: request.record === undefined ? 'problems' : 'all',
      ...(request.reason ? { reason: request.reason } : {}),
      ...(request.session ? { session: request.session } : {}),
    },
    // A later pass sends other lines.
    idempotencyKey: pass === 0 ? request.idempotencyKey : `${request.idempotencyKey}.${pass}`,
    open: () => stream.open(),
    onChunk: (chunk, results) => stream.landed(chunk, results),
    notice: request.notice,
    retryDelayMs: request.retryDelayMs,
  });
  const { description } = request.importer;
  await withSource(client, { name: request.options.source, description, dryRun: request.dryRun }, (isNew) =>
    sendLasting(client, lasting(isNew)),
  );
  return stream;
}
