import { INGEST_MODES, type IngestMode } from '../application/ingest/ingest-types';
import { streamOperation } from '../application/ingest/ingest-stream';
import type { StreamCall } from '../application/ingest/ingest-chunk';
import { didYouMean, quoted } from '../domain/nearest-name';
import type { Principal } from '../domain/access/principal';
import { HttpError } from './http-errors';
import { readsPacked } from './line-answer';

/** What a request to /ingest asks for. */
export interface IngestRequest {
  readonly call: StreamCall;
  /** Every result, or only what was not taken as it was meant. */
  readonly results: 'problems' | 'all';
  /** A line after every chunk. */
  readonly progress: boolean;
  readonly packed: boolean;
  readonly packAnswer: boolean;
}

/** Of an HTTP request, what says so. */
export interface IngestRequestHead {
  readonly query: unknown;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

const PARAMETERS = [
  'source',
  'mode',
  'newSource',
  'session',
  'observedAt',
  'reason',
  'idempotencyKey',
  'results',
  'progress',
] as const;
type Parameter = (typeof PARAMETERS)[number];

const CONTENT_TYPES: ReadonlySet<string> = new Set([
  'application/x-ndjson',
  'application/ndjson',
  'application/jsonl',
  'application/x-jsonlines',
]);

/** Reads the address and the headers. Throws HttpError, naming the parameter or header and what it may be. */
export function readIngestRequest(
  { query, headers }: IngestRequestHead,
  {
    caller,
    requestId,
    newId,
  }: { readonly caller: Principal; readonly requestId: string; readonly newId: () => string },
): IngestRequest {
  const packed = readContent(headers);
  const given = readParameters(query);
  const source = given.get('source');
  if (!source) throw badRequest('Name the data source: /ingest?source=<name>.');
  const idempotencyKey = given.get('idempotencyKey') ?? null;
  const mode = oneOf<IngestMode>('mode', given.get('mode') ?? 'PARTIAL', INGEST_MODES);
  const newSource = yesOrNo('newSource', given.get('newSource'));
  if (newSource && mode !== 'DRY_RUN') throw badRequest('The parameter newSource is for mode=DRY_RUN.');
  return {
    call: {
      principal: caller.name,
      visibility: caller.visibility,
      requestId,
      operationId: streamOperation(newId, caller.name, idempotencyKey),
      mode,
      input: {
        source,
        ...(newSource ? { newSource } : {}),
        observedAt: given.get('observedAt') ?? null,
        reason: given.get('reason') ?? null,
        syncSession: given.get('session') ?? null,
      },
      idempotencyKey,
    },
    results: oneOf('results', given.get('results') ?? 'problems', ['problems', 'all']),
    progress: yesOrNo('progress', given.get('progress')),
    packed,
    packAnswer: readsPacked(one(headers['accept-encoding'])),
  };
}

function readContent(headers: IngestRequestHead['headers']): boolean {
  const type = one(headers['content-type']).split(';')[0]?.trim().toLowerCase() ?? '';
  if (!CONTENT_TYPES.has(type)) {
    const message = `Send one JSON object a line, with content-type: application/x-ndjson${type === '' ? '' : `, not ${quoted(type)}`}.`;
    throw new HttpError(415, 'BAD_REQUEST', message);
  }
  const encoding = one(headers['content-encoding']).trim().toLowerCase() || 'identity';
  if (!['identity', 'gzip', 'x-gzip'].includes(encoding)) {
    const message = `The content-encoding ${quoted(encoding)} is not known here: use gzip, or none.`;
    throw new HttpError(415, 'BAD_REQUEST', message);
  }
  return encoding !== 'identity';
}

function readParameters(query: unknown): ReadonlyMap<Parameter, string> {
  const given = new Map<Parameter, string>();
  for (const [name, value] of Object.entries(query as Readonly<Record<string, unknown>>)) {
    const known = PARAMETERS.find((one) => one === name);
    if (known === undefined) {
      const hint = didYouMean(name, PARAMETERS) || ` There are ${PARAMETERS.join(', ')}.`;
      throw badRequest(`/ingest has no parameter ${quoted(name)}.${hint}`);
    }
    if (typeof value !== 'string') throw badRequest(`The parameter ${name} is given twice. Give it once.`);
    given.set(known, value);
  }
  return given;
}

function oneOf<Word extends string>(name: Parameter, value: string, words: readonly Word[]): Word {
  const found = words.find((word) => word === value);
  if (found !== undefined) return found;
  throw badRequest(`The parameter ${name} must be one of ${words.join(', ')}, not ${quoted(value)}.`);
}

const yesOrNo = (name: Parameter, value = 'false'): boolean => oneOf(name, value, ['true', 'false']) === 'true';

const badRequest = (message: string): HttpError => new HttpError(400, 'BAD_REQUEST', message);

const one = (header: string | readonly string[] | undefined): string =>
  typeof header === 'string' ? header : (header?.join(',') ?? '');
