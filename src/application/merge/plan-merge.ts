import type { ConfigurationItem } from '../../domain/configuration-item';
import { changedPaths, effectiveValues } from '../../domain/reconciliation/effective-item';
import type { ItemError } from '../../domain/errors';
import { checkGateNesting } from '../../domain/gate-check';
import type { IdentityRules } from '../../domain/identification/identity-keys';
import type { ItemId } from '../../domain/ids';
import { reconcile, type WinningClaim, type Witness } from '../../domain/reconciliation/reconciliation';
import type { ClassModel } from '../../domain/class-model/resolved-class-model';
import { identifierKey, type Identifier, type ItemWrite, type Unstamped } from '../../storage/change-sets/change-plan';
import { missingAttributes } from '../class-model/attribute-validation';
import { PlanBuilder } from '../ingest/plan-builder';
import { mergedClass } from './merge-refusals';
import { redistribute, transferred, type IdentifierTransfer, type Redistribution } from './moved-identifiers';
import { moveObservations } from './moved-observations';
import { moveRelationships, type MovedRelationships } from './moved-relationships';
import type { StoredForMerge } from './read-merge';

/** A merge worked out: rows to write, and what is to be told of it. */
export interface PlannedMerge {
  readonly plan: PlanBuilder;
  readonly relationships: MovedRelationships;
  readonly identifiers: Redistribution;
  readonly transfers: readonly IdentifierTransfer[];
  readonly after: Unstamped<ConfigurationItem>;
  readonly paths: readonly string[];
  readonly winners: ReadonlyMap<string, WinningClaim>;
  /** What only the merged item can show to be wrong. */
  readonly errors: readonly ItemError[];
}

/** Which identities of the items go where. */
export function mergeTransfers(rules: IdentityRules, stored: StoredForMerge): readonly IdentifierTransfer[] {
  const moves = movesOf(stored);
  return stored.identifiers.flatMap((from) => {
    const to = transferred(rules, from, moves);
    return to === from ? [] : [{ from, to }];
  });
}

/** Makes the plan of a merge. `holders` are those of all identities that move, before and after. `now`: RFC 3339. */
export function planMerge(
  model: ClassModel,
  stored: StoredForMerge,
  identities: {
    readonly transfers: readonly IdentifierTransfer[];
    readonly holders: ReadonlyMap<string, readonly Identifier[]>;
  },
  now: string,
): PlannedMerge {
  const { survivor, merged } = stored;
  const plan = new PlanBuilder();
  const said = moveObservations(model, {
    ...stored,
    survivor: survivor.id,
    merged: merged.map((item) => item.id),
    tenant: survivor.tenant,
  });
  const className = mergedClass(model, [survivor, ...merged]) ?? survivor.className;
  const { after, winners } = reconciled(model, survivor, className, said.witnesses, now);
  const paths = changedPaths(survivor, after);
  const relationships = moveRelationships(model, stored.relationships, movesOf(stored), now);
  const identifiers = redistribute(identities.transfers, identities.holders);
  plan.items.push(survivorWrite(survivor, after, paths), ...merged.map((item) => leaving(item, survivor.id, now)));
  plan.observations.push(...said.writes);
  plan.identifiersAdded.push(...identifiers.added);
  plan.identifiersRemoved.push(...identifiers.removed);
  plan.relationships.push(...relationships.writes);
  expectAsRead(plan, stored, identities.transfers, identities.holders);
  const errors = [...missingAttributes(model, after.className, after.attributes), ...checkGateNesting(after.gates)];
  return { plan, relationships, identifiers, transfers: identities.transfers, after, paths, winners, errors };
}

const movesOf = ({ survivor, merged }: StoredForMerge): ReadonlyMap<ItemId, ItemId> =>
  new Map(merged.map((item) => [item.id, survivor.id]));

/** An item as all that is said of it makes it. */
export function reconciled(
  model: ClassModel,
  before: ConfigurationItem,
  className: string,
  witnesses: readonly Witness[],
  now: string,
): { readonly after: Unstamped<ConfigurationItem>; readonly winners: ReadonlyMap<string, WinningClaim> } {
  const winners = reconcile(witnesses, model.reconciliation.ofClass(className), now);
  const values = effectiveValues(winners, {
    name: () => before.name,
    canFail: model.class(className)?.canFail ?? true,
  });
  const exists = witnesses.some(({ observation }) => observation.exists);
  const after: Unstamped<ConfigurationItem> = {
    ...before,
    ...values,
    className,
    presence: exists ? 'PRESENT' : 'ABSENT',
    absentSince: exists ? null : (before.absentSince ?? now),
    version: before.version + 1,
    updatedAt: now,
  };
  return { after, winners };
}

/** The survivor gets a version of its own whatever changes, so that whoever read it before notices. */
export function survivorWrite(
  before: ConfigurationItem,
  after: Unstamped<ConfigurationItem>,
  paths: readonly string[],
): ItemWrite {
  if (before.className !== after.className) return { before, after, kind: 'RECLASSIFIED', paths };
  if (before.presence !== after.presence)
    return { before, after, kind: after.presence === 'ABSENT' ? 'ABSENT' : 'RESURRECTED', paths };
  return { before, after, kind: paths.length > 0 ? 'UPDATED' : 'OBSERVED', paths };
}

/** What it was stays in its versions; from now on it stands for the survivor, and is in no list, graph or gate. */
function leaving(before: ConfigurationItem, survivor: ItemId, now: string): ItemWrite {
  const after = {
    ...before,
    mergedInto: survivor,
    ...(before.retiredAt === null ? { retiredAt: now, retiredBy: 'MERGE' as const } : {}),
    version: before.version + 1,
    updatedAt: now,
  };
  const paths = before.retiredAt === null ? ['mergedInto', 'retiredAt'] : ['mergedInto'];
  return { before, after, kind: 'MERGED', paths };
}

function expectAsRead(
  { expects }: PlanBuilder,
  stored: StoredForMerge,
  transfers: readonly IdentifierTransfer[],
  holders: ReadonlyMap<string, readonly Identifier[]>,
): void {
  for (const item of [stored.survivor, ...stored.merged]) {
    expects.item(item);
    expects.observations(item.id, stored.observations.get(item.id) ?? []);
  }
  for (const [item, mark] of stored.relationshipMarks) expects.relationshipsOf(item, mark);
  for (const [item, mark] of stored.identifierMarks) expects.identifiersOf(item, mark);
  for (const { from, to } of transfers) {
    for (const one of [from, to]) {
      if (!one) continue;
      const key = identifierKey(one.entryId, one.keyHash);
      expects.holders(key, holders.get(key) ?? []);
    }
  }
}
