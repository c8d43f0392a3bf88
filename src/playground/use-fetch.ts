import { useGraphiQL } from '@graphiql/react';
import { useCallback } from 'react';
import { dataFetch, ENDPOINT } from './data-fetch';
import type { Question } from './shared-link';
import { fieldsOf, listOf, textOf } from './read-json';

export interface Fetched {
  readonly data: unknown;
  readonly errors: readonly string[];
}

/**
 * A request beside the editor's, with the headers of the editor (a token may be among them). It does not go through
 * the answer log: what a click looks up is not the answer to what the editor asks.
 */
export function useFetch(): (question: Question, operationName: string) => Promise<Fetched> {
  const headers = useGraphiQL((state) => state.headerEditor);
  return useCallback(
    async ({ query, variables }, operationName) => {
      try {
        const response = await dataFetch(ENDPOINT, {
          method: 'POST',
          headers: { ...headersIn(headers?.getValue()), 'content-type': 'application/json' },
          body: JSON.stringify({ query, operationName, variables: JSON.parse(variables) as unknown }),
        });
        const body = fieldsOf(await response.json());
        const errors = listOf(body?.['errors']).map((error) => textOf(fieldsOf(error)?.['message']) ?? 'unknown error');
        return { data: body?.['data'] ?? null, errors };
      } catch (error) {
        return { data: null, errors: [error instanceof Error ? error.message : String(error)] };
      }
    },
    [headers],
  );
}

/** Half-typed headers are no headers. */
function headersIn(text: string | undefined): Record<string, string> {
  try {
    const fields = fieldsOf(JSON.parse(text ?? '{}'));
    return Object.fromEntries(Object.entries(fields ?? {}).map(([name, value]) => [name, String(value)]));
  } catch {
    return {};
  }
}
