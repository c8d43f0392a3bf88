import { setTimeout as sleep } from 'node:timers/promises';
import { CommandError } from './command-error';
import { RequestError } from './request-error';
import { postStream, type StreamLine, type StreamSummary } from './stream-client';

/** A server to talk GraphQL to. */
export interface Client {
  /** Where it is, for people. */
  readonly url: string;
  /** Answers the data. Throws {@link RequestError} for what the server refuses, CommandError when there is no answer. */
  request<Data>(document: string, variables?: object): Promise<Data>;
  /** Answers all of the answer, errors included, tried once. Throws CommandError when there is none. */
  ask(document: string, variables?: object, operationName?: string): Promise<GraphqlAnswer>;
  /** Sends a stream to POST /ingest, as {@link postStream} does. */
  stream(
    query: Readonly<Record<string, string>>,
    body: AsyncIterable<string | Uint8Array>,
    onLine: (line: StreamLine) => void,
  ): Promise<StreamSummary>;
  /** Opens what another path answers, such as /changes?since=17. Throws CommandError when nobody answers. */
  open(path: string, signal?: AbortSignal): Promise<Response>;
}

export interface ClientOptions {
  /** The address of the server; `/graphql` is added where it is missing. A user in it is taken for the token. */
  readonly url: string;
  /** Sent as a bearer token. */
  readonly token?: string | null;
  /** How long to wait before a refusal that may pass is tried again, at first; three times in all. */
  readonly retryDelayMs?: number;
}

/** What of a request is up to the caller. */
interface Sending {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

const ATTEMPTS = 3;

/** A client of the server at an address. Nothing is sent before the first request. */
export function createClient({ url, token: given = null, retryDelayMs = 500 }: ClientOptions): Client {
  const { base, token } = addressOf(url, given);
  const send = async (path: string, init: Sending): Promise<Response> => {
    const authorization = token === null ? {} : { authorization: `Bearer ${token}` };
    return fetch(`${base}${path}`, { ...init, headers: { ...init.headers, ...authorization } }).catch(
      (error: unknown) => {
        throw unreachable(base, error);
      },
    );
  };
  const ask = async (query: string, variables: object = {}, operationName?: string): Promise<GraphqlAnswer> => {
    const headers = {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json',
    };
    const body = JSON.stringify({ query, variables, operationName });
    return answerOf(base, await send('/graphql', { method: 'POST', headers, body }));
  };
  return {
    url: base,
    ask,
    open: (path, signal) => send(path, signal === undefined ? {} : { signal }),
    stream: (query, body, onLine) => postStream({ base, token, query }, body, onLine),
    request: async <Data>(document: string, variables: object = {}): Promise<Data> => {
      for (let attempt = 1; ; attempt += 1) {
        const { data, errors } = await ask(document, variables);
        const [first] = errors ?? [];
        if (first === undefined) return data as Data;
        const refusal = refusalOf(first);
        if (!refusal.retryable || attempt === ATTEMPTS) throw refusal;
        await sleep(retryDelayMs * 2 ** (attempt - 1));
      }
    },
  };
}

/** Whether a token stands in the address. */
export const holdsToken = (url: string): boolean => addressOf(url, null).token !== null;

/** Who stands in the address, as in `https://<token>@cmdb`, is the token, and is shown to nobody. */
function addressOf(url: string, token: string | null): { readonly base: string; readonly token: string | null } {
  const base = url.replace(/\/(graphql\/?)?$/, '');
  const [, scheme = '', user, rest = ''] = /^(https?:\/\/)(?:([^/?#]*)@)?(.*)$/.exec(base) ?? [];
  if (user === undefined) return { base, token };
  const secret = user.slice(user.indexOf(':') + 1) || user.replace(/:$/, '');
  return { base: scheme + rest, token: token ?? unescaped(secret) };
}

function unescaped(text: string): string {
  if (/%(?![\da-f]{2})/i.test(text)) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    throw new CommandError('The token in the address is not UTF-8 with % escapes. Give it with UNDERPIN_TOKEN.', 2);
  }
}

/** One thing that the server complains of. */
export interface GraphqlError {
  readonly message?: unknown;
  readonly path?: readonly (string | number)[];
  readonly extensions?: { readonly code?: unknown; readonly retryable?: unknown };
}

/** What a GraphQL server says. */
export interface GraphqlAnswer {
  readonly data?: unknown;
  readonly errors?: readonly GraphqlError[];
}

function refusalOf({ message, extensions }: GraphqlError): RequestError {
  const code = typeof extensions?.code === 'string' ? extensions.code : 'UNKNOWN';
  return new RequestError(`${String(message)} (${code})`, code, extensions?.retryable === true);
}

async function answerOf(base: string, response: Response): Promise<GraphqlAnswer> {
  const text = await response.text().catch((error: unknown) => {
    throw unreachable(base, error);
  });
  const answer = parsed(text);
  if (answer !== null) return answer;
  if (response.status === 401 || response.status === 403) {
    throw new CommandError(`${base} does not let this caller in (HTTP ${response.status}). Set UNDERPIN_TOKEN.`);
  }
  if (response.status === 413) throw new CommandError(`${base} does not take a request of this size (HTTP 413).`);
  const start = text.slice(0, 200).replace(/\s+/g, ' ').trim();
  throw new CommandError(
    `${base} answers with HTTP ${response.status} and no GraphQL: ${JSON.stringify(start)}. Does UNDERPIN_URL lead to an Underpin server?`,
  );
}

// Null: it is no GraphQL answer.
function parsed(text: string): GraphqlAnswer | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return null;
    return 'data' in value || 'errors' in value ? (value as GraphqlAnswer) : null;
  } catch {
    return null;
  }
}

function unreachable(base: string, error: unknown): CommandError {
  return new CommandError(
    `No server answers at ${base} (${reasonOf(error)}). Start one with "underpin serve", or let UNDERPIN_URL lead to one.`,
  );
}

// Node hides the reason of a failed fetch in the cause.
function reasonOf(error: unknown): string {
  const { cause } = error as { readonly cause?: unknown };
  const { code, message } = (cause ?? error) as { readonly code?: unknown; readonly message?: unknown };
  return String(code ?? message ?? error);
}
