import { revision, type Revision } from '../../domain/ids';
import { inSpan } from '../../telemetry/spans';
import { readShared, type Executor, type Tx } from '../database';

/** The channel on which every commit announces its last revision. */
export const REVISION_CHANNEL = 'underpin_revision';

/** The newest revision and the time that its change set carries. */
export interface HeadPosition {
  readonly revision: Revision;
  readonly at: string;
}

/** A change set by its place in the log and its random id. */
export interface KnownChangeSet {
  readonly revision: Revision;
  readonly at: string;
  readonly id: string;
}

/**
 * Takes the next revision and, with it, the lock under which all writing happens; followers are woken when it commits. It
 * must be the first statement of a write transaction: whoever locks anything before it can deadlock. Time never runs
 * backwards, whatever a clock says. `last`: the change set that is expected to be the newest one; `follows` says whether
 * it is.
 */
export async function advanceHead(
  tx: Tx,
  now: Date,
  last: KnownChangeSet | null = null,
): Promise<HeadPosition & { readonly follows: boolean }> {
  // What is looked up besides is as of the moment before the lock: enough for a row that never changes.
  const [head] = await inSpan('write lock', {}, () =>
    tx.query<{ revision: number; at: string; known: boolean }>(
      `with advanced as (
         update revision_head set revision = revision + 1, at = greatest(at, $1::timestamptz(3))
          where id = 1 returning revision, at
       )
       select revision, at, pg_notify('${REVISION_CHANNEL}', revision::text),
              exists (select from change_set
                       where change_set.revision = $2::bigint and change_set.at = $3::timestamptz(3)
                         and change_set.id = $4::uuid) as known
         from advanced`,
      [now.toISOString(), last?.revision ?? null, last?.at ?? null, last?.id ?? null],
    ),
  );
  if (!head) throw new Error('revision_head is empty: the database was not migrated or its rows were deleted');
  const follows = head.known && head.revision - 1 === last?.revision;
  return { revision: revision(head.revision), at: head.at, follows };
}

/** Moves the head from where {@link advanceHead} set it. */
export async function moveHead(tx: Tx, to: Revision): Promise<void> {
  await tx.query('update revision_head set revision = $1 where id = 1', [to]);
}

/** The newest revision. */
export async function readHeadRevision(executor: Executor): Promise<Revision> {
  const [head] = await readShared<{ revision: number }>(executor, 'select revision from revision_head where id = 1');
  if (!head) throw new Error('revision_head is empty: the database was not migrated or its rows were deleted');
  return revision(head.revision);
}
