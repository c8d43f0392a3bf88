import type { Claims } from '../domain/configuration-item';
import { itemId, type ItemId, type Revision } from '../domain/ids';
import type { JsonObject } from '../domain/json';
import type { Identifier } from './change-plan';
import type { Database, Executor } from './database';
import {
  fromIdentifier,
  IDENTIFIER_COLUMNS,
  CONTESTED_TABLE,
  IDENTIFIER_TABLE,
  toIdentifier,
  type IdentifierRow,
} from './identifier-rows';
import { insertRows } from './merge-statement';

/** What a stored item can be identified by: what is so, and what each source says. */
export interface IdentifiableItem {
  readonly id: ItemId;
  readonly className: string;
  readonly tenant: string;
  readonly base: Readonly<Record<'name' | 'environment' | 'site', string | null>>;
  readonly attributes: JsonObject;
  readonly claims: readonly Claims[];
}

/** Which items to read, a page of them in the order of ids. */
export interface IdentifiableItemsQuery {
  readonly classes: readonly string[];
  /** Only these; null: all. */
  readonly only: readonly ItemId[] | null;
  readonly after: ItemId;
  readonly limit: number;
}

/** A page of items with everything that may identify them; retired ones too, because they may come back. */
export async function readIdentifiableItems(
  executor: Executor,
  { classes, only, after, limit }: IdentifiableItemsQuery,
): Promise<readonly IdentifiableItem[]> {
  const rows = await executor.query<Omit<IdentifiableItem, 'id'> & { id: number }>(
    `select item.id, item.class as "className", item.tenant, item.attributes,
            jsonb_build_object('name', item.name, 'environment', item.environment, 'site', item.site) as base,
            coalesce((select jsonb_agg(seen.claims) from observation as seen where seen.item_id = item.id), '[]')
              as claims
       from configuration_item as item
      where item.class = any($1::text[]) and item.merged_into is null and item.id > $2
        and ($3::bigint[] is null or item.id = any($3::bigint[]))
      order by item.id
      limit $4`,
    [classes, after, only, limit],
  );
  return rows.map((row) => ({ ...row, id: itemId(row.id) }));
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

/** The identifiers that items of some classes hold under some entries, owned and contested; at most `limit`. */
export async function readIdentifiersUnder(
  executor: Executor,
  { classes, entryIds, limit }: { classes: readonly string[]; entryIds: readonly number[]; limit: number },
): Promise<readonly Identifier[]> {
  const rows = await executor.query<IdentifierRow>(
    `select held.*
       from (select ${IDENTIFIER_COLUMNS} from ci_identifier where entry_id = any($1::integer[])
             union all
             select ${IDENTIFIER_COLUMNS} from ci_identifier_contested where entry_id = any($1::integer[])) as held
       join configuration_item as item on item.id = held.item_id and item.class = any($2::text[])
      limit $3`,
    [entryIds, classes, limit],
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
  for (let from = 0; from < identifiers.length; from += STAGED_TOGETHER) {
    const part = identifiers.slice(from, from + STAGED_TOGETHER);
    await database.transaction(async (tx) => {
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
