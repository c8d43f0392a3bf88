import type { Visibility } from '../../domain/access/visibility';
import type { ChangeSet } from '../../domain/history/change';
import { DomainError } from '../../domain/errors';
import { didYouMean, quoted } from '../../domain/nearest-name';
import type { ClassModel } from '../../domain/class-model/resolved-class-model';
import { readHeadRevision } from '../../storage/change-sets/revision-head';
import {
  moveSyncSession,
  type SyncSession,
  type SyncSessionChange,
  type SyncState,
} from '../../storage/sync/sync-sessions';
import { addToSyncSet, dropSyncSets, type EntitySets } from '../../storage/sync/sync-sets';
import { wholeOf } from '../../storage/visible-rows';
import { underWorkLock } from '../../storage/work-lock';
import type { Application } from '../application';
import type { EditCall } from '../editing/edit-call';
import { checkCallTexts } from '../ingest/ingest';
import { checkPercent } from './begin-session';
import { finishCommit, type EndedSession } from './finish-commit';
import { requireSession, sessionEnded } from './join-session';
import { scanRemovals } from './scan-removals';
import { retriedTransaction } from '../../storage/retried-transaction';

/** What committing needs of the application. */
export type Committing = Pick<Application, 'database' | 'writes' | 'models' | 'clock' | 'newId'> &
  Partial<Pick<Application, 'activity'>>;

/** A session to commit. */
export interface SessionToCommit {
  readonly session: string;
  /** Classes, with everything below them, and relationship types whose collection failed: nothing of them is removed. */
  readonly partialTypes: readonly string[];
  /** Null: as the session was begun with. */
  readonly maxRemovalPercent: number | null;
}

/** A session as a call left it. */
export interface SessionAnswer {
  readonly session: SyncSession;
  /** What a dry run would remove; null: what is stored with the session. */
  readonly preview: EntitySets | null;
  /** What the call removed; what an earlier one had removed is not among it. */
  readonly changeSets: readonly ChangeSet[];
}

/** How long a person may take to confirm; a session that nobody confirms expires and removes nothing. */
const CONFIRMATION_MS = 7 * 24 * 60 * 60 * 1_000;

/**
 * Ends a session: what its source claims in its scope and the session did not see is claimed no longer. When that is more
 * than the guard allows, nothing is removed yet and the session waits for {@link confirmSession}. Repeating it gives the
 * same answer; a commit that was stopped in the middle goes on where it was. Throws NOT_FOUND, SYNC_SESSION_ENDED,
 * RETRY_LATER while it is being committed by another call, and what the write queue throws.
 */
export async function commitSession(app: Committing, call: EditCall, commit: SessionToCommit): Promise<SessionAnswer> {
  checkCallTexts(call.reason, call.idempotencyKey);
  if (commit.maxRemovalPercent !== null) checkPercent(commit.maxRemovalPercent);
  const { model } = await app.models.latest(app.database);
  for (const name of commit.partialTypes) checkType(model, name);
  if (call.dryRun) return preview(app, call, model, commit);
  return onlyOne(app, commit.session, async (alive) => {
    const session = await requireSession(app, commit.session, seenBy(call));
    if (session.state === 'COMMITTED' || session.state === 'AWAITING_CONFIRMATION') {
      return unchanged(session);
    }
    const decided = await decide(app, model, await startCommit(app, session, commit), alive);
    await alive();
    return decided.state === 'AWAITING_CONFIRMATION' ? unchanged(decided) : finishCommit(app, call, decided, alive);
  });
}

/**
 * Removes what a commit found missing although it is much. Repeating it gives the same answer. Throws as
 * {@link commitSession} does, and BAD_REQUEST for a session that was not committed yet.
 */
export async function confirmSession(app: Committing, call: EditCall, id: string): Promise<SessionAnswer> {
  checkCallTexts(call.reason, call.idempotencyKey);
  const found = await requireSession(app, id, seenBy(call));
  if (call.dryRun) return { session: found, preview: null, changeSets: [] };
  return onlyOne(app, id, async (alive) => {
    const session = await requireSession(app, id, null);
    if (session.state === 'COMMITTED') return unchanged(session);
    if (session.state === 'OPEN') {
      throw new DomainError('BAD_REQUEST', `The sync session ${id} is still open. commitSync ends it; then confirm.`);
    }
    if (session.state !== 'AWAITING_CONFIRMATION' && session.decision === null) throw sessionEnded(session);
    const moved = await move(app, session, ['AWAITING_CONFIRMATION', 'COMMITTING'], {
      state: 'COMMITTING',
      expiresAt: later(app, session.idleMs),
    });
    return finishCommit(app, call, moved, alive);
  });
}

/** Ends a session without removing anything. Repeating it gives the same answer. Throws as {@link commitSession} does. */
export async function abortSession(app: Committing, call: EditCall, id: string): Promise<SessionAnswer> {
  checkCallTexts(call.reason, call.idempotencyKey);
  const found = await requireSession(app, id, seenBy(call));
  if (call.dryRun || found.state === 'ABORTED' || found.state === 'EXPIRED')
    return { session: found, preview: null, changeSets: [] };
  return onlyOne(app, id, async () => {
    const session = await requireSession(app, id, null);
    const because = call.reason ?? 'it was asked for';
    const change = { state: 'ABORTED' as const, endedAt: app.clock().toISOString(), endedBecause: because };
    const aborted = await move(app, session, ['OPEN', 'AWAITING_CONFIRMATION'], change);
    await dropSyncSets(app.database, id, ['SEEN', 'FORGIVEN']);
    return unchanged(aborted);
  });
}

/** Goes on with a commit that was stopped in the middle after it had been decided that it may remove. */
export async function resumeCommit(app: Committing, call: EditCall, id: string): Promise<EndedSession | null> {
  return underWorkLock(app.database, lockName(id), async (alive) => {
    const session = await requireSession(app, id, null);
    if (session.state !== 'COMMITTING') return unchanged(session);
    const { model } = await app.models.latest(app.database);
    const decided = await decide(app, model, session, alive);
    return decided.state === 'COMMITTING' ? finishCommit(app, call, decided, alive) : unchanged(decided);
  });
}

const seenBy = ({ visibility = null }: EditCall): Visibility | null => visibility;

const unchanged = (session: SyncSession): EndedSession => ({ session, changeSets: [] });

const lockName = (id: string): string => `commit of sync session ${id}`;

async function onlyOne(
  app: Committing,
  id: string,
  work: (alive: () => Promise<void>) => Promise<EndedSession>,
): Promise<SessionAnswer> {
  const ended = await underWorkLock(app.database, lockName(id), work);
  if (ended) return { ...ended, preview: null };
  throw new DomainError('RETRY_LATER', `Another call is at the sync session ${id}. Ask again in a moment.`);
}

function checkType(model: ClassModel, name: string): void {
  if (model.class(name) || model.type(name)) return;
  const names = [...model.classes(), ...model.types()].map((one) => one.name);
  const message = `${quoted(name)} is neither a class nor a relationship type.${didYouMean(name, names)}`;
  throw new DomainError('UNKNOWN_CLASS', message);
}

async function preview(
  app: Committing,
  call: EditCall,
  model: ClassModel,
  commit: SessionToCommit,
): Promise<SessionAnswer> {
  const session = await requireSession(app, commit.session, seenBy(call));
  if (session.state === 'COMMITTED' || session.state === 'AWAITING_CONFIRMATION')
    return { session, preview: null, changeSets: [] };
  if (session.state !== 'OPEN') throw sessionEnded(session);
  const maxRemovalPercent = commit.maxRemovalPercent ?? session.maxRemovalPercent;
  const settings = { partialTypes: commit.partialTypes, maxRemovalPercent };
  const head = await readHeadRevision(app.database);
  const { removed, decision } = await scanRemovals(wholeOf(app.database), model, session, settings, {
    revision: head,
    alive: () => Promise.resolve(),
  });
  const state: SyncState = decision.guard.length > 0 ? 'AWAITING_CONFIRMATION' : 'COMMITTED';
  return { session: { ...session, ...settings, state, decision }, preview: removed, changeSets: [] };
}

/** From here on the session takes no ingest. */
async function startCommit(app: Committing, session: SyncSession, commit: SessionToCommit): Promise<SyncSession> {
  if (session.state === 'COMMITTING') return session;
  const expired = Date.parse(session.expiresAt) <= app.clock().getTime();
  if (expired) throw sessionEnded(session);
  const { partialTypes, maxRemovalPercent } = commit;
  return move(app, session, ['OPEN'], {
    state: 'COMMITTING',
    expiresAt: later(app, session.idleMs),
    partialTypes,
    ...(maxRemovalPercent === null ? {} : { maxRemovalPercent }),
  });
}

/** Works out once what is to be removed, and whether that needs a person. */
async function decide(
  app: Committing,
  model: ClassModel,
  session: SyncSession,
  alive: () => Promise<void>,
): Promise<SyncSession> {
  if (session.decision) return session;
  const head = await readHeadRevision(app.database);
  const { removed, forgiven, decision } = await scanRemovals(wholeOf(app.database), model, session, session, {
    revision: head,
    alive,
  });
  const waits = decision.guard.length > 0;
  return retriedTransaction(app.database, async (tx) => {
    await dropSyncSets(tx, session.id, ['REMOVED', 'FORGIVEN']);
    await addToSyncSet(tx, session.id, 'REMOVED', removed, app.newId);
    await addToSyncSet(tx, session.id, 'FORGIVEN', forgiven, app.newId);
    const moved = await moveSyncSession(tx, session.id, ['COMMITTING'], {
      state: waits ? 'AWAITING_CONFIRMATION' : 'COMMITTING',
      expiresAt: later(app, waits ? Math.max(CONFIRMATION_MS, session.idleMs) : session.idleMs),
      decision,
    });
    if (!moved) throw sessionEnded(session);
    return moved;
  });
}

async function move(
  app: Committing,
  session: SyncSession,
  from: readonly SyncState[],
  change: SyncSessionChange,
): Promise<SyncSession> {
  const moved = await moveSyncSession(app.database, session.id, from, change);
  if (!moved) throw sessionEnded(await requireSession(app, session.id, null));
  return moved;
}

const later = (app: Committing, ms: number): string => new Date(app.clock().getTime() + ms).toISOString();
