import type { ItemId } from '../../domain/ids';
import { relationshipKey, ROWS_PER_LOCK_HOLD } from '../../storage/change-sets/change-plan';
import type { Executor } from '../../storage/database';
import { loadItems } from '../../storage/identities/ingest-lookups';
import { readRelationshipMarks } from '../../storage/change-sets/plan-marks';
import { listOverdueAbsences, loadRelationshipsTouching } from '../../storage/items/retired-items';
import { PlanBuilder } from '../ingest/plan-builder';
import { SliceWriter } from '../writes/slice-writer';
import type { Sweeping } from '../sweeping/sweeping';
import { systemHeader, type SweepTask } from '../sweeping/sweeper';

/** How long an item stays absent before it is retired, unless its class or its data sources say otherwise: a week. */
const ABSENT_GRACE_HOURS = 7 * 24;

/** Items at a time; with their relationships they should fit into one change set. */
const ITEMS_PER_RUN = 500;

/**
 * Retires items that no source has claimed for their grace period, and ends their relationships in the same change set.
 * Seen again by a source they come back.
 */
export function retireAbsentTask(app: Sweeping, defaultHours: number = ABSENT_GRACE_HOURS): SweepTask {
  return {
    name: 'retiring absent items',
    run: async (now) => {
      const { model } = await app.models.latest(app.database);
      const ofClasses = model.classes().flatMap(({ name }) => {
        const hours = model.absentGraceHours(name);
        return hours === null ? [] : [{ name, hours }];
      });
      const due = await listOverdueAbsences(app.database, { now, defaultHours, ofClasses, limit: ITEMS_PER_RUN });
      const header = systemHeader(app.newId, 'no source has claimed it for its grace period');
      const writer = new SliceWriter(app, header);
      await writer.write(due, { plan: (reader, _, ids) => planRetirement(reader, ids, now) });
      return { done: due.length, more: due.length === ITEMS_PER_RUN, nextDueAt: null };
    },
  };
}

/** What one change set may end beside the items themselves. */
const RELATIONSHIPS_MAX = ROWS_PER_LOCK_HOLD - ITEMS_PER_RUN;

async function planRetirement(reader: Executor, ids: readonly ItemId[], now: Date): Promise<PlanBuilder> {
  const plan = new PlanBuilder();
  const items = [...(await loadItems(reader, ids)).values()].filter(
    (item) => item.presence === 'ABSENT' && item.retiredAt === null && item.mergedInto === null,
  );
  const relationships = await loadRelationshipsTouching(
    reader,
    items.map((item) => item.id),
    RELATIONSHIPS_MAX + 1,
  );
  for (const relationship of relationships.slice(0, RELATIONSHIPS_MAX)) {
    const { source, type, target } = relationship;
    plan.relationships.push({ before: relationship, after: null, kind: 'ENDED', paths: [] });
    plan.expects.relationship(relationshipKey(source, type, target), relationship);
  }
  // One with more relationships than that loses some of them now, and is retired in a later run with the rest.
  if (relationships.length > RELATIONSHIPS_MAX && items.length === 1) return plan;
  const marks = await readRelationshipMarks(
    reader,
    items.map((item) => item.id),
  );
  for (const before of items) {
    const retirement = { retiredAt: now.toISOString(), retiredBy: 'ABSENCE' as const };
    const after = { ...before, ...retirement, version: before.version + 1, updatedAt: now.toISOString() };
    plan.items.push({ before, after, kind: 'RETIRED', paths: ['retiredAt'] });
    plan.expects.item(before);
    plan.expects.relationshipsOf(before.id, marks.get(before.id) ?? '0:0');
  }
  return plan;
}
