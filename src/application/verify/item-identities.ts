import { NATIVE_KEY_ENTRY } from '../../domain/class-model/identification-check';
import type { ConfigurationItem } from '../../domain/configuration-item';
import { keyTextParts, type IdentityRules } from '../../domain/identification/identity-keys';
import { itemId, type ItemId } from '../../domain/ids';
import { decodeItemId } from '../../domain/opaque-id';
import type { Identifier } from '../../storage/change-sets/change-plan';
import type { Tx } from '../../storage/database';
import { loadIdentifiersOf } from '../../storage/identities/identifiers';

/** An identity that is looked up by another hash than that of its values. */
export interface WrongIdentity {
  readonly item: ItemId;
  readonly identity: string;
  readonly message: string;
}

const MESSAGE = 'The hash by which it is looked up is not that of its values.';

/** Holds the hashes by which items are looked up against the values that are stored beside them. */
export async function findWrongIdentities(
  tx: Tx,
  rules: IdentityRules,
  items: readonly ConfigurationItem[],
): Promise<readonly WrongIdentity[]> {
  const held = await loadIdentifiersOf(
    tx,
    items.map(({ id }) => id),
  );
  return items.flatMap((item) =>
    (held.get(item.id) ?? [])
      .filter((one) => hashOf(rules, item, one) !== one.keyHash)
      .map((one) => ({ item: item.id, identity: `${one.entryId} ${one.value}`, message: MESSAGE })),
  );
}

/** The hash that the values of a stored identity have; that of a native key names no tenant. */
function hashOf(rules: IdentityRules, { tenant }: ConfigurationItem, { entryId, value }: Identifier): string {
  const { values, host } = keyTextParts(value);
  const list = JSON.parse(values) as readonly string[];
  if (entryId === NATIVE_KEY_ENTRY) return rules.nativeKey(list[0] ?? '', list[1] ?? '').hash;
  return rules.key(tenant, entryId, list, host === null ? null : itemId(decodeItemId(host) ?? 0)).hash;
}
