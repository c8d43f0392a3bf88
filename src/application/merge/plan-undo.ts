import type { ConfigurationItem, Observation } from '../../domain/configuration-item';
import { changedPaths } from '../../domain/reconciliation/effective-item';
import type { IdentityRules } from '../../domain/identification/identity-keys';
import type { RelationshipId } from '../../domain/ids';
import type { ObservationState } from '../../domain/reconciliation/observation-merge';
import { undoObservation } from '../../domain/reconciliation/observation-undo';
import { witnessesOf } from '../../domain/reconciliation/reconciliation';
import type { ClassModel } from '../../domain/class-model/resolved-class-model';
import {
  identifierKey,
  type Identifier,
  type ItemWrite,
  type ObservationWrite,
} from '../../storage/change-sets/change-plan';
import { PlanBuilder } from '../ingest/plan-builder';
import { redistribute, type IdentifierTransfer } from './moved-identifiers';
import { reconciled, survivorWrite } from './plan-merge';
import type { StoredForUndo } from './read-undo';
import { undoIdentifiers, type UndoneIdentifiers } from './undo-identifiers';
import { undoRelationships, type UndoneRelationships } from './undo-relationships';

/** Claims that were made after the merge, and stay with the survivor. */
export interface KeptClaims {
  readonly source: string;
  readonly nativeKey: string;
  readonly paths: readonly string[];
}

/** What becomes of what is said when a merge is undone. */
export interface UndoneObservations {
  readonly writes: readonly ObservationWrite[];
  /** All that is said of the survivor afterwards. */
  readonly left: readonly Observation[];
  /** The same as far as it identifies the survivor: native keys of what left do not. */
  readonly identifying: readonly ObservationState[];
  readonly kept: readonly KeptClaims[];
}

/** Gives back to merged items what was said of them; what the survivor was told since stays with it. */
export function undoObservations({ survivor, merged, closed, observations }: StoredForUndo): UndoneObservations {
  const leaving = new Set(merged.map((item) => item.id));
  const { tenant, id } = survivor;
  const now = new Map(observations.now.map((one) => [observer(one), one]));
  const written = new Map(observations.written.map((one) => [observer(one), one]));
  const own = new Map(closed.observations.filter((one) => one.itemId === id).map((one) => [observer(one), one]));
  const moved = closed.observations.filter((one) => leaving.has(one.itemId));
  const left = new Map<string, Observation>(now);
  const kept: KeptClaims[] = [];
  const writes: ObservationWrite[] = moved.map(({ firstSeenAt, ...one }) => ({
    before: null,
    after: one,
    tenant,
    firstSeenAt,
  }));
  for (const key of new Set(moved.map(observer))) {
    const [current, then, before] = [now.get(key), written.get(key), own.get(key) ?? null];
    if (!current || !then) continue;
    const undone = undoObservation({ before, written: then, now: current });
    const after = undone.after && { ...asObservation(undone.after, current), itemId: id };
    if (undone.kept.length > 0) kept.push({ source: current.source, nativeKey: current.nativeKey, paths: undone.kept });
    if (after) left.set(key, after);
    else left.delete(key);
    writes.push({ before: current, after, tenant });
  }
  const given = new Set(moved.map(observer).filter((key) => !own.has(key)));
  const identifying = [...left].map(([key, one]) => (given.has(key) ? { ...one, nativeKey: '' } : one));
  return { writes, left: [...left.values()], identifying, kept };
}

const asObservation = (state: ObservationState, { itemId, validFrom }: Observation): Observation => ({
  source: state.source,
  nativeKey: state.nativeKey,
  className: state.className,
  claims: state.claims,
  times: state.times,
  exists: state.exists,
  observedAt: state.observedAt,
  itemId,
  validFrom,
});

/** The undoing of a merge, worked out. */
export interface PlannedUndo {
  readonly plan: PlanBuilder;
  readonly kept: readonly KeptClaims[];
  readonly relationships: UndoneRelationships;
}

/** What of the undoing the identities depend on; they are looked up before the plan is made. */
export function prepareUndo(
  rules: IdentityRules,
  stored: StoredForUndo,
): { readonly said: UndoneObservations; readonly identities: UndoneIdentifiers } {
  const said = undoObservations(stored);
  return { said, identities: undoIdentifiers(rules, stored, said.identifying) };
}

/** Makes the plan that undoes a merge. `now`: RFC 3339; `newIds`: one per relationship that the merge moved, at most. */
export function planUndo(
  model: ClassModel,
  stored: StoredForUndo,
  { said, identities }: ReturnType<typeof prepareUndo>,
  holders: ReadonlyMap<string, readonly Identifier[]>,
  { now, newIds }: { readonly now: string; readonly newIds: readonly RelationshipId[] },
): PlannedUndo {
  const { survivor, merged, closed } = stored;
  const plan = new PlanBuilder();
  const moves = new Map(merged.map((item) => [item.id, survivor.id]));
  const relationships = undoRelationships(
    model,
    { ...stored.relationships, closed: closed.relationships, moves, since: stored.since },
    now,
    newIds,
  );
  const moved = redistribute(identities.transfers, holders, identities.preferred);
  plan.items.push(
    survivorAfter(model, stored, said.left, now),
    ...merged.map((item) => restoring(model, stored, item, now)),
  );
  plan.observations.push(...said.writes);
  plan.identifiersAdded.push(...moved.added);
  plan.identifiersRemoved.push(...moved.removed);
  plan.relationships.push(...relationships.writes);
  expectAsRead(plan, stored, identities.transfers, holders);
  return { plan, kept: said.kept, relationships };
}

function survivorAfter(
  model: ClassModel,
  { survivor, survivorBefore, survivorWritten, sightings }: StoredForUndo,
  left: readonly Observation[],
  now: string,
): ItemWrite {
  const witnesses = witnessesOf(left, sightings.get(survivor.id) ?? new Map());
  const asWritten = survivor.className === survivorWritten.className;
  const className = asWritten ? specificClass(model, survivorBefore.className, left) : survivor.className;
  // A name that nobody claims is the one it had before the merge gave it another.
  const name = survivor.name === survivorWritten.name ? survivorBefore.name : survivor.name;
  const { after } = reconciled(model, { ...survivor, name }, className, witnesses, now);
  return survivorWrite(survivor, after, changedPaths(survivor, after));
}

/** The class from before the merge, or a more specific one that somebody has reported since. */
const specificClass = (model: ClassModel, before: string, left: readonly Observation[]): string =>
  left.reduce((name, one) => (model.isA(one.className, name) ? one.className : name), before);

function restoring(
  model: ClassModel,
  { closed, sightings }: StoredForUndo,
  item: ConfigurationItem,
  now: string,
): ItemWrite {
  const before = closed.items.find((one) => one.id === item.id) ?? item;
  const said = closed.observations.filter((one) => one.itemId === item.id);
  const witnesses = witnessesOf(said, sightings.get(item.id) ?? new Map());
  const { after } = reconciled(model, { ...before, version: item.version }, before.className, witnesses, now);
  const paths = ['mergedInto', ...changedPaths(item, after)].sort();
  return { before: item, after, kind: 'RESTORED', paths };
}

function expectAsRead(
  { expects }: PlanBuilder,
  stored: StoredForUndo,
  transfers: readonly IdentifierTransfer[],
  holders: ReadonlyMap<string, readonly Identifier[]>,
): void {
  for (const item of [stored.survivor, ...stored.merged]) expects.item(item);
  expects.observations(stored.survivor.id, stored.observations.now);
  for (const [item, mark] of stored.relationshipMarks) expects.relationshipsOf(item, mark);
  for (const [item, mark] of stored.identifierMarks) expects.identifiersOf(item, mark);
  for (const one of transfers.flatMap(({ from, to }) => [from ?? [], to ?? []].flat())) {
    const key = identifierKey(one.entryId, one.keyHash);
    expects.holders(key, holders.get(key) ?? []);
  }
}

const observer = ({ source, nativeKey }: Observation): string => JSON.stringify([source, nativeKey]);
