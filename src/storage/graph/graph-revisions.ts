import type { ItemId } from '../../domain/ids';
import type { Executor } from '../database';

/**
 * The times (RFC 3339, ascending) in a period at which something was committed that the graph minds, of one item or of
 * any (null); at most `limit`. Uses change_item for one item, else the partitions of the period.
 */
export async function readGraphRevisions(
  executor: Executor,
  period: { readonly from: string; readonly to: string },
  item: ItemId | null,
  limit: number,
): Promise<readonly string[]> {
  const rows = await executor.query<{ at: string }>(
    `select distinct at from change
      where at >= $1::timestamptz and at < $2::timestamptz and facts is not null
            and ($3::bigint is null or (item_id = $3::bigint and entity = 'CONFIGURATION_ITEM'))
      order by at limit $4`,
    [period.from, period.to, item, limit],
  );
  return rows.map((row) => row.at);
}
