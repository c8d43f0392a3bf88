import type { ChangeSet } from '../../domain/history/change';
import { DomainError } from '../../domain/errors';
import { compareInstants } from '../../domain/instant';
import type { Revision } from '../../domain/ids';
import type { Executor } from '../../storage/database';
import type { Application } from '../application';
import { readHorizon, type HistoryHorizon } from '../../storage/history/history-horizon';

/** How far back the history reaches. */
export const historyHorizon = ({ database }: Pick<Application, 'database'>): Promise<HistoryHorizon> =>
  readHorizon(database);

/** Refuses a revision that lies before what is kept of the history. Throws MOMENT_OUT_OF_RANGE. */
export async function requireRevisionKept(executor: Executor, revision: Revision): Promise<void> {
  const horizon = await readHorizon(executor);
  if (revision < horizon.revision) throw beforeHorizon(`Revision ${revision}`, horizon);
}

/** Refuses a time (RFC 3339) that lies before what is kept of the history. Throws MOMENT_OUT_OF_RANGE. */
export async function requireTimeKept(executor: Executor, time: string): Promise<void> {
  const horizon = await readHorizon(executor);
  if (horizon.at !== null && compareInstants(time, horizon.at) < 0) throw beforeHorizon(time, horizon);
}

/** An operation may last for as long as a sync session does, days. */
const OPERATION_MS = 31 * 24 * 60 * 60 * 1_000;

/**
 * Refuses to undo an operation of which a part may have been dropped: the rest of it would be undone, and that it is not
 * all nobody could see. Throws NOT_REVERTIBLE.
 */
export async function requireWhole(executor: Executor, id: string, changeSets: readonly ChangeSet[]): Promise<void> {
  const { at } = await readHorizon(executor);
  const [first] = changeSets;
  if (!first || at === null || Date.parse(first.at) >= Date.parse(at) + OPERATION_MS) return;
  const message = `The operation ${id} may have begun before ${at}, where what is kept of the history begins. Edit what it did by hand.`;
  throw new DomainError('NOT_REVERTIBLE', message);
}

/** The error for a moment that lies before the history, or before what is kept of it; it names where that begins. */
export function beforeHorizon(what: string, { revision, at }: HistoryHorizon): DomainError {
  if (at === null) {
    return new DomainError(
      'MOMENT_OUT_OF_RANGE',
      `${what} lies before the history: it begins at revision ${revision}. Ask for that revision or a later moment.`,
    );
  }
  return new DomainError(
    'MOMENT_OUT_OF_RANGE',
    `${what} lies before what is kept of the history: it begins at revision ${revision}, of ${at}. Ask for that moment or a later one.`,
    { horizon: { revision, at } },
  );
}
