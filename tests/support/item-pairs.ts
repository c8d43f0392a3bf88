import type { Database } from '../../src/storage/database';

/** What {@link storedPairs} says of a call that landed as a whole: 2 items, 1 relationship, 3 changes, 1 change set. */
export const WHOLE_PAIR = '2 1 3 1';

/**
 * Calls that each bring two items, `<call>-a` and `<call>-b`, and the relationship between them. Of each call what is there:
 * items, relationships between them, changes in the log, change sets.
 */
export async function storedPairs(database: Database): Promise<ReadonlyMap<number, string>> {
  const rows = await database.query<{ call: number; stored: string }>(
    `select split_part(item.name, '-', 1)::integer as call,
            concat_ws(' ', count(distinct item.id), count(distinct related.id), count(distinct (change.revision, change.ordinal)),
                      count(distinct change.revision)) as stored
       from configuration_item as item
            left join relationship as related on item.id in (related.source_id, related.target_id)
            left join change on change.item_id = item.id
      group by 1`,
  );
  return new Map(rows.map(({ call, stored }) => [call, stored]));
}
