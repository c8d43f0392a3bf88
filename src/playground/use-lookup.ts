import { useGraphiQL } from '@graphiql/react';
import { useEffect, useState } from 'react';
import { dataFetch, ENDPOINT } from './data-fetch';
import { fieldsOf, listOf, textOf } from './read-json';
import { rememberRequest } from './request-log';
import type { Question } from './view/question';

export interface Fetched {
  readonly data: unknown;
  readonly errors: readonly string[];
  readonly loading: boolean;
}

/** An answer, and the question that it is of. */
interface Answered extends Omit<Fetched, 'loading'> {
  readonly to: string | null;
}

const NOTHING: Answered = { to: null, data: null, errors: [] };

/**
 * The answer to a question beside the editor's, with the headers of the editor. It does not go through the answer log:
 * what a click looks up is not the answer to what the editor asks. Null asks nothing. The last answer stays until the
 * next one is there.
 */
export function useLookup(question: Question | null): Fetched {
  const headers = useGraphiQL((state) => state.headerEditor);
  const [answered, setAnswered] = useState(NOTHING);
  // The editor of the headers comes a little later than the pane.
  const asked = question === null || headers === undefined ? null : JSON.stringify(question);
  useEffect(() => {
    if (asked === null) return setAnswered(NOTHING);
    let current = true;
    async function load(text: string) {
      const answer = await answerTo(JSON.parse(text) as Question, headersIn(headers?.getValue()));
      if (current) setAnswered({ ...answer, to: text });
    }
    void load(asked);
    return () => {
      current = false;
    };
  }, [asked, headers]);
  const { to, data, errors } = answered;
  return { data, errors, loading: to !== asked };
}

/** Asks once, with the headers of the editor. */
export function useFetchAnswer(): (question: Question) => Promise<Omit<Fetched, 'loading'>> {
  const headers = useGraphiQL((state) => state.headerEditor);
  return async (question) => answerTo(question, headersIn(headers?.getValue()));
}

async function answerTo(question: Question, headers: Record<string, string>): Promise<Omit<Answered, 'to'>> {
  rememberRequest(question);
  const { query, variables } = question;
  const [, operationName] = /^query (\w+)/.exec(query) ?? [];
  try {
    const response = await dataFetch(ENDPOINT, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ query, operationName, variables: JSON.parse(variables) as unknown }),
    });
    const body = fieldsOf(await response.json());
    const errors = listOf(body?.['errors']).map((error) => textOf(fieldsOf(error)?.['message']) ?? 'unknown error');
    return { data: body?.['data'] ?? null, errors };
  } catch (error) {
    return { data: null, errors: [error instanceof Error ? error.message : String(error)] };
  }
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
