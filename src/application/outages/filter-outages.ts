import type { Revision } from '../../domain/ids';
import type { ItemFilter } from '../../domain/lists/item-filter';
import { asksForOutages, knowingOutages } from '../../domain/lists/outage-filter';
import type { Application } from '../application';
import { openOutagesAt, outageMoment } from './outages-at';

/** Where outages are looked up. */
export type OutageSource = Pick<Application, 'database' | 'projection' | 'clock' | 'openOutagesAt'>;

/**
 * A filter of items read at a revision, in which stands which of them have an outage: those that last at the moment that the
 * operation named by that revision, or else now. They are looked up where the filter asks for them, merged items' included.
 */
export async function withOutages<Filter extends ItemFilter | null | undefined>(
  app: OutageSource,
  filter: Filter,
  at: Revision,
): Promise<Filter | ItemFilter> {
  if (filter == null || !asksForOutages(filter)) return filter;
  // Who writes reads the newest revision, which the graph here may not show yet.
  const shown = at < app.projection.head ? at : app.projection.head;
  const open = await (app.openOutagesAt?.(shown) ?? openNow(app, shown));
  return knowingOutages(filter, [...new Set(open.map(({ itemId }) => itemId))]);
}

const openNow = async (app: OutageSource, at: Revision) => openOutagesAt(app, await outageMoment(app, null, at), at);
