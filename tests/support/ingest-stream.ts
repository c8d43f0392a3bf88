import { gunzipSync } from 'node:zlib';
import type { IncomingHttpHeaders } from 'node:http';
import { request, type ClientRequest } from 'node:http';

/** One line of the answer to a stream. */
export interface AnswerLine {
  readonly line?: number;
  readonly kind?: string;
  readonly outcome?: string;
  readonly nestedIndex?: number;
  readonly id?: string;
  readonly nativeKey?: string;
  readonly warnings?: readonly { readonly code: string; readonly message: string }[];
  readonly masked?: readonly { readonly path: string; readonly winner: string }[];
  readonly errors?: readonly { readonly code: string; readonly message: string; readonly path: readonly string[] }[];
  readonly chunk?: { readonly number: number; readonly lastLine: number; readonly replayed: boolean };
  readonly summary?: StreamSummary;
  readonly error?: { readonly code: string; readonly message: string; readonly retryable: boolean };
}

export interface StreamSummary {
  readonly revision: number;
  readonly changeSets: readonly number[];
  readonly totals: readonly { readonly outcome: string; readonly items: number; readonly relationships: number }[];
  readonly classes: readonly { readonly class: string; readonly outcome: string; readonly items: number }[];
  readonly lines: number;
  readonly chunks: number;
  readonly replayedChunks: number;
  readonly inexact?: string;
}

/** The answer to a stream as a whole. */
export interface StreamAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly lines: readonly AnswerLine[];
  /** Null when the answer ended without one. */
  readonly summary: StreamSummary | null;
  readonly text: string;
}

/** A stream that is being sent. */
export interface OpenStream {
  readonly outgoing: ClientRequest;
  /** Resolves when the answer has ended; rejects when the connection was lost before. */
  readonly answer: Promise<StreamAnswer>;
  /** Resolves as soon as a line of the answer has come for which this holds. */
  saw(matches: (line: AnswerLine) => boolean): Promise<AnswerLine>;
}

export type Query = Readonly<Record<string, string>>;

/** Begins a POST to /ingest; the body is written to `outgoing`. With `unread` the answer is left where it is. */
export function openStream(
  url: string,
  query: Query,
  headers: Readonly<Record<string, string>> = {},
  { unread = false } = {},
): OpenStream {
  const address = new URL(`/ingest?${new URLSearchParams(query).toString()}`, url);
  const outgoing = request(address, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson', connection: 'close', ...headers },
  });
  const seen: AnswerLine[] = [];
  let look: () => void = () => undefined;
  const answer = new Promise<StreamAnswer>((resolve, reject) => {
    let answered = false;
    outgoing.on('error', (error) => {
      if (!answered) reject(error);
    });
    outgoing.on('close', () => reject(new Error('the connection is closed')));
    outgoing.on('response', (incoming) => {
      answered = true;
      incoming.on('error', reject);
      if (unread) return;
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        if (incoming.headers['content-encoding'] !== 'gzip') seen.splice(0, seen.length, ...complete(chunks));
        look();
      });
      incoming.on('end', () => {
        const bytes = Buffer.concat(chunks);
        const text = (incoming.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString();
        const lines = incoming.statusCode === 200 ? parsed(text) : [];
        const summary = lines.at(-1)?.summary ?? null;
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, lines, summary, text });
      });
    });
  });
  answer.catch(() => look());
  const saw: OpenStream['saw'] = (matches) =>
    new Promise((resolve, reject) => {
      look = (): void => {
        const found = seen.find(matches);
        if (found) resolve(found);
      };
      answer.catch(reject);
      look();
    });
  return { outgoing, answer, saw };
}

/** Sends a stream as a whole. */
export function sendStream(
  url: string,
  query: Query,
  body: readonly (string | Buffer)[],
  headers: Readonly<Record<string, string>> = {},
): Promise<StreamAnswer> {
  const { outgoing, answer } = openStream(url, query, headers);
  for (const piece of body) outgoing.write(piece);
  outgoing.end();
  return answer;
}

const parsed = (text: string): readonly AnswerLine[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as AnswerLine);

function complete(chunks: readonly Buffer[]): readonly AnswerLine[] {
  const text = Buffer.concat(chunks).toString();
  return parsed(text.slice(0, text.lastIndexOf('\n') + 1));
}

/** The code of an answer that is an HTTP error. */
export const refusedWith = ({ status, text }: StreamAnswer): readonly [number, string] => [
  status,
  (JSON.parse(text) as { errors: { extensions: { code: string } }[] }).errors[0]?.extensions.code ?? '',
];

/** Lines of NDJSON. */
export const ndjson = (records: readonly object[]): string =>
  records.map((record) => `${JSON.stringify(record)}\n`).join('');

/** A line with a server of that name. */
export const serverLine = (name: string, more: object = {}): object => ({
  item: { class: 'LinuxServer', nativeKey: name, name, attributes: { hostname: name }, ...more },
});
