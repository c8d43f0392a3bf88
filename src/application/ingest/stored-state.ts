import type { ConfigurationItem, Observation } from '../../domain/configuration-item';
import { NATIVE_KEY_ENTRY } from '../../domain/class-model/identification-check';
import type { IdentityKey } from '../../domain/identification/identity-keys';
import type { ItemId, RelationshipId } from '../../domain/ids';
import { jsonEqual } from '../../domain/json-equal';
import type { Relationship } from '../../domain/relationship';
import { identifierKey, relationshipKey, type Identifier } from '../../storage/change-sets/change-plan';
import type { Executor } from '../../storage/database';
import { loadEndedByRetirement } from '../../storage/items/retired-items';
import {
  findHolders,
  loadIdentifiersOf,
  type Holders,
  type IdentityLookup,
} from '../../storage/identities/identifiers';
import {
  findAlike,
  loadEnds,
  loadItems,
  loadObservationsOf,
  loadRelationships,
  loadRelationshipsAtSides,
  type Likeness,
  type RelationshipEnds,
  type RelationshipSide,
  type StoredEnd,
} from '../../storage/identities/ingest-lookups';
import { findSurvivors } from '../../storage/identities/merge-lookups';
import {
  loadRelationshipSightings,
  type RelationshipSightings,
} from '../../storage/relationships/relationship-sightings';
import { loadSightings, type Sightings } from '../../storage/sources/sightings';
import type { EarlyLookup } from './early-holders';
import type { KnownHolders } from './identity-holders';
import type { ItemGroup } from './item-group';
import { heldAlone } from './plan-identifiers';
import { Planned, type PlannedRows } from './planned-rows';

/** Stored items with what is stored of them, by id. */
export interface StoredItems {
  readonly items: ReadonlyMap<ItemId, ConfigurationItem>;
  readonly identifiers: ReadonlyMap<ItemId, readonly Identifier[]>;
  readonly observations: ReadonlyMap<ItemId, readonly Observation[]>;
  readonly sightings: Sightings;
}

/** What is known of a reader and of what it reads. */
interface StateOptions {
  readonly early?: EarlyLookup | null;
  readonly atOnce?: boolean;
  readonly remembered?: KnownHolders | null;
}

/**
 * What is stored, as the next part of a call must see it: what the database holds, and over it what earlier parts of the
 * same call planned but did not write: everything in a dry run, the items of a batch that lands as a whole.
 */
export class StoredState {
  readonly #reader: Executor;
  readonly #planned = new Planned();
  readonly #early: EarlyLookup | null;
  readonly #atOnce: boolean;
  readonly #remembered: KnownHolders | null;

  /**
   * `early`: what is being looked up already; `atOnce`: whether the reader runs several statements at one time;
   * `remembered`: what need not be looked up, because whoever writes checks whether it is still so.
   */
  constructor(reader: Executor, { early = null, atOnce = false, remembered = null }: StateOptions = {}) {
    this.#reader = reader;
    this.#remembered = remembered;
    this.#early = early;
    this.#atOnce = atOnce;
  }

  /** Lets what follows see a plan as if it were written. */
  absorb(rows: PlannedRows): void {
    this.#planned.absorb(rows);
  }

  async holders(keys: readonly IdentityLookup[]): Promise<Holders> {
    const stored = await this.#storedHolders(keys);
    return this.#planned.isEmpty ? stored : this.#planned.overHolders(keys, stored);
  }

  /** The identities of a group as its item holds them, when that is remembered; null: they have to be looked up. */
  rememberedHolding(group: ItemGroup, keys: readonly IdentityKey[]): readonly Identifier[] | null {
    if (!this.#remembered || !this.#planned.isEmpty || group.id !== null || group.nativeKeys.length !== 1) return null;
    const item = this.#remembered.ofAll(keys);
    return item === null ? null : heldAlone(keys, item, group.tenant);
  }

  /** Who holds what ends of relationships are named by: mostly native keys, whose holders are remembered. */
  async holdersOfEnds(keys: readonly IdentityKey[]): Promise<Holders> {
    const memory = this.#planned.isEmpty ? this.#remembered : null;
    if (!memory) return this.holders(keys);
    const known = new Map<string, readonly Identifier[]>();
    const open: IdentityKey[] = [];
    for (const key of keys) {
      const item = key.entryId === NATIVE_KEY_ENTRY ? memory.ofNativeKey(key.hash) : null;
      if (item === null) open.push(key);
      else known.set(key.name, heldAlone([key], item, ''));
    }
    for (const [name, held] of await this.holders(open)) known.set(name, held);
    return known;
  }

  async #storedHolders(keys: readonly IdentityLookup[]): Promise<Holders> {
    const asked = this.#early?.asked ?? NOTHING_ASKED;
    const further = asked.size === 0 ? keys : keys.filter((key) => !asked.has(key));
    const early = further.length < keys.length ? await this.#early?.holders : null;
    if (!early) return findHolders(this.#reader, keys);
    if (keys.length === asked.size && further.length === 0) return early;
    const holders = new Map(await findHolders(this.#reader, further));
    for (const key of keys) {
      const name = identifierKey(key.entryId, key.hash);
      const held = asked.has(key) ? early.get(name) : undefined;
      if (held) holders.set(name, held);
    }
    return holders;
  }

  /**
   * Items by id with all that is stored of them; what was not found is missing everywhere. `held`: the identities of
   * those of which they are known.
   */
  async wholeItems(ids: readonly ItemId[], held: StoredItems['identifiers'] = NOTHING_HELD): Promise<StoredItems> {
    const reads = [
      () => this.items(ids),
      () => this.#identifiersBeside(held, ids),
      () => this.#observationsOf(ids),
      () => loadSightings(this.#reader, ids),
    ] as const;
    const [items, identifiers, observations, sightings] =
      this.#atOnce && ids.length >= AT_ONCE_MIN
        ? await Promise.all([reads[0](), reads[1](), reads[2](), reads[3]()])
        : [await reads[0](), await reads[1](), await reads[2](), await reads[3]()];
    const found = <V>(values: ReadonlyMap<ItemId, V>): ReadonlyMap<ItemId, V> =>
      items.size === ids.length ? values : new Map([...values].filter(([id]) => items.has(id)));
    return {
      items,
      identifiers: found(identifiers),
      observations: found(observations),
      sightings: found(sightings),
    };
  }

  async #identifiersBeside(
    held: StoredItems['identifiers'],
    ids: readonly ItemId[],
  ): Promise<StoredItems['identifiers']> {
    if (held.size === 0) return this.identifiersOf(ids);
    return new Map([...held, ...(await this.identifiersOf(ids.filter((id) => !held.has(id))))]);
  }

  async identifiersOf(items: readonly ItemId[]): Promise<ReadonlyMap<ItemId, readonly Identifier[]>> {
    const stored = await loadIdentifiersOf(this.#reader, items);
    return this.#planned.isEmpty ? stored : this.#planned.overIdentifiers(items, stored);
  }

  async items(ids: readonly ItemId[]): Promise<ReadonlyMap<ItemId, ConfigurationItem>> {
    const stored = await loadItems(this.#reader, ids);
    return overlaid(stored, this.#planned.items, ids);
  }

  /** What an end of a relationship needs to be known of items; reads much less than all of them. */
  async ends(ids: readonly ItemId[]): Promise<ReadonlyMap<ItemId, StoredEnd>> {
    const stored = await loadEnds(this.#reader, ids);
    return overlaid(stored, this.#planned.items, ids);
  }

  /**
   * Those of some items that were merged -> the item that stands for each. A statement only when there are any: nobody
   * merges within a call.
   */
  async survivorsOf(
    items: Iterable<Pick<ConfigurationItem, 'id' | 'mergedInto'>>,
  ): Promise<ReadonlyMap<ItemId, ItemId>> {
    const merged = [...items].filter((item) => item.mergedInto !== null);
    return merged.length === 0
      ? new Map()
      : findSurvivors(
          this.#reader,
          merged.map((item) => item.id),
        );
  }

  async #observationsOf(items: readonly ItemId[]): Promise<ReadonlyMap<ItemId, readonly Observation[]>> {
    const stored = await loadObservationsOf(this.#reader, items);
    return this.#planned.isEmpty ? stored : this.#planned.overObservations(items, stored);
  }

  /** Relationships that ended because an item was retired; what is only planned ends none. */
  endedByRetirement(items: readonly ItemId[]): Promise<readonly Relationship[]> {
    return loadEndedByRetirement(this.#reader, items);
  }

  relationshipSightings(relationships: readonly RelationshipId[]): Promise<RelationshipSightings> {
    return loadRelationshipSightings(this.#reader, relationships);
  }

  async relationships(ends: readonly RelationshipEnds[]): Promise<ReadonlyMap<string, Relationship>> {
    const stored = await loadRelationships(this.#reader, ends);
    const keys = ends.map((end) => relationshipKey(end.source, end.type, end.target));
    return withoutEnded(overlaid(stored, this.#planned.relationships, keys));
  }

  async relationshipsAtSides(sides: readonly RelationshipSide[]): Promise<ReadonlyMap<string, Relationship>> {
    const stored = await loadRelationshipsAtSides(this.#reader, sides);
    if (this.#planned.isEmpty) return stored;
    const wanted = new Set(sides.map(({ item, type, side }) => `${side} ${item} ${type}`));
    const planned = [...this.#planned.relationships].filter(
      ([, one]) =>
        one && (wanted.has(`SOURCE ${one.source} ${one.type}`) || wanted.has(`TARGET ${one.target} ${one.type}`)),
    );
    const keys = [...stored.keys(), ...planned.map(([key]) => key)];
    return withoutEnded(overlaid(stored, this.#planned.relationships, keys));
  }

  async alike(likenesses: readonly Likeness[], limit: number): Promise<readonly (readonly ItemId[])[]> {
    const stored = await findAlike(this.#reader, likenesses, limit);
    if (this.#planned.isEmpty) return stored;
    return likenesses.map((likeness, at) => {
      const planned = [...this.#planned.items.values()].filter((item) => isAlike(item, likeness));
      return [...new Set([...(stored[at] ?? []), ...planned.map((item) => item.id)])].slice(0, limit);
    });
  }
}

/** Connections are dear: few items are read in turn. */
const AT_ONCE_MIN = 100;

const NOTHING_HELD: StoredItems['identifiers'] = new Map();

const NOTHING_ASKED: ReadonlySet<IdentityLookup> = new Set();

function overlaid<K, V, P>(
  stored: ReadonlyMap<K, V>,
  planned: ReadonlyMap<K, P>,
  keys: readonly K[],
): ReadonlyMap<K, V | P> {
  if (planned.size === 0) return stored;
  const merged = new Map<K, V | P>(stored);
  for (const key of keys) {
    const value = planned.get(key);
    if (value !== undefined) merged.set(key, value);
  }
  return merged;
}

function withoutEnded(relationships: ReadonlyMap<string, Relationship | null>): ReadonlyMap<string, Relationship> {
  const left = new Map<string, Relationship>();
  for (const [key, relationship] of relationships) if (relationship) left.set(key, relationship);
  return left;
}

function isAlike(item: ConfigurationItem, likeness: Likeness): boolean {
  const { classes, name, environment, site, tenant, attributes } = likeness;
  const fits = (wanted: string | null, value: string | null): boolean => wanted === null || wanted === value;
  return (
    classes.includes(item.className) &&
    item.retiredAt === null &&
    fits(name, item.name) &&
    fits(environment, item.environment) &&
    fits(site, item.site) &&
    fits(tenant, item.tenant) &&
    Object.entries(attributes).every(([key, value]) => jsonEqual(item.attributes[key], value))
  );
}
