import { itemId, type ItemId } from '../../domain/ids';
import type { Relationship } from '../../domain/relationship';
import type { Executor } from '../database';
import { columnList } from '../versioned-table';
import { RELATIONSHIP_TABLE, toRelationship, type RelationshipRow } from '../change-sets/relationship-rows';

/**
 * The relationships of some items that ended because one of their ends was retired, as they were then. Only where nothing
 * has happened to them since: a later version that ended otherwise, or one that holds now, hides them.
 */
export async function loadEndedByRetirement(
  executor: Executor,
  items: readonly ItemId[],
): Promise<readonly Relationship[]> {
  if (items.length === 0) return [];
  const rows = await executor.query<RelationshipRow>(
    `select ${columnList(RELATIONSHIP_TABLE, 'ended')}
       from (
         select distinct on (source_id, type, target_id) *
           from (
             select * from relationship_version where source_id = any($1::bigint[])
             union all
             select * from relationship_version where target_id = any($1::bigint[])
           ) as version
          order by source_id, type, target_id, valid_to desc
       ) as ended
      where exists (
              select from change
               where change.revision = ended.valid_to and change.at = ended.closed_at and change.kind = 'RETIRED'
                 and change.item_id in (ended.source_id, ended.target_id))
        and not exists (
              select from relationship as held
               where held.source_id = ended.source_id and held.type = ended.type and held.target_id = ended.target_id)
      order by ended.id`,
    [items],
  );
  return rows.map(toRelationship);
}

/**
 * Items that have been absent for their grace period, those that have been so for longest first. The period is that of
 * their class (`ofClasses`: what is inherited included), or else of the source that allows for the longest of all that
 * report the item. Uses configuration_item_absent.
 */
export async function listOverdueAbsences(
  executor: Executor,
  {
    now,
    defaultHours,
    ofClasses,
    limit,
  }: {
    readonly now: Date;
    readonly defaultHours: number;
    readonly ofClasses: readonly { readonly name: string; readonly hours: number }[];
    readonly limit: number;
  },
): Promise<readonly ItemId[]> {
  const rows = await executor.query<{ id: number }>(
    `with shortest as materialized (
       select least(min(absent_grace_hours), $2::integer, (select min(hours) from unnest($5::integer[]) as of(hours))) as hours
         from data_source
     )
     select item.id
       from configuration_item as item
       left join unnest($4::text[], $5::integer[]) as of_class (name, hours) on of_class.name = item.class
       cross join lateral (
         select coalesce(max(coalesce(source.absent_grace_hours, $2::integer)), $2::integer) as hours
           from observation left join data_source as source on source.name = observation.source
          where observation.item_id = item.id
       ) as grace
      where item.presence = 'ABSENT' and item.retired_at is null and item.merged_into is null
        and item.absent_since <= $1::timestamptz - make_interval(hours => (select hours from shortest))
        and item.absent_since <= $1::timestamptz - make_interval(hours => coalesce(of_class.hours, grace.hours))
      order by item.absent_since, item.id limit $3`,
    [now.toISOString(), defaultHours, limit, ofClasses.map(({ name }) => name), ofClasses.map(({ hours }) => hours)],
  );
  return rows.map((row) => itemId(row.id));
}

/** Where a walk over retired items stands: behind this one. */
export interface RetiredPosition {
  readonly retiredAt: string;
  readonly id: ItemId;
}

/** Items retired until a time (RFC 3339), in the order in which they were, behind a position. Uses configuration_item_retired. */
export async function listRetiredUntil(
  executor: Executor,
  { until, after, limit }: { readonly until: string; readonly after: RetiredPosition | null; readonly limit: number },
): Promise<readonly RetiredPosition[]> {
  const rows = await executor.query<{ id: number; retired_at: string }>(
    `select id, retired_at from configuration_item
      where retired_at is not null and retired_at <= $1::timestamptz
        and (retired_at, id) > (coalesce($2::timestamptz, '-infinity'), coalesce($3::bigint, 0))
      order by retired_at, id limit $4`,
    [until, after?.retiredAt ?? null, after?.id ?? null, limit],
  );
  return rows.map((row) => ({ id: itemId(row.id), retiredAt: row.retired_at }));
}

/** All relationships that touch some items, those of one item after the other; at most `limit`. */
export async function loadRelationshipsTouching(
  executor: Executor,
  items: readonly ItemId[],
  limit: number,
): Promise<readonly Relationship[]> {
  if (items.length === 0) return [];
  const columns = columnList(RELATIONSHIP_TABLE);
  const rows = await executor.query<RelationshipRow>(
    `select ${columns} from relationship where source_id = any($1::bigint[])
     union
     select ${columns} from relationship where target_id = any($1::bigint[])
      limit $2`,
    [items, limit],
  );
  return rows.map(toRelationship);
}
