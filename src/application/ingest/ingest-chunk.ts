import type { Visibility } from '../../domain/access/visibility';
import { itemError, type ItemError } from '../../domain/errors';
import type { Revision } from '../../domain/ids';
import type { ItemRecord, RelationshipRecord } from '../../domain/ingest/ingest-record';
import type { WrongLine } from '../../domain/ingest/record-line';
import { inSpan } from '../../telemetry/spans';
import { ingest } from './ingest';
import type {
  CompletedParked,
  IngestInput,
  IngestMode,
  IngestOutcome,
  IngestResult,
  ItemResult,
  OutcomeCount,
  RelationshipResult,
} from './ingest-types';
import type { Landing } from './landing-tools';

/** Lines of a stream that go into one call. */
export interface IngestChunk {
  /** Counts from 1; goes into the idempotency key. */
  readonly number: number;
  /** How many lines it has, those that cannot be read included. */
  readonly lines: number;
  /** Position in the stream of its last line, from 1. */
  readonly lastLine: number;
  readonly items: readonly ItemRecord[];
  readonly relationships: readonly RelationshipRecord[];
  /** The line of each item and of each relationship. */
  readonly itemLines: readonly number[];
  readonly relationshipLines: readonly number[];
  readonly wrong: readonly (WrongLine & { readonly line: number })[];
  /** The input broke off within it: not what the same stream will have there when it is sent again. */
  readonly brokenOff: boolean;
}

/** On whose behalf the chunks of a stream are ingested. */
export interface StreamCall {
  readonly principal: string;
  /** What the caller sees, and so may write; everything when left out or null. */
  readonly visibility?: Visibility | null;
  readonly requestId: string;
  /** All chunks are one operation. */
  readonly operationId: string;
  readonly mode: IngestMode;
  readonly input: Omit<IngestInput, 'items' | 'relationships' | 'mode' | 'idempotencyKey'>;
  /** Chunk n has the key `<key>:n`. */
  readonly idempotencyKey: string | null;
}

/** What happened to the item or relationship of a line, or to a relationship nested in its item. */
export interface LineResult {
  readonly line: number;
  /** Null: what it was meant to be cannot be told. */
  readonly kind: 'item' | 'relationship' | null;
  readonly outcome: IngestOutcome;
  /** Position among the relationships of the line's item; null for what is not nested. */
  readonly nestedIndex: number | null;
  readonly record: ItemRecord | RelationshipRecord | null;
  /** Null for a line that could not be read. */
  readonly result: ItemResult | RelationshipResult | null;
  readonly errors: readonly ItemError[];
}

/** What happened to a chunk. */
export interface ChunkResult {
  readonly revision: Revision;
  /** Of the change sets that it wrote, now or when it was sent first. */
  readonly changeSets: readonly Revision[];
  readonly replayed: boolean;
  readonly totals: readonly OutcomeCount[];
  /** What was parked before and has landed with the chunk. */
  readonly completed: readonly OutcomeCount[];
  /** In the order of the lines; what is nested after the item that it is nested in. */
  readonly results: readonly LineResult[];
}

/** Ingests a chunk; what is left of it when `gone` is aborted is not begun. Throws as `ingest` does, and CallerGone. */
export const ingestChunk = (
  app: Landing,
  call: StreamCall,
  chunk: IngestChunk,
  gone: AbortSignal | null = null,
): Promise<ChunkResult> =>
  inSpan('ingest chunk', { 'underpin.chunk': chunk.number, 'underpin.items': chunk.items.length }, () =>
    landChunk(app, call, chunk, gone),
  );

async function landChunk(
  app: Landing,
  call: StreamCall,
  chunk: IngestChunk,
  gone: AbortSignal | null,
): Promise<ChunkResult> {
  const refused = call.mode === 'ATOMIC' && chunk.wrong.length > 0;
  const key = call.idempotencyKey === null || chunk.brokenOff ? null : `${call.idempotencyKey}:${chunk.number}`;
  const result = await ingest(app, {
    principal: call.principal,
    visibility: call.visibility ?? null,
    requestId: `${call.requestId}:${chunk.number}`,
    operationId: call.operationId,
    gone,
    lines: { items: chunk.itemLines, relationships: chunk.relationshipLines },
    input: {
      ...call.input,
      // All or nothing, and some of it is none: what is wrong with the rest is worked out, and nothing is written.
      mode: refused ? 'DRY_RUN' : call.mode,
      idempotencyKey: key,
      items: chunk.items,
      relationships: chunk.relationships,
    },
  });
  const all = lineResults(chunk, result);
  const results = refused ? all.map(refuse) : all;
  return {
    revision: result.revision,
    changeSets: result.changeSets.map(({ revision }) => revision),
    replayed: result.replayed,
    totals: refused ? allRejected(results) : addRejected(result.totals, chunk.wrong),
    completed: sumTotals([(result.completedParked ?? []).map(countOne)]),
    results,
  };
}

function lineResults(chunk: IngestChunk, { items, relationships }: IngestResult): readonly LineResult[] {
  const ofItems = items.map((result): LineResult => ({
    line: chunk.itemLines[result.index] ?? 0,
    kind: 'item',
    outcome: result.outcome,
    nestedIndex: null,
    record: chunk.items[result.index] ?? null,
    result,
    errors: result.errors,
  }));
  const ofRelationships = relationships.map((result): LineResult => {
    const nested = result.nestedIndex !== null;
    return {
      line: (nested ? chunk.itemLines : chunk.relationshipLines)[result.index] ?? 0,
      kind: 'relationship',
      outcome: result.outcome,
      nestedIndex: result.nestedIndex,
      record: nested ? null : (chunk.relationships[result.index] ?? null),
      result,
      errors: result.errors,
    };
  });
  const unread = chunk.wrong.map(({ line, of, errors }): LineResult => ({
    line,
    kind: of,
    outcome: 'REJECTED',
    nestedIndex: null,
    record: null,
    result: null,
    errors,
  }));
  return [...ofItems, ...ofRelationships, ...unread].sort((a, b) => a.line - b.line);
}

const UNREAD_NEIGHBOUR = itemError(
  'DEPENDENCY_FAILED',
  'Nothing of this ATOMIC request was written, because a line of it cannot be read. Correct that, or use the mode PARTIAL.',
);

const refuse = (result: LineResult): LineResult =>
  result.outcome === 'REJECTED' ? result : { ...result, outcome: 'REJECTED', errors: [UNREAD_NEIGHBOUR] };

function allRejected(results: readonly LineResult[]): readonly OutcomeCount[] {
  const relationships = results.filter(({ kind }) => kind === 'relationship').length;
  return [{ outcome: 'REJECTED', items: results.length - relationships, relationships }];
}

const countOne = ({ outcome, kind }: CompletedParked): OutcomeCount => ({
  outcome,
  items: kind === 'ITEM' ? 1 : 0,
  relationships: kind === 'RELATIONSHIP' ? 1 : 0,
});

/** Lines that nobody can tell the kind of count as items. */
function addRejected(totals: readonly OutcomeCount[], wrong: IngestChunk['wrong']): readonly OutcomeCount[] {
  if (wrong.length === 0) return totals;
  const relationships = wrong.filter(({ of }) => of === 'relationship').length;
  return sumTotals([totals, [{ outcome: 'REJECTED', items: wrong.length - relationships, relationships }]]);
}

/** The sum of several counts, in the order in which the outcomes first occur. */
export function sumTotals(all: readonly (readonly OutcomeCount[])[]): readonly OutcomeCount[] {
  const sums = new Map<IngestOutcome, OutcomeCount>();
  for (const { outcome, items, relationships } of all.flat()) {
    const found = sums.get(outcome);
    sums.set(outcome, {
      outcome,
      items: items + (found?.items ?? 0),
      relationships: relationships + (found?.relationships ?? 0),
    });
  }
  return [...sums.values()];
}
