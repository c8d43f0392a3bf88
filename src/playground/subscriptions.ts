import type { Fetcher, FetcherParams, Observable } from '@graphiql/toolkit';
import { getOperationAST, GraphQLError, OperationTypeNode } from 'graphql';
import { createClient, type Client } from 'graphql-ws';
import { ENDPOINT } from './data-fetch';
import { observable, type SubscriptionEvent } from './observable';
import { asBearer, givenToken, mayTryAgain } from './sign-in';

type Headers = Readonly<Record<string, unknown>>;

/** Subscriptions go over a WebSocket of their own, everything else where it went before. */
export function withSubscriptions(fetcher: Fetcher): Fetcher {
  return (params, options) => {
    const operation = options?.documentAST ? getOperationAST(options.documentAST, params.operationName) : null;
    return operation?.operation === OperationTypeNode.SUBSCRIPTION
      ? subscription(params, options?.headers ?? {})
      : fetcher(params, options);
  };
}

/**
 * The events of a subscription as whoever signed in, or as the headers of the editor say: a browser sets no headers on
 * a WebSocket, so they go as parameters of the connection. One that is refused, or whose token ends later, asks for
 * another one and begins anew; one whose server goes away waits until it is back, and says so when that takes long.
 */
function subscription(params: FetcherParams, headers: Headers): Observable<SubscriptionEvent> {
  return observable((sink) => {
    let wanted = true;
    let close = (): void => undefined;
    const open = (): void => {
      const token = givenToken();
      const refused = async (reason: string): Promise<void> => {
        if (!wanted) return;
        const again = await mayTryAgain(token, reason);
        // Stopped while somebody was asked: nobody could stop what began now.
        if (!wanted) return;
        if (again) open();
        else sink.error(new Error(reason));
      };
      close = clientWith({ ...headers, ...asBearer(token) }, (message) => sink.next(failure(message))).subscribe(
        params,
        {
          next: (event) => sink.next(event as SubscriptionEvent),
          complete: () => sink.complete(),
          error: (error) => (isUnauthenticated(error) ? void refused(error.reason) : sink.error(inWords(error))),
        },
      );
    };
    open();
    return () => {
      wanted = false;
      close();
    };
  });
}

function clientWith(connectionParams: Headers, warn: (message: string) => void): Client {
  let said = '';
  const url = `${window.location.origin.replace(/^http/, 'ws')}${ENDPOINT}`;
  return createClient({
    url,
    connectionParams,
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: (error) => error instanceof CloseEvent && error.code !== FORBIDDEN,
    retryWait: async (retries) => {
      if (retries === SILENT_TRIES) warn(said === '' ? UNREACHABLE : said);
      await retryWait(retries);
    },
    on: {
      closed: (event) => {
        said = event instanceof CloseEvent ? event.reason : '';
      },
    },
  });
}

/** As an answer of the server would say it: the subscription goes on. */
const failure = (message: string): SubscriptionEvent => ({ data: null, errors: [new GraphQLError(message)] });

const UNREACHABLE =
  'The server cannot be reached over WebSocket, or something on the way there refuses it. It is tried again until it answers.';

/** A server that is started again is back before so many failed; then the page says what is wrong. */
const SILENT_TRIES = 3;

const FIRST_WAIT_MS = 500;
const LAST_WAIT_MS = 15_000;

/** Twice as long each time. */
const retryWait = async (retries: number): Promise<void> =>
  new Promise((resolve) => window.setTimeout(resolve, Math.min(LAST_WAIT_MS, FIRST_WAIT_MS * 2 ** retries)));

/** How the server closes a connection whose caller it does not know, or does not know any more. */
const UNAUTHENTICATED = 4401;
/** A caller that it knows, and who may do nothing there. */
const FORBIDDEN = 4403;

const isUnauthenticated = (error: unknown): error is CloseEvent =>
  error instanceof CloseEvent && error.code === UNAUTHENTICATED;

function inWords(error: unknown): unknown {
  if (!(error instanceof CloseEvent)) return error;
  return new Error(error.reason === '' ? `The connection was closed with code ${error.code}.` : error.reason);
}
