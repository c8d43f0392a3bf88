import { itemId, relationshipId, type ItemId, type RelationshipId } from '../../domain/ids';
import type { Relationship } from '../../domain/relationship';
import type { RederivationScope } from '../change-sets/change-plan';
import type { Executor } from '../database';
import { RELATIONSHIP_COLUMNS, toRelationship, type RelationshipRow } from '../change-sets/relationship-rows';

/*
 * What several sources speak of: only there do rules and the passing of time decide anything.
 */

/** A stretch of ids that was looked through, and what was found in it. */
export interface Stretch<Id, Found> {
  readonly found: readonly Found[];
  /** The last id that was looked at; null: there are none behind the first. */
  readonly last: Id | null;
}

/** Of the next `limit` items of some classes, those of which several sources speak, one of `sources` among them. */
export async function findContestedItems(
  executor: Executor,
  { classes, sources }: RederivationScope,
  { after, limit }: { readonly after: ItemId; readonly limit: number },
): Promise<Stretch<ItemId, ItemId>> {
  // Which of the next items have observations of two sources, and of a source that is meant?
  const rows = await executor.query<{ id: number; contested: boolean }>(
    `with stretch as materialized (
       select id from configuration_item
        where id > $1 and class = any($2::text[]) and retired_at is null and merged_into is null
        order by id limit $4
     )
     select stretch.id, told.sources > 1 and told.meant as contested
       from stretch
       cross join lateral (
         select count(distinct source) as sources, coalesce(bool_or(source = any($3::text[])), false) as meant
           from observation where item_id = stretch.id
       ) as told
      order by stretch.id`,
    [after, classes, sources, limit],
  );
  const last = rows.at(-1);
  return {
    found: rows.filter((row) => row.contested).map((row) => itemId(row.id)),
    last: last ? itemId(last.id) : null,
  };
}

/** Of the next `limit` relationships of some types, those that several sources claim, one of `sources` among them. */
export async function findContestedRelationships(
  executor: Executor,
  { relationshipTypes, sources }: RederivationScope,
  { after, limit }: { readonly after: RelationshipId; readonly limit: number },
): Promise<Stretch<RelationshipId, Relationship>> {
  const rows = await executor.query<RelationshipRow>(
    `select ${RELATIONSHIP_COLUMNS} from relationship where id > $1 and type = any($2::text[]) order by id limit $3`,
    [after, relationshipTypes, limit],
  );
  const meant = new Set(sources);
  const last = rows.at(-1);
  return {
    found: rows
      .filter(({ claims }) => claims.length > 1 && claims.some(({ source }) => meant.has(source)))
      .map(toRelationship),
    last: last ? relationshipId(last.id) : null,
  };
}

/** Relationships by id; those that ended are missing. */
export async function loadRelationshipsById(
  executor: Executor,
  ids: readonly RelationshipId[],
): Promise<readonly Relationship[]> {
  if (ids.length === 0) return [];
  const rows = await executor.query<RelationshipRow>(
    `select ${RELATIONSHIP_COLUMNS} from relationship where id = any($1::bigint[]) order by id`,
    [ids],
  );
  return rows.map(toRelationship);
}

/** Of the next `limit` items of some classes, those of which somebody claims one of some base fields. */
export async function findItemsWithClaims(
  executor: Executor,
  { classes }: RederivationScope,
  fields: readonly string[],
  { after, limit }: { readonly after: ItemId; readonly limit: number },
): Promise<Stretch<ItemId, ItemId>> {
  const rows = await executor.query<{ id: number; claimed: boolean }>(
    `with stretch as materialized (
       select id from configuration_item where id > $1 and class = any($2::text[]) order by id limit $4
     )
     select id, exists (select from observation where item_id = stretch.id and claims ?| $3::text[]) as claimed
       from stretch order by id`,
    [after, classes, fields, limit],
  );
  const last = rows.at(-1);
  return { found: rows.filter((row) => row.claimed).map((row) => itemId(row.id)), last: last ? itemId(last.id) : null };
}
