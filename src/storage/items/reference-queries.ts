import { itemId, type ItemId, type Revision } from '../../domain/ids';
import type { JsonObject } from '../../domain/json';
import type { Executor } from '../database';
import { CONTESTED_TABLE, IDENTIFIER_TABLE } from '../change-sets/identifier-rows';
import { ITEM_TABLE } from '../change-sets/item-rows';
import { jsonText } from '../sql-parameters';
import { asOf } from '../versioned-table';
import { mark } from '../visible-rows';

/** An identity to look up: entry and hash. */
export interface IdentityLookup {
  readonly entryId: number;
  /** 128 bits, lower-case hexadecimal. */
  readonly hash: string;
}

/** Who held an identity at a revision, further (contested) holders included. */
export async function findIdentityHolders(
  executor: Executor,
  keys: readonly IdentityLookup[],
  at: Revision,
): Promise<readonly (IdentityLookup & { readonly itemId: ItemId })[]> {
  if (keys.length === 0) return [];
  const rows = await executor.query<{ entry_id: number; hash: string; item_id: number }>(
    `with wanted as (select entry_id, decode(hash, 'hex') as key_hash, hash
                       from unnest($1::integer[], $2::text[]) as wanted (entry_id, hash))
     select entry_id, wanted.hash, item_id
       from wanted join ${asOf(IDENTIFIER_TABLE, '$3')} as owner using (entry_id, key_hash)
     union all
     select entry_id, wanted.hash, item_id
       from wanted join ${CONTESTED_TABLE.name} as further using (entry_id, key_hash)
      where further.valid_from <= $3${mark('of_item', 'further', '$3')}`,
    [keys.map((key) => key.entryId), keys.map((key) => key.hash), at],
  );
  return rows.map((row) => ({ entryId: row.entry_id, hash: row.hash, itemId: itemId(row.item_id) }));
}

/** Items to find by equality. */
export interface EqualityLookup {
  readonly ordinal: number;
  readonly classes: readonly string[];
  readonly name: string | null;
  /** Column -> text form of its value. */
  readonly columns: Readonly<Record<string, string>>;
  readonly attributes: JsonObject;
}

/** Columns, beside the name, that items can be found by. */
const COMPARED = [
  'tenant',
  'description',
  'environment',
  'lifecycle',
  'lifecycle_status',
  'criticality',
  'site',
  'can_fail',
];

/** One more than a message lists. */
const MATCHES_MAX = 11;

/**
 * Items that equal what is asked for, at a revision; a few of them for each when there are many. One statement for those
 * with a name, which is an index of its own, and one for those found by attributes.
 */
export async function findEqualItems(
  executor: Executor,
  lookups: readonly EqualityLookup[],
  at: Revision,
): Promise<readonly { readonly ordinal: number; readonly id: ItemId; readonly retired: boolean }[]> {
  const named = lookups.filter((lookup) => lookup.name !== null);
  const unnamed = lookups.filter((lookup) => lookup.name === null);
  const found = await Promise.all([
    findEqual(executor, named, 'item.name = wanted.name', at),
    findEqual(executor, unnamed, 'true', at),
  ]);
  return found.flat();
}

async function findEqual(executor: Executor, lookups: readonly EqualityLookup[], nameCondition: string, at: Revision) {
  if (lookups.length === 0) return [];
  const compared = COMPARED.map(
    (column) => `and (wanted.columns ->> '${column}' is null or item.${column}::text = wanted.columns ->> '${column}')`,
  );
  const rows = await executor.query<{ ordinal: number; id: number; retired: boolean }>(
    `select wanted.ordinal, found.id, found.retired
       from unnest($1::integer[], $2::jsonb[], $3::text[], $4::jsonb[], $5::jsonb[])
            as wanted (ordinal, classes, name, columns, attributes)
       join lateral (
         select item.id, item.retired_at is not null as retired
           from ${asOf(ITEM_TABLE, '$6')} as item
          where ${nameCondition} and item.attributes @> wanted.attributes and wanted.classes ? item.class
            and item.merged_into is null ${compared.join('\n            ')}
          order by item.retired_at is not null, item.id
          limit ${MATCHES_MAX}) as found on true
      order by wanted.ordinal, found.retired, found.id`,
    [
      lookups.map((lookup) => lookup.ordinal),
      lookups.map((lookup) => JSON.stringify(lookup.classes)),
      lookups.map((lookup) => lookup.name),
      lookups.map((lookup) => jsonText(lookup.columns)),
      lookups.map((lookup) => jsonText(lookup.attributes)),
      at,
    ],
  );
  return rows.map((row) => ({ ordinal: row.ordinal, id: itemId(row.id), retired: row.retired }));
}

/** For each name the most similar one of an item of these classes, where one is near. Uses configuration_item_name_trgm. */
export async function findSimilarNames(
  executor: Executor,
  wanted: readonly { readonly classes: readonly string[]; readonly name: string }[],
): Promise<readonly (string | null)[]> {
  if (wanted.length === 0) return [];
  const rows = await executor.query<{ ordinal: number; name: string }>(
    `select wanted.ordinal, near.name
       from unnest($1::text[], $2::jsonb[]) with ordinality as wanted (name, classes, ordinal)
       join lateral (
         select item.name from configuration_item as item
          where item.name % wanted.name and wanted.classes ? item.class
            and item.retired_at is null and item.merged_into is null${mark('item', 'item')}
          order by similarity(item.name, wanted.name) desc, item.name
          limit 1) as near on true`,
    [wanted.map((one) => one.name), wanted.map((one) => JSON.stringify(one.classes))],
  );
  const near = new Map(rows.map((row) => [row.ordinal, row.name]));
  return wanted.map((_, index) => near.get(index + 1) ?? null);
}
