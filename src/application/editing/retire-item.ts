import { itemError, type ItemError } from '../../domain/errors';
import type { ItemId } from '../../domain/ids';
import type { JsonValue } from '../../domain/json';
import { encodeItemId } from '../../domain/opaque-id';
import { relationshipKey, ROWS_PER_LOCK_HOLD } from '../../storage/change-sets/change-plan';
import type { Executor } from '../../storage/database';
import { loadItems, loadRelationshipsOf } from '../../storage/identities/ingest-lookups';
import { readRelationshipMarks } from '../../storage/change-sets/plan-marks';
import { runEdit, type EditCall, type Editing, type EditResult, type PreparedEdit } from './edit-call';
import { resolveTarget } from './edit-item';
import { PlanBuilder } from '../ingest/plan-builder';
import type { ItemReference } from '../references/item-reference';

/** An item to retire. */
export interface Retirement {
  readonly item: ItemReference;
  readonly ifVersion: number | null;
}

type Answer = { readonly itemId: ItemId | null; readonly endedRelationships: number };

/** What became of it. */
export type RetiredItem = EditResult & Answer;

/**
 * Retires an item: it leaves lists, graph and gates, and its relationships end in the same change set. Its identities
 * stay with it, so that discovery recognises it and leaves it alone. Retiring it again changes nothing. Throws as
 * `ingest` does.
 */
export function retireItem(app: Editing, call: EditCall, retirement: Retirement): Promise<RetiredItem> {
  const body = { retireItem: retirement } as unknown as JsonValue;
  let known: Awaited<ReturnType<typeof resolveTarget>> | null = null;
  return runEdit(app, call, { kind: 'EDIT', body }, async (reader) => {
    // Which item is meant is settled before the lock; only what it is like is read again under it.
    known ??= await resolveTarget(app, retirement.item);
    const target = known;
    if ('error' in target) return refused(null, { ...target.error, path: ['configurationItem'] });
    return prepare(reader, target.id, retirement.ifVersion, app.clock().toISOString());
  });
}

async function prepare(
  reader: Executor,
  id: ItemId,
  ifVersion: number | null,
  now: string,
): Promise<PreparedEdit<Answer>> {
  const before = (await loadItems(reader, [id])).get(id);
  if (!before)
    return refused(
      null,
      itemError('INVALID_REFERENCE', `There is no item ${encodeItemId(id)}.`, ['configurationItem']),
    );
  if (ifVersion !== null && ifVersion !== before.version) {
    const message = `${encodeItemId(id)} was to be retired at version ${ifVersion}, but it is at version ${before.version}. Read it again and decide anew.`;
    return refused(id, itemError('VERSION_CONFLICT', message, ['ifVersion']));
  }
  if (before.retiredAt !== null) return { plan: null, answer: { itemId: id, endedRelationships: 0 }, errors: [] };
  const relationships = await loadRelationshipsOf(reader, id);
  if (relationships.length >= ROWS_PER_LOCK_HOLD) {
    const message = `${encodeItemId(id)} has ${relationships.length} relationships, more than one change set may end. End some of them first.`;
    return refused(id, itemError('TOO_LARGE', message));
  }
  const marks = await readRelationshipMarks(reader, [id]);
  const plan = new PlanBuilder();
  const after = {
    ...before,
    retiredAt: now,
    retiredBy: 'PERSON' as const,
    version: before.version + 1,
    updatedAt: now,
  };
  plan.items.push({ before, after, kind: 'RETIRED', paths: ['retiredAt'] });
  plan.expects.item(before);
  plan.expects.relationshipsOf(id, marks.get(id) ?? '0:0');
  for (const relationship of relationships) {
    const { source, type, target } = relationship;
    plan.relationships.push({ before: relationship, after: null, kind: 'ENDED', paths: [] });
    plan.expects.relationship(relationshipKey(source, type, target), relationship);
  }
  return { plan: plan.rows(null), answer: { itemId: id, endedRelationships: relationships.length }, errors: [] };
}

const refused = (itemId: ItemId | null, error: ItemError): PreparedEdit<Answer> => ({
  plan: null,
  answer: { itemId, endedRelationships: 0 },
  errors: [error],
});
