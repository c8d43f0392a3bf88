import { standingItems } from '../../domain/identification/duplicates';
import { groupBy } from '../../domain/lists/group-by';
import type { ItemId } from '../../domain/ids';
import { identifierKey } from '../../storage/change-sets/change-plan';
import {
  loadEvidenceToReview,
  writeReview,
  type EvidenceToReview,
  type ReviewedSet,
} from '../../storage/identities/duplicate-sets';
import { findHolders } from '../../storage/identities/identifiers';
import { loadEnds } from '../../storage/identities/ingest-lookups';
import { findSurvivors } from '../../storage/identities/merge-lookups';
import { wholeOf } from '../../storage/visible-rows';
import type { SweepTask } from '../sweeping/sweeper';
import type { Noting } from './note-duplicates';

/** Sets that one review looks at. */
const SETS_PER_REVIEW = 200;
/** An open set is looked at anew this often. */
const REVIEW_INTERVAL_MS = 60_000;

/**
 * Looks at open duplicate sets anew: those of some items, or those that nobody looked at for a minute. One whose evidence
 * no longer holds closes: GONE, or MERGED when its items became one. Gives how many sets it looked at. Takes no revision.
 */
export async function reviewDuplicates(app: Noting, items: readonly ItemId[] | null): Promise<number> {
  const now = app.clock();
  // What the one who merged does not see lives all the same.
  const database = wholeOf(app.database);
  const evidence = await loadEvidenceToReview(database, {
    items,
    before: new Date(now.getTime() - REVIEW_INTERVAL_MS).toISOString(),
    limit: SETS_PER_REVIEW,
  });
  if (evidence.length === 0) return 0;
  const named = [...new Set(evidence.flatMap((one) => one.items))];
  const survivors = await findSurvivors(database, named);
  const current = await loadEnds(database, [...new Set([...named, ...survivors.values()])]);
  const holders = await findHolders(
    database,
    evidence.flatMap((one) => one.holdings),
  );
  const lives = (item: ItemId): boolean => {
    const found = current.get(item);
    return found !== undefined && found.retiredAt === null && found.mergedInto === null;
  };
  const reviewed = [...groupBy(evidence, (one) => one.setId)].map(([id, list]): ReviewedSet => {
    const standing = new Set(list.flatMap((one) => stillMeant(one, survivors, holders, lives)));
    const left = [...standing].sort((a, b) => a - b);
    if (left.length > 0) return { id, state: 'OPEN', items: left };
    const merged = list.some((one) => one.items.some((item) => survivors.has(item)));
    return { id, state: merged ? 'MERGED' : 'GONE', items: [] };
  });
  await writeReview(database, reviewed, now.toISOString());
  return reviewed.length;
}

/** The items that evidence still speaks of, each merged one as its survivor. */
function stillMeant(
  { kind, items, holdings }: EvidenceToReview,
  survivors: ReadonlyMap<ItemId, ItemId>,
  holders: Awaited<ReturnType<typeof findHolders>>,
  lives: (item: ItemId) => boolean,
): readonly ItemId[] {
  const now = (item: ItemId): ItemId => survivors.get(item) ?? item;
  const moved = {
    kind,
    items: [...new Set(items.map(now))],
    holdings: holdings.map((one) => ({ ...one, item: now(one.item) })),
  };
  return standingItems(
    moved,
    ({ entryId, hash, item }) => holders.get(identifierKey(entryId, hash))?.some((one) => one.itemId === item) === true,
    lives,
  );
}

/** Closes duplicate sets whose reason is gone. */
export function duplicateReviewTask(app: Noting): SweepTask {
  return {
    name: 'looking at duplicate sets',
    run: async () => {
      const done = await reviewDuplicates(app, null);
      return { done, more: done === SETS_PER_REVIEW, nextDueAt: null };
    },
  };
}
