import type { ChangeSet } from '../../domain/history/change';
import { DomainError } from '../../domain/errors';
import { itemId, revision, type Revision } from '../../domain/ids';
import type { JsonValue } from '../../domain/json';
import { quoted } from '../../domain/nearest-name';
import { loadChangeSets } from '../../storage/history/change-log';
import type { Executor } from '../../storage/database';
import { findIdempotent, replay } from '../../storage/change-sets/idempotency';
import { loadChangeSetsOfOperation } from '../../storage/identities/ingest-lookups';
import { loadTouched } from '../../storage/history/operation-history';
import { readHeadRevision } from '../../storage/change-sets/revision-head';
import { editHeader, idempotencyOf, type EditCall, type Editing, type EditResult } from '../editing/edit-call';
import type { EntitySets } from '../../storage/sync/sync-sets';
import { wholeOf } from '../../storage/visible-rows';
import { requireWhole } from '../history/horizon';
import { checkCallTexts } from '../ingest/ingest';
import { PlanBuilder } from '../ingest/plan-builder';
import type { PlanHeader } from '../../storage/change-sets/change-plan';
import { SliceWriter, type SlicePlanner } from '../writes/slice-writer';
import { requireSession } from '../sync/join-session';
import { requireInSight, requireReach } from './revert-sight';
import { REVERT_KINDS } from './revert-kinds';
import { revertMerge, type RevertedMerge } from './revert-merge';
import { REVERT_OUTCOMES, RevertReport, type RevertedThing, type RevertOutcome } from './revert-report';
import { planUndoneItems, type Undoing } from './undo-items';
import { planUndoneRelationships, type RelationshipPhase } from './undo-relationships';
import { slicesOf } from '../../domain/slices';

/** Which operation: the one of a change set, the one of an id, or that of a sync session. */
export type OperationToRevert =
  { readonly changeSet: Revision } | { readonly operation: string } | { readonly session: string };

/** What undoing an operation did. */
export interface RevertedOperation extends Omit<EditResult, 'errors'> {
  readonly totals: readonly {
    readonly outcome: RevertOutcome;
    readonly items: number;
    readonly relationships: number;
  }[];
  /** Items first, by id. */
  readonly things: readonly RevertedThing[];
}

/**
 * Undoes everything that an operation wrote: what sources say is again what they said before, effective values fall back
 * to the next claim, items that it created are retired, relationships that it ended return, what it took for absent is
 * present. What others wrote on top since stays, and is reported thing by thing. It is an operation like any other, so it
 * can be undone itself. Several change sets where it is large; called again after a stop, it does the rest.
 *
 * Throws NOT_FOUND, FORBIDDEN for who does not see all of it, NOT_REVERTIBLE, BAD_REQUEST, IDEMPOTENCY_CONFLICT and what the write queue throws.
 */
export async function revertOperation(
  limited: Editing,
  call: EditCall,
  wanted: OperationToRevert,
): Promise<RevertedOperation> {
  // What is undone is all of the operation, or nothing.
  const app = { ...limited, database: wholeOf(limited.database) };
  checkCallTexts(call.reason, call.idempotencyKey);
  const idempotency = idempotencyOf(call, { revert: wanted });
  if (idempotency) {
    const claim = { principal: call.principal, ...idempotency };
    const stored = await findIdempotent(app.database, { ...claim, now: app.clock() });
    if (stored) return replayedRevert(app.database, replay(stored, claim));
  }
  const { id, changeSets } = await findOperation(app, call, wanted);
  await requireInSight(limited, call, changeSets);
  const merge = await asMerge(app, call, changeSets);
  if (merge) return { ...merge, totals: totalsOf(merge.things) };
  await requireWhole(app.database, id, changeSets);
  const touched = await loadTouched(app.database, changeSets);
  checkRevertible(id, changeSets, touched.others);
  const undoing = (): Undoing => ({
    revisions: changeSets.map((one) => one.revision),
    now: app.clock().toISOString(),
    report: new RevertReport(),
    items: new Map(),
    ended: new Set(),
  });
  const header: PlanHeader = {
    ...editHeader(call, 'REVERT', app.newId()),
    reason: call.reason ?? `undoes operation ${id}`,
  };
  const writer = new SliceWriter(app, header);
  let done = undoing();
  // Whoever sees a part learns before anything is written that it is more than that.
  if (call.dryRun || call.visibility) await undo(touched, done, call, rehearse(app));
  if (!call.dryRun) {
    done = undoing();
    await undo(touched, done, call, (part, planner) => writer.write(part, planner));
  }
  const reverted = await answerOf(app, writer, header, done.report);
  return idempotency ? remember(app, header, idempotency, reverted) : reverted;
}

async function asMerge(app: Editing, call: EditCall, changeSets: readonly ChangeSet[]): Promise<RevertedMerge | null> {
  const [changeSet] = changeSets;
  if (!changeSet || REVERT_KINDS[changeSet.operationKind].how !== 'merge') return null;
  return revertMerge(app, call, changeSet);
}

const relationshipPlanner =
  (undoing: Undoing) =>
  (phase: RelationshipPhase): SlicePlanner<number> => ({
    plan: (reader, model, ids) => planUndoneRelationships(reader, model, undoing, { phase, ids }),
  });

/** What becomes of a slice. */
type Slicing = (part: readonly number[], planner: SlicePlanner<number>) => Promise<void>;

/** Relationships that are to be there first, then the items, then the relationships that are to be gone. */
async function undo(
  touched: EntitySets,
  undoing: Undoing,
  { visibility = null }: EditCall,
  slicing: Slicing,
): Promise<void> {
  const relationships = relationshipPlanner(undoing);
  for (const ids of slicesOf(touched.relationships, THINGS_PER_SLICE)) await slicing(ids, relationships('THERE'));
  const items: SlicePlanner<number> = {
    plan: async (reader, model, ids) => {
      const plan = await planUndoneItems(reader, model, undoing, ids.map(itemId));
      requireReach(plan.items, visibility);
      return plan;
    },
  };
  for (const ids of slicesOf(touched.items, THINGS_PER_SLICE)) await slicing(ids, items);
  for (const ids of slicesOf(touched.relationships, THINGS_PER_SLICE)) await slicing(ids, relationships('GONE'));
}

/** Plans every slice and writes none. */
const rehearse =
  (app: Editing): Slicing =>
  async (part, planner) => {
    const { model } = await app.models.latest(app.database);
    await planner.plan(app.database, model, part);
  };

async function findOperation(
  app: Editing,
  { visibility = null }: EditCall,
  wanted: OperationToRevert,
): Promise<{ readonly id: string; readonly changeSets: readonly ChangeSet[] }> {
  if ('session' in wanted) {
    const { id, state } = await requireSession(app, wanted.session, visibility);
    if (state === 'OPEN' || state === 'COMMITTING' || state === 'AWAITING_CONFIRMATION') {
      const message = `The sync session ${id} has not ended yet. Commit or abort it first; then it can be undone.`;
      throw new DomainError('BAD_REQUEST', message);
    }
    return { id, changeSets: await loadChangeSetsOfOperation(app.database, id) };
  }
  const id = 'operation' in wanted ? wanted.operation : await operationAt(app.database, wanted.changeSet);
  const changeSets = UUID.test(id) ? await loadChangeSetsOfOperation(app.database, id) : [];
  if (changeSets.length === 0) throw new DomainError('NOT_FOUND', `There is no operation ${quoted(id)}.`);
  return { id, changeSets };
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

async function operationAt(executor: Executor, at: Revision): Promise<string> {
  const [changeSet] = await loadChangeSets(executor, [at]);
  if (changeSet) return changeSet.operationId;
  throw new DomainError('NOT_FOUND', `There is no change set of revision ${at}. changes lists those there are.`);
}

function checkRevertible(id: string, changeSets: readonly ChangeSet[], others: readonly string[]): void {
  const kind = changeSets[0]?.operationKind;
  const how = kind ? REVERT_KINDS[kind] : null;
  if (how?.how === 'refused') {
    throw new DomainError(
      'NOT_REVERTIBLE',
      `The operation ${id} is one of the kind ${kind}, which is not undone as such. ${how.instead}`,
    );
  }
  if (others.length === 0) return;
  const message = `The operation ${id} changed more than items and relationships: ${others.join(', ')}. Define that as it was before.`;
  throw new DomainError('NOT_REVERTIBLE', message);
}

const THINGS_PER_SLICE = 500;

async function answerOf(
  app: Editing,
  writer: SliceWriter,
  header: PlanHeader,
  report: RevertReport,
): Promise<RevertedOperation> {
  const things = report.things();
  return {
    revision: writer.revision ?? (await readHeadRevision(app.database)),
    operation: writer.changeSets.length > 0 ? { id: header.operationId, kind: header.operationKind } : null,
    changeSets: writer.changeSets,
    replayed: false,
    totals: totalsOf(things),
    things,
  };
}

function totalsOf(things: readonly RevertedThing[]): RevertedOperation['totals'] {
  const counted = (outcome: RevertOutcome, entity: RevertedThing['entity']): number =>
    things.filter((thing) => thing.outcome === outcome && thing.entity === entity).length;
  return REVERT_OUTCOMES.map((outcome) => ({
    outcome,
    items: counted(outcome, 'CONFIGURATION_ITEM'),
    relationships: counted(outcome, 'RELATIONSHIP'),
  })).filter(({ items, relationships }) => items + relationships > 0);
}

/** Undoing again what is undone already writes nothing, so the answer may be stored apart from the writes. */
async function remember(
  app: Editing,
  header: PlanHeader,
  idempotency: { readonly key: string; readonly bodyHash: string },
  reverted: RevertedOperation,
): Promise<RevertedOperation> {
  const { changeSets: _, replayed: __, ...stored } = reverted;
  const result = (): JsonValue => stored as unknown as JsonValue;
  const plan = new PlanBuilder().toPlan(header, null, { ...idempotency, result });
  const written = await app.writes.submit({ prepare: () => Promise.resolve(plan) });
  return written.replayed ? replayedRevert(app.database, written.replayed.result) : reverted;
}

async function replayedRevert(executor: Executor, stored: JsonValue): Promise<RevertedOperation> {
  const body = stored as unknown as Omit<RevertedOperation, 'changeSets' | 'replayed'>;
  const changeSets = body.operation === null ? [] : await loadChangeSetsOfOperation(executor, body.operation.id);
  return { ...body, revision: revision(body.revision), changeSets, replayed: true };
}
