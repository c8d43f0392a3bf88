import type { DuplicateEvidence } from '../../domain/identification/duplicates';
import type { ClassModel } from '../../domain/class-model/resolved-class-model';
import { DomainError, itemError, type ItemError } from '../../domain/errors';
import { IdentityRules } from '../../domain/identification/identity-keys';
import type { ItemId } from '../../domain/ids';
import type { JsonValue } from '../../domain/json';
import { encodeItemId } from '../../domain/opaque-id';
import { ROWS_PER_LOCK_HOLD } from '../../storage/change-sets/change-plan';
import type { Executor } from '../../storage/database';
import { loadItems } from '../../storage/identities/ingest-lookups';
import { findSurvivors } from '../../storage/identities/merge-lookups';
import { readHeadRevision } from '../../storage/change-sets/revision-head';
import { runEdit, type EditCall, type Editing, type EditResult, type PreparedEdit } from '../editing/edit-call';
import { noteDuplicates } from '../duplicates/note-duplicates';
import { reviewDuplicates } from '../duplicates/review-duplicates';
import { sharedIdentity, strongEntries } from '../duplicates/shared-identity';
import { identityHash } from '../references/identity-hash';
import type { ItemReference } from '../references/item-reference';
import { resolveReferences } from '../references/references';
import { mergeRefusals, type ExpectedVersion } from './merge-refusals';
import { describeMerge, NOTHING_MERGED, type MergeDescription } from './merge-description';
import { mergeTransfers, planMerge, type PlannedMerge } from './plan-merge';
import { readForMerge, readHolders } from './read-merge';

/** Items that are one and the same, and which of their ids is kept. */
export interface Merge {
  readonly survivor: ItemReference;
  readonly merged: readonly ItemReference[];
  readonly ifVersions: readonly ExpectedVersion[];
}

type Answer = MergeDescription & { readonly survivor: ItemId | null; readonly merged: readonly ItemId[] };

/** What became of them. `merged` are those that were merged by this call. */
export type MergedItems = EditResult & Answer;

/** Items that one call merges; more than a person can look at. */
const MERGED_TOGETHER_MAX = 100;

/**
 * Merges duplicates into one item, as one change set: what the sources say of them, their relationships and their
 * identities move to the survivor, and their ids lead to it from then on. Items that are merged already change nothing.
 * Errors about the items are data. Throws LIMIT_EXCEEDED, and as `ingest` does.
 */
export async function mergeItems(app: Editing, call: EditCall, merge: Merge): Promise<MergedItems> {
  const { length } = merge.merged;
  if (length === 0 || length > MERGED_TOGETHER_MAX) {
    const message = `merged names ${length} items; 1 to ${MERGED_TOGETHER_MAX} can be merged at once.`;
    throw new DomainError(length === 0 ? 'BAD_REQUEST' : 'LIMIT_EXCEEDED', message);
  }
  let known: Targets | null = null;
  const shown: DuplicateEvidence[] = [];
  const body = { mergeItems: merge } as unknown as JsonValue;
  const done = await runEdit(app, call, { kind: 'MERGE', body }, async (reader) => {
    // Which items are meant is settled before the lock; what became of them since is read again under it.
    known ??= await resolveTargets(app, merge);
    if ('errors' in known) return refused(null, known.errors);
    return prepare(app, reader, known, merge.ifVersions, shown);
  });
  if (done.operation !== null && !done.replayed && done.survivor !== null) {
    await noteDuplicates(app, shown);
    await reviewDuplicates(app, [done.survivor, ...done.merged]);
  }
  return done;
}

type Targets =
  { readonly survivor: ItemId; readonly merged: readonly ItemId[] } | { readonly errors: readonly ItemError[] };

async function resolveTargets(app: Editing, { survivor, merged }: Merge): Promise<Targets> {
  const head = await readHeadRevision(app.database);
  const { ids, unresolved } = await resolveReferences(app, [survivor, ...merged], head);
  const [first, ...rest] = ids;
  if (unresolved.length > 0 || first == null) {
    const errors = unresolved.map(({ index, code, message }) =>
      itemError(code, message, index === 0 ? ['survivor'] : ['merged', String(index - 1)]),
    );
    return { errors };
  }
  const others = rest.filter((id) => id !== null);
  const asGiven = merged.map((reference) => reference.id ?? null);
  const itself = others.findIndex(
    (id, at) => id === first && (asGiven[at] ?? encodeItemId(first)) === encodeItemId(first),
  );
  if (itself >= 0) {
    const message = `${encodeItemId(first)} is the survivor itself. Name the items that are to become a part of it.`;
    return { errors: [itemError('INVALID_VALUE', message, ['merged', String(itself)])] };
  }
  return { survivor: first, merged: others };
}

async function prepare(
  app: Editing,
  reader: Executor,
  targets: { readonly survivor: ItemId; readonly merged: readonly ItemId[] },
  ifVersions: readonly ExpectedVersion[],
  shown: DuplicateEvidence[],
): Promise<PreparedEdit<Answer>> {
  const survivors = await findSurvivors(reader, [targets.survivor, ...targets.merged]);
  const survivorId = survivors.get(targets.survivor) ?? targets.survivor;
  const ids = new Set(targets.merged.map((id) => survivors.get(id) ?? id));
  ids.delete(survivorId);
  const { model, revision } = await app.models.latest(reader);
  const items = await loadItems(reader, [survivorId, ...ids]);
  const survivor = items.get(survivorId);
  const merged = [...ids].sort((a, b) => a - b).flatMap((id) => items.get(id) ?? []);
  if (!survivor) throw new Error(`invariant violated: item ${survivorId} was resolved, but is not stored`);
  const errors = mergeRefusals(model, survivor, merged, ifVersions);
  if (errors.length > 0) return refused(survivorId, errors);
  if (merged.length === 0) return refused(survivorId, []);
  const stored = await readForMerge(reader, survivor, merged);
  if (stored.relationships.length > ROWS_PER_LOCK_HOLD) return refused(survivorId, [tooLarge(survivorId)]);
  const transfers = mergeTransfers(new IdentityRules(model, identityHash), stored);
  const holders = await readHolders(
    reader,
    transfers.flatMap(({ from, to }) => [from ?? [], to ?? []].flat()),
  );
  const planned = planMerge(model, stored, { transfers, holders }, app.clock().toISOString());
  if (planned.errors.length > 0) return refused(survivorId, planned.errors);
  if (planned.plan.size() > ROWS_PER_LOCK_HOLD) return refused(survivorId, [tooLarge(survivorId)]);
  shown.splice(0, shown.length, ...contestedNow(model, planned));
  const answer = { survivor: survivorId, merged: merged.map((item) => item.id), ...describeMerge(survivor, planned) };
  return { plan: planned.plan.rows(revision), answer, errors: [] };
}

/** What was identified inside merged items, and has the identity of what is inside the survivor now. */
function contestedNow(model: ClassModel, { identifiers }: PlannedMerge): readonly DuplicateEvidence[] {
  const labels = strongEntries(model);
  return identifiers.contested.flatMap((holders) => {
    const [first] = holders;
    const entry = first && labels.get(first.entryId);
    if (!first || entry === undefined) return [];
    return [sharedIdentity({ ...first, items: holders.map((one) => one.itemId) }, entry)];
  });
}

function tooLarge(id: ItemId): ItemError {
  const message = `What belongs to ${encodeItemId(id)} and the items to merge is more than ${ROWS_PER_LOCK_HOLD} rows, which one change set may hold. Merge fewer at once, or end some of their relationships first.`;
  return itemError('TOO_LARGE', message);
}

const refused = (survivor: ItemId | null, errors: readonly ItemError[]): PreparedEdit<Answer> => ({
  plan: null,
  answer: { survivor, merged: [], ...NOTHING_MERGED },
  errors,
});
