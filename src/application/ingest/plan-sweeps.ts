import type { ItemError } from '../../domain/errors';
import { itemError } from '../../domain/errors';
import {
  changedRelationshipPaths,
  effectiveRelationship,
  withdrawClaim,
} from '../../domain/reconciliation/relationship-claims';
import { groupBy } from '../../domain/lists/group-by';
import { compareInstants, laterInstant } from '../../domain/instant';
import type { Relationship } from '../../domain/relationship';
import { relationshipKey, relationshipOfKey, type RelationshipWrite } from '../../storage/change-sets/change-plan';
import type { RelationshipSide } from '../../storage/identities/ingest-lookups';
import type { Batch, BatchContext, BatchRelationship } from './batch';
import type { RelationshipResult } from './ingest-types';
import { beliefIn, seenIn } from './belief';
import { PlanBuilder } from './plan-builder';
import type { Fates } from './resolve-ends';
import type { StoredState } from './stored-state';

/** What an item declared complete: its source's other relationships of a type at that end are withdrawn. */
export interface Sweep extends RelationshipSide {
  readonly observedAt: string;
  /** Only what was last said before that time: what was said at the same time stands beside it. */
  readonly earlierOnly?: boolean;
}

/** The sweeps that a batch asks for, and what is to be told about those that cannot be done. */
export interface Sweeps {
  readonly sweeps: readonly Sweep[];
  /** Item -> warnings. */
  readonly warnings: ReadonlyMap<number, readonly ItemError[]>;
}

/**
 * Reads `completeRelationships` of the items that landed. The ends are those at which the item's own relationships of the
 * type stand, the source where it names none. Where one of these was rejected nothing is withdrawn: a machine whose new
 * host is unknown keeps its old one.
 */
export function readSweeps(
  { model }: BatchContext,
  batch: Batch,
  fates: Fates,
  results: ReadonlyMap<BatchRelationship, RelationshipResult>,
): Sweeps {
  const nested = groupBy(
    batch.relationships.filter((one) => one.nestedIndex !== null),
    (one) => one.index,
  );
  const sweeps: Sweep[] = [];
  const warnings = new Map<number, readonly ItemError[]>();
  for (const item of batch.items) {
    const group = fates.groupOf.get(item.index);
    const fate = group && fates.of(group);
    if (fate?.kind !== 'landed') continue;
    for (const type of new Set(item.record.completeRelationships)) {
      const own = (nested.get(item.index) ?? []).filter((one) => one.type?.name === type);
      if (own.some((one) => isOpen(results.get(one)?.outcome))) {
        const waits = own.every((one) => results.get(one)?.outcome !== 'REJECTED');
        warnings.set(item.index, [...(warnings.get(item.index) ?? []), notSwept(type, waits)]);
        continue;
      }
      const sides = sidesOf(item.index, own, model.type(type)?.symmetric === true);
      for (const side of sides) sweeps.push({ item: fate.item.id, type, side, observedAt: item.observedAt });
    }
  }
  return { sweeps, warnings };
}

/** Where one of them does not stand (yet), nobody knows what it replaces. */
const isOpen = (outcome: string | undefined): boolean => outcome === 'REJECTED' || outcome === 'PARKED';

const notSwept = (type: string, waits: boolean): ItemError =>
  itemError(
    'DEPENDENCY_FAILED',
    waits
      ? `Other ${type} relationships of this item are kept until the one that it names and that is parked has landed.`
      : `Other ${type} relationships of this item were kept, because one that it names was rejected.`,
    ['completeRelationships'],
  );

/** What parked relationships replace that have landed now: `keys` are those of the relationships that they became. */
export function replacedByParked(
  { parking }: BatchContext,
  keys: ReadonlyMap<BatchRelationship, string>,
  results: ReadonlyMap<BatchRelationship, RelationshipResult>,
): readonly Sweep[] {
  return [...keys].flatMap(([record, key]) => {
    const side = parking?.replacing.get(record.index);
    const { source, type, target } = relationshipOfKey(key);
    if (!side || isOpen(results.get(record)?.outcome)) return [];
    const item = side === 'SOURCE' ? source : target;
    return [{ item, type, side, observedAt: record.report.observedAt, earlierOnly: true }];
  });
}

function sidesOf(
  item: number,
  own: readonly BatchRelationship[],
  symmetric: boolean,
): readonly RelationshipSide['side'][] {
  if (symmetric) return ['SOURCE', 'TARGET'];
  const outward = own.some((one) => one.source.kind === 'batch' && one.source.item === item);
  const inward = own.some((one) => one.target.kind === 'batch' && one.target.item === item);
  return inward ? [...(outward ? (['SOURCE'] as const) : []), 'TARGET'] : ['SOURCE'];
}

/** Relationships that sweeps withdraw. */
export interface PlannedSweeps {
  readonly plan: PlanBuilder;
  /** How many relationships end. */
  readonly ended: number;
  /** There is more to withdraw than `limit`. */
  readonly more: boolean;
}

/** Withdraws what the source claims at the swept ends and does not state in this batch; at most `limit` relationships. */
export async function planSweeps(
  { model, reporter }: BatchContext,
  { state, now }: { readonly state: StoredState; readonly now: string },
  sweeps: readonly Sweep[],
  stated: ReadonlySet<string>,
  limit: number,
): Promise<PlannedSweeps> {
  const stored = await state.relationshipsAtSides(sweeps);
  const sightings = await state.relationshipSightings([...stored.values()].map((one) => one.id));
  const asked = new Map(sweeps.map((one) => [`${one.side} ${one.item} ${one.type}`, one]));
  const writes: RelationshipWrite[] = [];
  for (const [key, before] of stored) {
    const { source, type, target } = before;
    const sweep = asked.get(`SOURCE ${source} ${type}`) ?? asked.get(`TARGET ${target} ${type}`);
    const definition = model.type(type);
    if (stated.has(key) || sweep === undefined || !definition) continue;
    const seenAt = seenIn(sightings, before.id);
    if (sweep.earlierOnly && !saidBefore(before, reporter.source, seenAt(reporter.source), sweep.observedAt)) continue;
    const { claims, outcome } = withdrawClaim(
      before.claims,
      reporter.source,
      sweep.observedAt,
      seenAt(reporter.source),
    );
    if (outcome !== 'changed') continue;
    if (claims.length === 0) writes.push({ before, after: null, kind: 'ENDED', paths: [] });
    else {
      const belief = beliefIn(model, type, now, seenAt);
      const values = effectiveRelationship(claims, definition, belief);
      const paths = changedRelationshipPaths(before, values);
      const after = { ...before, ...values, claims, version: before.version + 1, updatedAt: now };
      writes.push({ before, after, kind: paths.length > 0 ? 'UPDATED' : 'OBSERVED', paths });
    }
  }
  const plan = new PlanBuilder();
  for (const write of writes.slice(0, limit)) {
    plan.relationships.push(write);
    if (write.before) plan.expects.relationship(keyOf(write.before), write.before);
  }
  const ended = plan.relationships.filter((write) => write.after === null).length;
  return { plan, ended, more: writes.length > limit };
}

/** Whether a source last said before a time that a relationship is there. */
function saidBefore({ claims }: Relationship, source: string, seenAt: string | null, time: string): boolean {
  const own = claims.find((claim) => claim.source === source);
  return own !== undefined && compareInstants(laterInstant(own.observedAt, seenAt ?? own.observedAt), time) < 0;
}

const keyOf = ({ source, type, target }: Relationship): string => relationshipKey(source, type, target);
