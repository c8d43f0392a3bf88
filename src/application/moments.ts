import { DomainError } from '../domain/errors';
import { revision, type Revision } from '../domain/ids';
import { CLOCK_SKEW_MAX_MS } from '../domain/ingest/observed-at';
import { revisionAt as committedRevision } from '../storage/history/change-log';
import { readHorizon } from '../storage/history/history-horizon';
import { readHeadRevision } from '../storage/change-sets/revision-head';
import type { Application } from './application';
import { beforeHorizon, requireRevisionKept } from './history/horizon';

/** A moment as a caller names it: exactly one of the two. */
export interface Moment {
  /** Commit time, RFC 3339. */
  readonly time?: string | null | undefined;
  readonly revision?: number | null | undefined;
}

/** What reading at a moment needs of the application. */
export type MomentSource = Pick<Application, 'database' | 'projection' | 'clock'>;

/**
 * The revision that holds at a moment: for a time, the largest one committed by then. Waits until it is visible here.
 * Throws MOMENT_OUT_OF_RANGE before the history and in the future, NOT_YET_VISIBLE after `timeoutMs`.
 */
export async function revisionAt(app: MomentSource, moment: Moment, timeoutMs: number): Promise<Revision> {
  const found = moment.time == null ? await existing(app, moment.revision ?? 0) : await committedBy(app, moment.time);
  if ((await visibleRevision(app, found, timeoutMs)) < found) throw notYetVisible(found, app);
  return found;
}

/** The newest revision visible here, after waiting up to `timeoutMs` for `atLeast`; smaller than that after a time-out. */
export async function visibleRevision(app: MomentSource, atLeast: number, timeoutMs: number): Promise<Revision> {
  if (app.projection.head < atLeast) await app.projection.waitFor(revision(atLeast), timeoutMs);
  return app.projection.head;
}

/** The error for a revision that did not become visible in time. */
export function notYetVisible(wanted: number, app: MomentSource): DomainError {
  return new DomainError(
    'NOT_YET_VISIBLE',
    `Revision ${wanted} is not visible here yet; the newest one is ${app.projection.head}. Try again.`,
  );
}

/**
 * Names the history up to the change set with this id, shortly: two histories that agree on it agree on everything before. Empty for what
 * is not there.
 */
export function historyName(changeSetId: string | null): string {
  // Eight hexadecimal digits: enough to tell a restored backup from what it replaced, short enough for every cursor.
  return changeSetId?.slice(0, 8) ?? '';
}

async function existing(app: MomentSource, wanted: number): Promise<Revision> {
  await requireRevisionKept(app.database, wanted as Revision);
  if (wanted <= app.projection.head) return revision(wanted);
  const newest = await readHeadRevision(app.database);
  if (wanted <= newest) return revision(wanted);
  throw new DomainError(
    'MOMENT_OUT_OF_RANGE',
    `Revision ${wanted} is not written yet; the newest one is ${newest}. To wait for a write, give its revision as atLeast.`,
  );
}

async function committedBy(app: MomentSource, time: string): Promise<Revision> {
  const now = app.clock();
  if (Date.parse(time) > now.getTime() + CLOCK_SKEW_MAX_MS) {
    throw new DomainError('MOMENT_OUT_OF_RANGE', `${time} lies in the future: here it is ${now.toISOString()}.`);
  }
  const found = await committedRevision(app.database, time);
  const horizon = await readHorizon(app.database);
  if (found >= horizon.revision) return found;
  throw beforeHorizon(time, horizon);
}

/** The newest revision of the database, which the graph of this server may not show yet. */
export function newestRevision(app: Pick<Application, 'database'>): Promise<Revision> {
  return readHeadRevision(app.database);
}
