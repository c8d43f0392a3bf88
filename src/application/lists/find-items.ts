import { DomainError } from '../../domain/errors';
import { checkItemFilter } from '../../domain/lists/item-filter-check';
import type { ConfigurationItem } from '../../domain/configuration-item';
import type { ItemId, Revision } from '../../domain/ids';
import type { ItemFilter, ItemOrder } from '../../domain/lists/item-filter';
import type { ClassModel } from '../../domain/class-model/resolved-class-model';
import type { PageRequest, PageResult } from '../../domain/page';
import type { Facet, FacetKey } from '../../domain/lists/facet';
import { countFacets } from '../../storage/items/item-facets';
import { countItems, findItemIds, pageItems } from '../../storage/items/item-pages';
import { countRememberedItems, pageRememberedItems } from '../../storage/items/remembered-pages';
import type { ItemQuery } from '../../storage/items/item-query';
import type { Application } from '../application';
import { withOutages, type OutageSource } from '../outages/filter-outages';

/** Which items a caller asks for. */
export interface ItemSelection {
  readonly filter?: ItemFilter | null | undefined;
  /** Every word must occur in a name, key or attribute value. */
  readonly search?: string | null | undefined;
  /** False: a word that occurs nowhere stands for similar ones. True when left out. */
  readonly exactly?: boolean;
  readonly includeRetired?: boolean;
  /** One of these; any when left out. */
  readonly among?: readonly ItemId[];
}

type Source = Pick<Application, 'database' | 'models'> & OutageSource;

/** What was read is kept for those who see everything: the others see other lists. */
type KeepingSource = Source & Pick<Application, 'items' | 'sees'>;

/** One page of the items that fit at a revision. Throws UNKNOWN_CLASS, UNKNOWN_RELATIONSHIP_TYPE, LIMIT_EXCEEDED, BAD_REQUEST. */
export async function findItems(
  app: KeepingSource,
  selection: ItemSelection & { readonly order: readonly ItemOrder[] },
  at: Revision,
  page: PageRequest,
): Promise<PageResult<ConfigurationItem>> {
  const query = await itemQuery(app, selection, at);
  checkItemOrder(selection.order, query.model);
  const read = app.sees === undefined ? pageRememberedItems : pageItems;
  return read(app.database, query, selection.order, page, app.items);
}

/** Keys of one order. */
const ORDER_KEYS_MAX = 5;

/** Throws LIMIT_EXCEEDED, BAD_REQUEST, and INVALID_ATTRIBUTE for an attribute that no class has. */
export function checkItemOrder(order: readonly ItemOrder[], model: ClassModel): void {
  if (order.length > ORDER_KEYS_MAX) {
    throw new DomainError('LIMIT_EXCEEDED', `orderBy has ${order.length} keys; at most ${ORDER_KEYS_MAX} are allowed.`);
  }
  const unclear = order.some(
    ({ field, label, attribute }) => [field, label, attribute].filter((one) => one != null).length !== 1,
  );
  if (unclear) throw new DomainError('BAD_REQUEST', 'Each key of orderBy names one of field, label and attribute.');
  checkAttributes(order, model);
}

/** Throws INVALID_ATTRIBUTE for a path to an attribute that no class has. */
function checkAttributes(keys: readonly { readonly attribute?: string | null | undefined }[], model: ClassModel): void {
  const attributes = keys.flatMap(({ attribute }) => (attribute == null ? [] : [{ path: attribute, exists: true }]));
  checkItemFilter({ attributes }, model);
}

/** How many items fit at a revision. */
export async function countFoundItems(app: KeepingSource, selection: ItemSelection, at: Revision): Promise<number> {
  const query = await itemQuery(app, selection, at);
  return app.sees === undefined
    ? countRememberedItems(app.database, query, app.items)
    : countItems(app.database, query);
}

/** Which of some items fit a filter at a revision, retired ones included: for lists that were worked out in memory. */
export async function selectItems(
  app: Source,
  ids: readonly ItemId[],
  filter: ItemFilter,
  at: Revision,
): Promise<ReadonlySet<ItemId>> {
  if (ids.length === 0) return new Set();
  return findItemIds(app.database, await itemQuery(app, { filter, includeRetired: true, among: ids }, at));
}

/** All items that fit a filter at a revision, but for retired ones. Throws what {@link findItems} throws. */
export async function findFittingItems(app: Source, filter: ItemFilter, at: Revision): Promise<ReadonlySet<ItemId>> {
  return findItemIds(app.database, await itemQuery(app, { filter }, at));
}

/** Groupings that one list may be asked for: each is a pass over all that fits. */
const FACETS_MAX = 10;
/** Values of one grouping that are listed; the others are counted. */
const FACET_VALUES_MAX = 200;

/**
 * How many of the items that fit at a revision have each value of some fields, labels and attributes; in the order asked.
 * Throws LIMIT_EXCEEDED, INVALID_ATTRIBUTE for an attribute that no class has, and what {@link findItems} throws.
 */
export async function countItemsByValue(
  app: Source,
  selection: ItemSelection,
  { by, first }: { readonly by: readonly FacetKey[]; readonly first: number },
  at: Revision,
): Promise<readonly Facet[]> {
  const query = await itemQuery(app, selection, at);
  if (by.length > FACETS_MAX || first > FACET_VALUES_MAX) {
    const limits = `${FACETS_MAX} facets of ${FACET_VALUES_MAX} values each`;
    throw new DomainError(
      'LIMIT_EXCEEDED',
      `A list is counted by at most ${limits}: ask for the rest in a second request.`,
    );
  }
  if (first < 0) throw new DomainError('BAD_REQUEST', `first: ${first} is less than 0.`);
  checkAttributes(by, query.model);
  return by.length === 0 ? [] : countFacets(app.database, query, by, first);
}

async function itemQuery(app: Source, selection: ItemSelection, at: Revision): Promise<ItemQuery> {
  const { search: text, exactly = true, includeRetired = false, among } = selection;
  const model = await app.models.at(at);
  const filter = (await withOutages(app, selection.filter, at)) ?? null;
  const search = text == null ? null : { text, exactly };
  return { at, model, filter, search, includeRetired, ...(among === undefined ? {} : { among }) };
}
