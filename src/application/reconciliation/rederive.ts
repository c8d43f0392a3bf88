import type { ChangeSet } from '../../domain/history/change';
import type { Revision } from '../../domain/ids';
import { ROWS_PER_LOCK_HOLD, type MovedJunk } from '../../storage/change-sets/change-plan';
import type { Executor } from '../../storage/database';
import { setDueTimes, type DueTimes } from '../../storage/sources/claim-due';
import {
  findContestedItems,
  findContestedRelationships,
  findItemsWithClaims,
} from '../../storage/identities/contested-queries';
import { advanceRederivation, findOpenRederivation, type Rederivation } from '../../storage/identities/rederivations';
import { PlanBuilder } from '../ingest/plan-builder';
import type { Sweeping } from '../sweeping/sweeping';
import type { SweepTask } from '../sweeping/sweeper';
import { deriveItems, planDerivedItems, type Deriving } from './derive-items';
import { noteRekeyed, planRekeyStep, type RekeyStep } from './rekey-step';
import { planRewordedItems, rewordItems } from './reword-items';
import { deriveRelationships, planDerivedRelationships } from './derive-relationships';

/** Items or relationships that one step looks at: what it writes fits into one hold of the head lock. */
export const STEP_SIZE = 2_000;

/** A caller waits so long for the effects of its rules; the sweeper does what is left. */
export const PATIENCE_MS = 20_000;

/** A reworded item writes its observations and identities too: this many fit into one hold of the lock. */
const REWORDED_PER_STEP = 400;

/** What some steps came to. */
export interface Rederived {
  readonly changeSets: readonly ChangeSet[];
  readonly items: number;
  readonly relationships: number;
  /** False: the sweeper goes on with it. */
  readonly complete: boolean;
}

/**
 * Works out what follows from the rules that a change set changed, step by step, each its own change set of the same
 * operation; at most until `deadline`, on the clock of performance.now(). A step that was cut short is taken again.
 */
export async function rederive(app: Sweeping, of: Revision, deadline: number): Promise<Rederived> {
  const changeSets: ChangeSet[] = [];
  let items = 0;
  let relationships = 0;
  for (;;) {
    const job = await findOpenRederivation(app.database, of);
    if (!job) return { changeSets, items, relationships, complete: true };
    if (performance.now() >= deadline) return { changeSets, items, relationships, complete: false };
    const step = await takeStep(app, job);
    if (step.changeSet) changeSets.push(step.changeSet);
    items += step.items;
    relationships += step.relationships;
  }
}

/** Goes on with what a change of rules left to be worked out, or a stopped server left half done. */
export function rederivationTask(app: Sweeping): SweepTask {
  return {
    name: 'working out what changed rules come to',
    run: async () => {
      const job = await findOpenRederivation(app.database, null);
      if (!job) return { done: 0, more: false, nextDueAt: null };
      const { items, relationships } = await takeStep(app, job);
      return { done: items + relationships, more: true, nextDueAt: null };
    },
  };
}

interface Step {
  readonly changeSet: ChangeSet | null;
  readonly items: number;
  readonly relationships: number;
}

interface Look {
  readonly plan: PlanBuilder;
  readonly due: DueTimes;
  readonly next: Pick<Rederivation, 'afterItem' | 'afterRelationship'>;
  readonly done: boolean;
  /** Items that got other identities; null when it was about values. */
  readonly rekeyed: RekeyStep | null;
}

async function takeStep(app: Sweeping, job: Rederivation): Promise<Step> {
  const { principal, requestId, reason, operationId } = job;
  const header = { principal, requestId, reason, operationId, source: null, operationKind: 'MODEL' as const };
  const looks: Look[] = [];
  const written = await app.writes.submit({
    prepare: async (reader) => {
      const { model, revision } = await app.models.latest(reader);
      const look = await lookAt(reader, job, { model, now: app.clock().toISOString() });
      looks.push(look);
      return look.plan.size() === 0 ? null : look.plan.toPlan(header, revision, null);
    },
  });
  const look = looks.at(-1);
  if (!look) throw new Error('invariant violated: a step was written that nobody prepared');
  await setDueTimes(app.database, look.due);
  if (look.rekeyed) await noteRekeyed(app, look.rekeyed);
  await advanceRederivation(app.database, job.revision, {
    item: look.next.afterItem,
    relationship: look.next.afterRelationship,
    doneAt: look.done ? app.clock().toISOString() : null,
  });
  return {
    changeSet: written.changeSet,
    items: look.rekeyed?.rekeyed.length ?? look.plan.items.length,
    relationships: look.plan.relationships.length,
  };
}

/** Items first; when there are no more of them, relationships. */
async function lookAt(
  reader: Executor,
  { scope, afterItem, afterRelationship }: Rederivation,
  deriving: Deriving,
): Promise<Look> {
  if (scope.junk) return rekey(reader, scope.junk, { afterItem, afterRelationship }, deriving);
  const plan = new PlanBuilder();
  if (scope.fields && scope.fields.length > 0) return reword(reader, scope, { afterItem, afterRelationship }, deriving);
  const items = await findContestedItems(reader, scope, { after: afterItem, limit: STEP_SIZE });
  if (items.last !== null) {
    const derived = await deriveItems(reader, items.found, deriving);
    planDerivedItems(plan, derived);
    const due = { items: new Map(derived.map((one) => [one.before.id, one.dueAt])), relationships: new Map() };
    return { plan, due, next: { afterItem: items.last, afterRelationship }, done: false, rekeyed: null };
  }
  const found = await findContestedRelationships(reader, scope, { after: afterRelationship, limit: STEP_SIZE });
  const derived = await deriveRelationships(reader, found.found, deriving);
  planDerivedRelationships(plan, derived);
  const due = { items: new Map(), relationships: new Map(derived.map((one) => [one.before.id, one.dueAt])) };
  const next = { afterItem, afterRelationship: found.last ?? afterRelationship };
  return { plan, due, next, done: found.last === null, rekeyed: null };
}

/** Puts claims into other words. What turns out to be too much for one change set is looked at again, with less. */
async function reword(
  reader: Executor,
  scope: Rederivation['scope'],
  { afterItem, afterRelationship }: Look['next'],
  deriving: Deriving,
): Promise<Look> {
  for (let limit = REWORDED_PER_STEP; ; limit = Math.ceil(limit / 10)) {
    const plan = new PlanBuilder();
    const { found, last } = await findItemsWithClaims(reader, scope, scope.fields ?? [], { after: afterItem, limit });
    await planRewordedItems(plan, reader, await rewordItems(reader, found, deriving), deriving);
    if (plan.size() > ROWS_PER_LOCK_HOLD && limit > 1) continue;
    const due = { items: new Map(), relationships: new Map() };
    return { plan, due, next: { afterItem: last ?? afterItem, afterRelationship }, done: last === null, rekeyed: null };
  }
}

/** Gives items the identities that they have with other values counting as absent. */
async function rekey(
  reader: Executor,
  junk: MovedJunk,
  { afterItem, afterRelationship }: Look['next'],
  { model }: Deriving,
): Promise<Look> {
  const rekeyed = await planRekeyStep(reader, model, junk, afterItem);
  const { plan, last } = rekeyed;
  const due = { items: new Map(), relationships: new Map() };
  return { plan, due, next: { afterItem: last ?? afterItem, afterRelationship }, done: last === null, rekeyed };
}
