import type { Claims } from '../../domain/configuration-item';
import { itemId, type ItemId, type Revision } from '../../domain/ids';
import type { Identifier } from '../change-sets/change-plan';
import type { Stretch } from './contested-queries';
import type { Database, Executor } from '../database';
import {
  fromIdentifier,
  IDENTIFIER_COLUMNS,
  CONTESTED_TABLE,
  IDENTIFIER_TABLE,
  toIdentifier,
  type IdentifierRow,
} from '../change-sets/identifier-rows';
import { insertRows } from '../change-sets/merge-statement';
import { retriedTransaction } from '../retried-transaction';
import { slicesOf } from '../../domain/slices';

/** What a stored item can be identified by: what each source says of it. */
export interface IdentifiableItem {
  readonly id: ItemId;
  readonly tenant: string;
  readonly observations: readonly { readonly className: string; readonly claims: Claims }[];
}

/** Which items to read, a page of them in the order of ids. */
export interface IdentifiableItemsQuery {
  /** Items that some source reports as one of these. */
  readonly classes: readonly string[];
  /** Only these; null: all. */
  readonly only: readonly ItemId[] | null;
  readonly after: ItemId;
  readonly limit: number;
}

/** A page of items with the observations of some classes; retired ones too, because they may come back. */
export async function readIdentifiableItems(
  executor: Executor,
  { classes, only, after, limit }: IdentifiableItemsQuery,
): Promise<readonly IdentifiableItem[]> {
  const rows = await executor.query<Omit<IdentifiableItem, 'id'> & { id: number }>(
    `select item.id, item.tenant,
            jsonb_agg(jsonb_build_object('className', seen.class, 'claims', seen.claims)) as observations
       from observation as seen
       join configuration_item as item on item.id = seen.item_id
      where seen.class = any($1::text[]) and item.merged_into is null and seen.item_id > $2
        and ($3::bigint[] is null or seen.item_id = any($3::bigint[]))
      group by item.id, item.tenant
      order by item.id
      limit $4`,
    [classes, after, only, limit],
  );
  return rows.map((row) => ({ ...row, id: itemId(row.id) }));
}

/**
 * Of the next `limit` items those that some source reports as one of some classes, with the claims about some paths that
 * these sources make; gives how far it looked.
 */
export async function readIdentifyingClaims(
  executor: Executor,
  { classes, paths }: { readonly classes: readonly string[]; readonly paths: readonly string[] },
  { after, limit }: { readonly after: ItemId; readonly limit: number },
): Promise<Stretch<ItemId, IdentifiableItem>> {
  const rows = await executor.query<{
    id: number;
    tenant: string;
    observations: IdentifiableItem['observations'] | null;
  }>(
    `with stretch as materialized (
       select id, tenant from configuration_item where id > $1 order by id limit $4
     )
     select stretch.id, stretch.tenant, told.observations
       from stretch
       left join lateral (
         select jsonb_agg(jsonb_build_object('className', seen.class, 'claims', coalesce(claimed.claims, '{}'))) as observations
           from observation as seen
           cross join lateral (
             select jsonb_object_agg(path, value) as claims
               from jsonb_each(seen.claims) as claim(path, value) where path = any($3::text[])
           ) as claimed
          where seen.item_id = stretch.id and seen.class = any($2::text[])
       ) as told on true
      order by stretch.id`,
    [after, classes, paths, limit],
  );
  const found = rows.flatMap(({ id, tenant, observations }) =>
    observations === null ? [] : [{ id: itemId(id), tenant, observations }],
  );
  const last = rows.at(-1);
  return { found, last: last ? itemId(last.id) : null };
}

/** The item at the other end of a relationship of some type. */
export interface Neighbour {
  readonly itemId: ItemId;
  readonly type: string;
  readonly otherId: ItemId;
  readonly otherClass: string;
}

/** Who stands at the other ends of the relationships that some items have, of some types. */
export function readNeighbours(
  executor: Executor,
  items: readonly ItemId[],
  types: readonly string[],
): Promise<readonly Neighbour[]> {
  if (items.length === 0 || types.length === 0) return Promise.resolve([]);
  return executor.query<Neighbour>(
    `select held."itemId", held.type, other.id as "otherId", other.class as "otherClass"
       from (select source_id as "itemId", type, target_id as other_id from relationship
              where source_id = any($1::bigint[]) and type = any($2::text[])
             union
             select target_id, type, source_id from relationship
              where target_id = any($1::bigint[]) and type = any($2::text[])) as held
       join configuration_item as other on other.id = held.other_id
      order by held."itemId", other.id`,
    [items, types],
  );
}

/**
 * The identifiers under an entry, owned and contested, of items that no source reports as one of some classes; at most
 * `limit`.
 */
export async function readIdentifiersOutside(
  executor: Executor,
  { entryId, classes, limit }: { entryId: number; classes: readonly string[]; limit: number },
): Promise<readonly Identifier[]> {
  const rows = await executor.query<IdentifierRow>(
    `select held.*
       from (select ${IDENTIFIER_COLUMNS} from ci_identifier where entry_id = $1
             union all
             select ${IDENTIFIER_COLUMNS} from ci_identifier_contested where entry_id = $1) as held
      where not exists (select from observation as seen
                         where seen.item_id = held.item_id and seen.class = any($2::text[]))
      limit $3`,
    [entryId, classes, limit],
  );
  return rows.map(toIdentifier);
}

/** Identifiers that go in by one statement. */
const STAGED_TOGETHER = 2_000;

/**
 * Writes identifiers under entries that no model names yet, so that nobody looks them up or contests them. Takes no
 * revision: they mean nothing until a model does name the entries, and nothing for ever when none does.
 */
export async function stageIdentifiers(
  database: Database,
  identifiers: readonly Identifier[],
  at: { readonly revision: Revision; readonly time: string },
): Promise<void> {
  for (const part of slicesOf(identifiers, STAGED_TOGETHER)) {
    await retriedTransaction(database, async (tx) => {
      for (const [table, contested] of [
        [IDENTIFIER_TABLE, false],
        [CONTESTED_TABLE, true],
      ] as const) {
        const rows = part.filter((identifier) => identifier.contested === contested).map(fromIdentifier);
        const parts = [{ text: JSON.stringify(rows).slice(1, -1), count: rows.length }];
        await insertRows(tx, table, { parts, firstRevision: at.revision, at: at.time });
      }
    });
  }
}

/**
 * Closes all identifiers under entries that no model names any more, a part at a time. What is left over when this is
 * cut short is never looked up.
 */
export async function closeIdentifiersUnder(
  database: Database,
  entryIds: readonly number[],
  at: { readonly revision: Revision; readonly time: string },
): Promise<void> {
  for (const table of [IDENTIFIER_TABLE, CONTESTED_TABLE]) {
    for (let closed = STAGED_TOGETHER; closed === STAGED_TOGETHER;) {
      const rows = await database.query(
        `with gone as (
           delete from ${table.name}
            where ctid in (select ctid from ${table.name} where entry_id = any($1::integer[]) limit $4)
           returning ${IDENTIFIER_COLUMNS}
         )
         insert into ${table.versions} (${IDENTIFIER_COLUMNS}, valid_to, closed_at)
         select ${IDENTIFIER_COLUMNS}, $2::bigint, $3::timestamptz(3) from gone
         returning entry_id`,
        [entryIds, at.revision, at.time, STAGED_TOGETHER],
      );
      closed = rows.length;
    }
  }
}
