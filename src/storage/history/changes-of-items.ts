import type { Change } from '../../domain/history/change';
import type { ItemId } from '../../domain/ids';
import type { PageRequest, PageResult } from '../../domain/page';
import { CHANGE_COLUMNS, readChange, type ChangeLogRow } from './change-log';
import { VISIBLE_CHANGE } from './change-queries';
import type { Executor } from '../database';
import { groupByOrdinal, wantedKeys, type KeyAt } from '../items/item-queries';
import { pageClauses, toPage, type SortKey } from '../keyset';
import { SqlParameters } from '../sql-parameters';

/** Newest first. */
const ORDER: readonly SortKey[] = [
  { expression: 'seen.revision', type: 'bigint', descending: true },
  { expression: 'seen.ordinal', type: 'integer', descending: true },
];

/**
 * One page of the changes of each of many items up to a revision, their relationships included, newest first, in the order
 * asked. One statement: per item a lateral walk along change_item and change_target.
 */
export async function pageChangesOfItems(
  executor: Executor,
  keys: readonly KeyAt<ItemId>[],
  page: PageRequest,
): Promise<readonly PageResult<Change>[]> {
  const parameters = new SqlParameters();
  const wanted = wantedKeys(keys, parameters);
  const clauses = pageClauses(ORDER, page, parameters);
  const rows = await executor.query<ChangeLogRow & { place: number }>(
    `select wanted.ordinal as place, found.* from ${wanted}
      join lateral (
        select seen.*, ${clauses.keys} from ${CHANGES_OF_WANTED} as seen
         where ${['true', ...clauses.conditions].join(' and ')}
         order by ${clauses.orderBy} limit ${clauses.limit}) as found on true
      order by wanted.ordinal, ${clauses.orderBy.replaceAll('seen.', 'found.')}`,
    parameters.values,
  );
  const placed = rows.map((row) => ({ ordinal: row.place, row }));
  return groupByOrdinal(placed, keys.length, ({ row }) => row).map((group) => toPage(ORDER, page, group, readChange));
}

/** How many changes each of many items has up to a revision, in the order asked. */
export async function countChangesOfItems(
  executor: Executor,
  keys: readonly KeyAt<ItemId>[],
): Promise<readonly number[]> {
  const parameters = new SqlParameters();
  const wanted = wantedKeys(keys, parameters);
  const rows = await executor.query<{ ordinal: number; count: number }>(
    `select wanted.ordinal, (select count(*) from ${CHANGES_OF_WANTED} as seen) as count from ${wanted}`,
    parameters.values,
  );
  return groupByOrdinal(rows, keys.length, (row) => row.count).map(([count]) => count ?? 0);
}

/** A relationship of an item with itself has it at both ends and is one change. */
const CHANGES_OF_WANTED = `(
  select ${CHANGE_COLUMNS} from change where item_id = wanted.id and revision <= wanted.revision${VISIBLE_CHANGE}
  union all
  select ${CHANGE_COLUMNS} from change where target_id = wanted.id and item_id <> wanted.id and revision <= wanted.revision${VISIBLE_CHANGE})`;
