import type { ConfigurationItem, Observation } from '../../domain/configuration-item';
import { IdentityRules, keyTextParts, type IdentityKey } from '../../domain/identification/identity-keys';
import { itemId, type ItemId } from '../../domain/ids';
import { decodeItemId } from '../../domain/opaque-id';
import { pathOfAttribute } from '../../domain/reconciliation/claim-paths';
import type { Identifier, ObservationWrite } from '../../storage/change-sets/change-plan';
import { identifierKey } from '../../storage/change-sets/change-plan';
import type { Executor } from '../../storage/database';
import { findHolders, loadIdentifiersOf } from '../../storage/identities/identifiers';
import { loadItems, loadObservationsOf } from '../../storage/identities/ingest-lookups';
import { loadSightings } from '../../storage/sources/sightings';
import { identityHash } from '../references/identity-hash';
import type { PlanBuilder } from '../ingest/plan-builder';
import { gainedIdentifiers, lostIdentifiers, releaseIdentifiers } from '../ingest/plan-identifiers';
import { deriveItem, planDerivedItems, type DerivedItem, type Deriving } from './derive-items';

/** An item whose claims are put into the words of the lists. */
export interface RewordedItem {
  readonly derived: DerivedItem;
  readonly observations: readonly ObservationWrite[];
}

/** Puts claims of items into the words of the lists in force; those that have them already are left out. */
export async function rewordItems(
  reader: Executor,
  ids: readonly ItemId[],
  deriving: Deriving,
): Promise<readonly RewordedItem[]> {
  const items = await loadItems(reader, ids);
  const observations = await loadObservationsOf(reader, ids);
  const sightings = await loadSightings(reader, ids);
  return ids.flatMap((id) => {
    const item = items.get(id);
    if (!item) return [];
    const stored = observations.get(id) ?? [];
    const now = stored.map((one) => reworded(one, deriving));
    const writes = now.flatMap((after, at): readonly ObservationWrite[] => {
      const before = stored[at];
      return before && before !== after ? [{ before, after, tenant: item.tenant }] : [];
    });
    if (writes.length === 0) return [];
    // Retired and merged items keep what they had; their claims are reworded for the day they come back.
    const active = item.retiredAt === null && item.mergedInto === null;
    const derived = deriveItem(item, now, sightings.get(id) ?? new Map(), deriving);
    return [{ derived: active ? derived : { ...derived, write: null }, observations: writes }];
  });
}

function reworded(observation: Observation, { model }: Deriving): Observation {
  const claims = model.valueLists.applyToClaims(observation.claims);
  return claims === observation.claims ? observation : { ...observation, claims };
}

/** Puts reworded items into a plan, with the identities that they have in the new words. */
export async function planRewordedItems(
  plan: PlanBuilder,
  reader: Executor,
  items: readonly RewordedItem[],
  { model }: Deriving,
): Promise<void> {
  planDerivedItems(
    plan,
    items.map(({ derived }) => derived),
  );
  for (const { derived, observations } of items) {
    plan.expects.item(derived.before);
    plan.expects.observations(derived.before.id, derived.observations);
    plan.observations.push(...observations);
  }
  await planIdentifiers(plan, reader, items, new IdentityRules(model, identityHash));
}

async function planIdentifiers(
  plan: PlanBuilder,
  reader: Executor,
  items: readonly RewordedItem[],
  rules: IdentityRules,
): Promise<void> {
  const held = await loadIdentifiersOf(
    reader,
    items.map(({ derived }) => derived.before.id),
  );
  const lost: Identifier[] = [];
  const gains: { readonly item: ConfigurationItem; readonly keys: readonly IdentityKey[] }[] = [];
  for (const { derived } of items) {
    const { before, observations } = derived;
    const gone = lostIdentifiers(rules, before.tenant, held.get(before.id) ?? [], observations);
    lost.push(...gone);
    gains.push({ item: before, keys: gone.flatMap((one) => successorsOf(rules, before, one, observations)) });
  }
  const keys = [
    ...lost.map(({ entryId, keyHash }) => ({ entryId, hash: keyHash })),
    ...gains.flatMap((gain) => gain.keys),
  ];
  const holders = await findHolders(reader, keys);
  const taken = new Map<string, ItemId[]>();
  for (const key of keys) {
    const name = identifierKey(key.entryId, key.hash);
    plan.expects.holders(name, holders.get(name) ?? []);
  }
  for (const { item, keys: gained } of gains) {
    plan.identifiersAdded.push(...gainedIdentifiers(item.id, item.tenant, gained, holders, taken));
  }
  const released = releaseIdentifiers(lost, holders);
  plan.identifiersAdded.push(...released.added);
  plan.identifiersRemoved.push(...released.removed);
}

/** What an identity becomes in the new words: the same entry, inside the same host. */
function successorsOf(
  rules: IdentityRules,
  { tenant }: ConfigurationItem,
  { entryId, value }: Identifier,
  observations: readonly Observation[],
): readonly IdentityKey[] {
  const { host } = keyTextParts(value);
  const hostId = host === null ? null : decodeItemId(host);
  return observations.flatMap(({ className, claims }) => {
    const prepared = rules.entriesOf(className).find(({ entry }) => entry.id === entryId);
    if (!prepared) return [];
    const identifiable = { className, tenant, value: (name: string) => claims[pathOfAttribute(name)] ?? undefined };
    const { rows } = rules.valuesOf(prepared, identifiable);
    return rows.map((values) => rules.key(tenant, entryId, values, hostId === null ? null : itemId(hostId)));
  });
}
