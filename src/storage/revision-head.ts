import { revision, type Revision } from '../domain/ids';
import { inSpan } from '../telemetry/spans';
import { readShared, type Executor, type Tx } from './database';

/** The channel on which every commit announces its last revision. */
export const REVISION_CHANNEL = 'underpin_revision';

/** The newest revision and the time that its change set carries. */
export interface HeadPosition {
  readonly revision: Revision;
  readonly at: string;
}

/**
 * Takes the next revision and, with it, the lock under which all writing happens. It must be the first statement of a
 * write transaction: whoever locks anything before it can deadlock. Time never runs backwards, whatever a clock says.
 */
export async function advanceHead(tx: Tx, now: Date): Promise<HeadPosition> {
  const [head] = await inSpan('write lock', {}, () =>
    tx.query<{ revision: number; at: string }>(
      `update revision_head set revision = revision + 1, at = greatest(at, $1::timestamptz(3))
        where id = 1 returning revision, at`,
      [now.toISOString()],
    ),
  );
  if (!head) throw new Error('revision_head is empty: the database was not migrated or its rows were deleted');
  return { revision: revision(head.revision), at: head.at };
}

/** Sets the head to the revision of the next change set, so that who reads "as of the head" sees all that was written. */
export async function moveHead(tx: Tx, next: Revision): Promise<void> {
  await tx.query('update revision_head set revision = $1 where id = 1 and revision <> $1', [next]);
}

/** Says that a transaction used the revisions up to `last`, and wakes the followers when it commits. */
export async function settleHead(tx: Tx, last: Revision): Promise<void> {
  await tx.query(
    `with settled as (update revision_head set revision = $1::bigint where id = 1 and revision <> $1::bigint)
     select pg_notify('${REVISION_CHANNEL}', $1::bigint::text)`,
    [last],
  );
}

/** The newest revision. */
export async function readHeadRevision(executor: Executor): Promise<Revision> {
  const [head] = await readShared<{ revision: number }>(executor, 'select revision from revision_head where id = 1');
  if (!head) throw new Error('revision_head is empty: the database was not migrated or its rows were deleted');
  return revision(head.revision);
}
