/**
 * Lets the analyses of one operation through a few at a time, in the order they come. A list may ask hundreds of its items:
 * all at once they would fill the queue that everybody waits in, take every connection to the database, and be refused.
 * What is let through must not ask to be let through again.
 */
export class Turnstile {
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(atOnce: number) {
    this.#free = atOnce;
  }

  async pass<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((go) => this.#waiting.push(go));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free++;
    }
  }
}
