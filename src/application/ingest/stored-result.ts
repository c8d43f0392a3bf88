import type { ChangeSet, OperationKind } from '../../domain/history/change';
import { revision, type Revision } from '../../domain/ids';
import type { JsonValue } from '../../domain/json';
import type { ItemError } from '../../domain/errors';
import type { Executor } from '../../storage/database';
import { loadChangeSetsOfOperation } from '../../storage/identities/ingest-lookups';
import { emptyPart, type BatchRun, type PlannedPart } from './batch-run';
import {
  INGEST_OUTCOMES,
  type IngestOutcome,
  type IngestResult,
  type ItemResult,
  type OutcomeCount,
  type RelationshipResult,
} from './ingest-types';
import { FIRST_PLACEHOLDER_ID } from './unwritten';

/** Beyond this many characters of JSON a stored result leaves out how each item was recognised. */
const STORED_LENGTH_MAX = 8 * 1_048_576;

/** What a call is told: everything but the change sets, which are known only when they are written. */
export type ResultBody = Pick<IngestResult, 'totals' | 'items' | 'relationships' | 'observedAt'>;

/**
 * The results of a run so far, in the order given, with those of a part that is about to be written. Things that only a
 * dry run made have no ids.
 */
export function resultBody(run: BatchRun, part: PlannedPart = emptyPart()): ResultBody {
  const items: ItemResult[] = [];
  for (let index = 0; index < run.known.records.items.length; index += 1) {
    const result = part.items.get(index) ?? run.itemResults.get(index) ?? run.known.itemResult(index);
    if (result) items.push(shownItem(result, run.warningsOf(index)));
  }
  const relationships = inOrder(
    [...new Map([...run.relationshipResults, ...part.relationships]).values()].map(shownRelationship),
    run.known.relationshipResults(),
  );
  const totals = countOutcomes(items, relationships, run.swept + part.swept);
  return { items, relationships, totals, observedAt: run.context.observedAt };
}

function shownItem(result: ItemResult, more: readonly ItemError[]): ItemResult {
  const written = result.itemId !== null && result.itemId < FIRST_PLACEHOLDER_ID;
  const warnings = more.length > 0 ? [...result.warnings, ...more] : result.warnings;
  if (written && warnings === result.warnings) return result;
  return written ? { ...result, warnings } : { ...result, itemId: null, version: null, warnings };
}

function shownRelationship(result: RelationshipResult): RelationshipResult {
  const written = result.relationshipId !== null && result.relationshipId < FIRST_PLACEHOLDER_ID;
  return written ? result : { ...result, relationshipId: null };
}

/** Those nested in items first, then the others, in the order given. */
function inOrder(
  workedOut: readonly RelationshipResult[],
  known: readonly RelationshipResult[],
): readonly RelationshipResult[] {
  if (workedOut.length === 0) return known;
  return [...workedOut, ...known].sort(
    (a, b) =>
      Number(a.nestedIndex === null) - Number(b.nestedIndex === null) ||
      a.index - b.index ||
      (a.nestedIndex ?? 0) - (b.nestedIndex ?? 0),
  );
}

/** How many items and relationships had each outcome; `swept` relationships ended without a record of their own. */
export function countOutcomes(
  items: readonly ItemResult[],
  relationships: readonly RelationshipResult[],
  swept: number,
): readonly OutcomeCount[] {
  const counted = (results: readonly { readonly outcome: IngestOutcome }[]): ReadonlyMap<IngestOutcome, number> => {
    const counts = new Map<IngestOutcome, number>();
    for (const { outcome } of results) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    return counts;
  };
  const ofItems = counted(items);
  const ofRelationships = counted(relationships);
  return INGEST_OUTCOMES.map((outcome) => ({
    outcome,
    items: ofItems.get(outcome) ?? 0,
    relationships: (ofRelationships.get(outcome) ?? 0) + (outcome === 'ABSENT' ? swept : 0),
  })).filter((count) => count.items + count.relationships > 0);
}

/** A result as it is kept under an idempotency key. */
export function storedResult(at: Revision, operation: IngestResult['operation'], body: ResultBody): JsonValue {
  const stored = { revision: at, operation, ...body } as unknown as JsonValue;
  if (JSON.stringify(stored).length <= STORED_LENGTH_MAX) return stored;
  const items = body.items.map((item) => ({ ...item, attempts: [] }));
  return { revision: at, operation, ...body, items } as unknown as JsonValue;
}

/** The result of an earlier call, with the change sets that it wrote. */
export async function replayedResult(executor: Executor, stored: JsonValue): Promise<IngestResult> {
  const body = stored as unknown as ResultBody & {
    readonly revision: number;
    readonly operation: { readonly id: string; readonly kind: OperationKind } | null;
  };
  const changeSets: readonly ChangeSet[] =
    body.operation === null ? [] : await loadChangeSetsOfOperation(executor, body.operation.id);
  return { ...body, revision: revision(body.revision), changeSets, replayed: true };
}
