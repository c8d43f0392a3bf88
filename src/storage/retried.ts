import { setTimeout as sleep } from 'node:timers/promises';
import { classifyFailure } from './database-errors';

/** Tries altogether; with their pauses about a second. */
const ATTEMPTS_MAX = 6;
const PAUSE_MS = 20;

/**
 * Runs work that leaves nothing behind when it fails, again while a deadlock or a lost race with others made it fail; a
 * few times at most. Throws the last failure.
 */
export async function retriedOnConflict<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt === ATTEMPTS_MAX || classifyFailure(error) !== 'conflict') throw error;
      await sleep(PAUSE_MS * 2 ** (attempt - 1));
    }
  }
}
