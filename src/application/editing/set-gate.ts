import { itemError } from '../../domain/errors';
import type { Gate } from '../../domain/gate';
import type { GateInput, ItemRecord } from '../../domain/ingest/ingest-record';
import type { JsonValue } from '../../domain/json';
import { encodeItemId } from '../../domain/opaque-id';
import { nothingWritten, type EditCall, type Editing } from './edit-call';
import { editedItem, landByHand, resolveTarget, type EditedItem } from './edit-item';
import { checkCallTexts } from '../ingest/ingest';
import type { ItemReference } from '../references/item-reference';

/** A redundancy rule to set; without a rule, what was set by hand under the key is taken back. */
export interface GateEdit extends Omit<GateInput, 'rule'> {
  readonly item: ItemReference;
  readonly rule: Gate['rule'] | null;
  readonly ifVersion: number | null;
}

/** Sets or takes back one redundancy rule of an item as a claim of the source `manual`. Throws as `ingest` does. */
export async function setGate(app: Editing, call: EditCall, edit: GateEdit): Promise<EditedItem> {
  checkCallTexts(call.reason, call.idempotencyKey);
  const { item, rule, ifVersion, ...rest } = edit;
  const target = await resolveTarget(app, item);
  const fault = 'error' in target ? target.error : target.retired ? retired(target.id) : null;
  if (fault || 'error' in target) {
    const errors = fault ? [{ ...fault, path: ['configurationItem'] }] : [];
    return { ...(await nothingWritten(app.database)), outcome: 'REJECTED', itemId: null, warnings: [], errors };
  }
  const record: ItemRecord = {
    class: target.className,
    id: encodeItemId(target.id),
    ifVersion,
    ...(rule === null ? { withdrawnGates: [rest.key] } : { gates: [{ ...rest, rule }] }),
  };
  const edited = editedItem(
    await landByHand(app, call, { setGate: edit } as unknown as JsonValue, { items: [record] }),
  );
  return { ...edited, errors: edited.errors.map((error) => ({ ...error, path: pathOfGate(error.path, rest.key) })) };
}

/** A path into the record as a path into the arguments of this edit. What is wrong with another gate, its key has caused. */
function pathOfGate(path: readonly string[], key: string): readonly string[] {
  const [part, gate, ...field] = path;
  if (part === 'id') return ['configurationItem'];
  if (part !== 'gates') return path;
  return gate === '0' || gate === key ? field : ['key'];
}

const retired = (id: Parameters<typeof encodeItemId>[0]) =>
  itemError(
    'RETIRED',
    `${encodeItemId(id)} is retired and has no gates. Bring it back with upsertConfigurationItem first.`,
  );
