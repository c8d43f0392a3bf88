import type { ItemId, Revision } from '../../domain/ids';
import type { OutageState } from '../../domain/outages/outage';
import type { Executor } from '../../storage/database';
import { loadMergedIds } from '../../storage/items/item-queries';
import { countOutages, pageOutages, type OutageQuery } from '../../storage/outages/outage-queries';
import type { OutageRecord } from '../../domain/outages/outage';
import { mapPage, type PageRequest } from '../../domain/page';
import type { ItemReference, ReferenceSource } from '../references/item-reference';
import { resolvedIds, resolveReferences, type FoundPage } from '../references/references';
import { standIns, type OutageMoment } from './outages-at';

type Optional<T> = T | null | undefined;

/** Which outages; what is left out does not restrict. */
export interface OutageFilter {
  readonly configurationItems?: Optional<readonly ItemReference[]>;
  readonly states?: Optional<readonly OutageState[]>;
  readonly sources?: Optional<readonly string[]>;
  readonly planned?: Optional<boolean>;
  /** True: those that last at the moment asked; false: those that do not. */
  readonly open?: Optional<boolean>;
  /** RFC 3339: those that last at some time from here on, */
  readonly from?: Optional<string>;
  /** and before this time. */
  readonly to?: Optional<string>;
}

/** One page of the outages known at a moment, those that began last first. */
export async function findOutages(
  app: ReferenceSource,
  filter: OutageFilter,
  moment: OutageMoment,
  page: PageRequest,
  itemsAt: Revision,
): Promise<FoundPage<OutageRecord>> {
  const references = filter.configurationItems ?? null;
  const resolved = references === null ? null : await resolveReferences(app, references, itemsAt);
  const query: OutageQuery = {
    at: moment.revision,
    items: resolved && (await withMerged(app.database, resolvedIds(resolved), itemsAt)),
    states: filter.states ?? null,
    sources: filter.sources ?? null,
    planned: filter.planned ?? null,
    openAt: filter.open === true ? moment.time : null,
    notOpenAt: filter.open === false ? moment.time : null,
    from: filter.from ?? null,
    to: filter.to ?? null,
  };
  const found = await pageOutages(app.database, query, page);
  const standing = await standIns(
    app.database,
    found.entries.map(({ value }) => value),
  );
  return {
    page: mapPage(found, (outage) => standing(outage, itemsAt)),
    count: () => countOutages(app.database, query),
    unresolved: resolved?.unresolved ?? [],
  };
}

/** The items with all that were merged into them by a revision: outages stay with the item they were recorded for. */
async function withMerged(executor: Executor, items: readonly ItemId[], at: Revision): Promise<readonly ItemId[]> {
  const all = new Set(items);
  for (let open = items; open.length > 0;) {
    const merged = await loadMergedIds(
      executor,
      open.map((id) => ({ id, revision: at })),
    );
    open = merged.flat().filter((id) => !all.has(id));
    for (const id of open) all.add(id);
  }
  return [...all];
}
