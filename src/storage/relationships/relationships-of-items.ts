import type { ItemFilter, ItemOrder, RelationshipDirection } from '../../domain/lists/item-filter';
import type { ItemId } from '../../domain/ids';
import type { PageRequest, PageResult } from '../../domain/page';
import type { Relationship } from '../../domain/relationship';
import type { ClassModel } from '../../domain/class-model/resolved-class-model';
import type { Executor } from '../database';
import { itemCondition, known, type FilterScope } from '../items/item-filter';
import { groupByOrdinal, wantedKeys, type KeyAt } from '../items/item-queries';
import { itemSortKeys } from '../items/item-order';
import { ITEM_TABLE } from '../change-sets/item-rows';
import { pageClauses, toPage, type SortKey } from '../keyset';
import { RELATIONSHIP_TABLE, toRelationship, type RelationshipRow } from '../change-sets/relationship-rows';
import { SqlParameters } from '../sql-parameters';
import { asOf, columnList } from '../versioned-table';

/** Which relationships of an item. */
export interface RelationshipsOfItem {
  /** Both when null. */
  readonly direction: RelationshipDirection | null;
  readonly types: readonly string[] | null;
  /** What the other end must be like. */
  readonly filter: ItemFilter | null;
  /** What other ends are ordered by; nothing: by type, then the other end. */
  readonly order: readonly ItemOrder[];
}

/** The order when none is asked for. The direction decides where two items are related both ways by one type. */
const ORDER: readonly SortKey[] = [
  { expression: 'seen.type', type: 'text', descending: false },
  { expression: 'seen.other_id', type: 'bigint', descending: false },
  { expression: 'seen.direction', type: 'integer', descending: false },
];

/**
 * One page of relationships for each of many items, each at its own revision, in the order asked. One statement: per item
 * a lateral walk along the primary key and relationship_target.
 */
export async function pageRelationshipsOfItems(
  executor: Executor,
  keys: readonly KeyAt<ItemId>[],
  query: RelationshipsOfItem,
  model: ClassModel,
  page: PageRequest,
): Promise<readonly PageResult<Relationship>[]> {
  const parameters = new SqlParameters();
  const wanted = wantedKeys(keys, parameters);
  const revision = revisionOf(keys, parameters);
  const seen = seenFromItem(query, { model, parameters, revision });
  const isOrdered = query.order.length > 0;
  const sortKeys = isOrdered ? otherEndKeys(query.order, parameters) : ORDER;
  const clauses = pageClauses(sortKeys, page, parameters);
  // Of other ends the outer query knows nothing any more.
  const [other, place, byPlace] = isOrdered
    ? [
        `join lateral ${asOf(ITEM_TABLE, revision)} as item on item.id = seen.other_id`,
        `, row_number() over (order by ${clauses.orderBy}) as place`,
        'found.place',
      ]
    : ['', '', clauses.orderBy.replaceAll('seen.', 'found.')];
  const rows = await executor.query<RelationshipRow & { ordinal: number }>(
    `select wanted.ordinal, found.* from ${wanted}
      join lateral (
        select seen.*, ${clauses.keys}${place} from ${seen} as seen ${other}
         where ${['true', ...clauses.conditions].join(' and ')}
         order by ${clauses.orderBy} limit ${clauses.limit}) as found on true
      order by wanted.ordinal, ${byPlace}`,
    parameters.values,
  );
  return groupByOrdinal(rows, keys.length, (row) => row).map((group) => toPage(sortKeys, page, group, toRelationship));
}

/** The keys of the other end, and what tells relationships with the same one apart. */
const otherEndKeys = (order: readonly ItemOrder[], parameters: SqlParameters): readonly SortKey[] => [
  ...itemSortKeys(order, null, parameters),
  ...ORDER.filter(({ expression }) => expression !== 'seen.other_id'),
];

/** How many relationships each of many items has, in the order asked. */
export async function countRelationshipsOfItems(
  executor: Executor,
  keys: readonly KeyAt<ItemId>[],
  query: RelationshipsOfItem,
  model: ClassModel,
): Promise<readonly number[]> {
  const parameters = new SqlParameters();
  const wanted = wantedKeys(keys, parameters);
  const seen = seenFromItem(query, { model, parameters, revision: revisionOf(keys, parameters) });
  const rows = await executor.query<{ ordinal: number; count: number }>(
    `select wanted.ordinal, (select count(*) from ${seen} as seen) as count from ${wanted}`,
    parameters.values,
  );
  return groupByOrdinal(rows, keys.length, (row) => row.count).map(([count]) => count ?? 0);
}

/** One revision for all, where it is one, so that what a filter asks of other items is worked out once. */
function revisionOf(keys: readonly KeyAt<ItemId>[], parameters: SqlParameters): string {
  const [first, ...others] = new Set(keys.map((key) => key.revision));
  return first !== undefined && others.length === 0 ? parameters.add(first, 'bigint') : 'wanted.revision';
}

/** The relationships of `wanted`, with the other end and the direction (0: the item is the source). */
function seenFromItem({ direction, types, filter }: RelationshipsOfItem, scope: FilterScope): string {
  const { model, parameters, revision } = scope;
  const ofType = types === null ? [] : [`relationship.type = any(${parameters.add(known(model, types), 'text[]')})`];
  const otherEnd = filter === null ? null : itemCondition(filter, 'other', scope);
  const fits = (other: string): readonly string[] =>
    otherEnd === null
      ? []
      : [
          `exists (select from ${asOf(ITEM_TABLE, revision)} as other
             where other.id = relationship.${other} and ${otherEnd})`,
        ];
  const side = (own: string, other: string, code: number, more: readonly string[]): string =>
    `select ${columnList(RELATIONSHIP_TABLE, 'relationship')}, relationship.${other} as other_id, ${code} as direction
       from ${asOf(RELATIONSHIP_TABLE, revision)} as relationship
      where ${[`relationship.${own} = wanted.id`, ...ofType, ...more, ...fits(other)].join(' and ')}`;
  // One that leads back to the item itself is listed once.
  const notBoth = direction === null ? ['relationship.source_id <> relationship.target_id'] : [];
  const sides = [
    ...(direction === 'TARGET' ? [] : [side('source_id', 'target_id', 0, [])]),
    ...(direction === 'SOURCE' ? [] : [side('target_id', 'source_id', 1, notBoth)]),
  ];
  return `(${sides.join(' union all ')})`;
}
