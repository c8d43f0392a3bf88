import type { ItemId } from '../domain/ids';
import { identifierKey, type Identifier } from './change-plan';
import type { Executor } from './database';
import { IDENTIFIER_COLUMNS, toIdentifier, type IdentifierRow } from './identifier-rows';

/** The entry and hash of an identity. */
export interface IdentityLookup {
  readonly entryId: number;
  readonly hash: string;
}

/** Who holds some identities, as {@link identifierKey} -> owner and contesting holders. One statement for any number. */
export async function findHolders(
  executor: Executor,
  keys: readonly IdentityLookup[],
): Promise<ReadonlyMap<string, readonly Identifier[]>> {
  if (keys.length === 0) return new Map();
  // Two texts: the driver builds array literals of tens of thousands of elements slowly.
  const rows = await executor.query<IdentifierRow>(
    `with wanted as materialized (
       select distinct entry::integer as entry_id, decode(hash, 'hex') as key_hash
         from rows from (string_to_table($1, ','), string_to_table($2, ',')) as given(entry, hash)
     )
     select ${IDENTIFIER_COLUMNS} from wanted join ci_identifier using (entry_id, key_hash)
     union all
     select ${IDENTIFIER_COLUMNS} from wanted join ci_identifier_contested using (entry_id, key_hash)`,
    [keys.map((key) => key.entryId).join(','), keys.map((key) => key.hash).join(',')],
  );
  return group(rows.map(toIdentifier), ({ entryId, keyHash }) => identifierKey(entryId, keyHash));
}

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
