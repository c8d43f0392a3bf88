import { setTimeout as sleep } from 'node:timers/promises';
import { execute, getOperationAST, type ExecutionArgs, type ExecutionResult } from 'graphql';
import type { RequestContext } from '../graphql/context';
import type { Carrier } from '../telemetry/spans';
import { describeOperation } from './graphql-operation';
import { inRequest } from './request-scope';

/** Operations under way, so that a server that stops lets them answer first. */
export class RunningOperations {
  readonly #running = new Set<Promise<unknown>>();
  readonly #carriers = new WeakMap<object, Carrier>();

  /** Notes what a client has sent along with an operation, which may name a trace that it belongs to. */
  noteCarrier(context: RequestContext, carrier: Carrier | null | undefined): void {
    if (carrier) this.#carriers.set(context, carrier);
  }

  /** Executes an operation as GraphQL does, and takes note of it until it has its result. */
  readonly execute = async (args: ExecutionArgs): Promise<ExecutionResult> => {
    const result = this.#execute(args);
    this.#running.add(result);
    try {
      return await result;
    } finally {
      this.#running.delete(result);
    }
  };

  #execute(args: ExecutionArgs): Promise<ExecutionResult> {
    const context = args.contextValue as RequestContext;
    const type = getOperationAST(args.document, args.operationName)?.operation ?? 'none';
    return inRequest(context.requestId, `graphql ${type}`, this.#carriers.get(context) ?? {}, async () => {
      const result = await execute(args);
      describeOperation(context, type, result.errors);
      return result;
    });
  }

  /** Resolves when none is under way any more and its answer is on the way, after `patienceMs` at the latest. */
  async finished(patienceMs: number): Promise<void> {
    await Promise.race([Promise.allSettled(this.#running), sleep(patienceMs, undefined, { ref: false })]);
    // Whoever waits for a result sends it within the turn in which it comes.
    await new Promise((resolve) => setImmediate(resolve));
  }
}
