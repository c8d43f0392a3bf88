import { changedValues, itemValueAt, type ChangedValue } from '../../domain/history/changed-values';
import type { ConfigurationItem } from '../../domain/configuration-item';
import { DomainError } from '../../domain/errors';
import { revision, type ItemId } from '../../domain/ids';
import type { ItemRecord } from '../../domain/ingest/ingest-record';
import type { ItemFilter } from '../../domain/lists/item-filter';
import type { JsonValue } from '../../domain/json';
import { encodeItemId } from '../../domain/opaque-id';
import { findIdempotent, replay } from '../../storage/change-sets/idempotency';
import { readHeadRevision } from '../../storage/change-sets/revision-head';
import type { Application } from '../application';
import { idempotencyOf, type EditCall, type Editing } from './edit-call';
import { landByHand } from './edit-item';
import { countFoundItems, findItems, type ItemSelection } from '../lists/find-items';
import { checkCallTexts } from '../ingest/ingest';
import type { IngestResult } from '../ingest/ingest-types';
import { replayedResult } from '../ingest/stored-result';

/** What is claimed by hand of many items at once; null withdraws what was claimed by hand before. */
export type ItemPatch = Pick<
  ItemRecord,
  | 'description'
  | 'environment'
  | 'lifecycle'
  | 'lifecycleStatus'
  | 'criticality'
  | 'owner'
  | 'supportGroup'
  | 'onCall'
  | 'site'
  | 'canFail'
  | 'labels'
  | 'attributes'
>;

/** Which items to change, and how. */
export interface ItemsUpdate {
  readonly filter: ItemFilter;
  readonly search: string | null;
  readonly patch: ItemPatch;
  /** How many items the caller saw that fit; null in a dry run only. */
  readonly expectedCount: number | null;
}

type Updating = Editing & Pick<Application, 'items' | 'sees' | 'projection' | 'openOutagesAt'>;

/** What became of the items. */
export interface UpdatedItems {
  /** How many fit. */
  readonly count: number;
  readonly result: IngestResult;
  /** Item -> its effective values that change. */
  readonly values: ReadonlyMap<ItemId, readonly ChangedValue[]>;
}

/** Items that one call may change; a larger set is changed in parts. */
const ITEMS_PER_UPDATE_MAX = 10_000;

/**
 * Claims the same values of all items that fit a filter, as the source `manual`. The items are those that fit when the call
 * comes; one that somebody else changes before its turn is refused with VERSION_CONFLICT and told so, the others land.
 * Throws VERSION_CONFLICT when another number of items fits than expected, TOO_LARGE, BAD_REQUEST, and as `ingest` does.
 */
export async function updateItems(app: Updating, call: EditCall, update: ItemsUpdate): Promise<UpdatedItems> {
  checkCallTexts(call.reason, call.idempotencyKey);
  checkUpdate(call, update);
  const body = { updateItems: update } as unknown as JsonValue;
  const earlier = await storedAnswer(app, call, body);
  if (earlier) return { count: earlier.items.length, result: earlier, values: new Map() };
  const items = await itemsToUpdate(app, call, update);
  const values = new Map<ItemId, readonly ChangedValue[]>();
  const records = items.map(({ id, className, version }): ItemRecord => ({
    ...update.patch,
    id: encodeItemId(id),
    class: className,
    ifVersion: version,
  }));
  const result = await landByHand(app, call, body, {
    items: records,
    onWrite: ({ before, after, paths }) => {
      const whole = { ...after, validFrom: before?.validFrom ?? revision(0) };
      values.set(after.id, changedValues(paths, { before, after: whole }, itemValueAt));
    },
  });
  return { count: items.length, result, values };
}

function checkUpdate({ dryRun }: EditCall, { patch, expectedCount }: ItemsUpdate): void {
  if (Object.values(patch).every((value) => value === undefined)) {
    throw new DomainError('BAD_REQUEST', 'The patch says nothing: name at least one field, label or attribute.');
  }
  if (dryRun || expectedCount !== null) return;
  const message = 'Give expectedCount, the number of items that fit: a dry run of the same call tells it.';
  throw new DomainError('BAD_REQUEST', message);
}

async function storedAnswer(app: Editing, call: EditCall, body: JsonValue): Promise<IngestResult | null> {
  const idempotency = idempotencyOf(call, body);
  if (!idempotency) return null;
  const claim = { principal: call.principal, ...idempotency };
  const stored = await findIdempotent(app.database, { ...claim, now: app.clock() });
  return stored && replayedResult(app.database, replay(stored, claim));
}

async function itemsToUpdate(
  app: Updating,
  { dryRun }: EditCall,
  { filter, search, expectedCount }: ItemsUpdate,
): Promise<readonly ConfigurationItem[]> {
  const at = await readHeadRevision(app.database);
  const selection: ItemSelection = { filter, search };
  const count = await countFoundItems(app, selection, at);
  if (count > ITEMS_PER_UPDATE_MAX) {
    const message = `${count} items fit; ${ITEMS_PER_UPDATE_MAX} may be changed at once. Narrow the filter, and change them in parts.`;
    throw new DomainError('TOO_LARGE', message, { count });
  }
  if (!dryRun && expectedCount !== count) {
    const message = `${count} items fit by now, not ${expectedCount}. Nothing was written: look at a dry run again and decide anew.`;
    throw new DomainError('VERSION_CONFLICT', message, { count });
  }
  const page = { limit: ITEMS_PER_UPDATE_MAX, backward: false, after: null, before: null };
  const found = await findItems(app, { ...selection, order: [] }, at, page);
  return found.entries.map(({ value }) => value).toSorted((a, b) => a.id - b.id);
}
