import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { until } from './until';

/** One event of the change feed, as far as these readers look at it. */
export interface FeedEvent {
  readonly revision: number;
  readonly cursor: string;
  readonly changeSet: object | null;
  readonly changes: readonly object[];
}

/** A reader of the feed that comes again, wherever there is a server, with the cursor of what it has dealt with. */
export interface FeedReader {
  /** Revision and number of changes of each event, bookmarks left out. */
  readonly told: readonly (readonly [number, number])[];
  /** How often it had to come again. */
  readonly resumed: number;
  /** Errors after which nobody comes again, as they were said. */
  readonly faults: readonly string[];
  /** Resolves when it has been told how things are at a revision. */
  reached(revision: number): Promise<void>;
  stop(): Promise<void>;
}

/** Where a reader begins. */
type Place = { readonly since: number } | { readonly after: string };
/** Reads until the connection ends, and gives the error with which the feed said so. */
type ReadOnce = (place: Place, take: (event: FeedEvent) => void, signal: AbortSignal) => Promise<FeedError | null>;

interface FeedError {
  readonly code: string;
  readonly retryable: boolean;
  readonly message?: string;
}

const PAUSE_MS = 20;

/** Follows `GET /changes`. */
export const followOverHttp = (urlOf: () => string, since: number): FeedReader =>
  keepReading(since, async (place, take, signal) => {
    const asked = new URLSearchParams(Object.entries(place).map(([name, value]) => [name, String(value)]));
    const response = await fetch(`${urlOf()}/changes?${asked}&bookmarkSeconds=1`, { signal });
    if (!response.ok || !response.body) return saidIn(((await response.json()) as { errors: SaidErrors }).errors);
    const lines = createInterface({ input: Readable.fromWeb(response.body as ReadableStream) });
    for await (const line of lines) {
      const event = JSON.parse(line) as FeedEvent & { readonly error?: FeedError };
      if (event.error) return event.error;
      take(event);
    }
    return null;
  });

const CHANGES = `subscription ($since: Revision, $after: String) {
  changes(since: $since, after: $after, bookmarkSeconds: 1) { revision cursor changeSet { id } changes { kind } }
}`;

/** Follows the subscription `changes` over WebSocket. */
export const followOverWebSocket = (urlOf: () => string, since: number): FeedReader =>
  keepReading(since, async (place, take, signal) => {
    const url = `${urlOf().replace('http', 'ws')}/graphql`;
    const client = createClient({ url, webSocketImpl: WebSocket, retryAttempts: 0 });
    let stop = (): void => undefined;
    try {
      return await new Promise<FeedError | null>((resolve) => {
        // Whether or not there is a server to say goodbye to.
        stop = () => resolve(null);
        signal.addEventListener('abort', stop);
        client.subscribe<{ changes: FeedEvent }>(
          { query: CHANGES, variables: place },
          {
            next: ({ data, errors }) => {
              if (data) take(data.changes);
              if (errors) resolve(saidIn(errors));
            },
            error: (error) => resolve(Array.isArray(error) ? saidIn(error as SaidErrors) : null),
            complete: () => resolve(null),
          },
        );
      });
    } finally {
      signal.removeEventListener('abort', stop);
      void client.dispose();
    }
  });

type SaidErrors = readonly { readonly message: string; readonly extensions?: unknown }[];
const saidIn = ([error]: SaidErrors): FeedError | null =>
  error ? { ...(error.extensions as FeedError), message: error.message } : null;

function keepReading(since: number, readOnce: ReadOnce): FeedReader {
  const told: (readonly [number, number])[] = [];
  const faults: string[] = [];
  const ends = new AbortController();
  let place: Place = { since };
  let at = since;
  let resumed = 0;
  const take = ({ revision, cursor, changeSet, changes }: FeedEvent): void => {
    if (changeSet) told.push([revision, changes.length]);
    place = { after: cursor };
    at = revision;
  };
  const reading = (async () => {
    for (; !ends.signal.aborted; await sleep(PAUSE_MS)) {
      // Whatever happens to the connection happens to the connection.
      const error = await readOnce(place, take, ends.signal).catch(() => null);
      resumed += 1;
      if (error?.retryable === false) faults.push(`${error.code}: ${error.message}`);
    }
  })();
  return {
    told,
    faults,
    get resumed() {
      return resumed;
    },
    reached: async (revision) => {
      await until(
        () => at >= revision,
        () => ({ at, revision, faults }),
      );
    },
    stop: async () => {
      ends.abort();
      await reading;
    },
  };
}
