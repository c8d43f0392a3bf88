import { itemError, type ItemError } from '../../domain/errors';
import {
  identify,
  type HeldIdentities,
  type Holders,
  type Identification,
} from '../../domain/identification/identification';
import type { IdentityKey } from '../../domain/identification/identity-keys';
import { itemId, type ItemId } from '../../domain/ids';
import { identifierKey, type Identifier } from '../../storage/change-sets/change-plan';
import { inTurns } from '../analyses/breathe';
import type { BatchContext } from './batch';
import { attemptEntries, hostEnds, type HostedAttempts } from './host-attempts';
import type { ItemGroup } from './item-group';
import { resolveEnds, type Fates } from './resolve-ends';
import { identificationAsSeen, meansNothing, saysBeyondSight } from './seen-identification';
import type { StoredItems, StoredState } from './stored-state';

/** Who a group is. `item` is null when that could not be told; the identification says why. */
export interface IdentifiedGroup extends HostedAttempts {
  readonly group: ItemGroup;
  readonly identification: Identification | null;
  readonly item: ItemId | null;
  /** All identities of the payload, native keys included. */
  readonly keys: readonly IdentityKey[];
  /** The item is known to hold these identities and no others, alone. */
  readonly remembered: boolean;
  /** Set when the id that the payload names does not exist, or what it means is not seen by its reporter. */
  readonly error: ItemError | null;
}

/** The groups of one level, identified, with everything stored that the next stage needs. */
export interface IdentifiedLevel extends StoredItems {
  readonly groups: readonly IdentifiedGroup[];
  /** Who holds the identities of the payload, by {@link identifierKey}. */
  readonly holders: ReadonlyMap<string, readonly Identifier[]>;
}

/**
 * Identifies the groups of one level, whose hosts are known. The number of statements does not depend on how many there
 * are. Ids of new items come from `takeIds`.
 */
export async function identifyGroups(
  context: BatchContext,
  state: StoredState,
  fates: Fates,
  groups: readonly ItemGroup[],
  takeIds: (count: number) => Promise<readonly ItemId[]>,
): Promise<IdentifiedLevel> {
  const resolve = await resolveEnds(
    state,
    fates,
    groups.flatMap((group) => hostEnds(context, group)),
  );
  const attempted = await inTurns(groups, (group) => attemptEntries(context, group, resolve));
  const keys = attempted.map(({ attempts }, at) => allKeys(groups[at]?.nativeKeys ?? [], attempts));
  const { holders, held, remembered } = await findHoldings(state, groups, keys);
  const ids = new Set(groups.flatMap((group) => group.id ?? []));
  for (const list of holders.values()) for (const { itemId } of list) ids.add(itemId);
  const surviving = await loadSurviving(state, [...ids], held);
  const known = new BatchHolders(holders, surviving.identifiers);
  const found = await inTurns(groups, (group, at) =>
    identifyGroup(
      context,
      group,
      { ...(attempted[at] ?? NO_ATTEMPTS), remembered: remembered.has(at) },
      keys[at] ?? [],
      { ...surviving, known },
    ),
  );
  const taken = await takeIds(known.newcomers);
  for (const one of found) if (one.item !== null && one.item < 0) one.item = taken[Math.abs(one.item) - 1] ?? null;
  return { groups: found, ...surviving, holders };
}

/** Native keys first. */
function allKeys(nativeKeys: readonly IdentityKey[], attempts: HostedAttempts['attempts']): readonly IdentityKey[] {
  const all = [...nativeKeys];
  for (const { keys } of attempts) for (const key of keys) all.push(key);
  return all;
}

const NO_ATTEMPTS: HostedAttempts = { attempts: [], hostErrors: [], hosts: [] };

interface Holdings {
  /** By {@link identifierKey}. */
  readonly holders: ReadonlyMap<string, readonly Identifier[]>;
  /** The identities of items of which this server remembers them. */
  readonly held: ReadonlyMap<ItemId, readonly Identifier[]>;
  /** The positions of the groups that are such an item. */
  readonly remembered: ReadonlySet<number>;
}

/** Who holds the identities of some groups; what is remembered is not looked up. */
async function findHoldings(
  state: StoredState,
  groups: readonly ItemGroup[],
  keys: readonly (readonly IdentityKey[])[],
): Promise<Holdings> {
  const alone = new Map<string, readonly Identifier[]>();
  const held = new Map<ItemId, readonly Identifier[]>();
  const remembered = new Set<number>();
  const open: IdentityKey[] = [];
  for (let at = 0; at < groups.length; at += 1) {
    const group = groups[at];
    const own = keys[at] ?? [];
    const identifiers = group && state.rememberedHolding(group, own);
    if (!identifiers) for (const key of own) open.push(key);
    for (const one of identifiers ?? []) {
      alone.set(identifierKey(one.entryId, one.keyHash), [one]);
      held.set(one.itemId, identifiers ?? []);
      remembered.add(at);
    }
  }
  const looked = await state.holders(open);
  return { holders: alone.size === 0 ? looked : new Map([...looked, ...alone]), held, remembered };
}

interface SurvivingItems extends StoredItems {
  /** Merged item -> the item that stands for it. */
  readonly survivors: ReadonlyMap<ItemId, ItemId>;
}

/** Items by id, with those that stand for the merged ones among them. */
async function loadSurviving(
  state: StoredState,
  ids: readonly ItemId[],
  held: ReadonlyMap<ItemId, readonly Identifier[]>,
): Promise<SurvivingItems> {
  const found = await state.wholeItems(ids, held);
  const survivors = await state.survivorsOf(found.items.values());
  if (survivors.size === 0) return { ...found, survivors };
  const more = await state.wholeItems([...new Set(survivors.values())]);
  return {
    items: new Map([...found.items, ...more.items]),
    identifiers: new Map([...found.identifiers, ...more.identifiers]),
    observations: new Map([...found.observations, ...more.observations]),
    sightings: new Map([...found.sightings, ...more.sightings]),
    survivors,
  };
}

/** A new item has a negative number until it gets its id. */
type FoundGroup = IdentifiedGroup & { item: ItemId | null };

function identifyGroup(
  { reporter }: BatchContext,
  group: ItemGroup,
  attempted: HostedAttempts & Pick<IdentifiedGroup, 'remembered'>,
  keys: readonly IdentityKey[],
  { items, survivors, known }: SurvivingItems & { readonly known: BatchHolders },
): FoundGroup {
  const { attempts, hostErrors, hosts, remembered } = attempted;
  const { visibility = null } = reporter;
  const found = (identification: Identification | null, item: ItemId | null): FoundGroup => ({
    group,
    attempts,
    hostErrors,
    hosts,
    remembered,
    keys,
    identification,
    item,
    error: null,
  });
  const unsayable = saysBeyondSight(visibility, group);
  if (unsayable) return { ...found(null, null), error: unsayable };
  const hidden = (): FoundGroup => ({ ...found(null, null), error: meansNothing(group.label) });
  if (group.id !== null && !items.has(group.id)) {
    if (visibility !== null) return hidden();
    const message = `There is no configuration item with the id that ${group.label} names. Leave the id out to have it identified.`;
    return { ...found(null, null), error: itemError('INVALID_REFERENCE', message, ['id']) };
  }
  // The id of a merged item leads to its survivor for ever.
  const id = group.id === null ? null : (survivors.get(group.id) ?? group.id);
  const whole = identify({ id, nativeKeys: group.nativeKeys, entries: attempted.attempts }, known);
  const identification = identificationAsSeen(whole, visibility, items);
  if (identification === null) return hidden();
  if (identification.outcome === 'matched') {
    known.claim(identification.item, keys);
    return found(identification, identification.item);
  }
  const mayCreate = reporter.mayCreate && group.members.some((member) => member.present);
  if (identification.outcome !== 'created' || !mayCreate) return found(identification, null);
  const item = known.newcomer();
  known.claim(item, keys);
  return found(identification, item);
}

/**
 * Who holds what, with the groups that came before in the same batch: a later group with one of their identities is the
 * same item. New items have negative ids until they get real ones.
 */
class BatchHolders implements Holders {
  readonly #stored: ReadonlyMap<string, readonly Identifier[]>;
  readonly #identifiers: ReadonlyMap<ItemId, readonly Identifier[]>;
  readonly #claimed = new Map<string, ItemId[]>();
  /** What groups of the batch bring, by item; looked into only when a later one means the same item. */
  readonly #brought = new Map<ItemId, (readonly IdentityKey[])[]>();
  newcomers = 0;

  constructor(
    stored: ReadonlyMap<string, readonly Identifier[]>,
    identifiers: ReadonlyMap<ItemId, readonly Identifier[]>,
  ) {
    this.#stored = stored;
    this.#identifiers = identifiers;
  }

  newcomer(): ItemId {
    this.newcomers += 1;
    return itemId(-this.newcomers);
  }

  claim(item: ItemId, keys: readonly IdentityKey[]): void {
    for (const { name: key } of keys) {
      const claimed = this.#claimed.get(key);
      if (!claimed) this.#claimed.set(key, [item]);
      else if (!claimed.includes(item)) claimed.push(item);
    }
    append(this.#brought, item, keys);
  }

  of({ name: key }: IdentityKey): readonly ItemId[] {
    const stored = this.#stored.get(key);
    const claimed = this.#claimed.get(key);
    if (!claimed) return stored?.map((one) => one.itemId) ?? NOBODY;
    return [...new Set([...(stored?.map((one) => one.itemId) ?? []), ...claimed])].sort((a, b) => a - b);
  }

  identitiesOf(item: ItemId): HeldIdentities {
    const held = new Map<number, (readonly string[])[]>();
    for (const { entryId, value } of this.#identifiers.get(item) ?? []) {
      const values = (JSON.parse(value) as readonly unknown[]).map(String);
      append(held, entryId, values);
    }
    for (const keys of this.#brought.get(item) ?? []) {
      for (const { entryId, values } of keys) append(held, entryId, values);
    }
    return held;
  }
}

const NOBODY: readonly ItemId[] = [];

function append<K, T>(lists: Map<K, T[]>, key: K, value: T): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
