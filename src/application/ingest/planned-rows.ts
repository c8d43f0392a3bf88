import type { ConfigurationItem, Observation } from '../../domain/configuration-item';
import type { ItemId } from '../../domain/ids';
import type { Relationship } from '../../domain/relationship';
import {
  identifierKey,
  relationshipKey,
  type ChangePlan,
  type Identifier,
  type Unstamped,
} from '../../storage/change-sets/change-plan';
import type { IdentityLookup } from '../../storage/identities/identifiers';
import { UNWRITTEN } from './unwritten';

/** What a plan writes, as far as later parts of the same call look at it. */
export type PlannedRows = Pick<
  ChangePlan,
  'items' | 'observations' | 'identifiersAdded' | 'identifiersRemoved' | 'relationships'
>;

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
