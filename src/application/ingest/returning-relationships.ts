import type { ItemId } from '../../domain/ids';
import { relationshipKey } from '../../storage/change-sets/change-plan';
import type { PlanBuilder } from './plan-builder';
import type { StoredState } from './stored-state';

/** So many of one part: the rest comes back when it is reported. */
const RETURNING_MAX = 2_000;

/**
 * Brings back the relationships that ended because an item was retired which the plan brings back, with their ids and
 * claims; one whose other end is not there waits for that. What else ended them meanwhile stands.
 */
export async function planReturning(state: StoredState, plan: PlanBuilder, now: string): Promise<void> {
  const returning = plan.items.filter(({ before, after }) => before?.retiredAt != null && after.retiredAt === null);
  if (returning.length === 0) return;
  const back = new Set<ItemId>(returning.map(({ after }) => after.id));
  const ended = await state.endedByRetirement([...back]);
  const others = ended.flatMap(({ source, target }) => [source, target]).filter((id) => !back.has(id));
  const ends = await state.ends([...new Set(others)]);
  let room = RETURNING_MAX;
  for (const before of ended) {
    const far = [before.source, before.target].filter((id) => !back.has(id)).map((id) => ends.get(id));
    if (room === 0 || far.some((end) => end === undefined || end.retiredAt !== null)) continue;
    room -= 1;
    plan.relationships.push({
      before: null,
      after: { ...before, version: before.version + 1, updatedAt: now },
      kind: 'RESURRECTED',
      paths: [],
    });
    plan.expects.relationship(relationshipKey(before.source, before.type, before.target), null);
    for (const end of far) if (end) plan.expects.landed(end);
  }
}
