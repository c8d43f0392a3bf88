import { pathOfAttribute } from '../../domain/reconciliation/claim-paths';
import type { Claims, ConfigurationItem, Observation } from '../../domain/configuration-item';
import type { IdentificationEntry } from '../../domain/class-model/class-model';
import {
  IdentityRules,
  keyTextParts,
  type IdentityKey,
  type PreparedEntry,
} from '../../domain/identification/identity-keys';
import type { ItemId } from '../../domain/ids';
import type { JsonValue } from '../../domain/json';
import { isOneOf, kindsOf } from '../../domain/identification/junk-rules';
import type { JunkTest } from '../../domain/identification/junk-values';
import type { ClassModel } from '../../domain/class-model/resolved-class-model';
import { identifierKey, type Identifier, type MovedJunk } from '../../storage/change-sets/change-plan';
import type { Stretch } from '../../storage/identities/contested-queries';
import type { Executor } from '../../storage/database';
import { loadIdentifiersOf } from '../../storage/identities/identifiers';
import { loadItems, loadObservationsOf } from '../../storage/identities/ingest-lookups';
import { readRelationshipMarks } from '../../storage/change-sets/plan-marks';
import { readIdentifyingClaims, type Neighbour } from '../../storage/identities/rekey-queries';
import { identityHash } from '../references/identity-hash';
import { hostOf, readHosts } from '../references/identity-hosts';

/** What becomes of the identities of an item when values become junk or stop being junk. */
export interface RekeyedItem {
  readonly item: ConfigurationItem;
  readonly observations: readonly Observation[];
  readonly lost: readonly Identifier[];
  /** Identities that it does not hold yet. */
  readonly gained: readonly IdentityKey[];
  /** Identities with moved values that it should hold, those that it holds among them. */
  readonly due: readonly IdentityKey[];
  /** How many identities it holds afterwards. */
  readonly remaining: number;
  /** `readRelationshipMarks` when what it gains depends on its host; else null. */
  readonly mark: string | null;
}

/** Which items some moved values concern, and what of them. */
export class MovedIdentities {
  readonly #rules: IdentityRules;
  /** As if the values that moved were no junk. */
  readonly #open: IdentityRules;
  readonly #moved: JunkTest;
  readonly #model: ClassModel;
  /** Classes with entries that the values may be in, and the paths of the claims that these entries are about. */
  readonly classes: readonly string[];
  readonly paths: readonly string[];
  readonly entries: readonly IdentificationEntry[];

  /** `model`: with the lists as they are or would be. */
  constructor(model: ClassModel, { kind, values }: MovedJunk) {
    const moved = isOneOf(kind, values);
    this.#model = model;
    this.#moved = moved;
    this.#rules = new IdentityRules(model, identityHash);
    this.#open = new IdentityRules(
      model,
      identityHash,
      (own, value) => !moved(own, value) && model.junkValues.isJunk(own, value),
    );
    const kinds = new Set(kindsOf(kind));
    const concerned = model.classes().map(({ name }) => ({
      name,
      entries: this.#rules.entriesOf(name).filter((prepared) => prepared.kinds.some((own) => kinds.has(own))),
    }));
    this.classes = concerned.filter(({ entries }) => entries.length > 0).map(({ name }) => name);
    this.entries = concerned.flatMap(({ entries }) => entries.map(({ entry }) => entry));
    this.paths = [
      ...new Set(this.entries.flatMap(({ attributes, rows }) => (rows === null ? attributes : [rows]))),
    ].map(pathOfAttribute);
  }

  /** The identities with moved values that a source's words give an item. */
  of(tenant: string, className: string, claims: Claims): readonly MovedIdentity[] {
    const value = (name: string): JsonValue | undefined => claims[pathOfAttribute(name)] ?? undefined;
    return this.#open.entriesOf(className).flatMap((prepared) => {
      const { attributes } = prepared.entry;
      const has = (values: readonly string[]): boolean =>
        values.some((one, at) => !isFact(attributes[at]) && this.#moved(prepared.kinds[at] ?? 'TEXT', one));
      const isJunk = (values: readonly string[]): boolean =>
        values.some(
          (one, at) => !isFact(attributes[at]) && this.#model.junkValues.isJunk(prepared.kinds[at] ?? 'TEXT', one),
        );
      return this.#open
        .valuesOf(prepared, { className, tenant, value })
        .rows.filter(has)
        .map((values) => ({ prepared, values, isJunk: isJunk(values) }));
    });
  }

  /** The identity of some values, inside the host that the item has; null without the host that it needs. */
  key(tenant: string, { prepared, values }: MovedIdentity, neighbours: readonly Neighbour[]): IdentityKey | null {
    const host = hostOf(prepared.entry, neighbours, this.#rules);
    return host === undefined ? null : this.#rules.key(tenant, prepared.entry.id, values, host);
  }
}

/** An identity in which a value moved. */
interface MovedIdentity {
  readonly prepared: PreparedEntry;
  readonly values: readonly string[];
  /** By the lists of the model. */
  readonly isJunk: boolean;
}

/** Facts of the item are never junk. */
const isFact = (attribute: string | undefined): boolean => attribute === 'tenant' || attribute === 'class';

/** Of the next `limit` items those whose sources name moved values in what identifies the item. */
export async function findMovedItems(
  reader: Executor,
  moved: MovedIdentities,
  stretch: { readonly after: ItemId; readonly limit: number },
): Promise<Stretch<ItemId, ItemId>> {
  const { found, last } = await readIdentifyingClaims(reader, moved, stretch);
  const concerned = found.filter(({ tenant, observations }) =>
    observations.some(({ className, claims }) => moved.of(tenant, className, claims).length > 0),
  );
  return { found: concerned.map(({ id }) => id), last };
}

/**
 * Works out what becomes of the identities of some items. Retired items are re-keyed too, for they may come back, unless
 * their identities were released; merged ones have none. The number of statements does not depend on that of the items.
 */
export async function rekeyItems(
  reader: Executor,
  moved: MovedIdentities,
  ids: readonly ItemId[],
): Promise<readonly RekeyedItem[]> {
  const items = await loadItems(reader, ids);
  const observations = await loadObservationsOf(reader, ids);
  const held = await loadIdentifiersOf(reader, ids);
  const hosts = await readHosts(reader, ids, moved.entries);
  const marks = await readRelationshipMarks(reader, moved.entries.some(({ within }) => within !== null) ? ids : []);
  return ids.flatMap((id) => {
    const item = items.get(id);
    const own = held.get(id) ?? [];
    if (!item || item.mergedInto !== null || (item.retiredAt !== null && own.length === 0)) return [];
    const stored = { item, observations: observations.get(id) ?? [], held: own };
    return [rekeyItem(moved, stored, hosts.get(id) ?? [], marks.get(id) ?? null)];
  });
}

function rekeyItem(
  moved: MovedIdentities,
  { item, observations, held }: Pick<RekeyedItem, 'item' | 'observations'> & { readonly held: readonly Identifier[] },
  neighbours: readonly Neighbour[],
  mark: string | null,
): RekeyedItem {
  const all = observations.flatMap(({ className, claims }) => moved.of(item.tenant, className, claims));
  const name = ({ prepared, values }: MovedIdentity): string => `${prepared.entry.id} ${JSON.stringify(values)}`;
  const counted = all.filter((one) => !one.isJunk);
  const valid = new Set(counted.map(name));
  const junk = new Set(all.map(name).filter((one) => !valid.has(one)));
  const lost = held.filter(({ entryId, value }) => junk.has(`${entryId} ${keyTextParts(value).values}`));
  const keys = new Map<string, IdentityKey>();
  for (const one of counted) {
    const key = moved.key(item.tenant, one, neighbours);
    if (key) keys.set(identifierKey(key.entryId, key.hash), key);
  }
  const holds = new Set(held.map(({ entryId, keyHash }) => identifierKey(entryId, keyHash)));
  const gained = [...keys].flatMap(([key, one]) => (holds.has(key) ? [] : [one]));
  const hosted = gained.some(({ host }) => host !== null);
  return {
    item,
    observations,
    lost,
    gained,
    due: [...keys.values()],
    remaining: held.length - lost.length + gained.length,
    mark: hosted ? mark : null,
  };
}
