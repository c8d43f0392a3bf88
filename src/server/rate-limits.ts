import type { FastifyInstance, FastifyReply } from 'fastify';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Principal } from '../domain/access/principal';
import { DomainError } from '../domain/errors';
import { callerOf, type Authentication } from './authentication';
import { HttpError } from './http-errors';

/** What is left of a caller's budget. */
export interface Budget {
  readonly refused: boolean;
  readonly remaining: number;
  /** Until all of it is there again. */
  readonly resetMs: number;
}

/** Counts what callers ask. One for all doors, so that none is a way round another. */
export interface RateLimits {
  /** Requests and operations that a caller may ask in a minute. */
  readonly perMinute: number;
  /** Takes one from a budget. */
  take(key: string): Promise<Budget>;
}

const WINDOW_SECONDS = 60;

/** Counts in memory, each server for itself; null: nobody is counted. */
export function createRateLimits(perMinute: number): RateLimits | null {
  if (perMinute === 0) return null;
  const limiter = new RateLimiterMemory({ points: perMinute, duration: WINDOW_SECONDS });
  const budget = ({ consumedPoints, remainingPoints, msBeforeNext }: RateLimiterRes): Budget => ({
    refused: consumedPoints > perMinute,
    remaining: Math.max(0, remainingPoints),
    resetMs: msBeforeNext,
  });
  return {
    perMinute,
    take: async (key) => {
      try {
        return budget(await limiter.consume(key));
      } catch (spent) {
        // The library tells by throwing that nothing is left.
        if (spent instanceof RateLimiterRes) return budget(spent);
        throw spent;
      }
    },
  };
}

/** Whose budget a request is taken from: that of who asks, and of an address while nobody says who they are. */
export const budgetKey = ({ name, authenticatedBy }: Principal, address: string | undefined): string =>
  authenticatedBy === 'NONE' ? `address ${address ?? ''}` : `${authenticatedBy} ${name}`;

/** What whoever has nothing left is told. */
export const tooMany = ({ perMinute }: RateLimits, { resetMs }: Budget): HttpError =>
  new HttpError(
    429,
    'RETRY_LATER',
    `You asked ${perMinute} times within a minute, the limit here. Go on in ${secondsOf(resetMs)} s, ask for more at once, or have UNDERPIN_RATE_LIMIT raised.`,
    secondsOf(resetMs),
  );

const secondsOf = (milliseconds: number): number => Math.max(1, Math.ceil(milliseconds / 1_000));

/**
 * Counts every request to a door whose caller is known, and says in the headers what is left (draft-ietf-httpapi-ratelimit-
 * headers). Needs to come after the authentication.
 */
export function limitRates(fastify: FastifyInstance, limits: RateLimits | null): void {
  if (limits === null) return;
  fastify.addHook('onRequest', async (request, reply) => {
    const caller = callerOf(request);
    if (caller === null) return;
    const budget = await limits.take(budgetKey(caller, request.ip));
    tell(reply, limits, budget);
    if (budget.refused) throw tooMany(limits, budget);
  });
}

/**
 * Counts wrong tokens by address, at every door, and tells an address that tries too many to wait. Only a token that proved
 * wrong is refused so: behind one address there may be many callers.
 */
export function limitGuesses(authentication: Authentication, limits: RateLimits | null): Authentication {
  if (limits === null) return authentication;
  const authenticate: Authentication['authenticate'] = async (authorization, address) => {
    try {
      return await authentication.authenticate(authorization, address);
    } catch (error) {
      const isGuess = authorization !== undefined && error instanceof DomainError && error.code === 'UNAUTHENTICATED';
      const budget = isGuess ? await limits.take(guesses(address)) : null;
      throw budget?.refused ? tooMany(limits, budget) : error;
    }
  };
  return { ...authentication, authenticate };
}

const guesses = (address: string | undefined): string => `guesses ${address ?? ''}`;

function tell(reply: FastifyReply, { perMinute }: RateLimits, { remaining, resetMs }: Budget): void {
  const reset = secondsOf(resetMs);
  void reply.header('ratelimit-policy', `"default";q=${perMinute};w=${WINDOW_SECONDS}`);
  void reply.header('ratelimit', `"default";r=${remaining};t=${reset}`);
}
