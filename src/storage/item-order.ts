import { CRITICALITIES } from '../domain/configuration-item';
import type { ItemOrder, ItemOrderField } from '../domain/item-filter';
import { searchRank, type ItemSearch } from './item-search';
import type { SortKey } from './keyset';
import type { SqlParameters } from './sql-parameters';

type Unordered = Omit<SortKey, 'descending'>;

/** What a field orders by. `last` puts items without a value behind all others, whichever way the rest is ordered. */
const ORDERED: Readonly<Record<ItemOrderField, { readonly last?: string; readonly by: Unordered }>> = {
  NAME: { by: { expression: 'item.name', type: 'text' } },
  CLASS: { by: { expression: 'item.class', type: 'text' } },
  ENVIRONMENT: {
    last: 'item.environment is null',
    by: { expression: "coalesce(item.environment, '')", type: 'text' },
  },
  CRITICALITY: { by: { expression: criticalityRank(), type: 'integer' } },
  CREATED_AT: { by: { expression: 'item.created_at', type: 'timestamptz' } },
  UPDATED_AT: { by: { expression: 'item.updated_at', type: 'timestamptz' } },
};

/**
 * The keys of an order; the id decides ties, in the direction of the last key. When none is given: what a search found by how
 * well it fits, then by name.
 */
export function itemSortKeys(
  order: readonly ItemOrder[],
  search: ItemSearch | null,
  parameters: SqlParameters,
): readonly SortKey[] {
  const given: readonly ItemOrder[] = order.length > 0 ? order : [{ field: 'NAME', direction: 'ASCENDING' }];
  const ranked = search !== null && order.length === 0 ? [searchRank(search, 'item.name', parameters)] : [];
  const keys = given.flatMap(({ field, direction }): readonly SortKey[] => {
    const { last, by } = ORDERED[field];
    const key = { ...by, descending: direction === 'DESCENDING' };
    return last === undefined ? [key] : [{ expression: last, type: 'boolean', descending: false }, key];
  });
  return [...ranked, ...keys, { expression: 'item.id', type: 'bigint', descending: keys.at(-1)?.descending ?? false }];
}

/** Without criticality: least critical of all. */
function criticalityRank(): string {
  const ranks = CRITICALITIES.map((name, rank) => `when '${name}' then ${rank + 1}`);
  return `case item.criticality ${ranks.join(' ')} else 0 end`;
}
