import type { EditCall, EditResult } from '../../application/editing/edit-call';
import type { ItemId, RelationshipId, Revision } from '../../domain/ids';
import type { RequestContext } from '../context';
import type { ChangeSet, ItemError, Operation } from '../generated';
import type { RelationshipModel } from '../models';
import { ItemModel } from '../item-model';
import { presentChangeSet } from './change';

/** What every mutation of one thing is given. */
export interface EditInput {
  readonly reason?: string | null | undefined;
  readonly idempotencyKey?: string | null | undefined;
  readonly dryRun?: boolean | undefined;
}

/** Who edits, and how. */
export function editCall({ caller, principal, requestId }: RequestContext, input: EditInput): EditCall {
  const { reason = null, idempotencyKey = null, dryRun = false } = input;
  return { principal, visibility: caller.visibility, requestId, reason, idempotencyKey, dryRun };
}

/** What every payload of a mutation has. */
export interface WrittenFields {
  readonly revision: Revision;
  readonly operation: Operation | null;
  readonly changeSets: readonly ChangeSet[];
  readonly replayed: boolean;
  readonly errors: readonly ItemError[];
}

/** What an edit answers beside the thing that it is about. */
export function presentWritten({ revision, operation, changeSets, replayed, errors }: EditResult): WrittenFields {
  return { revision, operation, changeSets: changeSets.map(presentChangeSet), replayed, errors };
}

/** An item as a write left it. */
export async function itemAt(context: RequestContext, id: ItemId | null, at: Revision): Promise<ItemModel | null> {
  const item = id === null ? null : await context.readers(at).items.load(id);
  return item && new ItemModel(item, at);
}

/** A relationship as a write left it; null when it ended. */
export async function relationshipAt(
  context: RequestContext,
  id: RelationshipId | null,
  at: Revision,
): Promise<RelationshipModel | null> {
  const relationship = id === null ? null : await context.readers(at).relationships.load(id);
  return relationship && { relationship, at };
}
