import { DomainError } from '../../domain/errors';
import { revision, type Revision } from '../../domain/ids';
import { planSize, ROWS_PER_LOCK_HOLD, type ChangePlan } from '../../storage/change-sets/change-plan';
import { findChangeSetsByRequest } from '../../storage/history/change-log';
import { isEmpty, planRows, writeChangeSets, type PlanRows } from '../../storage/change-sets/change-set-writer';
import type { Database, Tx } from '../../storage/database';
import { classifyFailure, isOccupied } from '../../storage/database-errors';
import { claimKey, findIdempotent, replay, storeResult } from '../../storage/change-sets/idempotency';
import { findMovedPlans } from '../../storage/change-sets/plan-check';
import { findOccupied, takesKeys } from '../../storage/change-sets/occupied-keys';
import { advanceHead, moveHead } from '../../storage/change-sets/revision-head';
import type { OwnWrites } from './own-writes';
import { readKeys, writtenKeys, type Outcome, type WaitingWrite } from './waiting-write';

/** What one hold of the head lock came to. */
export interface BatchResult {
  readonly outcomes: ReadonlyMap<WaitingWrite, Outcome>;
  /** The newest revision when the lock was given back. */
  readonly head: Revision;
  /** Whether the newest change set before was the last one of this server; else what it knows of its own is no use. */
  readonly follows: boolean;
  /** How long the lock was held, COMMIT included. */
  readonly heldMs: number;
}

/** When a batch is written, and after what. */
export interface BatchMoment {
  readonly now: Date;
  /** What this server wrote before; not changed here. */
  readonly own: OwnWrites;
}

/**
 * Writes some waiting writes in one transaction, each as a change set of its own. A write that fails, or that comes to
 * nothing, leaves its neighbours alone; when all do, no revision is used. Throws what the driver throws when the
 * transaction as a whole could not be run; whether it was committed is unknown then.
 */
export async function writeBatch(
  database: Database,
  batch: readonly WaitingWrite[],
  moment: BatchMoment,
): Promise<BatchResult> {
  // What was prepared hardly ever fails, so that savepoints are set only after something did.
  const guarded = batch.length > 1 && batch.some(({ prepared }) => prepared === null);
  try {
    return await writeOnce(database, batch, moment, { guarded });
  } catch (error) {
    const mayBeSpared = batch.length > 1 || batch.some(({ prepared }) => prepared !== null && takesKeys(prepared.plan));
    if (guarded || classifyFailure(error) !== 'fault' || !mayBeSpared) throw error;
    return writeOnce(database, batch, moment, { guarded: true });
  }
}

async function writeOnce(
  database: Database,
  batch: readonly WaitingWrite[],
  { now, own }: BatchMoment,
  { guarded }: { readonly guarded: boolean },
): Promise<BatchResult> {
  const outcomes = new Map<WaitingWrite, Outcome>();
  let held = performance.now();
  let head = revision(0);
  let follows = false;
  try {
    await database.transaction(async (tx) => {
      const position = await advanceHead(tx, now, own.last);
      held = performance.now();
      follows = position.follows;
      const { revision: next, at } = position;
      const hold: Hold = { tx, outcomes, now, at, next, head: next, rows: 0, guarded };
      await writeAll(hold, batch, follows ? own : null);
      head = revision(hold.next - 1);
      if (hold.next === position.revision) throw NOTHING_WRITTEN;
      await moveTo(hold, head);
      for (const [waiting, outcome] of outcomes) waiting.maybeWritten = outcome.kind === 'written';
    });
  } catch (error) {
    if (error !== NOTHING_WRITTEN) throw error;
  }
  return { outcomes, head, follows, heldMs: performance.now() - held };
}

/** Thrown to roll back a transaction that took a revision and found no use for it. */
const NOTHING_WRITTEN = new Error('nothing written');

/** The state of one hold of the lock. */
interface Hold {
  readonly tx: Tx;
  readonly outcomes: Map<WaitingWrite, Outcome>;
  readonly now: Date;
  readonly at: string;
  /** The revision that the next change set gets. */
  next: Revision;
  /** What the head says at present. */
  head: Revision;
  /** Rows merged so far. */
  rows: number;
  /** Whether a step may fail without the transaction. */
  readonly guarded: boolean;
}

async function writeAll(hold: Hold, batch: readonly WaitingWrite[], own: OwnWrites | null): Promise<void> {
  await recognise(hold, batch);
  const open = batch.filter((waiting) => !hold.outcomes.has(waiting));
  // What an earlier try made anew under its lock saw what was rolled back with it.
  for (const waiting of open) waiting.rows = waiting.prepared;
  const sorted = await sortOut(hold.tx, open, own);
  const { fresh, stale } = await writeFresh(hold, sorted.together);
  for (const waiting of fresh) await tryAlone(hold, waiting, { again: false });
  for (const waiting of [...stale, ...sorted.alone]) await tryAlone(hold, waiting, { again: true });
}

/**
 * Writes what still holds, all at once. When keys that it takes for free are not, those who want these are stale and the
 * others are tried without them; when something else fails, each is to be tried alone, as it is.
 */
async function writeFresh(
  hold: Hold,
  writes: readonly WaitingWrite[],
): Promise<{ readonly fresh: readonly WaitingWrite[]; readonly stale: readonly WaitingWrite[] }> {
  if (writes.length === 0) return { fresh: [], stale: [] };
  const failure = await guarded(hold, writes, () => writeTogether(hold, writes));
  if (failure === null) return { fresh: [], stale: [] };
  const plans = writes.flatMap((waiting) => (waiting.rows ? [waiting.rows.plan] : []));
  const occupied = isOccupied(failure.error) ? await findOccupied(hold.tx, plans) : NONE;
  if (occupied.size === 0) return { fresh: writes, stale: [] };
  const isStale = ({ rows }: WaitingWrite): boolean => rows !== null && occupied.has(rows.plan);
  const rest = await writeFresh(
    hold,
    writes.filter((waiting) => !isStale(waiting)),
  );
  return { fresh: rest.fresh, stale: [...writes.filter(isStale), ...rest.stale] };
}

const NONE: ReadonlySet<ChangePlan> = new Set();

/** Finds the change sets of writes whose COMMIT got no answer. Under the lock the earlier attempt is certainly over. */
async function recognise({ tx, outcomes }: Hold, batch: readonly WaitingWrite[]): Promise<void> {
  const unknown = batch.filter((waiting) => waiting.maybeWritten && waiting.rows !== null);
  if (unknown.length === 0) return;
  const requestIds = unknown.flatMap((waiting) => (waiting.rows ? [waiting.rows.plan.requestId] : []));
  const found = await findChangeSetsByRequest(tx, requestIds);
  const byId = new Map(found.map((changeSet) => [changeSet.id, changeSet]));
  for (const waiting of unknown) {
    const changeSet = byId.get(waiting.changeSetId);
    if (changeSet) outcomes.set(waiting, { kind: 'written', changeSet });
  }
}

/**
 * Writes whose plans still hold and touch nothing in common go together; the others go alone, made anew. `own`: what was
 * written last, when all of that is known.
 */
async function sortOut(
  tx: Tx,
  batch: readonly WaitingWrite[],
  own: OwnWrites | null,
): Promise<{ together: WaitingWrite[]; alone: WaitingWrite[] }> {
  const doubtful = batch.flatMap(({ rows, since }) =>
    rows && own?.leaveStanding(rows.plan, since) !== true ? [rows.plan] : [],
  );
  const moved = await findMovedPlans(tx, doubtful);
  const taken = new Set<string>();
  const together: WaitingWrite[] = [];
  const alone: WaitingWrite[] = [];
  for (const waiting of batch) {
    const plan = waiting.write.underLock ? undefined : waiting.rows?.plan;
    // One alone overlaps with nobody.
    const written = plan && batch.length > 1 ? writtenKeys(plan) : NO_KEYS;
    const free =
      plan && !moved.has(plan) && (taken.size === 0 || (!overlaps(taken, readKeys(plan)) && !overlaps(taken, written)));
    if (free) for (const key of written) taken.add(key);
    (free ? together : alone).push(waiting);
  }
  return { together, alone };
}

const NO_KEYS: ReadonlySet<string> = new Set();

function overlaps(taken: ReadonlySet<string>, keys: ReadonlySet<string>): boolean {
  if (taken.size === 0) return false;
  for (const key of keys) if (taken.has(key)) return true;
  return false;
}

/**
 * Runs a step so that its failure undoes it alone; null when it did not fail. What ends the transaction as a whole is
 * thrown on.
 */
async function guarded(
  hold: Hold,
  writes: readonly WaitingWrite[],
  step: () => Promise<void>,
): Promise<{ readonly error: unknown } | null> {
  const { tx, outcomes, next, head, rows } = hold;
  if (hold.guarded) await tx.query('savepoint write');
  try {
    await step();
    return null;
  } catch (error) {
    if (classifyFailure(error) !== 'fault' || !hold.guarded) throw error;
    await tx.query('rollback to savepoint write');
    Object.assign(hold, { next, head, rows });
    for (const waiting of writes) outcomes.delete(waiting);
    return { error };
  }
}

async function writeTogether(hold: Hold, writes: readonly WaitingWrite[]): Promise<void> {
  const claimed: { waiting: WaitingWrite; rows: PlanRows }[] = [];
  for (const waiting of writes) {
    if (waiting.rows && (await claim(hold, waiting, waiting.rows.plan))) claimed.push({ waiting, rows: waiting.rows });
  }
  await write(hold, claimed);
}

async function tryAlone(hold: Hold, waiting: WaitingWrite, how: { readonly again: boolean }): Promise<void> {
  const failure = await guarded(hold, [waiting], () => writeAlone(hold, waiting, how));
  if (failure) hold.outcomes.set(waiting, { kind: 'failed', error: failure.error });
}

/** Writes one plan; `again`: after making it anew from what is there now, which under the lock is final. */
async function writeAlone(hold: Hold, waiting: WaitingWrite, { again }: { again: boolean }): Promise<void> {
  const { tx, outcomes } = hold;
  if (again) {
    await moveTo(hold, hold.next);
    const plan = await waiting.write.prepare(tx);
    waiting.rows = plan && (await sizedRows(plan, waiting.changeSetId));
  }
  const rows = waiting.rows;
  if (!rows || isEmpty(rows)) {
    outcomes.set(waiting, { kind: 'nothing', plan: rows?.plan ?? null });
  } else if (hold.rows > 0 && hold.rows + planSize(rows.plan) > ROWS_PER_LOCK_HOLD) {
    outcomes.set(waiting, { kind: 'deferred' });
  } else if (await claim(hold, waiting, rows.plan)) {
    await write(hold, [{ waiting, rows }]);
  }
}

/** Sets the head to a revision, so that who reads "as of the head" sees all that was written up to it. */
async function moveTo(hold: Hold, to: Revision): Promise<void> {
  if (hold.head !== to) await moveHead(hold.tx, to);
  hold.head = to;
}

/** Takes the idempotency key of a plan. False when an earlier call had it; its outcome is known then. */
async function claim({ tx, outcomes, now }: Hold, waiting: WaitingWrite, plan: ChangePlan): Promise<boolean> {
  const { idempotency, principal } = plan;
  if (!idempotency) return true;
  const claimed = { principal, key: idempotency.key, bodyHash: idempotency.bodyHash };
  if (await claimKey(tx, claimed, now)) return true;
  const stored = await findIdempotent(tx, { principal, key: idempotency.key, now });
  try {
    if (!stored)
      throw new DomainError(
        'RETRY_LATER',
        `The first call with the idempotency key "${claimed.key}" has no result yet. Try again.`,
      );
    outcomes.set(waiting, { kind: 'replayed', result: replay(stored, claimed) });
  } catch (error) {
    outcomes.set(waiting, { kind: 'failed', error });
  }
  return false;
}

async function write(hold: Hold, writes: readonly { waiting: WaitingWrite; rows: PlanRows }[]): Promise<void> {
  if (writes.length === 0) return;
  const { tx, outcomes, at } = hold;
  const changeSets = await writeChangeSets(
    tx,
    writes.map(({ rows }) => rows),
    { first: hold.next, at },
  );
  for (const [index, { waiting, rows }] of writes.entries()) {
    const changeSet = changeSets[index];
    if (!changeSet) throw new Error('invariant violated: a plan was written without a change set');
    const { idempotency, principal } = rows.plan;
    if (idempotency) {
      await storeResult(tx, { principal, ...idempotency }, idempotency.result(changeSet.revision));
    }
    outcomes.set(waiting, { kind: 'written', changeSet });
    hold.rows += planSize(rows.plan);
  }
  hold.next = revision(hold.next + writes.length);
}

/** Turns a plan into rows. Throws DomainError TOO_LARGE when it does not fit into one hold of the lock. */
export async function sizedRows(plan: ChangePlan, changeSetId: string): Promise<PlanRows> {
  const size = planSize(plan);
  if (size > ROWS_PER_LOCK_HOLD) {
    throw new DomainError(
      'TOO_LARGE',
      `This write touches ${size} rows; at most ${ROWS_PER_LOCK_HOLD} fit into one change set. Send it in smaller parts.`,
      { rows: size, rowsMax: ROWS_PER_LOCK_HOLD },
    );
  }
  return planRows(plan, changeSetId);
}
