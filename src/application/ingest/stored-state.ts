import type { ConfigurationItem, Observation } from '../../domain/configuration-item';
import type { ItemId, RelationshipId } from '../../domain/ids';
import { jsonEqual } from '../../domain/json-equal';
import type { Relationship } from '../../domain/relationship';
import {
  identifierKey,
  relationshipKey,
  type ChangePlan,
  type Identifier,
  type Unstamped,
} from '../../storage/change-plan';
import type { Executor } from '../../storage/database';
import { loadEndedByRetirement } from '../../storage/retired-items';
import { findHolders, loadIdentifiersOf, type Holders, type IdentityLookup } from '../../storage/identifiers';
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
} from '../../storage/ingest-lookups';
import { findSurvivors } from '../../storage/merge-lookups';
import { loadRelationshipSightings, type RelationshipSightings } from '../../storage/relationship-sightings';
import { loadSightings, type Sightings } from '../../storage/sightings';
import type { EarlyLookup } from './early-lookup';
import { UNWRITTEN } from './unwritten';

/** What a plan writes, as far as later parts of the same call look at it. */
export type PlannedRows = Pick<
  ChangePlan,
  'items' | 'observations' | 'identifiersAdded' | 'identifiersRemoved' | 'relationships'
>;

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

  /** `early`: what is being looked up already; `atOnce`: whether the reader runs several statements at one time. */
  constructor(reader: Executor, { early = null, atOnce = false }: StateOptions = {}) {
    this.#reader = reader;
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

  /** Items by id with all that is stored of them; what was not found is missing everywhere. */
  async wholeItems(ids: readonly ItemId[]): Promise<StoredItems> {
    const reads = [
      () => this.items(ids),
      () => this.identifiersOf(ids),
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

const NOTHING_ASKED: ReadonlySet<IdentityLookup> = new Set();

/** Plans of a call that are not written (yet). */
export class Planned {
  readonly items = new Map<ItemId, ConfigurationItem>();
  /** Null: it ends. */
  readonly relationships = new Map<string, Relationship | null>();
  readonly #observations: { readonly before: Observation | null; readonly after: Observation | null }[] = [];
  readonly #added = new Map<string, Identifier>();
  readonly #removed = new Set<string>();

  get isEmpty(): boolean {
    return this.items.size + this.relationships.size + this.#observations.length + this.#added.size === 0;
  }

  absorb(rows: PlannedRows): void {
    for (const { after } of rows.items) this.items.set(after.id, unwritten(after));
    for (const { before, after } of rows.observations) {
      this.#observations.push({ before, after: after && unwritten(after) });
    }
    for (const identifier of rows.identifiersRemoved) {
      this.#added.delete(holding(identifier));
      this.#removed.add(holding(identifier));
    }
    for (const identifier of rows.identifiersAdded) {
      this.#added.set(holding(identifier), identifier);
      this.#removed.delete(holding(identifier));
    }
    for (const { before, after } of rows.relationships) {
      const ends = after ?? before;
      if (ends) this.relationships.set(relationshipKey(ends.source, ends.type, ends.target), after && unwritten(after));
    }
  }

  overHolders(
    keys: readonly IdentityLookup[],
    stored: ReadonlyMap<string, readonly Identifier[]>,
  ): ReadonlyMap<string, readonly Identifier[]> {
    const wanted = new Set(keys.map((key) => identifierKey(key.entryId, key.hash)));
    return this.#over(stored, ({ entryId, keyHash }) => identifierKey(entryId, keyHash), wanted);
  }

  overIdentifiers(
    items: readonly ItemId[],
    stored: ReadonlyMap<ItemId, readonly Identifier[]>,
  ): ReadonlyMap<ItemId, readonly Identifier[]> {
    return this.#over(stored, ({ itemId }) => itemId, new Set(items));
  }

  overObservations(
    items: readonly ItemId[],
    stored: ReadonlyMap<ItemId, readonly Observation[]>,
  ): ReadonlyMap<ItemId, readonly Observation[]> {
    const wanted = new Set(items);
    const merged = new Map([...stored].map(([id, list]) => [id, new Map(list.map((one) => [observer(one), one]))]));
    for (const { before, after } of this.#observations) {
      const one = after ?? before;
      if (!one || !wanted.has(one.itemId)) continue;
      const list = merged.get(one.itemId) ?? new Map<string, Observation>();
      if (after) list.set(observer(after), after);
      else list.delete(observer(one));
      merged.set(one.itemId, list);
    }
    return new Map([...merged].map(([id, list]) => [id, [...list.values()]]));
  }

  #over<K>(
    stored: ReadonlyMap<K, readonly Identifier[]>,
    key: (identifier: Identifier) => K,
    wanted: ReadonlySet<K>,
  ): ReadonlyMap<K, readonly Identifier[]> {
    const merged = new Map<K, Identifier[]>();
    const add = (identifier: Identifier): void => {
      merged.set(key(identifier), [...(merged.get(key(identifier)) ?? []), identifier]);
    };
    for (const one of [...stored.values()].flat()) {
      if (!this.#removed.has(holding(one)) && !this.#added.has(holding(one))) add(one);
    }
    for (const one of this.#added.values()) if (wanted.has(key(one))) add(one);
    return merged;
  }
}

const unwritten = <T>(value: Unstamped<T>): T => ({ ...value, validFrom: UNWRITTEN }) as T;

const holding = ({ entryId, keyHash, itemId }: Identifier): string => `${identifierKey(entryId, keyHash)} ${itemId}`;

const observer = ({ source, nativeKey }: Observation): string => JSON.stringify([source, nativeKey]);

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
