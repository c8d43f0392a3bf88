import { itemError, type ItemError } from '../../domain/errors';
import type { ItemId, Revision } from '../../domain/ids';
import type { ItemRecord, RelationshipRecord } from '../../domain/ingest/ingest-record';
import type { JsonValue } from '../../domain/json';
import { encodeItemId } from '../../domain/opaque-id';
import type { ItemWrite } from '../../storage/change-sets/change-plan';
import type { Executor } from '../../storage/database';
import { loadItems } from '../../storage/identities/ingest-lookups';
import { readHeadRevision } from '../../storage/change-sets/revision-head';
import { editHeader, nothingWritten, type EditCall, type Editing, type EditResult } from './edit-call';
import { checkCallTexts, landRecords } from '../ingest/ingest';
import type { IngestOutcome, IngestResult } from '../ingest/ingest-types';
import { BY_HAND, limitedReporter } from '../ingest/source-of';
import type { ItemReference } from '../references/item-reference';
import { resolveReferences } from '../references/references';

/** An item as a person writes it: a record without what only sources have. */
export interface ItemEdit extends Omit<
  ItemRecord,
  'ref' | 'id' | 'class' | 'nativeKey' | 'observedAt' | 'relationships' | 'completeRelationships' | 'presence'
> {
  /** Which item; left out, it is identified by the rules of its class. */
  readonly ref?: ItemReference | null;
  /** May be left out for an item that is there. */
  readonly class?: string | null;
}

/** What became of an edited item. */
export interface EditedItem extends EditResult {
  readonly outcome: IngestOutcome;
  /** Null when refused, or when a dry run would create it. */
  readonly itemId: ItemId | null;
  readonly warnings: readonly ItemError[];
}

/**
 * Creates or changes one item as claims of the source `manual`, the strongest. Errors about the item are data. Throws
 * what `ingest` throws for a whole request.
 */
export async function upsertItem(app: Editing, call: EditCall, edit: ItemEdit): Promise<EditedItem> {
  const { ref, class: className, ...fields } = edit;
  checkCallTexts(call.reason, call.idempotencyKey);
  const body = { upsertItem: edit } as unknown as JsonValue;
  const target = ref ? await resolveTarget(app, ref) : null;
  if (target && 'error' in target) return refused(app.database, target.error);
  const known = className ?? target?.className;
  if (!known) {
    const message = 'Give the class of the item, or a ref to one that is there.';
    return refused(app.database, itemError('UNKNOWN_CLASS', message, ['class']));
  }
  const record: ItemRecord = { ...fields, class: known, ...(target ? { id: encodeItemId(target.id) } : {}) };
  return editedItem(await landByHand(app, call, body, { items: [record] }));
}

/** The one result of a call about one item. */
export function editedItem(result: IngestResult): EditedItem {
  const { revision, operation, changeSets, replayed, items } = result;
  const [item] = items;
  if (!item) throw new Error('invariant violated: an edit of one item has no result');
  const { outcome, itemId, warnings, errors } = item;
  return { revision, operation, changeSets, replayed, outcome, itemId, warnings, errors };
}

/** Lands records of a person, at the time of the call. */
export function landByHand(
  app: Editing,
  call: EditCall,
  body: JsonValue,
  records: {
    readonly items?: readonly ItemRecord[];
    readonly relationships?: readonly RelationshipRecord[];
    readonly onWrite?: (write: ItemWrite) => void;
  },
): Promise<IngestResult> {
  return landRecords(app, {
    reporter: limitedReporter(BY_HAND, call.visibility ?? null),
    mode: call.dryRun ? 'DRY_RUN' : 'PARTIAL',
    observedAt: null,
    items: records.items ?? [],
    relationships: records.relationships ?? [],
    idempotencyKey: call.idempotencyKey,
    header: editHeader(call, 'EDIT', app.newId()),
    body,
    ...(records.onWrite ? { onWrite: records.onWrite } : {}),
  });
}

/** The item that a reference means now, or why it means none. */
export async function resolveTarget(
  app: Editing,
  reference: ItemReference,
  at?: Revision,
): Promise<
  { readonly id: ItemId; readonly className: string; readonly retired: boolean } | { readonly error: ItemError }
> {
  const head = at ?? (await readHeadRevision(app.database));
  const { ids, unresolved } = await resolveReferences(app, [reference], head);
  const [id] = ids;
  const [fault] = unresolved;
  const item = id ? (await loadItems(app.database, [id])).get(id) : undefined;
  if (item) return { id: item.id, className: item.className, retired: item.retiredAt !== null };
  return { error: itemError(fault?.code ?? 'INVALID_REFERENCE', fault?.message ?? 'There is no such item.', ['ref']) };
}

async function refused(executor: Executor, error: ItemError): Promise<EditedItem> {
  return { ...(await nothingWritten(executor)), outcome: 'REJECTED', itemId: null, warnings: [], errors: [error] };
}
