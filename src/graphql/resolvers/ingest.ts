import { ingest } from '../../application/ingest/ingest';
import type { IngestOutcome } from '../../application/ingest/ingest-types';
import type { ItemRecord, RelationshipRecord } from '../../domain/ingest/ingest-record';
import type { ItemId, Revision } from '../../domain/ids';
import type { RequestContext } from '../context';
import type { IngestInput, MutationIngestArgs, Resolvers } from '../generated';
import type { IngestPayloadModel } from '../models';
import type { ItemModel } from '../item-model';
import { presentChangeSet } from './change';
import { itemAt, relationshipAt } from './written';

/** Ingest, and what happened to each record. */
export const ingestResolvers = {
  Mutation: { ingest: ingestInput },
  IngestPayload: {
    revision: ({ revision }) => revision,
    operation: ({ result }) => result.operation,
    changeSets: ({ result }) => result.changeSets.map(presentChangeSet),
    replayed: ({ result }) => result.replayed,
    totals: ({ result }) => result.totals,
    completedParked: ({ result }) =>
      (result.completedParked ?? []).map((completed) => ({ completed, at: result.revision })),
    results: ({ result }, { outcomes }) =>
      result.items.filter(isOneOf(outcomes)).map((one) => ({ result: one, at: result.revision })),
    relationshipResults: ({ result }, { outcomes }) =>
      result.relationships.filter(isOneOf(outcomes)).map((one) => ({ result: one, at: result.revision })),
  },
  CompletedParkedItem: {
    kind: ({ completed }) => completed.kind,
    source: ({ completed }) => completed.source,
    nativeKey: ({ completed }) => completed.nativeKey,
    outcome: ({ completed }) => completed.outcome,
    configurationItem: ({ completed, at }, _, context) => itemAt(context, completed.itemId, at),
    relationship: ({ completed, at }, _, context) => relationshipAt(context, completed.relationshipId, at),
  },
  IngestItemResult: {
    ref: ({ result }) => result.ref,
    index: ({ result }) => result.index,
    outcome: ({ result }) => result.outcome,
    configurationItem: ({ result, at }, _, context) => itemAt(context, result.itemId, at),
    matchedBy: ({ result }) => result.matchedBy,
    attempts: ({ result }) => result.attempts,
    candidates: ({ result, at }, _, context) => itemsAt(context, result.candidates, at),
    nearMisses: ({ result, at }, _, context) => itemsAt(context, result.nearMisses, at),
    masked: ({ result }) => result.masked,
    warnings: ({ result }) => result.warnings,
    errors: ({ result }) => result.errors,
  },
  IngestRelationshipResult: {
    index: ({ result }) => result.index,
    nestedIndex: ({ result }) => result.nestedIndex,
    outcome: ({ result }) => result.outcome,
    relationship: ({ result, at }, _, context) => relationshipAt(context, result.relationshipId, at),
    warnings: ({ result }) => result.warnings,
    errors: ({ result }) => result.errors,
  },
} satisfies Resolvers;

async function ingestInput(
  _: unknown,
  { input }: MutationIngestArgs,
  { app, caller, principal, requestId }: RequestContext,
): Promise<IngestPayloadModel> {
  const {
    source,
    newSource = null,
    mode = 'PARTIAL',
    observedAt = null,
    reason = null,
    idempotencyKey = null,
    syncSession = null,
  } = input;
  const call = {
    source,
    ...(newSource === true ? { newSource } : {}),
    mode,
    observedAt,
    reason,
    idempotencyKey,
    syncSession,
    ...recordsOf(input),
  };
  const result = await ingest(app, { principal, visibility: caller.visibility, requestId, input: call });
  return { revision: result.revision, result };
}

/** GraphQL writes "left out" as undefined where a record leaves the property out: the two mean the same here. */
function recordsOf({ items, relationships }: IngestInput): {
  readonly items: readonly ItemRecord[];
  readonly relationships: readonly RelationshipRecord[];
} {
  return {
    items: (items ?? []) as readonly ItemRecord[],
    relationships: (relationships ?? []) as readonly RelationshipRecord[],
  };
}

const isOneOf =
  (outcomes: readonly IngestOutcome[] | null | undefined) =>
  ({ outcome }: { readonly outcome: IngestOutcome }): boolean =>
    outcomes == null || outcomes.includes(outcome);

const itemsAt = (context: RequestContext, ids: readonly ItemId[] = [], at: Revision): Promise<(ItemModel | null)[]> =>
  Promise.all(ids.map((id) => itemAt(context, id, at)));
