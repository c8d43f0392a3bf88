import type { Claims } from '../../domain/configuration-item';
import { itemId, type ItemId, type Revision } from '../../domain/ids';
import type { JsonObject } from '../../domain/json';
import type { Executor } from '../database';

/** A stored item with everything that a class model says something about. */
export interface ItemUnderModel {
  readonly id: ItemId;
  readonly className: string;
  readonly name: string;
  readonly attributes: JsonObject;
  readonly observations: readonly { readonly source: string; readonly claims: Claims }[];
}

/** Which items to read: those of some classes that may be at odds with a new model. */
export interface ItemsUnderModelQuery {
  readonly classes: readonly string[];
  /** Items with a value or claim of one of these. */
  readonly attributes: readonly string[];
  /** Items that lack one of these. */
  readonly required: readonly string[];
  /** All items of the classes. */
  readonly all: boolean;
  /** Only these; null: whichever. */
  readonly only: readonly ItemId[] | null;
  /** Items behind this id, in the order of ids. */
  readonly after: ItemId;
  readonly limit: number;
}

/** A page of items that are not retired and may be at odds with a new model. */
export async function readItemsUnderModel(
  executor: Executor,
  query: ItemsUnderModelQuery,
): Promise<readonly ItemUnderModel[]> {
  // Which living items of these classes have, claim or lack what changes, and who claims what of them?
  const rows = await executor.query<Omit<ItemUnderModel, 'id'> & { id: number }>(
    `select item.id, item.class as "className", item.name, item.attributes,
            coalesce((select jsonb_agg(jsonb_build_object('source', seen.source, 'claims', seen.claims))
                        from observation as seen where seen.item_id = item.id), '[]') as observations
       from configuration_item as item
      where item.class = any($1::text[]) and item.retired_at is null and item.id > $2
        and ($3::bigint[] is null or item.id = any($3::bigint[]))
        and ($4 or item.attributes ?| $5::text[] or not item.attributes ?& $6::text[]
             or exists (select from observation as seen where seen.item_id = item.id and seen.claims ?| $7::text[]))
      order by item.id
      limit $8`,
    [
      query.classes,
      query.after,
      query.only,
      query.all,
      query.attributes,
      query.required,
      query.attributes.map((name) => `attributes.${name}`),
      query.limit,
    ],
  );
  return rows.map((row) => ({ ...row, id: itemId(row.id) }));
}

/** How many stored relationships of a type stand between two classes. */
export interface EndClasses {
  readonly type: string;
  readonly sourceClass: string;
  readonly targetClass: string;
  readonly count: number;
}

/** Between which classes the stored relationships of some types stand. */
export function readEndClasses(executor: Executor, types: readonly string[]): Promise<readonly EndClasses[]> {
  return executor.query<EndClasses>(
    `select held.type, source.class as "sourceClass", target.class as "targetClass", count(*)::integer as count
       from relationship as held
       join configuration_item as source on source.id = held.source_id
       join configuration_item as target on target.id = held.target_id
      where held.type = any($1::text[])
      group by held.type, source.class, target.class`,
    [types],
  );
}

/** A stored relationship with the names of its ends. */
export interface NamedRelationship {
  readonly type: string;
  readonly sourceId: ItemId;
  readonly sourceName: string;
  readonly sourceClass: string;
  readonly targetName: string;
  readonly targetClass: string;
}

/** The first relationships that stand between some classes. */
export function readRelationshipsBetween(
  executor: Executor,
  ends: readonly Omit<EndClasses, 'count'>[],
  limit: number,
): Promise<readonly NamedRelationship[]> {
  return executor.query<NamedRelationship>(
    `select held.type, held.source_id as "sourceId", source.name as "sourceName", source.class as "sourceClass",
            target.name as "targetName", target.class as "targetClass"
       from relationship as held
       join configuration_item as source on source.id = held.source_id
       join configuration_item as target on target.id = held.target_id
       join unnest($1::text[], $2::text[], $3::text[]) as wanted (type, source_class, target_class)
         on wanted.type = held.type and wanted.source_class = source.class and wanted.target_class = target.class
      order by held.source_id, held.type, held.target_id
      limit $4`,
    [ends.map((one) => one.type), ends.map((one) => one.sourceClass), ends.map((one) => one.targetClass), limit],
  );
}

/** What was written behind a revision: the items touched, and whether any relationship was. */
export interface WrittenSince {
  readonly items: readonly ItemId[];
  readonly relationships: boolean;
}

/** What was written behind a revision, from the change log. */
export async function readWrittenSince(executor: Executor, since: Revision): Promise<WrittenSince> {
  const rows = await executor.query<{ item_id: number; relationship: boolean }>(
    `select touched.item_id, bool_or(change.relationship_id is not null) as relationship
       from change cross join lateral (values (change.item_id), (change.target_id)) as touched (item_id)
      where change.revision > $1 and touched.item_id is not null
      group by touched.item_id`,
    [since],
  );
  return { items: rows.map((row) => itemId(row.item_id)), relationships: rows.some((row) => row.relationship) };
}
