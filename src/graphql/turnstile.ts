import { requirePatience } from '../application/analyses/patience';

/**
 * Lets the analyses of one operation through a few at a time, in the order they come. A list may ask hundreds of its items:
 * all at once they would fill the queue that everybody waits in, take every connection to the database, and be refused.
 * What is let through must not ask to be let through again.
 */
export class Turnstile {
  readonly #waiting: (() => void)[] = [];
  readonly #signal: AbortSignal;
  #free: number;

  /** `signal` says when nobody waits for the answer any more. */
  constructor(atOnce: number, signal: AbortSignal) {
    this.#free = atOnce;
    this.#signal = signal;
  }

  /** Throws RETRY_LATER, and does nothing, once nobody waits any more: of a long list most have not begun by then. */
  async pass<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((go) => this.#waiting.push(go));
    try {
      requirePatience(this.#signal);
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free++;
    }
  }
}
