import { setTimeout as sleep } from 'node:timers/promises';
import { RETRY_RULES, type RetryRules, type Webhook } from '../../domain/webhooks/webhook';
import { underWorkLock, type Alive } from '../../storage/work-lock';
import { listActiveWebhooks } from '../../storage/webhooks/webhooks';
import { deliverWebhook, type DeliveryOptions } from './deliver-webhook';

/** Delivers to all webhooks, on one server at a time, however many there are. */
export interface WebhookDeliveries {
  /** Ends what is being sent; resolves when nothing is any more. */
  stop(): Promise<void>;
}

/** What the deliveries are made of. */
export interface WebhookDeliveriesOptions extends Omit<DeliveryOptions, 'rules' | 'random'> {
  readonly rules?: RetryRules;
  readonly random?: () => number;
  /** How often to look for new, changed and removed webhooks. */
  readonly lookMs?: number;
  /** Hears of failures that nobody waits for. */
  readonly onProblem: (problem: unknown) => void;
}

/** The name of the lock. */
const WORK = 'webhooks';
const LOOK_MS = 500;
/** Without any webhook, and while another server delivers, there is less to look for. */
const IDLE_LOOKS = 4;

/**
 * Starts to deliver. As long as there is an active webhook, one server holds the lock and has a delivery going for each;
 * when it goes away, the next one that looks goes on from the stored positions.
 */
export function startWebhookDeliveries(options: WebhookDeliveriesOptions): WebhookDeliveries {
  const stopping = new AbortController();
  const running = new Deliveries(options, stopping.signal).run();
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

interface Delivery {
  readonly generation: number;
  readonly ends: AbortController;
  readonly done: Promise<void>;
}

class Deliveries {
  readonly #options: WebhookDeliveriesOptions;
  readonly #signal: AbortSignal;
  readonly #running = new Map<string, Delivery>();

  constructor(options: WebhookDeliveriesOptions, signal: AbortSignal) {
    this.#options = options;
    this.#signal = signal;
  }

  async run(): Promise<void> {
    const { app, onProblem, lookMs = LOOK_MS } = this.#options;
    while (!this.#signal.aborted) {
      try {
        const active = await listActiveWebhooks(app.database);
        if (active.length > 0) await underWorkLock(app.database, WORK, (alive) => this.#deliver(alive, lookMs));
      } catch (error) {
        if (!this.#signal.aborted) onProblem(new Error(`Webhooks wait: ${messageOf(error)}`, { cause: error }));
      }
      await this.#pause(lookMs * IDLE_LOOKS);
    }
  }

  /** While the lock is held: until there is nothing to deliver to, or this server stops. */
  async #deliver(alive: Alive, lookMs: number): Promise<void> {
    try {
      while (!this.#signal.aborted) {
        await alive();
        const active = await listActiveWebhooks(this.#options.app.database);
        if (active.length === 0) return;
        await this.#adjust(active);
        await this.#pause(lookMs);
      }
    } finally {
      await this.#end([...this.#running.keys()]);
    }
  }

  /** Ends the deliveries to webhooks that are not active any more or were changed, and starts those that are missing. */
  async #adjust(active: readonly Webhook[]): Promise<void> {
    const wanted = new Map(active.map((webhook) => [webhook.id, webhook]));
    const stale = [...this.#running].filter(([id, { generation }]) => wanted.get(id)?.generation !== generation);
    await this.#end(stale.map(([id]) => id));
    for (const webhook of active) if (!this.#running.has(webhook.id)) this.#start(webhook);
  }

  #start(webhook: Webhook): void {
    const { rules = RETRY_RULES, random = Math.random, onProblem } = this.#options;
    const ends = new AbortController();
    const done = deliverWebhook({ ...this.#options, rules, random }, webhook, ends.signal)
      .catch((error: unknown) => {
        if (!ends.signal.aborted) {
          onProblem(new Error(`Webhook ${webhook.id} waits: ${messageOf(error)}`, { cause: error }));
        }
      })
      .finally(() => this.#running.delete(webhook.id));
    this.#running.set(webhook.id, { generation: webhook.generation, ends, done });
  }

  async #end(ids: readonly string[]): Promise<void> {
    const ending = ids.flatMap((id) => this.#running.get(id) ?? []);
    for (const { ends } of ending) ends.abort();
    await Promise.all(ending.map(({ done }) => done));
  }

  async #pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#signal, ref: false }).catch(() => undefined);
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
