import type { Application } from '../application/application';
import { ingestAll, machineRecord } from './ingest-load';
import type { Measurement } from './measurement';

const CALLS_PER_SECOND = 200;
const SECONDS = 5;

/** Calls with one new item each, so many a second whatever the answers take; every third is sent twice at once. */
export async function measureSmallCalls(app: Application): Promise<readonly Measurement[]> {
  const latencies: number[] = [];
  const waiting: Promise<void>[] = [];
  let failed = 0;
  const count = CALLS_PER_SECOND * SECONDS;
  const names = new Set<number>();
  const start = performance.now();
  for (let call = 0; call < count; call += 1) {
    const due = start + (call * 1_000) / CALLS_PER_SECOND;
    if (due > performance.now()) await new Promise((resolve) => setTimeout(resolve, due - performance.now()));
    const at = 9_000_000 + Math.floor(call / 3) * 2 + (call % 3 === 2 ? 1 : 0);
    names.add(at);
    waiting.push(callOnce(app, at, latencies).catch(() => void (failed += 1)));
  }
  await Promise.all(waiting);
  const [row] = await app.database.query<{ items: number }>(
    `select count(*) as items from configuration_item where name >= 'node-9000000' and name < 'node-99'`,
  );
  const sorted = latencies.toSorted((a, b) => a - b);
  const duplicates = (row?.items ?? 0) - names.size;
  return [
    {
      what: `${CALLS_PER_SECOND} calls a second of one item each, 99th percentile`,
      milliseconds: sorted[Math.floor(sorted.length * 0.99)] ?? 0,
      reference: null,
      referenceMilliseconds: null,
      note: `${count} calls, ${failed} failed, ${duplicates} duplicates`,
    },
  ];
}

async function callOnce(app: Application, at: number, latencies: number[]): Promise<void> {
  const start = performance.now();
  await ingestAll(app, { items: [machineRecord(at)] }, '2026-01-01T01:00:00.000Z');
  latencies.push(performance.now() - start);
}
