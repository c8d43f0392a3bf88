import type { ConfigurationItem, Observation } from '../../domain/configuration-item';
import { changedPaths, effectiveValues } from '../../domain/reconciliation/effective-item';
import { checkGateNesting } from '../../domain/gate-check';
import type { ItemId } from '../../domain/ids';
import {
  dueAt,
  reconcile,
  witnessesOf,
  type SourceSighting,
  type WinningClaim,
} from '../../domain/reconciliation/reconciliation';
import type { ClassModel } from '../../domain/class-model/resolved-class-model';
import type { ItemWrite } from '../../storage/change-sets/change-plan';
import type { Executor } from '../../storage/database';
import { loadItems, loadObservationsOf } from '../../storage/identities/ingest-lookups';
import { loadSightings } from '../../storage/sources/sightings';
import type { PlanBuilder } from '../ingest/plan-builder';

/** What the claims of an item come to under some rules at some time. */
export interface DerivedItem {
  readonly before: ConfigurationItem;
  readonly observations: readonly Observation[];
  /** Null: its effective values are what they should be. */
  readonly write: ItemWrite | null;
  readonly winners: ReadonlyMap<string, WinningClaim>;
  /** When that may change because a claim expires, in milliseconds since 1970; null: never. */
  readonly dueAt: number | null;
}

/** Under which rules and when (RFC 3339) values are derived. */
export interface Deriving {
  readonly model: ClassModel;
  readonly now: string;
}

const NO_SIGHTINGS: ReadonlyMap<string, SourceSighting> = new Map();

/** Derives the effective values of items from what their sources say. Three statements, however many items. */
export async function deriveItems(
  reader: Executor,
  ids: readonly ItemId[],
  deriving: Deriving,
): Promise<readonly DerivedItem[]> {
  const items = await loadItems(reader, ids);
  const observations = await loadObservationsOf(reader, ids);
  const sightings = await loadSightings(reader, ids);
  return ids.flatMap((id) => {
    const item = items.get(id);
    if (!item || item.retiredAt !== null || item.mergedInto !== null) return [];
    return [deriveItem(item, observations.get(id) ?? [], sightings.get(id) ?? NO_SIGHTINGS, deriving)];
  });
}

/** Derives one item. Presence, class and times are left as they are: they do not depend on who is believed. */
export function deriveItem(
  before: ConfigurationItem,
  observations: readonly Observation[],
  sightings: ReadonlyMap<string, SourceSighting>,
  { model, now }: Deriving,
): DerivedItem {
  const standings = model.reconciliation.ofClass(before.className);
  const winners = reconcile(witnessesOf(observations, sightings), standings, now);
  const canFail = model.class(before.className)?.canFail ?? true;
  const values = effectiveValues(winners, { name: () => before.name, canFail });
  // Gates of several sources may contradict each other; then the item keeps those it has.
  const gates = checkGateNesting(values.gates).length > 0 ? before.gates : values.gates;
  const after = { ...before, ...values, gates, version: before.version + 1, updatedAt: now };
  const paths = changedPaths(before, after);
  return {
    before,
    observations,
    write: paths.length > 0 ? { before, after, kind: 'UPDATED', paths } : null,
    winners,
    dueAt: dueAt(winners.values()),
  };
}

/** Puts the items that change into a plan, which holds while nobody moves them. */
export function planDerivedItems(plan: PlanBuilder, derived: readonly DerivedItem[]): void {
  for (const { before, observations, write } of derived) {
    if (!write) continue;
    plan.items.push(write);
    plan.expects.item(before);
    plan.expects.observations(before.id, observations);
  }
}
