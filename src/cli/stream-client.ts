import { once } from 'node:events';
import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CommandError } from './command-error';
import { RequestError } from './request-error';

/** One line of the answer of POST /ingest; which of its properties is there says what it is. */
export interface StreamLine {
  readonly line?: number;
  readonly kind?: 'item' | 'relationship';
  readonly nestedIndex?: number;
  readonly outcome?: string;
  readonly nativeKey?: string;
  readonly ref?: string;
  readonly class?: string;
  readonly errors?: readonly LineError[];
  readonly chunk?: StreamChunk;
  readonly summary?: StreamSummary;
  readonly error?: { readonly code: string; readonly message: string; readonly retryable: boolean };
}

export interface LineError {
  readonly code: string;
  readonly message: string;
  readonly path: readonly string[] | null;
}

/** What came of a chunk, once all its results have been told. */
export interface StreamChunk {
  readonly lastLine: number;
  readonly revision: number;
  readonly totals: readonly { readonly outcome: string; readonly items: number; readonly relationships: number }[];
  readonly classes: readonly { readonly class: string; readonly outcome: string; readonly items: number }[];
}

export interface StreamSummary {
  readonly revision: number;
  readonly inexact?: string;
}

/** The stream did not come to its end, and may do so another time. `reached`: there was a server. */
export class StreamLost extends CommandError {
  readonly reached: boolean;

  constructor(message: string, reached: boolean) {
    super(message);
    this.name = 'StreamLost';
    this.reached = reached;
  }
}

/** Where a stream goes, and with which parameters. */
export interface StreamTarget {
  /** The address of the server, without a path. */
  readonly base: string;
  readonly token: string | null;
  readonly query: Readonly<Record<string, string>>;
}

/** A server that says nothing for so long is gone. */
const SILENCE_MS = 300_000;

/**
 * Sends a stream and hands on every line of the answer as it comes, but the last, which it returns. Throws StreamLost when
 * it may be tried again, RequestError when the server refuses it, and what reading the body throws.
 */
export async function postStream(
  target: StreamTarget,
  body: AsyncIterable<string | Uint8Array>,
  onLine: (line: StreamLine) => void,
): Promise<StreamSummary> {
  const { base, token, query } = target;
  const url = new URL(`${base}/ingest?${new URLSearchParams(query).toString()}`);
  const outgoing = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, {
    method: 'POST',
    timeout: SILENCE_MS,
    headers: {
      'content-type': 'application/x-ndjson',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
  });
  let reached = false;
  outgoing.once('socket', (socket) => socket.once('connect', () => (reached = true)));
  outgoing.on('timeout', () => outgoing.destroy(new Error('the server says nothing any more')));
  const sending = send(outgoing, body);
  try {
    return await readAnswer(base, await answerTo(outgoing), onLine);
  } catch (error) {
    // What reading the input threw is the cause of everything that came after it.
    const cause = await Promise.race([sending.cause, Promise.resolve(null)]);
    if (cause) throw cause;
    if (error instanceof CommandError) throw error;
    throw new StreamLost(lostMessage(base, error, reached), reached);
  } finally {
    outgoing.destroy();
  }
}

/** Writes the body no faster than it is taken. `cause` resolves only when the body itself fails. */
function send(outgoing: ClientRequest, body: AsyncIterable<string | Uint8Array>): { readonly cause: Promise<Error> } {
  let tell: (error: Error) => void = () => undefined;
  const cause = new Promise<Error>((resolve) => {
    tell = resolve;
  });
  async function* watched(): AsyncGenerator<string | Uint8Array> {
    try {
      yield* body;
    } catch (error) {
      tell(error instanceof Error ? error : new Error(String(error)));
      throw error;
    }
  }
  // That the connection was lost is seen at the answer.
  pipeline(Readable.from(watched()), outgoing).catch(() => undefined);
  return { cause };
}

async function answerTo(outgoing: ClientRequest): Promise<IncomingMessage> {
  const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
  outgoing.on('error', () => undefined);
  return incoming;
}

async function readAnswer(
  base: string,
  incoming: IncomingMessage,
  onLine: (line: StreamLine) => void,
): Promise<StreamSummary> {
  if (incoming.statusCode !== 200) throw await refusalOf(base, incoming);
  incoming.setEncoding('utf8');
  let rest = '';
  for await (const text of incoming as AsyncIterable<string>) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const one of lines) {
      const line = JSON.parse(one) as StreamLine;
      if (line.summary) return line.summary;
      if (line.error) throw failure(line.error);
      onLine(line);
    }
  }
  throw new StreamLost(`${base} ended the connection before it had finished`, true);
}

const failure = ({ code, message, retryable }: NonNullable<StreamLine['error']>): CommandError =>
  retryable ? new StreamLost(`${message} (${code})`, true) : new RequestError(`${message} (${code})`, code, false);

async function refusalOf(base: string, incoming: IncomingMessage): Promise<CommandError> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  const text = Buffer.concat(parts).toString();
  try {
    const { errors } = JSON.parse(text) as {
      errors: readonly { message: string; extensions: { code: string; retryable: boolean } }[];
    };
    const [first] = errors;
    if (first) return failure({ ...first.extensions, message: first.message });
  } catch {
    // Something else than Underpin answers.
  }
  const start = JSON.stringify(text.slice(0, 200).replace(/\s+/g, ' ').trim());
  const message = `${base} answers with HTTP ${incoming.statusCode ?? 0} and no result: ${start}.`;
  return incoming.statusCode === 502 || incoming.statusCode === 503 || incoming.statusCode === 504
    ? new StreamLost(message, true)
    : new CommandError(`${message} Does UNDERPIN_URL lead to an Underpin server?`);
}

function lostMessage(base: string, error: unknown, reached: boolean): string {
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  const reason = String(code ?? message ?? error);
  if (reached) return `the connection to ${base} was lost (${reason})`;
  return `No server answers at ${base} (${reason}). Start one with "underpin serve", or let UNDERPIN_URL lead to one.`;
}
