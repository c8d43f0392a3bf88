import type { Revision } from '../../domain/ids';
import type { OutageState } from '../../domain/outage';
import { countOutages, pageOutages, type OutageQuery } from '../../storage/outage-queries';
import type { OutageRecord } from '../../domain/outage';
import type { PageRequest } from '../../domain/page';
import type { ItemReference, ReferenceSource } from '../item-reference';
import { resolvedIds, resolveReferences, type FoundPage } from '../references';
import type { OutageMoment } from './outages-at';

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
    items: resolved && resolvedIds(resolved),
    states: filter.states ?? null,
    sources: filter.sources ?? null,
    planned: filter.planned ?? null,
    openAt: filter.open === true ? moment.time : null,
    notOpenAt: filter.open === false ? moment.time : null,
    from: filter.from ?? null,
    to: filter.to ?? null,
  };
  return {
    page: await pageOutages(app.database, query, page),
    count: () => countOutages(app.database, query),
    unresolved: resolved?.unresolved ?? [],
  };
}
