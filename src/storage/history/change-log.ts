import type { Change, ChangeKind, ChangeSet, EntityKind, ItemFacts, OperationKind } from '../../domain/history/change';
import type { RelationshipFacts } from '../../domain/history/change';
import { itemId, relationshipId, revision, type Revision } from '../../domain/ids';
import { readShared, type Executor } from '../database';

/** A change set with all its changes, in order. */
export interface LoggedChangeSet {
  readonly changeSet: ChangeSet;
  readonly changes: readonly Change[];
}

/** The newest revision, its time, and the id that names the history up to it; null before the first write. */
export interface Head {
  readonly revision: Revision;
  readonly at: string;
  readonly id: string | null;
}

/** A row of `change_set`. */
export interface ChangeSetRow {
  readonly revision: number;
  readonly at: string;
  readonly id: string;
  readonly principal: string;
  readonly source: string | null;
  readonly reason: string | null;
  readonly request_id: string;
  readonly operation_id: string;
  readonly operation_kind: OperationKind;
  readonly change_count: number;
}

/** A row of `change`. */
export interface ChangeLogRow {
  readonly revision: number;
  readonly ordinal: number;
  readonly entity: EntityKind;
  readonly kind: ChangeKind;
  readonly item_id: number | null;
  readonly relationship_id: number | null;
  readonly target_id: number | null;
  readonly subject: string | null;
  readonly tenant: string;
  readonly paths: readonly string[];
  readonly facts: { readonly item?: ItemFacts; readonly relationship?: RelationshipFacts } | null;
}

/** What {@link toChangeSet} needs a row to hold. */
export const CHANGE_SET_COLUMNS =
  'revision, at, id, principal, source, reason, request_id, operation_id, operation_kind, change_count';

/** What {@link toChange} needs a row to hold. */
export const CHANGE_COLUMNS =
  'revision, ordinal, entity, kind, item_id, relationship_id, target_id, subject, tenant, paths, facts';

/** The newest revision. One statement, so that its three parts belong together. */
export async function readHead(executor: Executor): Promise<Head> {
  const [row] = await readShared<{ revision: number; at: string; id: string | null }>(
    executor,
    `select head.revision, head.at, change_set.id
       from revision_head as head
       left join change_set on change_set.revision = head.revision and change_set.at = head.at
      where head.id = 1`,
  );
  if (!row) throw new Error('revision_head is empty: the database was not migrated or its rows were deleted');
  return { revision: revision(row.revision), at: row.at, id: row.id };
}

/** The largest revision whose time is not after `time` (RFC 3339); 0 when all are. */
export async function revisionAt(executor: Executor, time: string): Promise<Revision> {
  const [row] = await executor.query<{ revision: number }>(
    'select revision from change_set where at <= $1::timestamptz order by at desc, revision desc limit 1',
    [time],
  );
  return revision(row?.revision ?? 0);
}

/** The same for many times, in the order asked. */
export async function revisionsAt(executor: Executor, times: readonly string[]): Promise<readonly Revision[]> {
  if (times.length === 0) return [];
  const rows = await executor.query<{ revision: number | null }>(
    `select found.revision
       from unnest($1::timestamptz[]) with ordinality as wanted (time, place)
       left join lateral (select revision from change_set where at <= wanted.time
                           order by at desc, revision desc limit 1) as found on true
      order by wanted.place`,
    [times],
  );
  return rows.map((row) => revision(row.revision ?? 0));
}

/** How many revisions there are after one, and when the first of them was committed. */
export async function readBehind(
  executor: Executor,
  at: Revision,
): Promise<{ readonly revisions: number; readonly since: string | null }> {
  const [row] = await executor.query<{ revision: number; since: string | null }>(
    `select revision, (select at from change_set where revision = $1::bigint + 1) as since
       from revision_head where id = 1`,
    [at],
  );
  return { revisions: Math.max(0, (row?.revision ?? 0) - at), since: row?.since ?? null };
}

/** What comes after a place in the log, and whether that place is still what it was. */
export interface Continuation {
  /** Id of the change set at the known revision; null when there is none. */
  readonly knownId: string | null;
  readonly next: readonly LoggedChangeSet[];
}

/** A batch ends behind the change set with which it exceeds this. */
const CHANGES_PER_BATCH = 20_000;

/**
 * Reads on from a known place. The id at that place and what follows come from one statement, hence from one history.
 * `at`, the time of that place, spares older partitions. What a change set holds never differs afterwards, so the second
 * statement, which reads the changes, needs no common snapshot with the first.
 */
export async function readContinuation(
  executor: Executor,
  known: KnownPlace,
  limit: number,
  take: TakeChanges = () => null,
): Promise<Continuation> {
  const { known: changeSet, next } = await readChangeSetsFrom(executor, known, limit);
  return { knownId: changeSet?.id ?? null, next: await withChanges(executor, next, take) };
}

/** The changes of a change set where the caller has them already; null: they have to be read. */
export type TakeChanges = (changeSet: ChangeSet) => readonly Change[] | null;

/** A place in the log; `at`, its time where that is known, spares older partitions. */
export interface KnownPlace {
  readonly revision: Revision;
  readonly at: string | null;
}

/** The change set at a place, if it is still there, and those behind it, without their changes. One statement. */
export async function readChangeSetsFrom(
  executor: Executor,
  known: KnownPlace,
  limit: number,
): Promise<{ readonly known: ChangeSet | null; readonly next: readonly ChangeSet[] }> {
  const rows = await executor.query<ChangeSetRow>(
    `select ${CHANGE_SET_COLUMNS} from (
       select ${CHANGE_SET_COLUMNS},
              sum(change_count) filter (where revision > $1) over (order by revision) - change_count as before
         from change_set
        where revision >= $1 and revision <= $1::bigint + $2::bigint and at >= coalesce($3::timestamptz, '-infinity')
     ) as counted
     where revision = $1 or before < ${CHANGES_PER_BATCH} order by revision`,
    [known.revision, limit, known.at],
  );
  const [first = null, ...rest] = rows.map(toChangeSet);
  if (first === null || first.revision === known.revision) return { known: first, next: rest };
  return { known: null, next: [first, ...rest] };
}

/** The change sets that some requests have written. */
export async function findChangeSetsByRequest(
  executor: Executor,
  requestIds: readonly string[],
): Promise<readonly ChangeSet[]> {
  const rows = await executor.query<ChangeSetRow>(
    `select ${CHANGE_SET_COLUMNS} from change_set where request_id = any($1::text[]) order by revision`,
    [requestIds],
  );
  return rows.map(toChangeSet);
}

/** The change sets at some revisions, in order. */
export async function loadChangeSets(
  executor: Executor,
  revisions: readonly Revision[],
): Promise<readonly ChangeSet[]> {
  const rows = await executor.query<ChangeSetRow>(
    `select ${CHANGE_SET_COLUMNS} from change_set where revision = any($1::bigint[]) order by revision`,
    [revisions],
  );
  return rows.map(toChangeSet);
}

async function withChanges(
  executor: Executor,
  changeSets: readonly ChangeSet[],
  take: TakeChanges,
): Promise<readonly LoggedChangeSet[]> {
  const known = new Map<Revision, readonly Change[]>();
  for (const changeSet of changeSets) {
    const changes = take(changeSet);
    if (changes) known.set(changeSet.revision, changes);
  }
  const unknown = changeSets.filter(({ revision: at }) => !known.has(at));
  const read = await readChanges(executor, unknown);
  return changeSets.map((changeSet) => ({
    changeSet,
    changes: known.get(changeSet.revision) ?? read.get(changeSet.revision) ?? [],
  }));
}

/** The changes of some change sets in order, by revision; one statement reads all from the first to the last. */
async function readChanges(
  executor: Executor,
  changeSets: readonly ChangeSet[],
): Promise<ReadonlyMap<Revision, readonly Change[]>> {
  const changes = new Map<Revision, Change[]>();
  const first = changeSets[0];
  const last = changeSets.at(-1);
  if (!first || !last) return changes;
  const rows = await executor.query<ChangeLogRow>(
    `select ${CHANGE_COLUMNS} from change
      where revision between $1 and $2 and at between $3::timestamptz and $4::timestamptz
      order by revision, ordinal`,
    [first.revision, last.revision, first.at, last.at],
  );
  for (const change of rows.map(readChange)) {
    const list = changes.get(change.revision);
    if (list) list.push(change);
    else changes.set(change.revision, [change]);
  }
  return changes;
}

/** The change set that a row holds. */
export function toChangeSet(row: ChangeSetRow): ChangeSet {
  return {
    revision: revision(row.revision),
    id: row.id,
    at: row.at,
    principal: row.principal,
    source: row.source,
    reason: row.reason,
    requestId: row.request_id,
    operationId: row.operation_id,
    operationKind: row.operation_kind,
    changeCount: row.change_count,
  };
}

/** The change that a row holds. */
export const readChange = (row: ChangeLogRow): Change => toChange(row, row.revision);

/** The change of a row that was, or is to be, written with a revision. */
export function toChange(row: Omit<ChangeLogRow, 'revision'>, at: number): Change {
  return {
    revision: revision(at),
    ordinal: row.ordinal,
    entity: row.entity,
    kind: row.kind,
    itemId: row.item_id === null ? null : itemId(row.item_id),
    relationshipId: row.relationship_id === null ? null : relationshipId(row.relationship_id),
    targetId: row.target_id === null ? null : itemId(row.target_id),
    subject: row.subject,
    tenant: row.tenant,
    paths: row.paths,
    item: row.facts?.item ?? null,
    relationship: row.facts?.relationship ?? null,
  };
}
