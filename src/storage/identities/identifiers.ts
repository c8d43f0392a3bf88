import type { ItemId } from '../../domain/ids';
import { identifierKey, type Identifier } from '../change-sets/change-plan';
import type { Executor } from '../database';
import { IDENTIFIER_COLUMNS, toIdentifier, type IdentifierRow } from '../change-sets/identifier-rows';

/** The entry and hash of an identity. */
export interface IdentityLookup {
  readonly entryId: number;
  readonly hash: string;
}

/** {@link identifierKey} -> owner and contesting holders. */
export type Holders = ReadonlyMap<string, readonly Identifier[]>;

/** Who holds some identities. One statement for any number. */
export async function findHolders(executor: Executor, keys: readonly IdentityLookup[]): Promise<Holders> {
  if (keys.length === 0) return new Map();
  const rows = await executor.query<IdentifierRow>(
    `${WANTED_IDENTITIES}
     select ${IDENTIFIER_COLUMNS} from wanted join ci_identifier using (entry_id, key_hash)
     union all
     select ${IDENTIFIER_COLUMNS} from wanted join ci_identifier_contested using (entry_id, key_hash)`,
    identityParameters(keys),
  );
  return group(rows.map(toIdentifier), ({ entryId, keyHash }) => identifierKey(entryId, keyHash));
}

/** Who holds some identities, as {@link identifierKey} -> ids, ascending. One statement for any number. */
export async function findHolderIds(
  executor: Executor,
  keys: readonly IdentityLookup[],
): Promise<ReadonlyMap<string, readonly ItemId[]>> {
  if (keys.length === 0) return new Map();
  const rows = await executor.query<{ entry_id: number; key_hash: Buffer; holders: readonly ItemId[] }>(
    `${WANTED_IDENTITIES}
     select entry_id, key_hash, array_agg(item_id order by item_id) as holders
       from (
         select entry_id, key_hash, item_id from wanted join ci_identifier using (entry_id, key_hash)
         union all
         select entry_id, key_hash, item_id from wanted join ci_identifier_contested using (entry_id, key_hash)
       ) as held
      group by entry_id, key_hash`,
    identityParameters(keys),
  );
  return new Map(rows.map((row) => [identifierKey(row.entry_id, row.key_hash.toString('hex')), row.holders]));
}

const HASH_BYTES = 16;

/**
 * The identities of {@link identityParameters}, each once. The planner knows how long an array is, so that three of them
 * are looked up in the index; and the hashes are one value, because the driver builds long array literals slowly.
 */
const WANTED_IDENTITIES = `with wanted as materialized (
       select distinct entry_id, substr($2::bytea, (position::integer - 1) * ${HASH_BYTES} + 1, ${HASH_BYTES}) as key_hash
         from unnest($1::integer[]) with ordinality as given(entry_id, position)
     )`;

const identityParameters = (keys: readonly IdentityLookup[]): readonly unknown[] => [
  `{${keys.map((key) => key.entryId).join(',')}}`,
  Buffer.from(keys.map((key) => key.hash).join(''), 'hex'),
];

/** The identities that some items hold, owned and contested. One statement for any number. */
export async function loadIdentifiersOf(
  executor: Executor,
  items: readonly ItemId[],
): Promise<ReadonlyMap<ItemId, readonly Identifier[]>> {
  if (items.length === 0) return new Map();
  const rows = await executor.query<IdentifierRow>(
    `select ${IDENTIFIER_COLUMNS} from ci_identifier where item_id = any($1::bigint[])
     union all
     select ${IDENTIFIER_COLUMNS} from ci_identifier_contested where item_id = any($1::bigint[])`,
    [items],
  );
  return group(rows.map(toIdentifier), ({ itemId }) => itemId);
}

function group<K>(identifiers: readonly Identifier[], key: (identifier: Identifier) => K): Map<K, Identifier[]> {
  const groups = new Map<K, Identifier[]>();
  for (const identifier of identifiers) {
    const list = groups.get(key(identifier));
    if (list) list.push(identifier);
    else groups.set(key(identifier), [identifier]);
  }
  return groups;
}
