import type { ChangeSet } from '../../domain/history/change';
import { DomainError } from '../../domain/errors';
import type { Revision } from '../../domain/ids';
import { toChange } from '../../storage/history/change-log';
import { planSize, ROWS_PER_LOCK_HOLD, type ChangePlan } from '../../storage/change-sets/change-plan';
import { isEmpty } from '../../storage/change-sets/change-set-writer';
import type { Database } from '../../storage/database';
import { claimKey, findIdempotent, replay, storeResult } from '../../storage/change-sets/idempotency';
import { classifyFailure } from '../../storage/database-errors';
import { readHeadRevision, type KnownChangeSet } from '../../storage/change-sets/revision-head';
import { inSpan } from '../../telemetry/spans';
import { takeTurns, waitForTurn, type Turn } from '../../telemetry/turns';
import { OwnWrites } from './own-writes';
import { DEFAULT_RETRY, retrying, type RetryPolicy } from './retry';
import { Slots } from './slots';
import type { Outcome, PlannedWrite, WaitingWrite, WriteResult } from './waiting-write';
import { sizedRows, writeBatch, type BatchResult } from './write-batch';
import type { WrittenChanges } from './written-changes';
import { LockHoldRecorder, type WriteStatistics } from './write-statistics';

export type { PlannedWrite, WriteResult } from './waiting-write';

/** The one door through which this server writes. */
export interface WriteQueue {
  /**
   * Prepares a write, waits for its turn, and writes it as one change set. Writes that wait at the same time share one
   * transaction. Throws DomainError: TOO_LARGE (more rows than one change set may touch), IDEMPOTENCY_CONFLICT,
   * DATABASE_UNAVAILABLE, RETRY_LATER (the server stops, or too many writes wait), and whatever `prepare` throws.
   */
  submit(write: PlannedWrite): Promise<WriteResult>;
  statistics(): WriteStatistics;
  /** The newest change set, while all are known to be this server's own. */
  position(): KnownChangeSet | null;
  /** The database holds another history: what this server wrote before says nothing about it. */
  forgetOwn(): void;
  /** Calls of many change sets end between two of them from now on; single writes are taken until `close`. */
  drain(): void;
  /** Whether the server is stopping. */
  isDraining(): boolean;
  /** Takes no further writes and resolves when those that were taken have their results. */
  close(): Promise<void>;
}

/** What a write queue needs; the clock and all randomness come from outside. */
export interface WriteQueueOptions {
  readonly database: Database;
  readonly clock: () => Date;
  /** Random UUIDs: the ids of change sets. */
  readonly newId: () => string;
  /** From 0 to 1: spreads retries. */
  readonly random?: () => number;
  readonly retry?: Omit<RetryPolicy, 'random'>;
  /** Told of what was written, once it is committed. */
  readonly written?: Pick<WrittenChanges, 'add'>;
  /** Writes without a result at most; a further one is refused. */
  readonly waitingMax?: number;
}

/** Transactions would grow long with a thousand callers waiting, and their lock holds with them. */
const WRITES_PER_LOCK_HOLD = 64;

/**
 * Those who prepare together are written together, and a turn to write costs much the same for few as for many. More of
 * them would only keep each other, and who reads, waiting for connections.
 */
const PREPARING_MAX = 16;

interface Ticket extends WaitingWrite {
  readonly turn: Turn;
  readonly resolve: (result: WriteResult) => void;
  readonly reject: (error: unknown) => void;
}

/** The state of one queue. */
interface Queue {
  readonly options: WriteQueueOptions;
  readonly policy: RetryPolicy;
  readonly preparing: Slots;
  readonly tickets: Ticket[];
  readonly recorder: LockHoldRecorder;
  readonly own: OwnWrites;
  writing: boolean;
}

/** Makes the write queue of a server. One transaction of it is open at a time; servers take turns by the head lock. */
export function createWriteQueue(options: WriteQueueOptions): WriteQueue {
  const policy = { ...(options.retry ?? DEFAULT_RETRY), random: options.random ?? (() => 0) };
  const queue: Queue = {
    options,
    policy,
    preparing: new Slots(PREPARING_MAX),
    tickets: [],
    recorder: new LockHoldRecorder(),
    own: new OwnWrites(),
    writing: false,
  };
  options.database.onSessionLost(() => queue.own.forget());
  const waitingMax = options.waitingMax ?? 10_000;
  const pending = new Set<Promise<WriteResult>>();
  let draining = false;
  let closed = false;
  return {
    submit: async (write) => {
      if (closed)
        throw new DomainError('RETRY_LATER', 'This server is stopping. Send the write to another one, or again.');
      if (pending.size >= waitingMax) {
        throw new DomainError('RETRY_LATER', `${pending.size} writes are waiting already. Try again in a few seconds.`);
      }
      const result = inSpan('write', {}, () => accept(queue, write));
      pending.add(result);
      try {
        return await result;
      } finally {
        pending.delete(result);
      }
    },
    statistics: () => queue.recorder.read(pending.size),
    position: () => queue.own.last,
    forgetOwn: () => queue.own.forget(),
    drain: () => {
      draining = true;
    },
    isDraining: () => draining || closed,
    close: async () => {
      closed = true;
      await Promise.allSettled(pending);
    },
  };
}

async function accept(queue: Queue, write: PlannedWrite): Promise<WriteResult> {
  const changeSetId = queue.options.newId();
  if (write.underLock === true) return enqueue(queue, { write, changeSetId, prepared: null, since: null });
  let prepared = await prepare(queue, write, changeSetId);
  if (write.after && !(await write.after)) prepared = await prepare(queue, write, changeSetId);
  const { plan, rows, since } = prepared;
  if (!rows || isEmpty(rows)) return bookkeep(queue, plan, await headRevision(queue));
  return enqueue(queue, { write, changeSetId, prepared: rows, since });
}

interface Prepared extends Pick<WaitingWrite, 'rows' | 'since'> {
  readonly plan: ChangePlan | null;
}

async function prepare(queue: Queue, write: PlannedWrite, changeSetId: string): Promise<Prepared> {
  const { database } = queue.options;
  let since = write.readSince === undefined ? null : write.readSince;
  const plan = await inSpan('write prepare', {}, () =>
    queue.preparing.run(() => {
      if (write.readSince === undefined) since = queue.own.last;
      return trying(queue, () => write.prepare(database));
    }),
  );
  return { plan, rows: plan && (await sizedRows(plan, changeSetId)), since };
}

const headRevision = (queue: Queue): Promise<Revision> => trying(queue, () => readHeadRevision(queue.options.database));

/** Tries again where that may help. Behind a connection that was lost there may be another history. */
const trying = <T>({ policy, own }: Queue, work: () => Promise<T>): Promise<T> =>
  retrying(policy, async () => {
    try {
      return await work();
    } catch (error) {
      if (classifyFailure(error) === 'lost') own.forget();
      throw error;
    }
  });

function enqueue(queue: Queue, write: Omit<WaitingWrite, 'rows' | 'maybeWritten'>): Promise<WriteResult> {
  return new Promise((resolve, reject) => {
    const turn = waitForTurn('write wait');
    queue.tickets.push({ ...write, rows: write.prepared, maybeWritten: false, turn, resolve, reject });
    if (!queue.writing) void writeWaiting(queue);
  });
}

/** Writes until nobody waits. Never rejects: every failure goes to those whom it concerns. */
async function writeWaiting(queue: Queue): Promise<void> {
  queue.writing = true;
  while (queue.tickets.length > 0) {
    const batch = takeBatch(queue.tickets);
    const turns = batch.map(({ turn }) => turn);
    await takeTurns('write hold', turns, () => writeNext(queue, batch));
  }
  queue.writing = false;
}

/** The writes that have waited longest, as many as one lock hold may merge. */
function takeBatch(tickets: Ticket[]): readonly Ticket[] {
  let rows = 0;
  let count = 0;
  for (const ticket of tickets) {
    rows += ticket.rows ? planSize(ticket.rows.plan) : 0;
    if (count > 0 && (rows > ROWS_PER_LOCK_HOLD || count >= WRITES_PER_LOCK_HOLD)) break;
    count += 1;
  }
  return tickets.splice(0, count);
}

async function writeNext(queue: Queue, batch: readonly Ticket[]): Promise<void> {
  const { own } = queue;
  const { database, clock } = queue.options;
  try {
    const result = await trying(queue, () => writeBatch(database, batch, { now: clock(), own }));
    const written = [...result.outcomes.values()].filter((outcome) => outcome.kind === 'written');
    queue.recorder.record(result.heldMs, written.length);
    settle(queue, batch, result);
  } catch (error) {
    own.forget();
    for (const ticket of batch) ticket.reject(explained(error, ticket));
  }
}

function settle(queue: Queue, batch: readonly Ticket[], { outcomes, head, follows }: BatchResult): void {
  if (!follows) queue.own.forget();
  noteOwn(queue, outcomes);
  const deferred = batch.filter((ticket) => outcomes.get(ticket)?.kind === 'deferred');
  queue.tickets.unshift(...deferred);
  for (const ticket of batch) {
    const outcome = outcomes.get(ticket) ?? { kind: 'failed', error: new Error('invariant violated: no outcome') };
    if (outcome.kind !== 'deferred') answer(queue, ticket, outcome, head);
  }
}

/** In the order of their revisions. */
function noteOwn({ own }: Queue, outcomes: BatchResult['outcomes']): void {
  const written = [...outcomes].flatMap(([{ rows }, outcome]) =>
    outcome.kind === 'written' && rows ? [{ changeSet: outcome.changeSet, plan: rows.plan }] : [],
  );
  written.sort((a, b) => a.changeSet.revision - b.changeSet.revision);
  for (const { changeSet, plan } of written) own.add(changeSet, plan);
}

function answer(queue: Queue, ticket: Ticket, outcome: Exclude<Outcome, { kind: 'deferred' }>, head: Revision): void {
  switch (outcome.kind) {
    case 'written':
      tellWritten(queue, ticket, outcome.changeSet);
      ticket.resolve({ changeSet: outcome.changeSet, revision: outcome.changeSet.revision, replayed: null });
      break;
    case 'replayed':
      ticket.resolve({ changeSet: null, revision: head, replayed: { result: outcome.result } });
      break;
    case 'nothing':
      bookkeep(queue, outcome.plan, head).then(ticket.resolve, ticket.reject);
      break;
    case 'failed':
      ticket.reject(outcome.error);
      break;
  }
}

function tellWritten({ options }: Queue, { rows }: Ticket, changeSet: ChangeSet): void {
  if (!rows) return;
  const { revision } = changeSet;
  // Nothing else of what was written is kept for those who follow.
  const { changes } = rows;
  options.written?.add(changeSet, () => changes.map((row) => toChange(row, revision)));
}

/** Nothing to write takes no revision; an idempotency key is stored all the same, with what the caller is told. */
async function bookkeep(queue: Queue, plan: ChangePlan | null, head: Revision): Promise<WriteResult> {
  const result: WriteResult = { changeSet: null, revision: head, replayed: null };
  const idempotency = plan?.idempotency;
  if (!plan || !idempotency) return result;
  const { database, clock } = queue.options;
  const claim = { principal: plan.principal, key: idempotency.key, bodyHash: idempotency.bodyHash };
  return trying(queue, () =>
    database.transaction(async (tx) => {
      const now = clock();
      if (await claimKey(tx, claim, now)) {
        await storeResult(tx, claim, idempotency.result(head));
        return result;
      }
      const stored = await findIdempotent(tx, { ...claim, now });
      return stored ? { ...result, replayed: { result: replay(stored, claim) } } : result;
    }),
  );
}

/** A caller whose write may have landed must know it before trying again. */
function explained(error: unknown, ticket: Ticket): unknown {
  const unavailable = error instanceof DomainError && error.code === 'DATABASE_UNAVAILABLE';
  if (!unavailable || !ticket.maybeWritten) return error;
  const requestId = ticket.rows?.plan.requestId ?? null;
  const told = new DomainError(
    'DATABASE_UNAVAILABLE',
    'The connection to the database was lost while this was being written, so it may have been written. ' +
      'Send it again with the same idempotency key, or look for a change set of this request first.',
    { requestId, maybeWritten: true },
  );
  told.cause = error.cause;
  return told;
}
