import type { ChangeSet } from '../../domain/history/change';
import type { Revision } from '../../domain/ids';
import type { JsonValue } from '../../domain/json';
import { identifierKey, relationshipKey, type ChangePlan } from '../../storage/change-sets/change-plan';
import { outageKey } from '../../storage/outages/outage-queries';
import type { PlanRows } from '../../storage/change-sets/change-set-writer';
import type { Database, Tx } from '../../storage/database';
import type { KnownChangeSet } from '../../storage/change-sets/revision-head';

/** A write as its caller hands it in. */
export interface PlannedWrite {
  /**
   * Reads what it needs and says what to write; null when there is nothing to write. Runs without locks first. When
   * something it read has moved by the time the lock is held, it runs again with the write transaction as reader, and
   * that answer is final. It must only read through `reader`, and take nothing over from an earlier run but ids.
   * Throws DomainError when the write is refused as a whole.
   */
  prepare(reader: Tx | Database): Promise<ChangePlan | null>;
  /** Prepare under the lock only: for rare writes that depend on more than a plan can name, such as the whole model. */
  readonly underLock?: boolean;
  /**
   * Prepare at once, but write only after this: what is to land before it may be under way still. It resolves to whether
   * what was prepared meanwhile still holds, else it is prepared again. When it rejects, so does the write.
   */
  readonly after?: Promise<boolean>;
  /** The newest change set of this server when it first read something for this; when it prepares, if left out. */
  readonly readSince?: KnownChangeSet | null;
}

/** What came of a write. */
export interface WriteResult {
  /** Null when nothing was written. */
  readonly changeSet: ChangeSet | null;
  /** Of the change set, or the newest one when nothing was written. */
  readonly revision: Revision;
  /** Set when an earlier call with the same idempotency key and body had done it: what that call answered. */
  readonly replayed: { readonly result: JsonValue } | null;
}

/** A write on its way to the lock. */
export interface WaitingWrite {
  readonly write: PlannedWrite;
  /** The id its change set will have, however often it is tried. */
  readonly changeSetId: string;
  /** Null: to be prepared under the lock. */
  readonly prepared: PlanRows | null;
  /** The newest change set of this server when they were read. */
  readonly since: KnownChangeSet | null;
  /** What the last try wrote or was to write: the above, or what was made anew under its lock. */
  rows: PlanRows | null;
  /** Set when COMMIT is sent with it: should no answer come, its change set may be there already. */
  maybeWritten: boolean;
}

/** What one hold of the lock made of a waiting write. */
export type Outcome =
  | { readonly kind: 'written'; readonly changeSet: ChangeSet }
  | { readonly kind: 'nothing'; readonly plan: ChangePlan | null }
  | { readonly kind: 'replayed'; readonly result: JsonValue }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'deferred' };

/** Everything that a plan changes, as keys that compare with {@link readKeys} of another plan. */
export function writtenKeys(plan: ChangePlan): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const { after } of plan.items) keys.add(`item ${after.id}`);
  for (const { before, after } of plan.observations) keys.add(`item ${(after ?? before)?.itemId}`);
  for (const { entryId, keyHash } of [...plan.identifiersAdded, ...plan.identifiersRemoved]) {
    keys.add(`identifier ${identifierKey(entryId, keyHash)}`);
  }
  for (const { before, after } of plan.relationships) {
    const relationship = after ?? before;
    if (!relationship) continue;
    keys.add(`relationship ${relationshipKey(relationship.source, relationship.type, relationship.target)}`);
    keys.add(`ends ${relationship.source}`);
    keys.add(`ends ${relationship.target}`);
  }
  for (const { record } of plan.dataSources) keys.add(`source ${record.name}`);
  for (const { after } of plan.outages ?? []) keys.add(`outage ${outageKey(after.source, after.key)}`);
  if (plan.model) keys.add('model');
  if (plan.idempotency) keys.add(`idempotency ${plan.principal} ${plan.idempotency.key}`);
  return keys;
}

/** Everything that a plan was made from. */
export function readKeys({ expects }: ChangePlan): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const id of [...expects.items.keys(), ...expects.observations.keys()]) keys.add(`item ${id}`);
  for (const key of expects.identifiers.keys()) keys.add(`identifier ${key}`);
  for (const key of expects.relationships.keys()) keys.add(`relationship ${key}`);
  for (const id of expects.relationshipsOf.keys()) keys.add(`ends ${id}`);
  for (const name of expects.sources.keys()) keys.add(`source ${name}`);
  for (const key of expects.outages?.keys() ?? []) keys.add(`outage ${key}`);
  if (expects.model !== null) keys.add('model');
  return keys;
}
