import { itemError, type ItemError } from '../../domain/errors';
import type { ItemId } from '../../domain/ids';
import { quoted } from '../../domain/nearest-name';
import { decodeItemId, encodeItemId } from '../../domain/opaque-id';
import { decideSet } from '../../storage/identities/duplicate-sets';
import { findSurvivors } from '../../storage/identities/merge-lookups';
import { nothingWritten, type EditCall, type Editing, type EditResult } from '../editing/edit-call';
import { checkCallTexts } from '../ingest/ingest';
import { mergeItems } from '../merge/merge-items';
import { findDuplicateSet, type DuplicateSet } from './find-duplicate-sets';
import { reviewDuplicates } from './review-duplicates';

/** What to do about a set: make its items one, or remember that they are different things. */
const DUPLICATE_RESOLUTIONS = ['MERGE', 'DISTINCT'] as const;
export type DuplicateResolution = (typeof DUPLICATE_RESOLUTIONS)[number];

/** A decision about a set. `survivor`: the id that is kept, for MERGE. */
export interface DuplicateDecision {
  readonly id: string;
  readonly resolution: DuplicateResolution;
  readonly survivor: string | null;
}

/** What came of it. */
export interface ResolvedDuplicateSet extends EditResult {
  readonly duplicateSet: DuplicateSet | null;
  readonly merged: readonly ItemId[];
}

/**
 * Decides about a duplicate set. MERGE makes its items one as `mergeItems` does; DISTINCT keeps it from opening again for
 * these items. Deciding the same again changes nothing. Errors are data; throws as `mergeItems` does.
 */
export async function resolveDuplicateSet(
  app: Editing,
  call: EditCall,
  decision: DuplicateDecision,
): Promise<ResolvedDuplicateSet> {
  checkCallTexts(call.reason, call.idempotencyKey);
  const set = await findDuplicateSet(app, decision.id);
  if (!set)
    return refused(app, null, itemError('NOT_FOUND', `There is no duplicate set ${quoted(decision.id)}.`, ['id']));
  if (set.state === (decision.resolution === 'MERGE' ? 'MERGED' : 'DISTINCT')) return refused(app, set, null);
  return decision.resolution === 'DISTINCT' ? setApart(app, call, set) : mergeSet(app, call, set, decision.survivor);
}

async function setApart(app: Editing, call: EditCall, set: DuplicateSet): Promise<ResolvedDuplicateSet> {
  if (set.state === 'MERGED') {
    const message = `The items of this set were merged. Undo that merge first; then they can be set apart.`;
    return refused(app, set, itemError('DEPENDENCY_FAILED', message, ['resolution']));
  }
  const now = app.clock().toISOString();
  if (!call.dryRun) {
    const { principal, reason } = call;
    await decideSet(app.database, { id: set.id, state: 'DISTINCT', principal, reason, now });
  }
  return refused(app, call.dryRun ? set : await findDuplicateSet(app, set.id), null);
}

async function mergeSet(
  app: Editing,
  call: EditCall,
  set: DuplicateSet,
  survivor: string | null,
): Promise<ResolvedDuplicateSet> {
  const standIns = await findSurvivors(app.database, set.items);
  const items = [...new Set(set.items.map((item) => standIns.get(item) ?? item))];
  const kept = survivor === null ? null : decodeItemId(survivor);
  const fault = mergeFault(set, items, survivor, kept);
  if (fault) return refused(app, set, fault);
  const others = items.filter((item) => item !== kept);
  const merged = await mergeItems(app, call, {
    survivor: { id: survivor },
    merged: others.map((item) => ({ id: encodeItemId(item) })),
    ifVersions: [],
  });
  if (merged.errors.length === 0 && !call.dryRun) {
    const { principal, reason } = call;
    await decideSet(app.database, { id: set.id, state: 'MERGED', principal, reason, now: app.clock().toISOString() });
    await reviewDuplicates(app, items);
  }
  return { ...merged, duplicateSet: await findDuplicateSet(app, set.id) };
}

function mergeFault(
  set: DuplicateSet,
  items: readonly ItemId[],
  survivor: string | null,
  kept: ItemId | null,
): ItemError | null {
  if (items.length < 2) {
    const message = `The set ${set.id} holds one item alone: there is nothing to merge it with. Give its native key to what it belongs to, or set it apart with DISTINCT.`;
    return itemError('INVALID_VALUE', message, ['resolution']);
  }
  if (kept !== null && items.includes(kept)) return null;
  const names = items.slice(0, 10).map(encodeItemId).join(', ');
  const given = survivor === null ? 'No survivor is named' : `${quoted(survivor)} is not in the set`;
  return itemError('INVALID_VALUE', `${given}. Name the item whose id is kept, one of: ${names}.`, ['survivor']);
}

/** Nothing was written: refused, or done before, or only bookkeeping. */
async function refused(app: Editing, set: DuplicateSet | null, error: ItemError | null): Promise<ResolvedDuplicateSet> {
  const nothing = await nothingWritten(app.database);
  return { ...nothing, errors: error ? [error] : [], duplicateSet: set, merged: [] };
}
