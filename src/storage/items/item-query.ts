import type { ItemId, Revision } from '../../domain/ids';
import type { ItemFilter } from '../../domain/lists/item-filter';
import type { ClassModel } from '../../domain/class-model/resolved-class-model';
import { itemCondition } from './item-filter';
import { ITEM_TABLE } from '../change-sets/item-rows';
import { searchedItems, type ItemSearch } from './item-search';
import type { SqlParameters } from '../sql-parameters';
import { asOf } from '../versioned-table';

/** Which items, at which revision. */
export interface ItemQuery {
  readonly at: Revision;
  /** The class model of that revision. */
  readonly model: ClassModel;
  readonly filter: ItemFilter | null;
  readonly search: ItemSearch | null;
  readonly includeRetired: boolean;
  /** One of these; any when left out. */
  readonly among?: readonly ItemId[];
}

/** The parts of a statement about items that fit. */
export interface ItemSource {
  /** Goes before the statement's SELECT; empty when there is nothing to prepare. */
  readonly with: string;
  readonly from: string;
  readonly where: string;
}

/**
 * Every statement about items that fit is put together from here, so that pages, counts and facets agree. Merged items are
 * in no list: their survivor is.
 */
export function itemSource(
  { at, model, filter, search, includeRetired, among }: ItemQuery,
  parameters: SqlParameters,
): ItemSource {
  const revision = parameters.add(at, 'bigint');
  const found = search === null ? null : searchedItems(search, { parameters, revision });
  const conditions = [
    'item.merged_into is null',
    ...(includeRetired ? [] : ['item.retired_at is null']),
    ...(among === undefined ? [] : [`item.id = any(${parameters.add(among, 'bigint[]')})`]),
    ...(found === null ? [] : [found.condition('item.id')]),
    ...(filter === null ? [] : [itemCondition(filter, 'item', { model, parameters, revision })]),
  ];
  return {
    with: found?.with ?? '',
    from: `${asOf(ITEM_TABLE, revision)} as item`,
    where: conditions.join(' and '),
  };
}
