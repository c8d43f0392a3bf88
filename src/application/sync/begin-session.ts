import { isWithin, seeTogether } from '../../domain/access/visibility';
import { DomainError } from '../../domain/errors';
import { canonicalJson } from '../../domain/json-equal';
import type { JsonValue } from '../../domain/json';
import type { ClassModel } from '../../domain/class-model/resolved-class-model';
import { quoted } from '../../domain/nearest-name';
import { checkScope, scopesOverlap, type SyncScope } from '../../domain/ingest/sync-scope';
import type { Executor } from '../../storage/database';
import { readHeadRevision } from '../../storage/change-sets/revision-head';
import {
  findSessionOfKey,
  insertSyncSession,
  listUnfinishedSessions,
  lockSyncsOfSource,
  moveSyncSession,
  type SyncSession,
} from '../../storage/sync/sync-sessions';
import type { EditCall, Editing } from '../editing/edit-call';
import { checkCallTexts } from '../ingest/ingest';
import { requireReporter } from '../ingest/source-of';
import { retriedTransaction } from '../../storage/retried-transaction';

/** A session to begin. */
export interface SessionToBegin {
  readonly source: string;
  readonly scope: SyncScope;
  /** 0 to 100. */
  readonly maxRemovalPercent: number;
  /** It expires when nothing is heard of it for so long. */
  readonly idleMinutes: number;
  /** Abort open sessions of the source that cover some of the same, instead of being refused. */
  readonly takeOver: boolean;
}

const MINUTES_MAX = 7 * 24 * 60;

/**
 * Begins a sync session: a run of a data source that reports everything there is in a scope, as far as who begins it sees
 * it. Throws UNKNOWN_SOURCE,
 * UNKNOWN_CLASS, UNKNOWN_RELATIONSHIP_TYPE, BAD_REQUEST, IDEMPOTENCY_CONFLICT, and SYNC_IN_PROGRESS when another session of
 * the source is open and covers some of the same. One that only waits for its confirmation makes way: what the new one
 * sees is newer.
 */
export async function beginSession(app: Editing, call: EditCall, begin: SessionToBegin): Promise<SyncSession> {
  checkCallTexts(call.reason, call.idempotencyKey);
  checkNumbers(begin);
  const { model } = await app.models.latest(app.database);
  checkScope(begin.scope, model);
  const { source } = await requireReporter(app.database, begin.source, call.visibility ?? null);
  const session = await newSession(app, call, { ...begin, source });
  if (call.dryRun) {
    await findOverlapping(app.database, session, begin.takeOver, model);
    return session;
  }
  return retriedTransaction(app.database, async (tx) => {
    await lockSyncsOfSource(tx, source);
    const earlier = await repeated(tx, session);
    if (earlier) return earlier;
    await makeWay(tx, session, begin.takeOver, model);
    await insertSyncSession(tx, session);
    return session;
  });
}

function checkNumbers({ maxRemovalPercent, idleMinutes }: SessionToBegin): void {
  checkPercent(maxRemovalPercent);
  if (Number.isSafeInteger(idleMinutes) && idleMinutes >= 1 && idleMinutes <= MINUTES_MAX) return;
  const message = `idleMinutes must be a whole number from 1 to ${MINUTES_MAX}, not ${idleMinutes}.`;
  throw new DomainError('BAD_REQUEST', message);
}

/** Refuses what is no percentage. Throws BAD_REQUEST. */
export function checkPercent(percent: number): void {
  if (percent >= 0 && percent <= 100) return;
  throw new DomainError('BAD_REQUEST', `maxRemovalPercent must be from 0 to 100, not ${percent}.`);
}

async function newSession(app: Editing, call: EditCall, begin: SessionToBegin): Promise<SyncSession> {
  const now = app.clock();
  const idleMs = begin.idleMinutes * 60_000;
  return {
    id: app.newId(),
    source: begin.source,
    principal: call.principal,
    reason: call.reason,
    idempotencyKey: call.idempotencyKey,
    scope: begin.scope,
    visibility: call.visibility ?? null,
    state: 'OPEN',
    maxRemovalPercent: begin.maxRemovalPercent,
    idleMs,
    begunRevision: await readHeadRevision(app.database),
    startedAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + idleMs).toISOString(),
    endedAt: null,
    endedBecause: null,
    reported: { items: 0, relationships: 0 },
    partialTypes: [],
    decision: null,
  };
}

/** The session that an earlier call with the same idempotency key began. */
async function repeated(executor: Executor, session: SyncSession): Promise<SyncSession | null> {
  const { source, principal, idempotencyKey: key } = session;
  const earlier = key === null ? null : await findSessionOfKey(executor, { source, principal, key });
  if (!earlier) return null;
  if (canonicalJson(bodyOf(earlier)) === canonicalJson(bodyOf(session))) return earlier;
  const message = `The idempotency key ${quoted(key ?? '')} began another session of ${quoted(source)}. Choose a new key.`;
  throw new DomainError('IDEMPOTENCY_CONFLICT', message);
}

const bodyOf = ({ scope, visibility, maxRemovalPercent, idleMs }: SyncSession): JsonValue =>
  ({ scope, visibility, maxRemovalPercent, idleMs }) as unknown as JsonValue;

/** Unfinished sessions that cover some of the same. Throws SYNC_IN_PROGRESS for one that does not make way. */
async function findOverlapping(
  executor: Executor,
  session: SyncSession,
  takeOver: boolean,
  model: ClassModel,
): Promise<readonly SyncSession[]> {
  const unfinished = await listUnfinishedSessions(executor, session.source);
  const overlapping = unfinished.filter(
    (other) => seeTogether(other.visibility, session.visibility) && scopesOverlap(other.scope, session.scope, model),
  );
  for (const other of overlapping) {
    // What is about more than is seen is neither told of nor ended.
    if (!isWithin(other.visibility, session.visibility) && !isExpired(other, session.startedAt))
      throw beyondSight(other);
    if (other.state === 'COMMITTING') throw inProgress(other, BEING_COMMITTED);
    if (other.state === 'OPEN' && !isExpired(other, session.startedAt) && !takeOver) {
      throw inProgress(other, 'is open. Commit or abort it first, or begin with takeOver');
    }
  }
  return overlapping;
}

async function makeWay(executor: Executor, session: SyncSession, takeOver: boolean, model: ClassModel): Promise<void> {
  const now = session.startedAt;
  for (const other of await findOverlapping(executor, session, takeOver, model)) {
    const change = isExpired(other, now)
      ? { state: 'EXPIRED' as const, endedAt: now }
      : { state: 'ABORTED' as const, endedAt: now, endedBecause: `session ${session.id} took over` };
    const moved = await moveSyncSession(executor, other.id, ['OPEN', 'AWAITING_CONFIRMATION'], change);
    if (!moved) throw inProgress(other, BEING_COMMITTED);
  }
}

const beyondSight = ({ source }: SyncSession): DomainError =>
  new DomainError(
    'SYNC_IN_PROGRESS',
    `A sync session of ${quoted(source)} by somebody who sees more covers some of the same, and has not ended. Try again then; whoever sees all of it can confirm or abort it.`,
  );

const BEING_COMMITTED = 'is being committed. Try again when it has ended';

const isExpired = ({ expiresAt }: SyncSession, now: string): boolean => Date.parse(expiresAt) <= Date.parse(now);

const inProgress = ({ id, source, startedAt }: SyncSession, why: string): DomainError =>
  new DomainError(
    'SYNC_IN_PROGRESS',
    `The sync session ${id} of ${quoted(source)}, begun at ${startedAt}, covers some of the same and ${why}.`,
    { syncSession: id },
  );
