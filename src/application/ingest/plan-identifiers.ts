import { NATIVE_KEY_ENTRY } from '../../domain/class-model/identification-check';
import { keyText, keyTextParts, type IdentityKey, type IdentityRules } from '../../domain/identification/identity-keys';
import type { ItemId } from '../../domain/ids';
import { pathOfAttribute } from '../../domain/reconciliation/claim-paths';
import { NORMALISER_VERSION } from '../../domain/identification/normalisation';
import type { ObservationState } from '../../domain/reconciliation/observation-merge';
import { identifierKey, type Identifier } from '../../storage/change-sets/change-plan';

/** Which identities items gain and lose, in the order in which a plan holds them. */
export interface IdentifierChanges {
  readonly added: Identifier[];
  readonly removed: Identifier[];
}

/**
 * The identities that an item has to gain: those of its payload that it does not hold. One that another item owns is
 * contested from now on, so that whoever is known by nothing else is ambiguous. `taken` are the identities that the same
 * plan gives away, by {@link identifierKey}.
 */
export function gainedIdentifiers(
  item: ItemId,
  tenant: string,
  keys: readonly IdentityKey[],
  holders: ReadonlyMap<string, readonly Identifier[]>,
  taken: Map<string, ItemId[]>,
): readonly Identifier[] {
  const gained: Identifier[] = [];
  for (const key of keys) {
    const { name } = key;
    const stored = holders.get(name);
    const given = taken.get(name);
    if (given?.includes(item) || stored?.some((one) => one.itemId === item)) continue;
    if (given) given.push(item);
    else taken.set(name, [item]);
    gained.push(toIdentifier(key, item, tenant, given !== undefined || (stored?.length ?? 0) > 0));
  }
  return gained;
}

function toIdentifier(key: IdentityKey, item: ItemId, tenant: string, contested: boolean): Identifier {
  const { entryId, hash } = key;
  return {
    entryId,
    keyHash: hash,
    itemId: item,
    tenant,
    value: keyText(key),
    normaliser: NORMALISER_VERSION,
    contested,
  };
}

/** The identities of an item that holds these and no others, alone, as they are stored. */
export const heldAlone = (keys: readonly IdentityKey[], item: ItemId, tenant: string): readonly Identifier[] =>
  keys.map((key) => toIdentifier(key, item, tenant, false));

/** Whether an item ends up with these identities and no others, and nobody else has any of them. */
export function holdsAlone(
  item: ItemId,
  keys: readonly IdentityKey[],
  { held, gained, gone }: Readonly<Record<'held' | 'gained' | 'gone', readonly Identifier[]>>,
  holders: ReadonlyMap<string, readonly Identifier[]>,
): boolean {
  if (gone.length > 0 || held.length + gained.length !== keys.length || gained.some((one) => one.contested))
    return false;
  return keys.every(({ name }) => holders.get(name)?.every((one) => one.itemId === item && !one.contested) ?? true);
}

/**
 * The identities that nobody claims for an item any more: its serial number was corrected, its native key changed. The
 * host is left out of account; an identity inside a host goes with the relationship to it.
 */
export function lostIdentifiers(
  rules: IdentityRules,
  tenant: string,
  held: readonly Identifier[],
  observations: readonly ObservationState[],
): readonly Identifier[] {
  const supported = new Set(observations.flatMap((observation) => supportedIdentities(rules, tenant, observation)));
  return held.filter(({ entryId, value }) => !supported.has(`${entryId} ${keyTextParts(value).values}`));
}

/** The identities of a payload that somebody claims for the item once it has landed: not those it gives too late. */
export function supportedKeys(
  rules: IdentityRules,
  tenant: string,
  keys: readonly IdentityKey[],
  observations: readonly ObservationState[],
): readonly IdentityKey[] {
  const supported = new Set(observations.flatMap((observation) => supportedIdentities(rules, tenant, observation)));
  return keys.filter(({ entryId, values }) => supported.has(`${entryId} ${JSON.stringify(values)}`));
}

function supportedIdentities(rules: IdentityRules, tenant: string, observation: ObservationState): readonly string[] {
  const { source, nativeKey, className, claims } = observation;
  const item = { className, tenant, value: (name: string) => claims[pathOfAttribute(name)] ?? undefined };
  const native = `${NATIVE_KEY_ENTRY} ${JSON.stringify([source, nativeKey])}`;
  const byEntry = rules
    .entriesOf(className)
    .flatMap((prepared) =>
      rules.valuesOf(prepared, item).rows.map((values) => `${prepared.entry.id} ${JSON.stringify(values)}`),
    );
  return nativeKey === '' ? byEntry : [native, ...byEntry];
}

/** Takes identities away from items; where the owner goes, the first of those who contested it becomes the owner. */
export function releaseIdentifiers(
  lost: readonly Identifier[],
  holders: ReadonlyMap<string, readonly Identifier[]>,
): IdentifierChanges {
  const added: Identifier[] = [];
  const removed: Identifier[] = [...lost];
  const gone = new Set(lost.map(holding));
  for (const identifier of lost.filter((one) => !one.contested)) {
    const others = holders.get(identifierKey(identifier.entryId, identifier.keyHash)) ?? [];
    const heirs = others.filter((one) => one.contested && !gone.has(holding(one)));
    const [heir] = [...heirs].sort((a, b) => a.itemId - b.itemId);
    if (!heir) continue;
    removed.push(heir);
    added.push({ ...heir, contested: false });
  }
  return { added, removed };
}

const holding = ({ entryId, keyHash, itemId }: Identifier): string => `${identifierKey(entryId, keyHash)} ${itemId}`;
