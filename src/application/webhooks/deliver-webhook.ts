import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError, type ErrorCode } from '../../domain/errors';
import { retryDelayMs, type RetryRules, type Webhook } from '../../domain/webhooks/webhook';
import {
  countDeadLetters,
  dropDeadLetter,
  keepDeadLetter,
  nextRedelivery,
  noteRedeliveryFailure,
} from '../../storage/webhooks/webhook-dead-letters';
import type { Executor } from '../../storage/database';
import { findSecrets, moveWebhook, noteWebhookFailure, suspendWebhook } from '../../storage/webhooks/webhooks';
import { inClientSpan } from '../../telemetry/spans';
import { asSeen } from '../access/as-seen';
import type { Application } from '../application';
import { openChangeFeed, type FeedEvent } from '../feed/change-feed';
import type { PostEvent, PostFailure } from './post-event';
import { eventIdOf, signedHeaders } from './signature';

/** What delivering is made of. */
export interface DeliveryOptions {
  readonly app: Pick<
    Application,
    'database' | 'models' | 'projection' | 'analyses' | 'clock' | 'hidden' | 'hiddenAt' | 'sightAt'
  >;
  readonly post: PostEvent;
  /** An event as whoever registered the webhook may see it. */
  readonly present: (event: FeedEvent, webhook: Webhook) => Promise<object>;
  readonly rules: RetryRules;
  /** From 0 to 1: spreads retries. */
  readonly random: () => number;
}

/** How often a webhook that nothing fits notes how far the log was looked through. */
const BOOKMARK_SECONDS = 5;
/** What passes by itself: it suspends nothing. */
const PASSING: ReadonlySet<ErrorCode> = new Set(['DATABASE_UNAVAILABLE', 'RETRY_LATER', 'NOT_YET_VISIBLE']);
/** A receiver that has refused so much is not going to take the rest. */
const DEAD_LETTERS_MAX = 1_000;

/**
 * Posts to one webhook what the change feed tells behind its position: one event after the other, each until it is taken
 * or given up; first what is to be sent again. Ends on the signal, when a person changes the webhook, and when it cannot
 * go on, which suspends it. Throws what the database throws: whoever called tries again.
 */
export async function deliverWebhook(options: DeliveryOptions, webhook: Webhook, signal: AbortSignal): Promise<void> {
  await new WebhookDelivery(options, webhook, signal).run();
}

class WebhookDelivery {
  readonly #options: DeliveryOptions;
  readonly #webhook: Webhook;
  readonly #signal: AbortSignal;
  #positionRevision: number;
  #failures: number;
  #nextAttemptAt: number;

  constructor(options: DeliveryOptions, webhook: Webhook, signal: AbortSignal) {
    this.#options = options;
    this.#webhook = webhook;
    this.#signal = signal;
    this.#positionRevision = webhook.positionRevision;
    this.#failures = webhook.failures;
    this.#nextAttemptAt = webhook.nextAttemptAt === null ? 0 : Date.parse(webhook.nextAttemptAt);
  }

  async run(): Promise<void> {
    await this.#redeliver();
    try {
      const feed = await openChangeFeed(
        asSeen(this.#options.app, this.#webhook.visibility),
        {
          after: this.#webhook.position,
          filter: this.#webhook.filter,
          bookmarkSeconds: BOOKMARK_SECONDS,
          follow: true,
        },
        this.#signal,
      );
      for await (const event of feed) {
        const goesOn = event.changeSet === null ? await this.#note(event) : await this.#deliver(event);
        if (!goesOn) return;
      }
    } catch (error) {
      if (!(error instanceof DomainError) || PASSING.has(error.code)) throw error;
      await this.#tellOf(error);
      await suspendWebhook(this.#options.app.database, this.#webhook, error.message);
    }
  }

  /** Sends dead letters again that somebody asked for; each once. */
  async #redeliver(): Promise<void> {
    const { app } = this.#options;
    const { id } = this.#webhook;
    while (!this.#signal.aborted) {
      const letter = await nextRedelivery(app.database, id);
      if (!letter) return;
      const failure = await this.#post(letter.eventId, letter.body);
      if (this.#signal.aborted) return;
      if (failure === null) await dropDeadLetter(app.database, id, letter.id);
      else {
        const failedAt = app.clock().toISOString();
        await noteRedeliveryFailure(app.database, id, letter.id, { failedAt, reason: failure });
      }
    }
  }

  /** Nothing fitted up to there. */
  async #note({ revision, cursor }: FeedEvent): Promise<boolean> {
    if (revision <= this.#positionRevision) return true;
    return this.#moveTo({ revision, cursor }, null);
  }

  async #moveTo(
    { revision, cursor }: Pick<FeedEvent, 'revision' | 'cursor'>,
    deliveredAt: string | null,
    executor: Executor = this.#options.app.database,
  ): Promise<boolean> {
    this.#failures = 0;
    this.#nextAttemptAt = 0;
    this.#positionRevision = revision;
    return moveWebhook(executor, this.#webhook, { position: cursor, revision, deliveredAt });
  }

  /** Until it is taken or given up; false when this delivery is over. */
  async #deliver(event: FeedEvent): Promise<boolean> {
    const { app, present, rules, random } = this.#options;
    const body = JSON.stringify(await present(event, this.#webhook));
    const eventId = eventIdOf(this.#webhook.id, event.cursor);
    for (;;) {
      await this.#waitForTurn();
      if (this.#signal.aborted) return false;
      const failure = await this.#post(eventId, body);
      if (failure === null) return this.#moveTo(event, app.clock().toISOString());
      // A request that was cut off because this server stops says nothing about the receiver.
      if (this.#signal.aborted) return false;
      this.#failures += 1;
      if (this.#failures >= rules.attemptsMax) return this.#giveUp(event, { eventId, body, reason: failure });
      this.#nextAttemptAt = app.clock().getTime() + retryDelayMs(rules, this.#failures, random());
      const noted = {
        failures: this.#failures,
        nextAttemptAt: new Date(this.#nextAttemptAt).toISOString(),
        error: failure,
      };
      if (!(await noteWebhookFailure(app.database, this.#webhook, noted))) return false;
    }
  }

  async #waitForTurn(): Promise<void> {
    const leftMs = this.#nextAttemptAt - this.#options.app.clock().getTime();
    if (leftMs <= 0) return;
    await sleep(leftMs, undefined, { signal: this.#signal, ref: false }).catch(() => undefined);
  }

  /** The event becomes a dead letter, and the next one has its turn. */
  async #giveUp(event: FeedEvent, lost: { eventId: string; body: string; reason: string }): Promise<boolean> {
    const { app } = this.#options;
    const { id } = this.#webhook;
    const [count = 0] = await countDeadLetters(app.database, [id]);
    if (count >= DEAD_LETTERS_MAX) {
      const reason = `It has ${count} dead letters, the limit. Have them sent again, or delete the webhook.`;
      await suspendWebhook(app.database, this.#webhook, reason);
      return false;
    }
    const failedAt = app.clock().toISOString();
    const { revision } = event;
    return app.database.transaction(async (tx) => {
      const attempts = this.#failures;
      // A webhook that was changed or deleted meanwhile has the event before it still, or wants none of it.
      if (!(await this.#moveTo(event, null, tx))) return false;
      await keepDeadLetter(tx, { ...lost, webhookId: id, revision, failedAt, attempts });
      return true;
    });
  }

  /** The receiver hears once why nothing comes any more, as a reader of the stream does. */
  async #tellOf({ code, message }: DomainError): Promise<void> {
    const body = JSON.stringify({ error: { code, message, retryable: false } });
    await this.#post(eventIdOf(this.#webhook.id, `${this.#webhook.position} ${code}`), body);
  }

  /** One attempt, signed with the secrets that hold now. */
  async #post(id: string, body: string): Promise<PostFailure> {
    const { app, post } = this.#options;
    const secrets = await findSecrets(app.database, this.#webhook.id);
    if (!secrets) return 'the webhook was deleted';
    const now = app.clock();
    const overlaps = secrets.beforeUntil !== null && Date.parse(secrets.beforeUntil) > now.getTime();
    const signing = [secrets.secret, ...(overlaps && secrets.before !== null ? [secrets.before] : [])];
    const headers = {
      'content-type': 'application/json; charset=utf-8',
      'user-agent': 'Underpin-Webhook',
      ...signedHeaders({ id, timestamp: Math.floor(now.getTime() / 1_000), body }, signing),
    };
    return inClientSpan('webhook', { 'underpin.webhook': this.#webhook.id, 'underpin.event': id }, (span, trace) => {
      span.setAttribute('underpin.attempt', this.#failures + 1);
      return post({ url: this.#webhook.url, headers: { ...headers, ...trace }, body }, this.#signal);
    });
  }
}
