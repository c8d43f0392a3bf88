import type { ItemId } from '../../domain/ids';
import type { Executor } from '../database';

/** An identity that several living items hold. */
export interface SharedIdentity {
  readonly entryId: number;
  /** 128 bits, lower-case hexadecimal. */
  readonly keyHash: string;
  readonly tenant: string;
  readonly value: string;
  /** Ascending. */
  readonly items: readonly ItemId[];
}

/** A page of the identities under some entries that several items hold. Whoever is not the owner is in the contested table. */
export async function readSharedIdentities(
  executor: Executor,
  { entries, after, limit }: { entries: readonly number[]; after: SharedIdentity | null; limit: number },
): Promise<readonly SharedIdentity[]> {
  return executor.query<SharedIdentity>(
    `with contested as materialized (
       select distinct entry_id, key_hash from ci_identifier_contested
        where entry_id = any($1::integer[])
          and ($2::integer is null or (entry_id, key_hash) > ($2::integer, decode($3, 'hex')))
        order by entry_id, key_hash limit $4
     )
     select entry_id as "entryId", encode(key_hash, 'hex') as "keyHash", min(held.tenant) as tenant,
            min(held.value) as value, array_agg(held.item_id order by held.item_id) as items
       from contested
       join (select entry_id, key_hash, item_id, tenant, value from ci_identifier
             union all
             select entry_id, key_hash, item_id, tenant, value from ci_identifier_contested) as held
            using (entry_id, key_hash)
       join configuration_item as item on item.id = held.item_id
      where item.retired_at is null and item.merged_into is null
      group by entry_id, key_hash
     having count(*) > 1
      order by entry_id, key_hash`,
    [entries, after?.entryId ?? null, after?.keyHash ?? '', limit],
  );
}
