import { setTimeout as sleep } from 'node:timers/promises';
import { changeLines, type ShownChange, type ShownChangeSet } from './change-lines';
import type { Client } from './client';
import { CommandError } from './command-error';
import { RequestError } from './request-error';
import { linesOf } from './response-lines';
import { standardScreen, type Screen } from './screen';

/** What to follow; the filters are those of GET /changes. */
export interface Following {
  readonly since: number | null;
  readonly items: readonly string[];
  readonly class?: readonly string[];
  readonly kind?: readonly string[];
  readonly entity?: readonly string[];
  readonly source?: readonly string[];
  readonly principal?: readonly string[];
  readonly json?: boolean;
}

interface FeedLine {
  readonly cursor: string;
  readonly changeSet: ShownChangeSet | null;
  readonly changes: readonly Omit<ShownChange, 'changeSet'>[];
  readonly error?: { readonly code: string; readonly message: string; readonly retryable: boolean };
}

const DELAY_MS = 500;
const DELAY_MAX_MS = 30_000;

/** Prints changes as they come, until Ctrl-C. A lost connection is opened anew behind the last event that was told. */
export async function followChanges(client: Client, following: Following): Promise<void> {
  const stopped = new AbortController();
  const stop = (): void => stopped.abort();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  process.stdout.once('error', stop);
  try {
    await followUntil(client, following, stopped.signal);
  } catch (error) {
    if (!stopped.signal.aborted) throw error;
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
    process.stdout.off('error', stop);
  }
}

async function followUntil(client: Client, following: Following, signal: AbortSignal): Promise<void> {
  let cursor: string | null = null;
  let reached = false;
  const screen = standardScreen();
  for (let tries = 0; ; tries += 1) {
    try {
      for await (const line of feed(client, following, cursor, signal)) {
        reached = true;
        tries = 0;
        cursor = line.cursor;
        tell(line, following.json === true, screen);
      }
    } catch (error) {
      const passing = error instanceof RequestError ? error.retryable : reached;
      if (signal.aborted || !passing) throw error;
      console.error(`${error instanceof Error ? error.message : String(error)} Going on as soon as it can.`);
    }
    await sleep(Math.min(DELAY_MS * 2 ** tries, DELAY_MAX_MS), undefined, { signal });
  }
}

async function* feed(
  client: Client,
  following: Following,
  cursor: string | null,
  signal: AbortSignal,
): AsyncGenerator<FeedLine> {
  const response = await client.open(`/changes?${parametersOf(following, cursor).toString()}`, signal);
  for await (const text of linesOf(client.url, response)) {
    const line = JSON.parse(text) as FeedLine;
    if (line.error)
      throw new RequestError(`${line.error.message} (${line.error.code})`, line.error.code, line.error.retryable);
    yield line;
  }
  throw new CommandError(`The connection to ${client.url} was closed.`);
}

function parametersOf(following: Following, cursor: string | null): URLSearchParams {
  const { since, items, json: _, ...filters } = following;
  const parameters = new URLSearchParams(items.map((id): [string, string] => ['item', id]));
  for (const name of ['class', 'kind', 'entity', 'source', 'principal'] as const) {
    for (const value of filters[name] ?? []) parameters.append(name, value);
  }
  if (cursor !== null) parameters.set('after', cursor);
  else if (since !== null) parameters.set('since', String(since));
  return parameters;
}

function tell(line: FeedLine, json: boolean, screen: Screen): void {
  const { changeSet, changes } = line;
  if (json) console.log(JSON.stringify(line));
  else if (changeSet !== null) {
    const shown = changes.map((change): ShownChange => ({ ...change, changeSet }));
    for (const text of changeLines(shown, screen)) console.log(text);
  }
}
