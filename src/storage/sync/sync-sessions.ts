import type { Visibility } from '../../domain/access/visibility';
import type { TypeCount } from '../../domain/ingest/removal-guard';
import { revision, type Revision } from '../../domain/ids';
import type { PageRequest, PageResult } from '../../domain/page';
import type { SyncScope } from '../../domain/ingest/sync-scope';
import type { Executor } from '../database';
import { pageClauses, toPage, type SortKey } from '../keyset';
import { SqlParameters } from '../sql-parameters';
import { mark } from '../visible-rows';

/** OPEN takes ingests; COMMITTING removes; AWAITING_CONFIRMATION waits for a person; the others have ended. */
const SYNC_STATES = ['OPEN', 'COMMITTING', 'AWAITING_CONFIRMATION', 'COMMITTED', 'ABORTED', 'EXPIRED'] as const;
export type SyncState = (typeof SYNC_STATES)[number];

/** How many items and relationships. */
export interface EntityCounts {
  readonly items: number;
  readonly relationships: number;
}

/** What a commit came to, before it removed anything. */
export interface SyncDecision {
  /** What is in the scope and claimed by the source. */
  readonly members: EntityCounts;
  readonly seen: EntityCounts;
  readonly removals: EntityCounts;
  /** Not seen, but the source allows for that to happen a few times. */
  readonly forgiven: EntityCounts;
  readonly types: readonly TypeCount[];
  /** Why it has to be confirmed, for people. */
  readonly guard: readonly string[];
  /** What was written later is newer than the decision. */
  readonly revision: Revision;
}

/** A sync session. Times are RFC 3339. */
export interface SyncSession {
  /** Also the id of its operation. */
  readonly id: string;
  readonly source: string;
  readonly principal: string;
  readonly reason: string | null;
  readonly idempotencyKey: string | null;
  readonly scope: SyncScope;
  /** What who began it saw: it is about what of the scope is among that. Null: everything. */
  readonly visibility: Visibility | null;
  readonly state: SyncState;
  readonly maxRemovalPercent: number;
  readonly idleMs: number;
  readonly begunRevision: Revision;
  readonly startedAt: string;
  readonly expiresAt: string;
  readonly endedAt: string | null;
  readonly endedBecause: string | null;
  /** Repeated ones counted again. */
  readonly reported: EntityCounts;
  readonly partialTypes: readonly string[];
  readonly decision: SyncDecision | null;
}

interface SyncSessionRow {
  readonly id: string;
  readonly source: string;
  readonly principal: string;
  readonly reason: string | null;
  readonly idempotency_key: string | null;
  readonly scope: SyncScope;
  readonly visibility: Visibility | null;
  readonly state: SyncState;
  readonly max_removal_percent: number;
  readonly idle_ms: number;
  readonly begun_revision: number;
  readonly started_at: string;
  readonly expires_at: string;
  readonly ended_at: string | null;
  readonly ended_because: string | null;
  readonly items_reported: number;
  readonly relationships_reported: number;
  readonly partial_types: readonly string[];
  readonly decision: SyncDecision | null;
}

const COLUMNS = `id, source, principal, reason, idempotency_key, scope, visibility, state, max_removal_percent, idle_ms,
  begun_revision, started_at, expires_at, ended_at, ended_because, items_reported, relationships_reported,
  partial_types, decision`;

const toSession = (row: SyncSessionRow): SyncSession => ({
  id: row.id,
  source: row.source,
  principal: row.principal,
  reason: row.reason,
  idempotencyKey: row.idempotency_key,
  scope: row.scope,
  visibility: row.visibility,
  state: row.state,
  maxRemovalPercent: row.max_removal_percent,
  idleMs: row.idle_ms,
  begunRevision: revision(row.begun_revision),
  startedAt: row.started_at,
  expiresAt: row.expires_at,
  endedAt: row.ended_at,
  endedBecause: row.ended_because,
  reported: { items: row.items_reported, relationships: row.relationships_reported },
  partialTypes: row.partial_types,
  decision: row.decision,
});

/** One session; null when there is none of that id. */
export async function findSyncSession(executor: Executor, id: string): Promise<SyncSession | null> {
  const [row] = await executor.query<SyncSessionRow>(`select ${COLUMNS} from sync_session where id = $1::uuid`, [id]);
  return row ? toSession(row) : null;
}

/** The sessions of a source that have not ended. */
export async function listUnfinishedSessions(executor: Executor, source: string): Promise<readonly SyncSession[]> {
  const rows = await executor.query<SyncSessionRow>(
    `select ${COLUMNS} from sync_session where source = $1 and ended_at is null order by started_at, id`,
    [source],
  );
  return rows.map(toSession);
}

/** The session that a call with this idempotency key began; null when there is none. */
export async function findSessionOfKey(
  executor: Executor,
  { source, principal, key }: { readonly source: string; readonly principal: string; readonly key: string },
): Promise<SyncSession | null> {
  const [row] = await executor.query<SyncSessionRow>(
    `select ${COLUMNS} from sync_session
      where source = $1 and principal = $2 and idempotency_key = $3 order by started_at desc limit 1`,
    [source, principal, key],
  );
  return row ? toSession(row) : null;
}

/** Holds off other begins of the same source until the transaction ends. */
export async function lockSyncsOfSource(executor: Executor, source: string): Promise<void> {
  await executor.query('select pg_advisory_xact_lock(hashtextextended($1, 4825173906))', [source]);
}

/** Stores a session that begins. */
export async function insertSyncSession(executor: Executor, session: SyncSession): Promise<void> {
  await executor.query(
    `insert into sync_session (${COLUMNS})
     values ($1, $2, $3, $4, $5, $6::jsonb, $7::jsonb, $8, $9, $10, $11, $12, $13, null, null, 0, 0, '{}', null)`,
    [
      session.id,
      session.source,
      session.principal,
      session.reason,
      session.idempotencyKey,
      JSON.stringify(session.scope),
      session.visibility && JSON.stringify(session.visibility),
      session.state,
      session.maxRemovalPercent,
      session.idleMs,
      session.begunRevision,
      session.startedAt,
      session.expiresAt,
    ],
  );
}

/** What may change about a session; what is left out is kept. */
export interface SyncSessionChange {
  readonly state: SyncState;
  readonly expiresAt?: string;
  readonly endedAt?: string;
  readonly endedBecause?: string;
  readonly maxRemovalPercent?: number;
  readonly partialTypes?: readonly string[];
  readonly decision?: SyncDecision;
}

/** Moves a session on, if it is in one of the states named; null when it is not, or when there is none. */
export async function moveSyncSession(
  executor: Executor,
  id: string,
  from: readonly SyncState[],
  change: SyncSessionChange,
): Promise<SyncSession | null> {
  const [row] = await executor.query<SyncSessionRow>(
    `update sync_session
        set state = $3, expires_at = coalesce($4::timestamptz, expires_at), ended_at = $5::timestamptz,
            ended_because = $6, max_removal_percent = coalesce($7::double precision, max_removal_percent),
            partial_types = coalesce($8::text[], partial_types), decision = coalesce($9::jsonb, decision)
      where id = $1::uuid and state = any($2::text[]) returning ${COLUMNS}`,
    [
      id,
      from,
      change.state,
      change.expiresAt ?? null,
      change.endedAt ?? null,
      change.endedBecause ?? null,
      change.maxRemovalPercent ?? null,
      change.partialTypes ?? null,
      change.decision ? JSON.stringify(change.decision) : null,
    ],
  );
  return row ? toSession(row) : null;
}

/**
 * Says that something was heard of an open session, and counts what it reported. False when it is not open any more. The
 * row stays locked until the transaction ends, so that no commit comes between this and what is stored with it.
 */
export async function touchSyncSession(
  executor: Executor,
  id: string,
  { expiresAt, reported }: { readonly expiresAt: string; readonly reported: EntityCounts },
): Promise<boolean> {
  const rows = await executor.query(
    `update sync_session set expires_at = greatest(expires_at, $2::timestamptz),
            items_reported = items_reported + $3, relationships_reported = relationships_reported + $4
      where id = $1::uuid and state = 'OPEN' returning id`,
    [id, expiresAt, reported.items, reported.relationships],
  );
  return rows.length > 0;
}

/** Sessions that time has ended or left behind: past their expiry and not ended. The one due first comes first. */
export async function listDueSessions(executor: Executor, now: Date, limit: number): Promise<readonly SyncSession[]> {
  const rows = await executor.query<SyncSessionRow>(
    `select ${COLUMNS} from sync_session
      where ended_at is null and expires_at <= $1::timestamptz order by expires_at, id limit $2`,
    [now.toISOString(), limit],
  );
  return rows.map(toSession);
}

/** Which sessions; what is left out or null does not restrict. */
export interface SyncSessionQuery {
  readonly ids?: readonly string[] | null | undefined;
  readonly sources?: readonly string[] | null | undefined;
  readonly states?: readonly SyncState[] | null | undefined;
}

const ORDER: readonly SortKey[] = [
  { expression: 'started_at', type: 'timestamptz', descending: true },
  { expression: 'id::text', type: 'text', descending: true },
];

/** One page of sessions, the newest first. */
export async function pageSyncSessions(
  executor: Executor,
  query: SyncSessionQuery,
  page: PageRequest,
): Promise<PageResult<SyncSession>> {
  const parameters = new SqlParameters();
  const { keys, conditions, orderBy, limit } = pageClauses(ORDER, page, parameters);
  const rows = await executor.query<SyncSessionRow>(
    `select ${COLUMNS}, ${keys} from sync_session
      where ${[...conditionsOf(query, parameters), ...conditions].join(' and ')} order by ${orderBy} limit ${limit}`,
    parameters.values,
  );
  return toPage(ORDER, page, rows, toSession);
}

/** How many sessions there are. */
export async function countSyncSessions(executor: Executor, query: SyncSessionQuery): Promise<number> {
  const parameters = new SqlParameters();
  const [row] = await executor.query<{ count: number }>(
    `select count(*) as count from sync_session where ${conditionsOf(query, parameters).join(' and ')}`,
    parameters.values,
  );
  return row?.count ?? 0;
}

function conditionsOf({ ids, sources, states }: SyncSessionQuery, parameters: SqlParameters): readonly string[] {
  return [
    `true${mark('sync_session', 'sync_session')}`,
    ...(ids == null ? [] : [`id::text = any(${parameters.add(ids, 'text[]')})`]),
    ...(sources == null ? [] : [`source = any(${parameters.add(sources, 'text[]')})`]),
    ...(states == null ? [] : [`state = any(${parameters.add(states, 'text[]')})`]),
  ];
}

/** Forgets sessions that ended before a time, with all that is stored of them; at most `limit`. */
export async function purgeSyncSessions(executor: Executor, before: Date, limit: number): Promise<void> {
  await executor.query(
    `with old as (
       delete from sync_session where id in (
         select id from sync_session where ended_at is not null and ended_at < $1::timestamptz order by ended_at limit $2)
       returning id
     )
     delete from sync_session_set where session_id in (select id from old)`,
    [before.toISOString(), limit],
  );
}
