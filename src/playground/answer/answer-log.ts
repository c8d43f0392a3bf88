import { isAsyncIterable, type Fetcher, type FetcherParams } from '@graphiql/toolkit';
import { textOf } from '../read-json';

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
  readonly record: (answer: Answer) => void;
  /** Answers from now on belong to this tab; those of tabs that are closed are let go. */
  readonly enterTab: (tab: string, open: readonly string[]) => void;
  readonly newest: () => Answer | null;
  /** Called after every answer and change of tab; gives the way to stop. */
  readonly subscribe: (listener: () => void) => () => void;
}

export function createAnswerLog(): AnswerLog {
  const byTab = new Map<string, Answer>();
  const listeners = new Set<() => void>();
  let current = '';
  const tell = () => listeners.forEach((listener) => listener());
  return {
    record(answer) {
      byTab.set(current, answer);
      tell();
    },
    enterTab(tab, open) {
      for (const known of byTab.keys()) if (!open.includes(known)) byTab.delete(known);
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

/** GraphiQL's fetcher answers with an async iterator even for plain queries: both forms pass through the log. */
export function logged(fetcher: Fetcher, log: AnswerLog): Fetcher {
  return async (params, options) => {
    if (params.operationName === INTROSPECTION) return fetcher(params, options);
    const record = (result: unknown) => log.record(answerOf(params, result));
    try {
      const answer = await fetcher(params, options);
      if (isAsyncIterable(answer)) return recorded(answer, record);
      record(answer);
      return answer;
    } catch (error) {
      record({ errors: [{ message: error instanceof Error ? error.message : String(error) }] });
      throw error;
    }
  };
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
    record({ errors: [{ message: error instanceof Error ? error.message : String(error) }] });
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
    errors: (errors ?? []).map((error) => textOf(error.message) ?? 'unknown error'),
  };
}
