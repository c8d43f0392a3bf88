import type { Observation } from '../../domain/configuration-item';
import type { ItemId } from '../../domain/ids';
import type { ObservationState } from '../../domain/reconciliation/observation-merge';
import { uniteObservations, withTimesOf } from '../../domain/reconciliation/observation-union';
import type { ClassModel } from '../../domain/class-model/resolved-class-model';
import { witnessesOf, type Witness } from '../../domain/reconciliation/reconciliation';
import type { ObservationWrite } from '../../storage/change-sets/change-plan';
import { observationKey } from '../../storage/identities/merge-lookups';
import type { Sightings } from '../../storage/sources/sightings';

/** What is said of the items of a merge. */
export interface ObservationsToMove {
  readonly survivor: ItemId;
  readonly merged: readonly ItemId[];
  readonly tenant: string;
  readonly observations: ReadonlyMap<ItemId, readonly Observation[]>;
  readonly sightings: Sightings;
  /** By `observationKey`. */
  readonly firstSeen: ReadonlyMap<string, string>;
}

/** Everything said of the survivor from now on, and the rows that make it so. */
export interface MovedObservations {
  readonly witnesses: readonly Witness[];
  readonly writes: readonly ObservationWrite[];
}

/**
 * Moves what the sources say of the merged items to the survivor. What one source says of both under one key (edits by
 * hand, sources without keys) becomes one; of everything else both stay, side by side.
 */
export function moveObservations(model: ClassModel, input: ObservationsToMove): MovedObservations {
  const { survivor, merged, tenant, observations, sightings, firstSeen } = input;
  const stored = new Map((observations.get(survivor) ?? []).map((one) => [observer(one), one]));
  const after = new Map<string, Observation>(stored);
  const first = new Map<string, string>();
  const writes: ObservationWrite[] = [];
  const note = (one: Observation): void => {
    const at = firstSeen.get(observationKey(one.itemId, one.source, one.nativeKey)) ?? one.observedAt;
    const known = first.get(observer(one));
    if (known === undefined || at < known) first.set(observer(one), at);
  };
  for (const one of stored.values()) note(one);
  for (const one of merged.flatMap((item) => observations.get(item) ?? [])) {
    note(one);
    writes.push({ before: one, after: null, tenant });
    const sighting = sightings.get(one.itemId)?.get(one.source);
    const moved = { ...withTimesOf(one, sighting), itemId: survivor, validFrom: one.validFrom };
    const own = after.get(observer(one));
    if (!own) after.set(observer(one), moved);
    else {
      const className = model.isA(moved.className, own.className) ? moved.className : own.className;
      after.set(observer(one), { ...own, ...uniteObservations(own, moved, className) });
    }
  }
  for (const [key, one] of after) {
    const before = stored.get(key) ?? null;
    if (one === before) continue;
    const firstSeenAt = first.get(key);
    writes.push({ before, after: one, tenant, ...(firstSeenAt === undefined ? {} : { firstSeenAt }) });
  }
  // Runs of a source are kept by item: those that saw the survivor repeated what was said of it then, and no more.
  const kept = new Set<ObservationState>(stored.values());
  const witnesses = witnessesOf([...after.values()], sightings.get(survivor) ?? new Map()).map((witness) =>
    kept.has(witness.observation) ? witness : { ...witness, seenAt: null },
  );
  return { witnesses, writes };
}

const observer = ({ source, nativeKey }: Observation): string => JSON.stringify([source, nativeKey]);
