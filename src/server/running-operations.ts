import { setTimeout as sleep } from 'node:timers/promises';
import { execute, type ExecutionArgs, type ExecutionResult } from 'graphql';

/** Operations under way, so that a server that stops lets them answer first. */
export class RunningOperations {
  readonly #running = new Set<Promise<unknown>>();

  /** Executes an operation as GraphQL does, and takes note of it until it has its result. */
  readonly execute = async (args: ExecutionArgs): Promise<ExecutionResult> => {
    const result = Promise.resolve(execute(args));
    this.#running.add(result);
    try {
      return await result;
    } finally {
      this.#running.delete(result);
    }
  };

  /** Resolves when none is under way any more and its answer is on the way, after `patienceMs` at the latest. */
  async finished(patienceMs: number): Promise<void> {
    await Promise.race([Promise.allSettled(this.#running), sleep(patienceMs, undefined, { ref: false })]);
    // Whoever waits for a result sends it within the turn in which it comes.
    await new Promise((resolve) => setImmediate(resolve));
  }
}
