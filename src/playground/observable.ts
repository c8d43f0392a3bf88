import type { FetcherReturnType, Observable } from '@graphiql/toolkit';
import type { Sink } from 'graphql-ws';

type Unpacked<Value> = Value extends Observable<infer Event> ? Event : never;
/** What a subscription sends, as GraphiQL takes it. */
export type SubscriptionEvent = Unpacked<FetcherReturnType>;

/** Events in the form that GraphiQL can stop at any time; `start` gives the way to stop. */
export function observable(start: (sink: Sink<SubscriptionEvent>) => () => void): Observable<SubscriptionEvent> {
  // GraphiQL passes an object of functions, one of the forms that it may pass.
  return { subscribe: (sink: unknown) => ({ unsubscribe: start(sink as Sink<SubscriptionEvent>) }) };
}
