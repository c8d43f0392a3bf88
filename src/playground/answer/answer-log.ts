import { isAsyncIterable, isObservable, type Fetcher, type FetcherParams, type Observable } from '@graphiql/toolkit';
import { observable, type SubscriptionEvent } from '../observable';
import { fieldsOf, textOf } from '../read-json';

/** A request of the editor with what came back. */
export interface Answer {
  readonly query: string;
  readonly operationName: string | null;
  readonly variables: string;
  readonly data: unknown;
  readonly errors: readonly string[];
}

/** The newest answer of each editor tab, for panes that show answers their own way. */
export interface AnswerLog {
  /** Notes that something is asked; what it gives records the answers, until something else is asked in the same tab. */
  readonly ask: () => (answer: Answer) => void;
  /** What is asked from now on belongs to this tab; answers of tabs that are closed are let go. */
  readonly enterTab: (tab: string, open: readonly string[]) => void;
  readonly newest: () => Answer | null;
  /** Called after every answer and change of tab; gives the way to stop. */
  readonly subscribe: (listener: () => void) => () => void;
}

export function createAnswerLog(): AnswerLog {
  const byTab = new Map<string, Answer>();
  const asked = new Map<string, number>();
  const listeners = new Set<() => void>();
  let current = '';
  let requests = 0;
  const tell = () => listeners.forEach((listener) => listener());
  return {
    ask() {
      const tab = current;
      const request = ++requests;
      asked.set(tab, request);
      return (answer) => {
        // A late answer to what was stopped or asked before is nobody's any more, nor is one of a tab that is closed.
        if (asked.get(tab) !== request) return;
        byTab.set(tab, answer);
        tell();
      };
    },
    enterTab(tab, open) {
      for (const known of [byTab, asked].flatMap((tabs) => [...tabs.keys()])) {
        if (open.includes(known)) continue;
        byTab.delete(known);
        asked.delete(known);
      }
      if (tab === current) return;
      current = tab;
      tell();
    },
    newest: () => byTab.get(current) ?? null,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const INTROSPECTION = 'IntrospectionQuery';

/** A fetcher answers with a value, an async iterator (GraphiQL's, even for plain queries) or an observable. */
export function logged(fetcher: Fetcher, log: AnswerLog): Fetcher {
  return async (params, options) => {
    if (params.operationName === INTROSPECTION) return fetcher(params, options);
    const recordAnswer = log.ask();
    const record = (result: unknown) => recordAnswer(answerOf(params, result));
    try {
      const answer = await fetcher(params, options);
      if (isAsyncIterable(answer)) return recorded(answer, record);
      if (isObservable(answer)) return observed(answer, record);
      record(answer);
      return answer;
    } catch (error) {
      record(failureOf(error));
      throw error;
    }
  };
}

/** What a request came to that got no answer. Of a subscription they may be several errors. */
function failureOf(error: unknown): { errors: readonly { message: string }[] } {
  const messages = (Array.isArray(error) ? error : [error]).map(
    (one: unknown) => textOf(fieldsOf(one)?.['message']) ?? String(one),
  );
  return { errors: messages.map((message) => ({ message })) };
}

function observed(
  events: Observable<SubscriptionEvent>,
  record: (result: unknown) => void,
): Observable<SubscriptionEvent> {
  return observable((sink) => {
    const { unsubscribe } = events.subscribe({
      next(event) {
        record(event);
        sink.next(event);
      },
      error(error) {
        record(failureOf(error));
        sink.error(error);
      },
      complete: () => sink.complete(),
    });
    return unsubscribe;
  });
}

async function* recorded<Result>(
  results: AsyncIterable<Result>,
  record: (result: unknown) => void,
): AsyncGenerator<Result> {
  try {
    for await (const result of results) {
      record(result);
      yield result;
    }
  } catch (error) {
    record(failureOf(error));
    throw error;
  }
}

function answerOf(params: FetcherParams, result: unknown): Answer {
  const { data, errors } = (result ?? {}) as { data?: unknown; errors?: readonly { message?: unknown }[] };
  return {
    query: params.query,
    operationName: params.operationName ?? null,
    variables: params.variables === undefined ? '' : JSON.stringify(params.variables, null, 2),
    data: data ?? null,
    // What is wrong for several fields is said once.
    errors: [...new Set((errors ?? []).map((error) => textOf(error.message) ?? 'unknown error'))],
  };
}
