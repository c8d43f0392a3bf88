import type { ChangeSet } from '../domain/change';
import { DomainError, invariant } from '../domain/errors';
import type { Revision } from '../domain/ids';
import type { ModelInput } from '../domain/model-input';
import { planSize, ROWS_PER_LOCK_HOLD, type ChangePlan, type Identifier } from '../storage/change-plan';
import { takeEntryIds } from '../storage/class-model';
import type { Executor } from '../storage/database';
import { findIdempotent, replay } from '../storage/idempotency';
import { closeIdentifiersUnder, stageIdentifiers } from '../storage/rekey-queries';
import { readWrittenSince } from '../storage/stored-under-model';
import type { Application } from './application';
import { rememberedResult, replayedModel, unwritten, type AppliedModel } from './applied-model';
import { checkCallTexts } from './ingest/ingest';
import { attemptModel, modelWrite, type ModelAttempt, type ReservedNames } from './model-attempt';
import { modelPlan } from './model-plan';
import { findLostEntries, findNewIdentities, movesBetween, withOwners, type NewIdentities } from './rekey';
import { findInvalidated, NONE_INVALIDATED, type Invalidated } from './stored-model-check';

/** What changing the class model needs of the application. */
export type ModelEditor = Pick<Application, 'database' | 'writes' | 'models' | 'clock' | 'newId'>;

/** Who defines something, and how. */
export interface ModelCall {
  readonly principal: string;
  readonly requestId: string;
  readonly reason: string | null;
  /** Compute everything, write nothing. */
  readonly dryRun: boolean;
  /** `bodyHash`: SHA-256 of the canonical request, hexadecimal. */
  readonly idempotency: { readonly key: string; readonly bodyHash: string } | null;
}

/**
 * Defines classes and relationship types as one change set: all of them or none. What contradicts itself, the rest of the
 * model or what is stored is refused, as data. Items whose identification rules change are re-keyed with it. Throws
 * BAD_REQUEST, IDEMPOTENCY_CONFLICT, TOO_LARGE, RETRY_LATER and what the write queue throws.
 *
 *     first look   whole model and all that is stored are checked, identities worked out; nothing is locked
 *     under lock   the model again, and of what is stored only what was written since the first look
 */
export async function applyModel(
  app: ModelEditor,
  input: ModelInput,
  call: ModelCall,
  names: ReservedNames,
): Promise<AppliedModel> {
  checkCallTexts(call.reason, call.idempotency?.key ?? null);
  const earlier = await findEarlier(app, call);
  if (earlier !== null) return earlier;
  const first = await attemptModel(app.database, input, names, []);
  const invalidated = await checkStored(app.database, first, null);
  if (isRefused(first, invalidated)) return unwritten(first, invalidated);
  await findLostEntries(app.database, first);
  const unchanged = first.classes.length === 0 && first.relationshipTypes.length === 0;
  if (call.dryRun || (unchanged && call.idempotency === null)) return unwritten(first, invalidated);
  const entryIds = await takeEntryIds(app.database, first.newEntryCount);
  const groundwork = await layGroundwork(app, { input, names, entryIds }, first);
  return writeModel(app, { input, names, entryIds }, call, groundwork);
}

/** What a model is worked out from, however often. */
interface ModelSource {
  readonly input: ModelInput;
  readonly names: ReservedNames;
  readonly entryIds: readonly number[];
}

/** What was worked out before the lock. It holds while the model is the same, but for what was written behind `since`. */
interface Groundwork {
  readonly model: Revision;
  readonly since: Revision;
  readonly identities: NewIdentities;
  /** Identifiers that are in the database already, because they are too many to go in with the model. */
  readonly staged: ReadonlyMap<string, Identifier>;
}

async function layGroundwork(app: ModelEditor, source: ModelSource, first: ModelAttempt): Promise<Groundwork> {
  const { input, names, entryIds } = source;
  const attempt = entryIds.length === 0 ? first : await attemptModel(app.database, input, names, entryIds);
  const identities = await findNewIdentities(app.database, { ...attempt, only: null });
  const all = withOwners(identities);
  const laid = { model: attempt.stored.revision, since: first.stored.readAt, identities };
  if (all.size < ROWS_PER_LOCK_HOLD / 2) return { ...laid, staged: new Map() };
  const at = { revision: attempt.stored.readAt, time: app.clock().toISOString() };
  await stageIdentifiers(app.database, [...all.values()], at);
  return { ...laid, staged: all };
}

/** What came of the look under the lock. */
interface LockedLook {
  readonly attempt: ModelAttempt;
  readonly invalidated: Invalidated;
  readonly dead: readonly number[];
}

async function writeModel(
  app: ModelEditor,
  { input, names, entryIds }: ModelSource,
  call: ModelCall,
  groundwork: Groundwork,
): Promise<AppliedModel> {
  const operationId = app.newId();
  const looks: LockedLook[] = [];
  const result = await app.writes.submit({
    underLock: true,
    prepare: async (reader) => {
      const attempt = await attemptModel(reader, input, names, entryIds);
      const laid = stillHolding(groundwork, attempt);
      const invalidated = await checkStored(reader, attempt, laid?.since ?? null);
      if (isRefused(attempt, invalidated)) {
        looks.push({ attempt, invalidated, dead: [] });
        return null;
      }
      const { plan, dead } = await planModel(reader, attempt, laid, { call, operationId });
      looks.push({ attempt, invalidated, dead });
      return plan;
    },
  });
  if (result.replayed !== null) return replayedModel(app, result.replayed.result);
  const look = looks.at(-1);
  invariant(look, 'the write queue answers only what it prepared');
  if (result.changeSet === null) return { ...unwritten(look.attempt, look.invalidated), revision: result.revision };
  return afterWriting(app, look, result.changeSet);
}

async function afterWriting(app: ModelEditor, look: LockedLook, changeSet: ChangeSet): Promise<AppliedModel> {
  const { revision, at } = changeSet;
  await app.models.refresh(revision);
  if (look.dead.length > 0) await closeIdentifiersUnder(app.database, look.dead, { revision, time: at });
  return {
    ...unwritten(look.attempt, look.invalidated),
    revision,
    changeSets: [changeSet],
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

/** Checks what is stored; `since`: only what was written behind that revision, because the rest was checked before. */
async function checkStored(reader: Executor, attempt: ModelAttempt, since: Revision | null): Promise<Invalidated> {
  if (attempt.errors.length > 0) return NONE_INVALIDATED;
  if (since === null) return findInvalidated(reader, { ...attempt, only: null, relationships: true });
  const { items } = await readWrittenSince(reader, since);
  return findInvalidated(reader, { ...attempt, only: items, relationships: items.length > 0 });
}

async function planModel(
  reader: Executor,
  attempt: ModelAttempt,
  laid: Groundwork | null,
  { call, operationId }: { call: ModelCall; operationId: string },
): Promise<{ plan: ChangePlan; dead: readonly number[] }> {
  const only = laid === null ? null : (await readWrittenSince(reader, laid.since)).items;
  const identities: NewIdentities = new Map(laid?.identities);
  for (const id of only ?? []) identities.delete(id);
  for (const [id, own] of await findNewIdentities(reader, { ...attempt, only })) identities.set(id, own);
  const moves = movesBetween(laid?.staged ?? new Map(), withOwners(identities));
  const lost = await findLostEntries(reader, attempt);
  const write = modelWrite(attempt);
  const wrote = write.classes.length + write.relationshipTypes.length > 0;
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

const isRefused = ({ errors }: ModelAttempt, { count }: Invalidated): boolean => errors.length > 0 || count > 0;

/** What an earlier call with the same idempotency key answered; null when there was none. */
async function findEarlier(app: ModelEditor, call: ModelCall): Promise<AppliedModel | null> {
  if (call.idempotency === null || call.dryRun) return null;
  const claim = { principal: call.principal, ...call.idempotency };
  const stored = await findIdempotent(app.database, { ...claim, now: app.clock() });
  return stored === null ? null : replayedModel(app, replay(stored, claim));
}
