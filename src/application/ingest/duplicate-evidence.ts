import type { DuplicateEvidence, IdentityHolding } from '../../domain/identification/duplicates';
import type { IdentityKey } from '../../domain/identification/identity-keys';
import type { ItemId } from '../../domain/ids';
import type { BatchContext } from './batch';
import type { IdentifiedGroup, IdentifiedLevel } from './identify-groups';

/** What an identification shows of stored items that may be the same; nothing of nearly all. */
export function duplicateEvidence(
  { reporter }: BatchContext,
  identified: IdentifiedGroup,
  level: IdentifiedLevel,
): readonly DuplicateEvidence[] {
  const { group, identification } = identified;
  const shared = {
    tenant: group.tenant,
    source: reporter.source,
    nativeKey: group.nativeKeys[0]?.values[1] ?? null,
  };
  if (identification?.outcome === 'ambiguous') {
    const keys = keysBy(identified, identification.by);
    const found = { kind: 'SEVERAL_MATCHES' as const, entry: identification.by, values: valuesOf(keys) };
    return among(level, identification.candidates, keys, { ...shared, ...found });
  }
  if (identification?.outcome === 'matched') {
    if (identification.others.length === 0) return [];
    const strong = identified.attempts.filter(({ prepared }) => !prepared.entry.weak);
    const isOther = (key: IdentityKey): boolean =>
      holdersOf(level, key).some((item) => identification.others.includes(item));
    const other = strong.filter(({ keys }) => keys.some(isOther));
    const found = {
      kind: 'DIFFERENT_MATCHES' as const,
      entry: other.map(({ prepared }) => prepared.label).join('; '),
      values: valuesOf(other.flatMap(({ keys }) => keys.filter(isOther))),
    };
    const keys = [...keysBy(identified, identification.by), ...strong.flatMap((attempt) => attempt.keys)];
    return among(level, [identification.item, ...identification.others], keys, { ...shared, ...found });
  }
  if (identification?.outcome === 'nativeKeyReused') {
    const { item, attribute, given } = identification;
    const marked = identified.attempts.filter(({ prepared }) => prepared.birthmarks.length > 0);
    const others = marked.flatMap(({ keys }) => keys.flatMap((key) => holdersOf(level, key)));
    const entries = new Set(marked.map(({ prepared }) => prepared.entry.id));
    const held = (level.identifiers.get(item) ?? []).filter((one) => entries.has(one.entryId));
    const holdings = [
      ...group.nativeKeys.map((key) => ({ entryId: key.entryId, hash: key.hash, item })),
      ...held.map((one) => ({ entryId: one.entryId, hash: one.keyHash, item })),
    ];
    const items = [item, ...[...new Set(others)].filter((one) => one !== item).sort((a, b) => a - b)];
    const stored = items.filter((one) => level.items.has(one));
    if (stored[0] !== item) return [];
    return [{ kind: 'NATIVE_KEY_REUSED', ...shared, items: stored, entry: attribute, values: given, holdings }];
  }
  return [];
}

const valuesOf = (keys: readonly IdentityKey[]): readonly string[] => keys.flatMap((key) => key.values);

const keysBy = ({ group, attempts }: IdentifiedGroup, by: string): readonly IdentityKey[] => {
  if (by === 'nativeKey') return group.nativeKeys;
  return attempts.find(({ prepared }) => prepared.label === by)?.keys ?? [];
};

const holdersOf = (level: IdentifiedLevel, key: IdentityKey): readonly ItemId[] =>
  level.holders.get(key.name)?.map((one) => one.itemId) ?? [];

/** Evidence about those of some items that are stored; none when that is one alone. */
function among(
  level: IdentifiedLevel,
  items: readonly ItemId[],
  keys: readonly IdentityKey[],
  found: Omit<DuplicateEvidence, 'items' | 'holdings'>,
): readonly DuplicateEvidence[] {
  const stored = new Set(items.filter((item) => level.items.has(item)));
  if (stored.size < 2) return [];
  const holdings = keys.flatMap((key): readonly IdentityHolding[] =>
    holdersOf(level, key).flatMap((item) => (stored.has(item) ? [{ entryId: key.entryId, hash: key.hash, item }] : [])),
  );
  return [{ ...found, items: [...stored].sort((a, b) => a - b), holdings }];
}
