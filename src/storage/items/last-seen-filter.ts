import { OBSERVATION_TABLE } from '../change-sets/observation-rows';
import { asOf } from '../versioned-table';

/**
 * A condition on items under an alias: some data source saw them at an instant or later, as far as that was known at a
 * revision; an item that nobody ever saw counts as seen when it was made. Both are SQL expressions. Who was seen is worked
 * out once for all items: most are in a sighting, and its bitmap of thousands of items would be unpacked for each of them.
 */
export function seenSince(alias: string, instant: string, revision: string): string {
  return `(${alias}.id in (${seen(revision, instant)})
      or (${alias}.created_at >= ${instant} and (${alias}.id in (${seen(revision, null)})) is not true))`;
}

/** The ids of items that were seen at an instant or later; null: ever. A sighting counts until the next revision was made. */
function seen(revision: string, instant: string | null): string {
  const since = (column: string): string => (instant === null ? 'true' : `${column} >= ${instant}`);
  return `select item_id from ${asOf(OBSERVATION_TABLE, revision)} as observation where ${since('observed_at')}
      union all
      select block.first_item + place from (
        select first_item, items || ''::bytea as items from sighting
         where ${since('observed_at')}
           and observed_at < coalesce((select at from change_set where revision = ${revision} + 1), 'infinity')
        offset 0) as block, generate_series(0, octet_length(block.items) * 8 - 1) as place
       where get_bit(block.items, place) = 1`;
}
