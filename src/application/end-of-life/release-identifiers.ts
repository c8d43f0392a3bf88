import type { ItemId } from '../../domain/ids';
import type { Executor } from '../../storage/database';
import { loadIdentifiersOf } from '../../storage/identities/identifiers';
import { loadItems } from '../../storage/identities/ingest-lookups';
import { listRetiredUntil, type RetiredPosition } from '../../storage/items/retired-items';
import { PlanBuilder } from '../ingest/plan-builder';
import { releaseIdentifiers } from '../ingest/plan-identifiers';
import { StoredState } from '../ingest/stored-state';
import { SliceWriter } from '../writes/slice-writer';
import type { Sweeping } from '../sweeping/sweeping';
import { systemHeader, type SweepTask } from '../sweeping/sweeper';

/** For so long a retired item is recognised when it is seen again. */
const IDENTIFIERS_KEPT_MS = 90 * 24 * 60 * 60 * 1_000;
const ITEMS_PER_RUN = 1_000;

/**
 * Gives back the identities of items that were retired 90 days ago: what is seen under them from then on is another thing.
 * It walks on from where it was; a server that starts looks at all retired items once.
 */
export function releaseIdentifiersTask(app: Sweeping): SweepTask {
  let position: RetiredPosition | null = null;
  return {
    name: 'releasing the identifiers of retired items',
    run: async (now) => {
      const until = new Date(now.getTime() - IDENTIFIERS_KEPT_MS).toISOString();
      const page = await listRetiredUntil(app.database, { until, after: position, limit: ITEMS_PER_RUN });
      const ids = page.map((one) => one.id);
      const holding = [...(await loadIdentifiersOf(app.database, ids)).keys()];
      const writer = new SliceWriter(app, systemHeader(app.newId, 'it was retired 90 days ago'));
      await writer.write(holding, { plan: (reader, _, items) => planRelease(reader, items, until) });
      position = page.at(-1) ?? position;
      return { done: holding.length, more: page.length === ITEMS_PER_RUN, nextDueAt: null };
    },
  };
}

async function planRelease(reader: Executor, ids: readonly ItemId[], until: string): Promise<PlanBuilder> {
  const plan = new PlanBuilder();
  const items = await loadItems(reader, ids);
  const retired = ids.filter((id) => {
    const at = items.get(id)?.retiredAt;
    return at != null && Date.parse(at) <= Date.parse(until);
  });
  const lost = [...(await loadIdentifiersOf(reader, retired)).values()].flat();
  const keys = lost.map((one) => ({ entryId: one.entryId, hash: one.keyHash }));
  const holders = await new StoredState(reader).holders(keys);
  for (const [key, held] of holders) plan.expects.holders(key, held);
  for (const id of retired) {
    const item = items.get(id);
    if (item) plan.expects.item(item);
  }
  const { added, removed } = releaseIdentifiers(lost, holders);
  plan.identifiersAdded.push(...added);
  plan.identifiersRemoved.push(...removed);
  return plan;
}
