import type { DuplicateEvidence } from '../../domain/identification/duplicates';
import { keyText } from '../../domain/identification/identity-keys';
import type { ItemId } from '../../domain/ids';
import type { ClassModel } from '../../domain/class-model/resolved-class-model';
import {
  identifierKey,
  ROWS_PER_LOCK_HOLD,
  type Identifier,
  type MovedJunk,
} from '../../storage/change-sets/change-plan';
import type { Executor } from '../../storage/database';
import { findHolders } from '../../storage/identities/identifiers';
import { loadEnds } from '../../storage/identities/ingest-lookups';
import { ITEMS_PER_SET_MAX, noteDuplicates, type Noting } from '../duplicates/note-duplicates';
import { reviewDuplicates } from '../duplicates/review-duplicates';
import { sharedIdentity, strongEntries } from '../duplicates/shared-identity';
import { PlanBuilder } from '../ingest/plan-builder';
import { gainedIdentifiers, releaseIdentifiers } from '../ingest/plan-identifiers';
import { findMovedItems, MovedIdentities, rekeyItems, type RekeyedItem } from './rekey-items';

/** Items that one step looks at; few of them hold values that moved. */
export const LOOKED_AT = 2_000;

/** One step of giving stored items other identities, to be written. */
export interface RekeyStep {
  readonly plan: PlanBuilder;
  /** The last item that was looked at; null: there are no more. */
  readonly last: ItemId | null;
  /** Items that lose or gain identities. */
  readonly rekeyed: readonly ItemId[];
  /** Who holds an identity together with others from now on. */
  readonly evidence: readonly DuplicateEvidence[];
}

/** Plans the next step. What turns out to be too much for one change set is looked at again, with less. */
export async function planRekeyStep(
  reader: Executor,
  model: ClassModel,
  junk: MovedJunk,
  after: ItemId,
): Promise<RekeyStep> {
  const moved = new MovedIdentities(model, junk);
  for (let limit = LOOKED_AT; ; limit = Math.ceil(limit / 10)) {
    const plan = new PlanBuilder();
    const { found, last } = await findMovedItems(reader, moved, { after, limit });
    const items = await rekeyItems(reader, moved, found);
    const holders = await planRekeyedItems(plan, reader, items);
    if (plan.size() > ROWS_PER_LOCK_HOLD && limit > 1) continue;
    const changed = items.filter(({ lost, gained }) => lost.length + gained.length > 0);
    const evidence = await sharedBy(reader, model, items, holders);
    return { plan, last, rekeyed: changed.map(({ item }) => item.id), evidence };
  }
}

/** Opens duplicate sets for those who share an identity now, and closes those whose reason is gone. */
export async function noteRekeyed(app: Noting, { evidence, rekeyed }: RekeyStep): Promise<void> {
  await noteDuplicates(app, evidence);
  if (rekeyed.length > 0) await reviewDuplicates(app, rekeyed);
}

type HoldersByKey = ReadonlyMap<string, readonly Identifier[]>;

/** Puts what items lose and gain into a plan, which holds while nobody moves them; gives who held what before. */
async function planRekeyedItems(
  plan: PlanBuilder,
  reader: Executor,
  items: readonly RekeyedItem[],
): Promise<HoldersByKey> {
  const lost = items.flatMap((one) => one.lost);
  const keys = [
    ...lost.map(({ entryId, keyHash }) => ({ entryId, hash: keyHash })),
    ...items.flatMap(({ due }) => due),
  ];
  const holders = await findHolders(reader, keys);
  for (const key of keys) {
    const name = identifierKey(key.entryId, key.hash);
    plan.expects.holders(name, holders.get(name) ?? []);
  }
  const taken = new Map<string, ItemId[]>();
  for (const { item, observations, gained, lost: gone, mark } of items) {
    if (gained.length + gone.length === 0) continue;
    plan.expects.item(item);
    plan.expects.observations(item.id, observations);
    if (mark !== null) plan.expects.relationshipsOf(item.id, mark);
    plan.identifiersAdded.push(...gainedIdentifiers(item.id, item.tenant, gained, holders, taken));
  }
  const released = releaseIdentifiers(lost, holders);
  plan.identifiersAdded.push(...released.added);
  plan.identifiersRemoved.push(...released.removed);
  return holders;
}

/**
 * Evidence that living items share identities that count again. It speaks of all who should hold them, not only of those
 * who gain them, so that a step that is taken again after a stop notes what the first one could not.
 */
async function sharedBy(
  reader: Executor,
  model: ClassModel,
  items: readonly RekeyedItem[],
  before: HoldersByKey,
): Promise<readonly DuplicateEvidence[]> {
  const labels = strongEntries(model);
  const shared = new Map<string, Omit<Parameters<typeof sharedIdentity>[0], 'items'> & { items: Set<ItemId> }>();
  for (const { item, due } of items) {
    for (const key of due) {
      const name = identifierKey(key.entryId, key.hash);
      if (!labels.has(key.entryId)) continue;
      const found = shared.get(name) ?? {
        entryId: key.entryId,
        keyHash: key.hash,
        tenant: item.tenant,
        value: keyText(key),
        items: new Set((before.get(name) ?? []).map((one) => one.itemId)),
      };
      found.items.add(item.id);
      shared.set(name, found);
    }
  }
  const several = [...shared.values()].flatMap(({ items: all, ...one }) =>
    all.size > 1 ? [{ ...one, items: [...all].sort((a, b) => a - b).slice(0, ITEMS_PER_SET_MAX) }] : [],
  );
  const ends = await loadEnds(reader, [...new Set(several.flatMap((one) => one.items))]);
  return several.flatMap((one) => {
    const living = one.items.filter((id) => {
      const end = ends.get(id);
      return end !== undefined && end.retiredAt === null && end.mergedInto === null;
    });
    return living.length > 1 ? [sharedIdentity({ ...one, items: living }, labels.get(one.entryId) ?? '')] : [];
  });
}
