import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError } from '../../domain/errors';
import { classifyFailure, describeLoss } from '../../storage/database-errors';

/** How often and after which pauses something is tried again. */
export interface RetryPolicy {
  /** Tries altogether, the first one included. */
  readonly attemptsMax: number;
  /** The first pause; each further one is twice as long, up to `pauseMaxMs`. */
  readonly pauseMs: number;
  readonly pauseMaxMs: number;
  /** A number from 0 to 1: pauses are shortened by up to half at random, so that replicas do not come back in step. */
  readonly random: () => number;
}

/** About ten seconds in all: longer than a restart of PostgreSQL, shorter than the patience of a caller. */
export const DEFAULT_RETRY: Omit<RetryPolicy, 'random'> = { attemptsMax: 8, pauseMs: 50, pauseMaxMs: 4_000 };

/**
 * Runs `work` until it succeeds, fails for good, or was tried often enough. Throws DATABASE_UNAVAILABLE when the database could not be reached to the end, RETRY_LATER when others
 * were always in the way, and whatever else `work` throws.
 */
export async function retrying<T>(policy: RetryPolicy, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const failure = classifyFailure(error);
      if (failure === 'fault') throw error;
      if (attempt >= policy.attemptsMax) throw givenUp(failure, error);
      await sleep(pauseMs(policy, attempt));
    }
  }
}

function pauseMs({ pauseMs: first, pauseMaxMs, random }: RetryPolicy, attempt: number): number {
  const full = Math.min(pauseMaxMs, first * 2 ** (attempt - 1));
  return full * (1 - random() / 2);
}

function givenUp(failure: 'lost' | 'conflict', cause: unknown): DomainError {
  const error =
    failure === 'lost'
      ? new DomainError('DATABASE_UNAVAILABLE', `${describeLoss(cause)} Try again in a few seconds.`)
      : new DomainError('RETRY_LATER', 'Other writes were in the way for too long. Try again in a few seconds.');
  error.cause = cause;
  return error;
}
