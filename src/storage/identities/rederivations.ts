import { itemId, relationshipId, revision, type ItemId, type RelationshipId, type Revision } from '../../domain/ids';
import type { RederivationScope } from '../change-sets/change-plan';
import type { Executor, Tx } from '../database';

/** What follows from a change of rules, as far as it was worked out. It belongs to the operation that changed them. */
export interface Rederivation {
  /** The change set that changed the rules. */
  readonly revision: Revision;
  readonly operationId: string;
  readonly principal: string;
  readonly requestId: string;
  readonly reason: string | null;
  readonly scope: RederivationScope;
  /** Items and relationships up to these are done. */
  readonly afterItem: ItemId;
  readonly afterRelationship: RelationshipId;
}

type NewRederivation = Omit<Rederivation, 'afterItem' | 'afterRelationship'>;

/** Notes what has to be worked out, in the transaction that changes the rules. */
export async function beginRederivations(tx: Tx, begun: readonly NewRederivation[]): Promise<void> {
  if (begun.length === 0) return;
  const rows = begun.map(({ revision: at, operationId, principal, requestId, reason, scope }) => ({
    revision: at,
    operation_id: operationId,
    principal,
    request_id: requestId,
    reason,
    scope,
  }));
  await tx.query(
    `insert into rederivation (revision, operation_id, principal, request_id, reason, scope, after_item,
                               after_relationship)
     select revision, operation_id, principal, request_id, reason, scope, 0, 0
       from json_to_recordset($1::json) as
              given(revision bigint, operation_id uuid, principal text, request_id text, reason text, scope jsonb)`,
    [JSON.stringify(rows)],
  );
}

/** The oldest one that is not done, or that of a revision; null when there is none. Uses rederivation_open. */
export async function findOpenRederivation(executor: Executor, of: Revision | null): Promise<Rederivation | null> {
  const [row] = await executor.query<{
    revision: number;
    operation_id: string;
    principal: string;
    request_id: string;
    reason: string | null;
    scope: RederivationScope;
    after_item: number;
    after_relationship: number;
  }>(
    `select revision, operation_id, principal, request_id, reason, scope, after_item, after_relationship
       from rederivation where done_at is null and ($1::bigint is null or revision = $1) order by revision limit 1`,
    [of],
  );
  if (!row) return null;
  return {
    revision: revision(row.revision),
    operationId: row.operation_id,
    principal: row.principal,
    requestId: row.request_id,
    reason: row.reason,
    scope: row.scope,
    afterItem: itemId(row.after_item),
    afterRelationship: relationshipId(row.after_relationship),
  };
}

/** Notes how far one has come. Never goes back, so that two that work at the same one do not undo each other. */
export async function advanceRederivation(
  executor: Executor,
  of: Revision,
  { item, relationship, doneAt }: { item: ItemId; relationship: RelationshipId; doneAt: string | null },
): Promise<void> {
  await executor.query(
    `update rederivation
        set after_item = greatest(after_item, $2), after_relationship = greatest(after_relationship, $3),
            done_at = coalesce(done_at, $4::timestamptz)
      where revision = $1`,
    [of, item, relationship, doneAt],
  );
}
