import { setTimeout as sleep } from 'node:timers/promises';
import { createSourceEventStream, type ExecutionArgs, type ExecutionResult } from 'graphql';
import type { RequestContext } from '../graphql/context';
import { reportOf } from './graphql-operation';

/** Executes one event of a subscription as an operation of its own. */
type Execute = (args: ExecutionArgs) => Promise<ExecutionResult>;

/** What is sent to the client, one after the other; graphql-ws ends it by all that a generator has. */
interface Answers {
  next(): Promise<IteratorResult<ExecutionResult, undefined>>;
  return(): Promise<IteratorResult<ExecutionResult, undefined>>;
  throw(error: unknown): Promise<never>;
  [Symbol.asyncIterator](): Answers;
}

/** Subscriptions under way, so that a server that stops completes them. */
export class RunningSubscriptions {
  readonly #execute: Execute;
  readonly #contextFor: (subscribed: RequestContext) => RequestContext;
  readonly #running = new Set<Answers>();

  /** `contextFor` makes a context for one event: what readers have read for it is forgotten with it. */
  constructor(execute: Execute, contextFor: (subscribed: RequestContext) => RequestContext) {
    this.#execute = execute;
    this.#contextFor = contextFor;
  }

  /** Subscribes as GraphQL does; the next event is taken when the client has been sent the one before. */
  readonly subscribe = async (args: ExecutionArgs): Promise<Answers | ExecutionResult> => {
    const source = await createSourceEventStream(args);
    if (!(Symbol.asyncIterator in source)) return source;
    const answers = this.#answers(args, source[Symbol.asyncIterator]());
    this.#running.add(answers);
    return answers;
  };

  get open(): number {
    return this.#running.size;
  }

  /** Completes all of them; resolves when that is done, after `patienceMs` at the latest. */
  async stop(patienceMs: number): Promise<void> {
    const completed = Promise.all([...this.#running].map((answers) => answers.return()));
    await Promise.race([completed, sleep(patienceMs, undefined, { ref: false })]);
  }

  #answers(args: ExecutionArgs, source: AsyncIterator<unknown>): Answers {
    const end = (): IteratorReturnResult<undefined> => {
      this.#running.delete(answers);
      return { done: true, value: undefined };
    };
    const answers: Answers = {
      next: async () => {
        try {
          const event = await source.next();
          return event.done === true ? end() : { done: false, value: await this.#answer(args, event.value) };
        } catch (error) {
          end();
          throw error;
        }
      },
      return: async () => {
        end();
        await source.return?.();
        return end();
      },
      throw: async (error: unknown) => {
        await answers.return();
        throw error;
      },
      [Symbol.asyncIterator]: () => answers,
    };
    return answers;
  }

  async #answer(args: ExecutionArgs, event: unknown): Promise<ExecutionResult> {
    const contextValue = this.#contextFor(args.contextValue as RequestContext);
    const result = await this.#execute({ ...args, rootValue: event, contextValue });
    return { ...result, extensions: { ...result.extensions, ...reportOf(contextValue) } };
  }
}
