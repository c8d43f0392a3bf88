import type { Visibility } from '../access/visibility';
import type { JsonObject } from '../json';
import type { Revision } from '../ids';

/** ACTIVE: events are posted. PAUSED: by a person. SUSPENDED: it cannot go on, and says why. */
const WEBHOOK_STATES = ['ACTIVE', 'PAUSED', 'SUSPENDED'] as const;
export type WebhookState = (typeof WEBHOOK_STATES)[number];

/** Somebody who is told of changes by HTTP. Times are RFC 3339. Its secrets are no part of it. */
export interface Webhook {
  readonly id: string;
  readonly url: string;
  readonly description: string | null;
  /** The filter of the change feed, its references turned into ids. */
  readonly filter: JsonObject;
  /** Who registered it. */
  readonly principal: string;
  /** What they saw then: it is told of nothing else; null: of everything. */
  readonly visibility: Visibility | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** Counts its changes. */
  readonly generation: number;
  readonly state: WebhookState;
  readonly stateReason: string | null;
  /** Cursor of the change feed: what is up to there was delivered, did not fit, or is a dead letter. */
  readonly position: string;
  readonly positionRevision: Revision;
  /** How often the next event was tried in vain. */
  readonly failures: number;
  /** Null: at once. */
  readonly nextAttemptAt: string | null;
  readonly lastError: string | null;
  readonly lastDeliveredAt: string | null;
}

/** An event that a webhook did not take. */
export interface DeadLetter {
  readonly id: number;
  /** The id that it was, and will be, sent under. */
  readonly eventId: string;
  readonly revision: Revision;
  readonly failedAt: string;
  readonly attempts: number;
  readonly reason: string;
  /** Somebody asked for it to be sent again. */
  readonly redeliver: boolean;
}

/** How a failed delivery is tried again. */
export interface RetryRules {
  readonly firstMs: number;
  readonly longestMs: number;
  /** After so many attempts an event is a dead letter, and the next one has its turn. */
  readonly attemptsMax: number;
}

/** Twelve attempts in about an hour and a half; the last pauses are half an hour. */
export const RETRY_RULES: RetryRules = { firstMs: 1_000, longestMs: 1_800_000, attemptsMax: 13 };

/**
 * How long to wait after so many failures (from 1): twice as long each time, up to the longest, and by up to a half less,
 * so that many webhooks of one receiver do not come back all at once. `random` is from 0 to 1.
 */
export function retryDelayMs(rules: RetryRules, failures: number, random: number): number {
  const full = Math.min(rules.longestMs, rules.firstMs * 2 ** Math.min(failures - 1, 40));
  return Math.round(full * (1 - random / 2));
}
