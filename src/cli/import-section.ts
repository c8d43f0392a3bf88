import type { InputFile } from '../importers/importer';
import type { Client } from './client';
import type { EditLine, SentPart } from './import-edits';
import { noteResult, type NdjsonRequest } from './import-ndjson';
import { REJECTED_KEPT, type RecordResult } from './import-request';
import { sumOf, totalsOf, type ImportTotals } from './import-totals';
import { sendLasting } from './lasting-stream';
import type { Spools } from './spools';

/** Records of one source that stand together in an exported inventory. */
export interface Section {
  /** Its part of the spools. */
  readonly part: string;
  readonly source: string;
  /** In the file. */
  readonly firstLine: number;
  /** What was set by hand, when that is what it holds. */
  readonly edits: EditLine[] | null;
}

interface SectionRequest extends NdjsonRequest {
  readonly file: InputFile;
  readonly section: Section;
  readonly spools: Spools;
  /** What was written before is to be seen. */
  readonly atLeast: number;
}

/** Sends the records of one section in the name of its source. */
export async function importSection(client: Client, request: SectionRequest): Promise<SentPart> {
  const { file, section, spools } = request;
  const rejected: RecordResult[] = [];
  let totals: ImportTotals = new Map();
  const { revision } = await sendLasting(client, {
    query: {
      source: section.source,
      mode: 'PARTIAL',
      results: request.record === undefined ? 'problems' : 'all',
      ...(request.reason ? { reason: request.reason } : {}),
    },
    idempotencyKey: `${request.idempotencyKey}.${section.part}`,
    open: () => withIds(client, spools.part(section.part), request.atLeast),
    notice: request.notice,
    retryDelayMs: request.retryDelayMs,
    onChunk: (chunk, results) => {
      totals = sumOf([totals, totalsOf(chunk)]);
      for (const line of results) {
        noteResult(request, file, { ...line, line: (line.line ?? 0) + section.firstLine - 1 }, rejected);
      }
    },
  });
  return { totals, rejected: rejected.slice(0, REJECTED_KEPT), revision };
}

const MATCH = `query Same($keys: [MatchKeyInput!]!, $atLeast: Revision) {
  matchConfigurationItems(keys: $keys, atLeast: $atLeast) { configurationItem { id } } }`;
/** So many lines are looked up at a time. */
const LOOKED_UP = 500;

interface KnownLine {
  readonly sameAs: { readonly source: string; readonly key: string };
  readonly item: object;
}

/** The lines, with the id of the item where a line says that it speaks of one that another source brought. */
async function* withIds(client: Client, texts: AsyncIterable<string>, atLeast: number): AsyncGenerator<string> {
  let waiting: string[] = [];
  for await (const line of splitLines(texts)) {
    waiting.push(line);
    if (waiting.length < LOOKED_UP) continue;
    yield* looked(client, waiting, atLeast);
    waiting = [];
  }
  yield* looked(client, waiting, atLeast);
}

async function* looked(client: Client, lines: readonly string[], atLeast: number): AsyncGenerator<string> {
  const known = lines.map((line) => (line.startsWith('{"sameAs":') ? (JSON.parse(line) as KnownLine) : null));
  const keys = known.flatMap((one) => (one === null ? [] : [{ ref: { native: one.sameAs } }]));
  const answer =
    keys.length === 0
      ? []
      : (
          await client.request<{ matchConfigurationItems: readonly { configurationItem: { id: string } | null }[] }>(
            MATCH,
            { keys, atLeast },
          )
        ).matchConfigurationItems;
  let position = 0;
  const written = lines.map((line, at) => {
    const one = known[at];
    if (!one) return line;
    const found = answer[position++]?.configurationItem;
    return JSON.stringify({ item: { ...one.item, ...(found ? { id: found.id } : {}) } });
  });
  if (written.length > 0) yield `${written.join('\n')}\n`;
}

async function* splitLines(texts: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const text of texts) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}
