import type { ChangeSet } from '../../domain/history/change';
import type { ConfigurationItem, Observation } from '../../domain/configuration-item';
import { itemId, revision, type ItemId } from '../../domain/ids';
import type { JsonObject } from '../../domain/json';
import type { Relationship } from '../../domain/relationship';
import { CHANGE_SET_COLUMNS, toChangeSet, type ChangeSetRow } from '../history/change-log';
import { relationshipKey } from '../change-sets/change-plan';
import type { Executor } from '../database';
import { ITEM_COLUMNS, toItem, type ItemRow } from '../change-sets/item-rows';
import { OBSERVATION_COLUMNS, toObservation, type ObservationRow } from '../change-sets/observation-rows';
import { RELATIONSHIP_COLUMNS, toRelationship, type RelationshipRow } from '../change-sets/relationship-rows';
import { mark } from '../visible-rows';

/*
 * What a write looks up before it decides: current rows, by key, any number of them in one statement.
 */

/** Items by id, retired ones too; those that do not exist are missing. */
export async function loadItems(
  executor: Executor,
  ids: readonly ItemId[],
): Promise<ReadonlyMap<ItemId, ConfigurationItem>> {
  if (ids.length === 0) return new Map();
  const rows = await executor.query<ItemRow>(
    `select ${ITEM_COLUMNS} from configuration_item where id = any($1::bigint[])`,
    [ids],
  );
  return new Map(rows.map((row) => [itemId(row.id), toItem(row)]));
}

/** What an end of a relationship needs to be known of an item. */
export type StoredEnd = Pick<
  ConfigurationItem,
  'id' | 'className' | 'tenant' | 'retiredAt' | 'mergedInto' | 'validFrom'
>;

/** The ends of relationships by id; those that do not exist are missing. */
export async function loadEnds(executor: Executor, ids: readonly ItemId[]): Promise<ReadonlyMap<ItemId, StoredEnd>> {
  if (ids.length === 0) return new Map();
  const rows = await executor.query<
    Pick<ItemRow, 'id' | 'class' | 'tenant' | 'retired_at' | 'merged_into' | 'valid_from'>
  >(
    `select id, class, tenant, retired_at, merged_into, valid_from from configuration_item
      where id = any($1::bigint[])${mark('item', 'configuration_item')}`,
    [ids],
  );
  return new Map(
    rows.map((row) => [
      itemId(row.id),
      {
        id: itemId(row.id),
        className: row.class,
        tenant: row.tenant,
        retiredAt: row.retired_at,
        mergedInto: row.merged_into === null ? null : itemId(row.merged_into),
        validFrom: revision(row.valid_from),
      },
    ]),
  );
}

/** What all sources say of some items. */
export async function loadObservationsOf(
  executor: Executor,
  items: readonly ItemId[],
): Promise<ReadonlyMap<ItemId, readonly Observation[]>> {
  if (items.length === 0) return new Map();
  const rows = await executor.query<ObservationRow>(
    `select ${OBSERVATION_COLUMNS} from observation where item_id = any($1::bigint[])
      order by item_id, source, native_key`,
    [items],
  );
  const found = new Map<ItemId, Observation[]>();
  for (const observation of rows.map(toObservation)) {
    const list = found.get(observation.itemId);
    if (list) list.push(observation);
    else found.set(observation.itemId, [observation]);
  }
  return found;
}

/** The ends and type of a relationship. */
export interface RelationshipEnds {
  readonly source: ItemId;
  readonly type: string;
  readonly target: ItemId;
}

/** Relationships by what they say, as {@link relationshipKey} -> relationship. */
export async function loadRelationships(
  executor: Executor,
  ends: readonly RelationshipEnds[],
): Promise<ReadonlyMap<string, Relationship>> {
  if (ends.length === 0) return new Map();
  const rows = await executor.query<RelationshipRow>(
    `select ${RELATIONSHIP_COLUMNS}
       from (select distinct * from unnest($1::bigint[], $2::text[], $3::bigint[])) as wanted(source_id, type, target_id)
       join relationship using (source_id, type, target_id)`,
    [ends.map((end) => end.source), ends.map((end) => end.type), ends.map((end) => end.target)],
  );
  return byKey(rows);
}

/** One end of an item and a type. */
export interface RelationshipSide {
  readonly item: ItemId;
  readonly type: string;
  readonly side: 'SOURCE' | 'TARGET';
}

/** All relationships of some types at some ends of items. */
export async function loadRelationshipsAtSides(
  executor: Executor,
  sides: readonly RelationshipSide[],
): Promise<ReadonlyMap<string, Relationship>> {
  if (sides.length === 0) return new Map();
  const sources = sides.filter(({ side }) => side === 'SOURCE');
  const targets = sides.filter(({ side }) => side === 'TARGET');
  const seen = mark('relationship', 'relationship');
  const rows = await executor.query<RelationshipRow>(
    `select ${RELATIONSHIP_COLUMNS} from unnest($1::bigint[], $2::text[]) as wanted(source_id, type)
       join relationship using (source_id, type) where true${seen}
     union
     select ${RELATIONSHIP_COLUMNS} from unnest($3::bigint[], $4::text[]) as wanted(target_id, type)
       join relationship using (target_id, type) where true${seen}`,
    [
      sources.map(({ item }) => item),
      sources.map(({ type }) => type),
      targets.map(({ item }) => item),
      targets.map(({ type }) => type),
    ],
  );
  return byKey(rows);
}

/** All relationships that touch an item. */
export async function loadRelationshipsOf(executor: Executor, item: ItemId): Promise<readonly Relationship[]> {
  const rows = await executor.query<RelationshipRow>(
    `select ${RELATIONSHIP_COLUMNS} from relationship where source_id = $1
     union
     select ${RELATIONSHIP_COLUMNS} from relationship where target_id = $1`,
    [item],
  );
  return rows.map(toRelationship);
}

/** Relationships by id, any number in one statement; those that ended are missing. */
export async function loadRelationshipsById(
  executor: Executor,
  ids: readonly number[],
): Promise<readonly Relationship[]> {
  if (ids.length === 0) return [];
  const rows = await executor.query<RelationshipRow>(
    `select ${RELATIONSHIP_COLUMNS} from relationship where id = any($1::bigint[])`,
    [ids],
  );
  return rows.map(toRelationship);
}

/** One relationship by id; null when it ended or never was. */
export async function loadRelationshipById(executor: Executor, id: number): Promise<Relationship | null> {
  const [row] = await executor.query<RelationshipRow>(
    `select ${RELATIONSHIP_COLUMNS} from relationship where id = $1${mark('relationship', 'relationship')}`,
    [id],
  );
  return row ? toRelationship(row) : null;
}

/** An item described by equality: any of some classes, with these base fields and attributes. */
export interface Likeness {
  readonly classes: readonly string[];
  readonly name: string | null;
  readonly environment: string | null;
  readonly site: string | null;
  readonly tenant: string | null;
  readonly attributes: JsonObject;
}

/** Items that are described, at most `limit` of each description, in the order asked. Retired ones do not count. */
export async function findAlike(
  executor: Executor,
  likenesses: readonly Likeness[],
  limit: number,
): Promise<readonly (readonly ItemId[])[]> {
  const found: ItemId[][] = likenesses.map(() => []);
  if (likenesses.length === 0) return found;
  const rows = await executor.query<{ ordinal: number; id: number }>(
    `select wanted.ordinal, alike.id
       from json_to_recordset($1::json) as
              wanted(ordinal integer, classes text[], name text, environment text, site text, tenant text, attributes jsonb)
       cross join lateral (
         select item.id from configuration_item as item
          where item.class = any(wanted.classes) and item.retired_at is null and item.merged_into is null
            and (wanted.name is null or item.name = wanted.name)
            and (wanted.environment is null or item.environment = wanted.environment)
            and (wanted.site is null or item.site = wanted.site)
            and (wanted.tenant is null or item.tenant = wanted.tenant)
            and item.attributes @> wanted.attributes
          order by item.id limit $2
       ) as alike`,
    [JSON.stringify(likenesses.map((likeness, ordinal) => ({ ordinal, ...likeness }))), limit],
  );
  for (const row of rows) found[row.ordinal]?.push(itemId(row.id));
  return found;
}

/** The change sets of one operation, in order. */
export async function loadChangeSetsOfOperation(
  executor: Executor,
  operationId: string,
): Promise<readonly ChangeSet[]> {
  const rows = await executor.query<ChangeSetRow>(
    `select ${CHANGE_SET_COLUMNS} from change_set where operation_id = $1 order by revision`,
    [operationId],
  );
  return rows.map(toChangeSet);
}

function byKey(rows: readonly RelationshipRow[]): ReadonlyMap<string, Relationship> {
  return new Map(
    rows.map((row) => {
      const relationship = toRelationship(row);
      return [relationshipKey(relationship.source, relationship.type, relationship.target), relationship];
    }),
  );
}
