import { CRITICALITIES, LIFECYCLE_STAGES } from '../../domain/configuration-item';
import type { ItemOrder, ItemOrderField } from '../../domain/lists/item-filter';
import { searchRank, type ItemSearch } from './item-search';
import type { SortKey } from '../keyset';
import type { SqlParameters } from '../sql-parameters';
import { valueAt } from './value-filter';

interface Ordered {
  /** Puts items without a value behind all others, whichever way the rest is ordered. */
  readonly last?: string;
  readonly by: Omit<SortKey, 'descending'>;
}

const FIELDS: Readonly<Record<ItemOrderField, Ordered>> = {
  NAME: { by: { expression: 'item.name', type: 'text' } },
  CLASS: { by: { expression: 'item.class', type: 'text' } },
  ENVIRONMENT: optional('item.environment'),
  SITE: optional('item.site'),
  OWNER: optional("item.owner ->> 'name'"),
  LIFECYCLE: { by: { expression: rank('item.lifecycle', LIFECYCLE_STAGES), type: 'integer' } },
  CRITICALITY: { by: { expression: rank('item.criticality', CRITICALITIES), type: 'integer' } },
  CREATED_AT: { by: { expression: 'item.created_at', type: 'timestamptz' } },
  // Times never run backwards along revisions, and those of versions have an index.
  UPDATED_AT: { by: { expression: 'item.valid_from', type: 'bigint' } },
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
  const keys = given.flatMap((one): readonly SortKey[] => {
    const { last, by } = orderedBy(one, parameters);
    const key = { ...by, descending: one.direction === 'DESCENDING' };
    return last === undefined ? [key] : [{ expression: last, type: 'boolean', descending: false }, key];
  });
  const descending = keys.at(-1)?.descending ?? false;
  return [...ranked, ...keys, { expression: 'item.id', type: 'bigint', descending }];
}

/** Values of labels and attributes are ordered as jsonb: texts before numbers before booleans. */
function orderedBy({ field, label, attribute }: ItemOrder, parameters: SqlParameters): Ordered {
  if (field != null) return FIELDS[field];
  const value =
    label == null ? valueAt(attribute ?? '', 'item.attributes', parameters) : valueAt(label, 'item.labels', parameters);
  return { last: `${value} is null`, by: { expression: `coalesce(${value}, 'null'::jsonb)`, type: 'jsonb' } };
}

function optional(column: string): Ordered {
  return { last: `(${column}) is null`, by: { expression: `coalesce(${column}, '')`, type: 'text' } };
}

/** The place in a list; what is not in it comes before all. */
function rank(column: string, values: readonly string[]): string {
  const places = values.map((name, place) => `when '${name}' then ${place + 1}`);
  return `case ${column} ${places.join(' ')} else 0 end`;
}
