import { findDueClaims, nextDueAt, noteContested, setDueTimes, type DueTimes } from '../../storage/sources/claim-due';
import { loadRelationshipsById } from '../../storage/identities/contested-queries';
import { PlanBuilder } from '../ingest/plan-builder';
import { systemHeader, type SweepTask } from '../sweeping/sweeper';
import type { Sweeping } from '../sweeping/sweeping';
import { deriveItems, planDerivedItems } from './derive-items';
import { deriveRelationships, planDerivedRelationships } from './derive-relationships';

const REASON = 'Claims expired: their sources have not reported these things for their refresh period.';

/**
 * Lets claims expire: where the source of an effective value has been silent for too long, the next claim takes over.
 * The log tells of what several sources speak; each such thing has a time at which to look at it again.
 */
export function claimExpiryTask(app: Sweeping): SweepTask {
  return {
    name: 'letting claims expire',
    run: async (now, { rowsMax }) => {
      const noted = await app.database.transaction((tx) => noteContested(tx, now));
      const due = await findDueClaims(app.database, now, rowsMax);
      const looked = due.items.length + due.relationships.length;
      const done = looked === 0 ? 0 : await expire(app, due, now.toISOString());
      return { done, more: noted || looked === rowsMax, nextDueAt: await nextDueAt(app.database) };
    },
  };
}

/** Writes what expired claims come to; gives how many items and relationships changed. */
async function expire(
  app: Sweeping,
  { items, relationships }: Awaited<ReturnType<typeof findDueClaims>>,
  now: string,
): Promise<number> {
  const header = systemHeader(app.newId, REASON);
  let due: DueTimes = { items: new Map(), relationships: new Map() };
  let changed = 0;
  await app.writes.submit({
    prepare: async (reader) => {
      const { model, revision } = await app.models.latest(reader);
      const plan = new PlanBuilder();
      const derivedItems = await deriveItems(reader, items, { model, now });
      const found = await loadRelationshipsById(reader, relationships);
      const derivedRelationships = await deriveRelationships(reader, found, { model, now });
      planDerivedItems(plan, derivedItems);
      planDerivedRelationships(plan, derivedRelationships);
      // What ended or was retired meanwhile is not looked at again.
      due = {
        items: new Map([
          ...items.map((id) => [id, null] as const),
          ...derivedItems.map((one) => [one.before.id, one.dueAt] as const),
        ]),
        relationships: new Map([
          ...relationships.map((id) => [id, null] as const),
          ...derivedRelationships.map((one) => [one.before.id, one.dueAt] as const),
        ]),
      };
      changed = plan.size();
      return changed === 0 ? null : plan.toPlan(header, revision, null);
    },
  });
  await setDueTimes(app.database, due);
  return changed;
}
