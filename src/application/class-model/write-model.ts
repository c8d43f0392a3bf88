import type { ChangeSet } from '../../domain/history/change';
import { DomainError, invariant } from '../../domain/errors';
import type { Revision } from '../../domain/ids';
import { planSize, ROWS_PER_LOCK_HOLD, type ChangePlan, type Identifier } from '../../storage/change-sets/change-plan';
import type { Executor } from '../../storage/database';
import { closeIdentifiersUnder, stageIdentifiers } from '../../storage/identities/rekey-queries';
import { readWrittenSince } from '../../storage/identities/stored-under-model';
import type { Application } from '../application';
import { rememberedResult, replayedModel, unwritten, type AppliedModel } from './applied-model';
import { writesNothing, type ModelAttempt } from './model-attempt';
import { modelPlan } from './model-plan';
import { PATIENCE_MS, rederive } from '../reconciliation/rederive';
import { findLostEntries, findNewIdentities, movesBetween, withOwners, type NewIdentities } from './rekey';
import { findInvalidated, NONE_INVALIDATED, type Invalidated } from './stored-model-check';

/** What changing the class model needs of the application. */
export type ModelEditor = Pick<Application, 'database' | 'writes' | 'models' | 'clock' | 'newId'>;

/** Who defines something, and how. */
export interface ModelCall {
  readonly principal: string;
  readonly requestId: string;
  readonly reason: string | null;
  /** `bodyHash`: SHA-256 of the canonical request, hexadecimal. */
  readonly idempotency: { readonly key: string; readonly bodyHash: string } | null;
}

/** Works out what to write from the model as a reader sees it, however often. */
export type MakeAttempt = (reader: Executor) => Promise<ModelAttempt>;

/**
 * Writes a change of the class model, unless it turns out to be at odds with what is stored.
 *
 *     first look   by the caller: the model and all that is stored were checked; nothing was locked
 *     groundwork   the identities of items under new rules are worked out; nothing is locked either
 *     under lock   the model again, and of what is stored only what was written since the first look
 *
 * Throws TOO_LARGE, RETRY_LATER and what the write queue throws.
 */
export async function writeModel(
  app: ModelEditor,
  make: MakeAttempt,
  call: ModelCall,
  first: ModelAttempt,
): Promise<AppliedModel> {
  const groundwork = await layGroundwork(app, make, first);
  const operationId = app.newId();
  const looks: LockedLook[] = [];
  const result = await app.writes.submit({
    underLock: true,
    prepare: async (reader) => {
      const look = await lookUnderLock(reader, await make(reader), groundwork, { call, operationId });
      looks.push(look);
      return look.plan;
    },
  });
  if (result.replayed !== null) return replayedModel(app, result.replayed.result);
  const look = looks.at(-1);
  invariant(look, 'the write queue answers only what it prepared');
  if (result.changeSet === null) return { ...unwritten(look.attempt, look.invalidated), revision: result.revision };
  return afterWriting(app, look, result.changeSet);
}

/** What was worked out before the lock. It holds while the model is what it was at the first look, but for what was written since. */
interface Groundwork {
  readonly model: Revision;
  readonly since: Revision;
  readonly identities: NewIdentities;
  readonly owned: ReadonlyMap<string, Identifier>;
  /** Identifiers that are in the database already, because they are too many to go in with the model. */
  readonly staged: ReadonlyMap<string, Identifier>;
}

async function layGroundwork(app: ModelEditor, make: MakeAttempt, first: ModelAttempt): Promise<Groundwork> {
  const attempt = await make(app.database);
  const identities = await findNewIdentities(app.database, { ...attempt, only: null });
  const owned = withOwners(identities);
  const laid = { model: first.stored.revision, since: first.stored.readAt, identities, owned };
  if (owned.size < ROWS_PER_LOCK_HOLD / 2) return { ...laid, staged: new Map() };
  const at = { revision: attempt.stored.readAt, time: app.clock().toISOString() };
  await stageIdentifiers(app.database, [...owned.values()], at);
  return { ...laid, staged: owned };
}

/** What came of the look under the lock. */
interface LockedLook {
  readonly attempt: ModelAttempt;
  readonly invalidated: Invalidated;
  /** Null: refused. */
  readonly plan: ChangePlan | null;
  /** Entries whose identifiers nobody looks up any more. */
  readonly dead: readonly number[];
}

async function lookUnderLock(
  reader: Executor,
  attempt: ModelAttempt,
  groundwork: Groundwork,
  header: PlanHeader,
): Promise<LockedLook> {
  const laid = stillHolding(groundwork, attempt);
  const invalidated = await checkStored(reader, attempt, laid?.since ?? null);
  if (isRefused(attempt, invalidated)) return { attempt, invalidated, plan: null, dead: [] };
  return { attempt, invalidated, ...(await planModel(reader, attempt, laid, header)) };
}

async function afterWriting(app: ModelEditor, look: LockedLook, changeSet: ChangeSet): Promise<AppliedModel> {
  const { revision, at } = changeSet;
  await app.models.refresh(revision);
  if (look.dead.length > 0) await closeIdentifiersUnder(app.database, look.dead, { revision, time: at });
  const { changeSets } = look.attempt.write.rederive
    ? await rederive(app, revision, performance.now() + PATIENCE_MS)
    : { changeSets: [] };
  return {
    ...unwritten(look.attempt, look.invalidated),
    revision: changeSets.at(-1)?.revision ?? revision,
    changeSets: [changeSet, ...changeSets],
    model: await app.models.at(revision),
  };
}

/** Null when somebody else changed the model in between, so that everything has to be worked out again. */
function stillHolding(groundwork: Groundwork, attempt: ModelAttempt): Groundwork | null {
  if (groundwork.model === attempt.stored.revision) return groundwork;
  if (groundwork.staged.size === 0) return null;
  throw new DomainError(
    'RETRY_LATER',
    'Somebody else changed the class model while the identifiers of many items were worked out for this change. Send it again.',
  );
}

/** Checks what is stored against a model; `since`: only what was written behind that revision, because the rest was checked before. */
export async function checkStored(
  reader: Executor,
  attempt: ModelAttempt,
  since: Revision | null,
): Promise<Invalidated> {
  if (attempt.errors.length > 0) return NONE_INVALIDATED;
  if (since === null) return findInvalidated(reader, { ...attempt, only: null, relationships: true });
  const { items } = await readWrittenSince(reader, since);
  return findInvalidated(reader, { ...attempt, only: items, relationships: items.length > 0 });
}

interface PlanHeader {
  readonly call: ModelCall;
  readonly operationId: string;
}

async function planModel(
  reader: Executor,
  attempt: ModelAttempt,
  laid: Groundwork | null,
  { call, operationId }: PlanHeader,
): Promise<{ plan: ChangePlan; dead: readonly number[] }> {
  const moves = movesBetween(laid?.staged ?? new Map(), await findOwned(reader, attempt, laid));
  const lost = await findLostEntries(reader, attempt);
  const { write } = attempt;
  const wrote = !writesNothing(write);
  const result = (at: Revision) => rememberedResult(at, attempt, wrote ? operationId : null);
  const plan = modelPlan(
    { ...call, operationId, idempotency: call.idempotency && { ...call.idempotency, result } },
    {
      write: wrote ? write : null,
      basedOn: attempt.stored.revision,
      identifiersAdded: [...moves.added, ...lost.moves.added],
      identifiersRemoved: [...moves.removed, ...lost.moves.removed],
    },
  );
  if (planSize(plan) <= ROWS_PER_LOCK_HOLD) return { plan, dead: lost.dead };
  throw new DomainError(
    'TOO_LARGE',
    `This change of the class model moves ${planSize(plan)} rows; ${ROWS_PER_LOCK_HOLD} fit into one change set. Define less at a time, or try again when less is written.`,
  );
}

/** The identifiers that items have under new entries by now. */
async function findOwned(
  reader: Executor,
  attempt: ModelAttempt,
  laid: Groundwork | null,
): Promise<ReadonlyMap<string, Identifier>> {
  if (laid === null) return withOwners(await findNewIdentities(reader, { ...attempt, only: null }));
  const { items: only } = await readWrittenSince(reader, laid.since);
  if (only.length === 0) return laid.owned;
  const identities = new Map(laid.identities);
  for (const id of only) identities.delete(id);
  for (const [id, own] of await findNewIdentities(reader, { ...attempt, only })) identities.set(id, own);
  return withOwners(identities);
}

/** Whether a change of the model may not be written. */
export const isRefused = ({ errors }: ModelAttempt, { count }: Invalidated): boolean => errors.length > 0 || count > 0;
