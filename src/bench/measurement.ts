import { performance } from 'node:perf_hooks';

/** One line of a report: a measured time, what it is held against in the same run, and how they compare. */
export interface Measurement {
  readonly what: string;
  readonly milliseconds: number;
  readonly reference: string | null;
  readonly referenceMilliseconds: number | null;
  /** How many times as fast as the reference it has to be at least; left out where nothing is promised. */
  readonly wanted?: number;
  /** Further facts, such as a rate or a size. */
  readonly note: string;
}

/** How often what can be repeated is measured; the median counts. */
export const ROUNDS = 3;

/** The middle of the values; the mean of the two middle ones for an even count. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

/** How long `work` takes, in milliseconds. */
export async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/**
 * Runs the candidates in turn for some rounds and answers the median of each, so that a noisy moment of a shared
 * machine hits all of them alike.
 */
export async function interleaved(rounds: number, candidates: readonly (() => unknown)[]): Promise<readonly number[]> {
  const times: number[][] = candidates.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, candidate] of candidates.entries()) times[index]?.push(await timed(candidate));
  }
  return times.map(median);
}
