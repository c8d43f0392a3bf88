import { performance } from 'node:perf_hooks';
import type { Measurement } from './measurement';
import { ask } from './server-process';

const ROUNDS = 3;
const SAMPLES = 400;
const WARM_UP = 100;

/** What keeps the server busy, and what is asked meanwhile. */
export interface BusyWith {
  readonly what: string;
  readonly long: string;
  readonly small: string;
}

/**
 * How long small queries take, one after the other, while a long one is asked again and again, against how long they take
 * while nothing else is asked: the 99th percentile of each, in alternating rounds.
 */
export async function measureSmallQueries(url: string, { what, long, small }: BusyWith): Promise<Measurement> {
  await latencies(url, small, WARM_UP);
  await ask(url, long);
  const [idle, busy]: [number[], number[]] = [[], []];
  let longCount = 0;
  for (let round = 0; round < ROUNDS; round++) {
    idle.push(...(await latencies(url, small, SAMPLES)));
    const asking = new AbortController();
    const asked = askAgain(url, long, asking.signal);
    busy.push(...(await latencies(url, small, SAMPLES)));
    asking.abort();
    longCount += await asked;
  }
  return {
    what: `a small query while ${what} is worked out, 99th percentile`,
    milliseconds: percentile99(busy),
    reference: 'with nothing else asked',
    referenceMilliseconds: percentile99(idle),
    wanted: 1 / 2,
    note: `${busy.length} queries beside ${longCount} long ones`,
  };
}

/** Asks until it is told to stop; how often it did. */
async function askAgain(url: string, query: string, signal: AbortSignal): Promise<number> {
  let count = 0;
  for (; !signal.aborted; count++) await ask(url, query);
  return count;
}

async function latencies(url: string, query: string, count: number): Promise<readonly number[]> {
  const found: number[] = [];
  for (let one = 0; one < count; one++) {
    const start = performance.now();
    await ask(url, query);
    found.push(performance.now() - start);
  }
  return found;
}

const percentile99 = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.99)] ?? 0;
