import { itemError, type ItemError } from '../../domain/errors';
import { IdentityRules } from '../../domain/identification/identity-keys';
import type { ItemId, Revision } from '../../domain/ids';
import { encodeItemId, encodeRelationshipId } from '../../domain/opaque-id';
import { ROWS_PER_LOCK_HOLD } from '../../storage/change-sets/change-plan';
import type { Executor } from '../../storage/database';
import { runEdit, type EditCall, type Editing, type EditResult, type PreparedEdit } from '../editing/edit-call';
import { requireRevisionKept } from '../history/horizon';
import { reopenMerged } from '../../storage/identities/duplicate-sets';
import { reviewDuplicates } from '../duplicates/review-duplicates';
import { identityHash } from '../references/identity-hash';
import { storedIds, placeholderIds, type NewIds } from '../ingest/unwritten';
import { planUndo, prepareUndo, type PlannedUndo } from './plan-undo';
import { findMerge, readForUndo } from './read-undo';
import { readHolders } from './read-merge';

type Kept = { readonly source: string; readonly nativeKey: string; readonly paths: readonly string[] };

type Answer = {
  readonly survivor: ItemId | null;
  /** Items that are themselves again. */
  readonly restored: readonly ItemId[];
  /** Claims that were made after the merge: they stay with the survivor. */
  readonly kept: readonly Kept[];
  /** Relationships of the survivor with such claims, by global id. */
  readonly keptRelationships: readonly string[];
  /** Relationships of the restored items that ended since: they stay ended. Global ids. */
  readonly endedRelationships: readonly string[];
  readonly restoredRelationships: number;
};

/** What became of a merge that was to be undone. */
export type UndoneMerge = EditResult & Answer;

/**
 * Takes a merge back, as one change set: every merged item is itself again, with its id, what was said of it, its
 * identities and its relationships. What was written to the survivor since stays there, and is told. A merge that was
 * undone before changes nothing. Throws as `ingest` does.
 */
export async function undoMerge(app: Editing, call: EditCall, revision: Revision): Promise<UndoneMerge> {
  const ids = call.dryRun ? placeholderIds() : storedIds();
  const undone = await runEdit(app, call, { kind: 'MERGE', body: { undoMerge: revision } }, async (reader) => {
    ids.rewind();
    return prepare(app, reader, revision, ids);
  });
  if (undone.operation !== null && !undone.replayed) {
    await reopenMerged(app.database, undone.restored, app.clock().toISOString());
    await reviewDuplicates(app, undone.restored);
  }
  return undone;
}

async function prepare(app: Editing, reader: Executor, revision: Revision, ids: NewIds): Promise<PreparedEdit<Answer>> {
  const merge = await findMerge(reader, revision);
  if (!merge) return refused(merge === null ? [] : [noMerge(revision)]);
  await requireRevisionKept(reader, revision);
  const stored = await readForUndo(reader, revision, merge);
  const { survivor } = stored;
  if (survivor.mergedInto !== null) {
    const message = `${encodeItemId(survivor.id)} was itself merged into ${encodeItemId(survivor.mergedInto)} since. Undo that merge first.`;
    return refused([itemError('DEPENDENCY_FAILED', message)]);
  }
  const { model, revision: modelRevision } = await app.models.latest(reader);
  const prepared = prepareUndo(new IdentityRules(model, identityHash), stored);
  const holders = await readHolders(
    reader,
    prepared.identities.transfers.flatMap(({ from, to }) => [from ?? [], to ?? []].flat()),
  );
  // An id is needed only where that of a moved relationship has to stay with the survivor.
  const changed = stored.relationships.now.filter((one) => one.validFrom > revision).length;
  const newIds = await ids.takeRelationships(reader, Math.min(changed, stored.closed.relationships.length));
  const planned = planUndo(model, stored, prepared, holders, { now: app.clock().toISOString(), newIds });
  if (planned.plan.size() > ROWS_PER_LOCK_HOLD) return refused([tooLarge(survivor.id)]);
  const restored = stored.merged.map((item) => item.id);
  return {
    plan: planned.plan.rows(modelRevision),
    answer: { survivor: survivor.id, restored, ...describe(planned) },
    errors: [],
  };
}

const describe = ({ kept, relationships }: PlannedUndo) => ({
  kept: kept.map((one) => ({ ...one })),
  keptRelationships: relationships.kept.map((one) => encodeRelationshipId(one.id)),
  endedRelationships: relationships.ended.map((one) => encodeRelationshipId(one.id)),
  restoredRelationships: relationships.restored,
});

const noMerge = (revision: Revision): ItemError =>
  itemError('NOT_FOUND', `Revision ${revision} is no merge: name the revision of the change set that merged.`, [
    'revision',
  ]);

const tooLarge = (id: ItemId): ItemError =>
  itemError(
    'TOO_LARGE',
    `Undoing this merge into ${encodeItemId(id)} moves more than ${ROWS_PER_LOCK_HOLD} rows, which one change set may hold.`,
  );

const refused = (errors: readonly ItemError[]): PreparedEdit<Answer> => ({
  plan: null,
  answer: {
    survivor: null,
    restored: [],
    kept: [],
    keptRelationships: [],
    endedRelationships: [],
    restoredRelationships: 0,
  },
  errors,
});
