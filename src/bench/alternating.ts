import { performance } from 'node:perf_hooks';
import { median, timed } from './measurement';

const ROUNDS = 5;
/** Short work is repeated within one measurement until it has taken about this long. */
const MEASURE_MS = 20;

const WARM_UP_MS = 300;

/** Runs the candidates in turn for some rounds; the median time of one run of each, in milliseconds. */
export async function alternating(candidates: readonly (() => unknown)[]): Promise<readonly number[]> {
  const times: number[][] = candidates.map(() => []);
  for (const candidate of candidates) await warmUp(candidate);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [place, candidate] of candidates.entries()) times[place]?.push(await timeOnce(candidate));
  }
  return times.map(median);
}

/** Compiles the code and fills the caches, on either side: a server that has run for a while is what is compared. */
async function warmUp(candidate: () => unknown): Promise<void> {
  const until = performance.now() + WARM_UP_MS;
  do {
    await candidate();
  } while (performance.now() < until);
}

async function timeOnce(candidate: () => unknown): Promise<number> {
  const first = await timed(candidate);
  const repeats = Math.min(1000, Math.floor(MEASURE_MS / Math.max(first, 0.001)));
  if (repeats < 2) return first;
  const all = await timed(async () => {
    for (let i = 0; i < repeats; i++) await candidate();
  });
  return all / repeats;
}
