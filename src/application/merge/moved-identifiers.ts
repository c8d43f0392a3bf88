import { keyText, keyTextParts, type IdentityRules } from '../../domain/identification/identity-keys';
import type { ItemId } from '../../domain/ids';
import { decodeItemId } from '../../domain/opaque-id';
import { identifierKey, type Identifier } from '../../storage/change-sets/change-plan';

/**
 * An identity that goes from one holder, or from inside one host, to another. `from` null: whoever has it keeps it too;
 * `to` null: nobody takes it over.
 */
export interface IdentifierTransfer {
  readonly from: Identifier | null;
  readonly to: Identifier | null;
}

/**
 * What becomes of an identity when items become other items: it is held by another one, or holds inside another host and
 * has another hash then. Null when an item would be identified inside itself. Nothing moves: the identity itself.
 */
export function transferred(
  rules: IdentityRules,
  identifier: Identifier,
  moves: ReadonlyMap<ItemId, ItemId>,
): Identifier | null {
  const { values, host } = keyTextParts(identifier.value);
  const itemId = moves.get(identifier.itemId) ?? identifier.itemId;
  const inside = host === null ? null : decodeItemId(host);
  const newHost = inside === null ? null : (moves.get(inside) ?? inside);
  if (newHost === itemId) return null;
  if (newHost === inside) return itemId === identifier.itemId ? identifier : { ...identifier, itemId };
  const key = rules.key(identifier.tenant, identifier.entryId, JSON.parse(values) as readonly string[], newHost);
  return { ...identifier, itemId, keyHash: key.hash, value: keyText(key) };
}

/** Rows to write and to take away, and which identities more than one item holds only now. */
export interface Redistribution {
  readonly added: readonly Identifier[];
  readonly removed: readonly Identifier[];
  readonly contested: readonly (readonly Identifier[])[];
}

/**
 * Carries out transfers among all who hold the identities concerned (`holders`, by {@link identifierKey}). Whoever owned
 * one goes on owning it, or who takes over from him does; `preferred` names who shall own it if he holds it.
 */
export function redistribute(
  transfers: readonly IdentifierTransfer[],
  holders: ReadonlyMap<string, readonly Identifier[]>,
  preferred: ReadonlyMap<string, ItemId> = new Map(),
): Redistribution {
  const after = new Map<string, Map<ItemId, Identifier>>();
  const heirs = new Map<string, ItemId>();
  const heldBy = (key: string): Map<ItemId, Identifier> => {
    const known = after.get(key) ?? new Map((holders.get(key) ?? []).map((one) => [one.itemId, one]));
    after.set(key, known);
    return known;
  };
  for (const { from } of transfers) if (from) heldBy(keyOf(from)).delete(from.itemId);
  for (const { from, to } of transfers) {
    if (!to) continue;
    const key = keyOf(to);
    if (from && !from.contested && keyOf(from) === key) heirs.set(key, to.itemId);
    const held = heldBy(key);
    if (!held.has(to.itemId)) held.set(to.itemId, to);
  }
  const added: Identifier[] = [];
  const removed: Identifier[] = [];
  const contested: (readonly Identifier[])[] = [];
  for (const [key, held] of after) {
    const before = holders.get(key) ?? [];
    const owner = before.find((one) => !one.contested)?.itemId;
    const wished = [preferred.get(key), owner, heirs.get(key)].find((item) => item !== undefined && held.has(item));
    const first = wished ?? [...held.keys()].sort((a, b) => a - b)[0];
    const now = [...held.values()].map((one) => ({ ...one, contested: one.itemId !== first }));
    const isSame = (a: Identifier) => (b: Identifier) => a.itemId === b.itemId && a.contested === b.contested;
    added.push(...now.filter((one) => !before.some(isSame(one))));
    removed.push(...before.filter((one) => !now.some(isSame(one))));
    if (now.length > 1 && before.length < now.length) contested.push(now);
  }
  return { added, removed, contested };
}

const keyOf = ({ entryId, keyHash }: Identifier): string => identifierKey(entryId, keyHash);
