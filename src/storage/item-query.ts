import type { ItemId, Revision } from '../domain/ids';
import type { ItemFilter } from '../domain/item-filter';
import type { ClassModel } from '../domain/resolved-class-model';
import { itemCondition } from './item-filter';
import { ITEM_TABLE } from './item-rows';
import { searchConditions } from './item-search';
import type { SqlParameters } from './sql-parameters';
import { asOf } from './versioned-table';

/** Which items, at which revision. */
export interface ItemQuery {
  readonly at: Revision;
  /** The class model of that revision. */
  readonly model: ClassModel;
  readonly filter: ItemFilter | null;
  readonly search: string | null;
  readonly includeRetired: boolean;
  /** One of these; any when left out. */
  readonly among?: readonly ItemId[];
}

/**
 * FROM and WHERE of every statement about items that fit: pages, counts and facets all go through here, so that they
 * agree. Merged items are in no list: their survivor is.
 */
export function itemSource(
  { at, model, filter, search, includeRetired, among }: ItemQuery,
  parameters: SqlParameters,
): { readonly from: string; readonly conditions: readonly string[] } {
  const revision = parameters.add(at, 'bigint');
  const conditions = [
    'item.merged_into is null',
    ...(includeRetired ? [] : ['item.retired_at is null']),
    ...(among === undefined ? [] : [`item.id = any(${parameters.add(among, 'bigint[]')})`]),
    ...(filter === null ? [] : [itemCondition(filter, 'item', { model, parameters, revision })]),
    ...(search === null ? [] : searchConditions(search, 'item', { parameters, revision })),
  ];
  return { from: `${asOf(ITEM_TABLE, revision)} as item`, conditions };
}
