import type { Revision } from '../../src/domain/ids';
import type { Executor } from '../../src/storage/database';
import { readContinuation, type LoggedChangeSet } from '../../src/storage/history/change-log';

/** The change sets after a revision, in order, at most `limit` and about 20,000 changes; one change set is never cut. */
export async function readChangeSetsAfter(
  executor: Executor,
  after: Revision,
  limit: number,
): Promise<readonly LoggedChangeSet[]> {
  const { next } = await readContinuation(executor, { revision: after, at: null }, limit);
  return next;
}
