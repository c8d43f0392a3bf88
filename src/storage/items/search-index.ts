import type { Tx } from '../database';
import { IDENTIFIER_TABLE, CONTESTED_TABLE } from '../change-sets/identifier-rows';
import { ITEM_TABLE } from '../change-sets/item-rows';
import { OBSERVATION_TABLE } from '../change-sets/observation-rows';
import { asOf } from '../versioned-table';

/** Of an item's text so many characters are searched: a document within an attribute is no name. */
export const TEXT_LENGTH_MAX = 20_000;

/** Any fixed number; names the lock under which one server at a time follows the items. */
const SEARCH_INDEX_LOCK = 4_825_173_907;

/**
 * SELECT of (id, text): what items are searched by at a revision; `ids` and `revision` are SQL expressions. The parts are
 * grouped and not joined: how many items there are, the planner cannot know.
 */
export function searchTexts(ids: string, revision: string): string {
  const value = `jsonb_path_query(item.attributes, 'strict $.**')`;
  return `select id, left(string_agg(part, E'\\n'), ${TEXT_LENGTH_MAX}) as text from (
      select id, concat_ws(E'\\n', name, (
               select string_agg(value #>> '{}', E'\\n') from ${value} as value
                where jsonb_typeof(value) in ('string', 'number', 'boolean'))) as part
        from ${asOf(ITEM_TABLE, revision)} as item where item.id = any(${ids})
      union all
      select item_id, native_key from ${asOf(OBSERVATION_TABLE, revision)} as observation where item_id = any(${ids})
      union all
      select item_id, value from ${asOf(IDENTIFIER_TABLE, revision)} as identifier where item_id = any(${ids})
      union all
      select item_id, value from ${CONTESTED_TABLE.name} where valid_from <= ${revision} and item_id = any(${ids})
    ) as parts group by id`;
}

/** SELECT of the ids of items that moved in the revisions after `since` up to `upTo`, both SQL expressions. */
export const movedItems = (since: string, upTo: string): string =>
  `select id as item_id from configuration_item where valid_from > ${since} and valid_from <= ${upTo}
   union
   select item_id from change where revision > ${since} and revision <= ${upTo} and item_id is not null`;

/** One step of following the items: how many of them had moved, how far it came, and whether there is more. */
export interface FollowedForSearch {
  readonly items: number;
  readonly upTo: number;
  readonly more: boolean;
}

/** Follows the items for one step, of about `limit` changes and never a part of a revision's. Servers take turns. */
export async function followForSearch(tx: Tx, limit: number): Promise<FollowedForSearch> {
  await tx.query('select pg_advisory_xact_lock($1)', [SEARCH_INDEX_LOCK]);
  const [span] = await tx.query<{ since: number; up_to: number; head: number }>(
    `select followed.revision as since, head.revision as head,
            (select case when count(*) = $1 then max(moved.revision) else head.revision end from (
               (select valid_from as revision from configuration_item where valid_from > followed.revision
                 order by valid_from limit $1)
               union all
               (select revision from change where revision > followed.revision order by revision limit $1)
               order by revision limit $1) as moved) as up_to
       from search_index as followed, revision_head as head`,
    [limit],
  );
  if (!span || span.up_to <= span.since) return { items: 0, upTo: span?.since ?? 0, more: false };
  const [written] = await tx.query<{ count: number }>(
    `with moved as materialized (${movedItems('$1', '$2')}),
          written as (
            insert into item_search (item_id, text)
            ${searchTexts('array(select item_id from moved)', '$2')}
            on conflict (item_id) do update set text = excluded.text where item_search.text <> excluded.text)
     select count(*) as count from moved`,
    [span.since, span.up_to],
  );
  await tx.query('update search_index set revision = $1', [span.up_to]);
  return { items: written?.count ?? 0, upTo: span.up_to, more: span.up_to < span.head };
}
