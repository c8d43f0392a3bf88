import type { RelationshipsOfItem } from '../application/lists/known-lists';
import type { PageRequest } from '../domain/page';
import { listOf, PAGE_SIZE_DEFAULT, PAGE_SIZE_MAX } from './connections';
import type { GenericConfigurationItemRelationshipsArgs } from './generated';

/** What a list of relationships within an item is asked with. */
export type ListArguments = Partial<GenericConfigurationItemRelationshipsArgs>;

/** Which relationships these are. */
export const relationshipQueryOf = ({ direction, types, filter, orderBy }: ListArguments): RelationshipsOfItem => ({
  direction: direction ?? null,
  types: types ?? null,
  filter: filter ?? null,
  order: orderBy ?? [],
});

/** What cursors of such a list name it by. */
export const relationshipListName = (query: RelationshipsOfItem): string => listOf('relationships of an item', query);

/** The first or last page of a list, if that is what is asked; null behind a cursor, and for what is asked wrongly. */
export function endPageOf({ first, last, after, before }: ListArguments): PageRequest | null {
  const limit = last ?? first ?? PAGE_SIZE_DEFAULT;
  const isWrong = limit < 0 || limit > PAGE_SIZE_MAX || (first != null && last != null);
  return isWrong || after != null || before != null
    ? null
    : { limit, backward: last != null, after: null, before: null };
}
