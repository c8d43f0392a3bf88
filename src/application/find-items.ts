import type { ConfigurationItem } from '../domain/configuration-item';
import type { ItemId, Revision } from '../domain/ids';
import type { ItemFilter, ItemOrder } from '../domain/item-filter';
import type { PageRequest, PageResult } from '../domain/page';
import { countItems, filterItems, pageItems, type ItemQuery } from '../storage/item-pages';
import type { Application } from './application';

/** Which items a caller asks for. */
export interface ItemSelection {
  readonly filter?: ItemFilter | null | undefined;
  /** Every word must occur in a name, key or attribute value. */
  readonly search?: string | null | undefined;
  readonly includeRetired?: boolean;
}

type Source = Pick<Application, 'database' | 'models'>;

/** One page of the items that fit at a revision. Throws UNKNOWN_CLASS, UNKNOWN_RELATIONSHIP_TYPE, LIMIT_EXCEEDED, BAD_REQUEST. */
export async function findItems(
  app: Source,
  selection: ItemSelection & { readonly order: readonly ItemOrder[] },
  at: Revision,
  page: PageRequest,
): Promise<PageResult<ConfigurationItem>> {
  return pageItems(app.database, await itemQuery(app, selection, at), selection.order, page);
}

/** How many items fit at a revision. */
export async function countFoundItems(app: Source, selection: ItemSelection, at: Revision): Promise<number> {
  return countItems(app.database, await itemQuery(app, selection, at));
}

/** Which of some items fit a filter at a revision, retired ones included: for lists that were worked out in memory. */
export async function selectItems(
  app: Source,
  ids: readonly ItemId[],
  filter: ItemFilter,
  at: Revision,
): Promise<ReadonlySet<ItemId>> {
  if (ids.length === 0) return new Set();
  return filterItems(app.database, await itemQuery(app, { filter, includeRetired: true }, at), ids);
}

async function itemQuery({ models }: Source, selection: ItemSelection, at: Revision): Promise<ItemQuery> {
  const { filter = null, search = null, includeRetired = false } = selection;
  return { at, model: await models.at(at), filter, search, includeRetired };
}
