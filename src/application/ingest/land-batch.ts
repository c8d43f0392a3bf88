import type { ChangeSet } from '../../domain/change';
import { DomainError, itemError, type ItemError } from '../../domain/errors';
import type { Revision } from '../../domain/ids';
import type { JsonValue } from '../../domain/json';
import { ROWS_PER_LOCK_HOLD, type ChangePlan, type IdempotencyRecord } from '../../storage/change-plan';
import type { Executor } from '../../storage/database';
import { readHeadRevision } from '../../storage/revision-head';
import { recordSightings, type SeenItem } from '../../storage/sightings';
import type { Application } from '../application';
import { emptyPart, type BatchRun, type PlannedPart } from './batch-run';
import type { IngestMode, IngestResult } from './ingest-types';
import { PlanBuilder, type PlanHeader } from './plan-builder';
import { replayedResult, resultBody, storedResult } from './stored-result';
import { halve, sliceItems, sliceRelationships, sliceSweeps, type BatchPart } from './slice-batch';
import { StoredState } from './stored-state';
import { placeholderIds, storedIds, type NewIds } from './unwritten';

/** What landing a batch needs of the application. */
export type Landing = Pick<Application, 'database' | 'writes' | 'models' | 'clock' | 'newId'>;

/** How a batch is to land. */
export interface LandingOptions {
  readonly mode: IngestMode;
  readonly header: PlanHeader;
  readonly idempotency: { readonly key: string; readonly bodyHash: string } | null;
}

/** The class model changed after the batch was checked against it. */
export class ModelMoved extends Error {
  constructor() {
    super('the class model changed while a batch was being ingested');
    this.name = 'ModelMoved';
  }
}

/** A part is larger than one change set may be; it is cut in two and tried again. */
class PartTooLarge extends Error {}

/** Parts are cut a little smaller than they may be: what they take away cannot be told before they are planned. */
const ROWS_PER_PART = ROWS_PER_LOCK_HOLD * 0.8;

/** Writes a batch, or works out what writing it would do. Throws {@link ModelMoved} and what the write queue throws. */
export function landBatch(app: Landing, run: BatchRun, options: LandingOptions): Promise<IngestResult> {
  switch (options.mode) {
    case 'PARTIAL':
      return landInParts(app, run, options);
    case 'ATOMIC':
      return landAsOne(app, run, options);
    case 'DRY_RUN':
      return rehearse(app, run);
    default:
      return options.mode satisfies never;
  }
}

/** Everything that happens to a batch, part by part; sweeps are known only when the rest has its results. */
function* partsOf(run: BatchRun): Generator<{ readonly part: BatchPart; readonly isLast: boolean }> {
  const withSweeps = run.batch.items.some((item) => (item.record.completeRelationships ?? []).length > 0);
  const known = [
    ...sliceItems(run.grouped, ROWS_PER_PART),
    ...sliceRelationships(run.batch.relationships, ROWS_PER_PART),
  ];
  for (const [at, part] of known.entries()) yield { part, isLast: !withSweeps && at === known.length - 1 };
  if (!withSweeps) return;
  const sweeps = sliceSweeps(run.sweeps());
  for (const [at, part] of sweeps.entries()) yield { part, isLast: at === sweeps.length - 1 };
}

async function landInParts(app: Landing, run: BatchRun, options: LandingOptions): Promise<IngestResult> {
  const lander = new Lander(app, run, options);
  let finished = false;
  for (const { part, isLast } of partsOf(run)) {
    finished = isLast;
    const replayed = await lander.land(part, isLast);
    if (replayed) return replayedResult(app.database, replayed.result);
  }
  if (!finished && options.idempotency) {
    const replayed = await lander.rememberOnly();
    if (replayed) return replayedResult(app.database, replayed.result);
  }
  return lander.result();
}

/** The change sets of one call in the making. */
class Lander {
  readonly #app: Landing;
  readonly #run: BatchRun;
  readonly #options: LandingOptions;
  readonly #changeSets: ChangeSet[] = [];
  #revision: Revision | null = null;
  #marked = false;

  constructor(app: Landing, run: BatchRun, options: LandingOptions) {
    this.#app = app;
    this.#run = run;
    this.#options = options;
  }

  /** Writes a part. The last one carries the idempotency key with the whole result; gives that of a twin which was first. */
  async land(part: BatchPart, isLast: boolean): Promise<{ readonly result: JsonValue } | null> {
    try {
      for (;;) {
        const { planned, replayed } = await this.#write(part, isLast);
        if (replayed && isLast) return replayed;
        if (!planned?.more) return null;
      }
    } catch (error) {
      if (!(error instanceof PartTooLarge)) throw error;
      const parts = halve(part);
      if (!parts) throw tooLarge();
      return (await this.land(parts[0], false)) ?? this.land(parts[1], isLast);
    }
  }

  async #write(
    part: BatchPart,
    isLast: boolean,
  ): Promise<{ readonly planned: PlannedPart | null; readonly replayed: { readonly result: JsonValue } | null }> {
    const { database, writes, clock } = this.#app;
    const ids = storedIds();
    let planned: PlannedPart | null = null;
    const prepare = async (reader: Executor): Promise<ChangePlan | null> => {
      await this.#checkModel(reader);
      const tools = {
        reader,
        ids,
        state: new StoredState(reader),
        now: clock().toISOString(),
        rowsMax: ROWS_PER_LOCK_HOLD,
      };
      const made = await this.#run.plan(part, tools);
      planned = made;
      if (made.plan.size() > ROWS_PER_LOCK_HOLD) throw new PartTooLarge();
      const idempotency = this.#idempotency(made, isLast && !made.more);
      if (made.plan.size() === 0 && !idempotency) return null;
      return made.plan.toPlan(this.#options.header, this.#run.context.modelRevision, idempotency);
    };
    const written = await writes.submit({ prepare });
    const final = planned as PlannedPart | null;
    if (written.replayed) {
      if (isLast) return { planned: final, replayed: written.replayed };
      // A twin with the same input is at work, or was stopped in the middle: this call does its part of the same.
      this.#marked = true;
      return this.#write(part, isLast);
    }
    this.#marked = true;
    this.#revision = written.revision;
    if (written.changeSet) this.#changeSets.push(written.changeSet);
    if (final) this.#run.settle(final);
    await this.#recordSeen(database, final?.seen ?? []);
    return { planned: final, replayed: null };
  }

  /** Rejects everything, or does nothing: still a result to remember. */
  async rememberOnly(): Promise<{ readonly result: JsonValue } | null> {
    const nothing = emptyPart();
    const { header } = this.#options;
    const written = await this.#app.writes.submit({
      prepare: () => Promise.resolve(nothing.plan.toPlan(header, null, this.#idempotency(nothing, true))),
    });
    this.#revision = written.revision;
    return written.replayed;
  }

  async result(): Promise<IngestResult> {
    return {
      revision: this.#revision ?? (await readHeadRevision(this.#app.database)),
      operation: operationOf(this.#options.header, this.#changeSets.length > 0),
      changeSets: this.#changeSets,
      replayed: false,
      ...resultBody(this.#run),
    };
  }

  async #checkModel(reader: Executor): Promise<void> {
    const { revision } = await this.#app.models.latest(reader);
    if (revision === this.#run.context.modelRevision) return;
    if (this.#changeSets.length === 0) throw new ModelMoved();
    throw new DomainError(
      'RETRY_LATER',
      `The class model changed while this was being ingested. ${this.#changeSets.length} change sets have landed; send all of it again to land the rest.`,
    );
  }

  /**
   * The last part carries the key with the whole result. The first one of several carries a mark with the same body, so
   * that another body under the same key is refused before anything of it lands.
   */
  #idempotency(planned: PlannedPart, isLast: boolean): IdempotencyRecord | null {
    const { idempotency, header } = this.#options;
    if (!idempotency) return null;
    if (!isLast) {
      if (this.#marked) return null;
      return { key: markOf(idempotency.key), bodyHash: idempotency.bodyHash, result: () => null };
    }
    const writes = planned.plan.size() > 0;
    const result = (at: Revision): JsonValue => {
      const operation = operationOf(header, writes || this.#changeSets.length > 0);
      return storedResult(at, operation, resultBody(this.#run, planned));
    };
    return { ...idempotency, result };
  }

  async #recordSeen(executor: Executor, seen: readonly SeenItem[]): Promise<void> {
    const { source } = this.#run.context.reporter;
    await recordSightings(executor, source, seen, this.#app.newId);
  }
}

/** No caller can give such a key: keys hold no U+0000 and PostgreSQL no text that does, so a line feed marks it. */
const markOf = (key: string): string => `${key}\nbegun`;

const operationOf = (header: PlanHeader, wrote: boolean): IngestResult['operation'] =>
  wrote ? { id: header.operationId, kind: header.operationKind } : null;

const tooLarge = (): DomainError =>
  new DomainError(
    'TOO_LARGE',
    `One item of this request moves more than ${ROWS_PER_LOCK_HOLD} rows, which is more than one change set may hold. Give it fewer identities.`,
  );

/** A whole batch as one plan. */
interface WholePlan {
  readonly run: BatchRun;
  readonly plan: PlanBuilder;
  readonly seen: readonly SeenItem[];
}

async function planWhole(app: Landing, fresh: BatchRun, reader: Executor, ids: NewIds): Promise<WholePlan> {
  const { revision } = await app.models.latest(reader);
  if (revision !== fresh.context.modelRevision) throw new ModelMoved();
  const run = fresh.again();
  const plan = new PlanBuilder();
  const seen: SeenItem[] = [];
  const state = new StoredState(reader);
  const now = app.clock().toISOString();
  // One part takes ids after the other; only the whole may begin again from the first id.
  const going: NewIds = { ...ids, rewind: () => undefined };
  for (const { part } of partsOf(run)) {
    const planned = await run.plan(part, { reader, ids: going, state, now, rowsMax: Number.MAX_SAFE_INTEGER });
    run.settle(planned);
    state.absorb(planned.plan);
    plan.append(planned.plan);
    seen.push(...planned.seen);
  }
  return { run, plan, seen };
}

async function rehearse(app: Landing, run: BatchRun): Promise<IngestResult> {
  const whole = await planWhole(app, run, app.database, placeholderIds());
  const revision = await readHeadRevision(app.database);
  return { revision, operation: null, changeSets: [], replayed: false, ...resultBody(whole.run) };
}

async function landAsOne(app: Landing, run: BatchRun, options: LandingOptions): Promise<IngestResult> {
  const { header, idempotency } = options;
  const ids = storedIds();
  let whole: WholePlan | null = null;
  const prepare = async (reader: Executor): Promise<ChangePlan | null> => {
    ids.rewind();
    const made = await planWhole(app, run, reader, ids);
    whole = made;
    const refused = isRefused(made.run);
    const rows = refused ? new PlanBuilder() : made.plan;
    if (rows.size() === 0 && !idempotency) return null;
    const operation = operationOf(header, rows.size() > 0);
    const result = (at: Revision): JsonValue => storedResult(at, operation, atomicBody(made.run));
    return rows.toPlan(header, run.context.modelRevision, idempotency && { ...idempotency, result });
  };
  const written = await app.writes.submit({ prepare });
  if (written.replayed) return replayedResult(app.database, written.replayed.result);
  const final = whole as WholePlan | null;
  if (!final) throw new Error('invariant violated: a write has an answer that was never prepared');
  if (!isRefused(final.run)) await recordSightings(app.database, run.context.reporter.source, final.seen, app.newId);
  return {
    revision: written.revision,
    operation: operationOf(header, written.changeSet !== null),
    changeSets: written.changeSet ? [written.changeSet] : [],
    replayed: false,
    ...atomicBody(final.run),
  };
}

const isRefused = (run: BatchRun): boolean =>
  [...run.itemResults.values(), ...run.relationshipResults.values()].some((result) => result.outcome === 'REJECTED');

/** All or nothing: when one is refused, the others are told that they did not land because of it. */
function atomicBody(run: BatchRun): ReturnType<typeof resultBody> {
  const body = resultBody(run);
  if (!isRefused(run)) return body;
  const rejected = body.items.find((item) => item.outcome === 'REJECTED');
  const culprit = rejected ? run.labelOf(rejected.index) : 'a relationship of this request';
  const error = itemError(
    'DEPENDENCY_FAILED',
    `Nothing of this ATOMIC request was written, because ${culprit} was rejected. Correct that, or use the mode PARTIAL.`,
  );
  const refuse = <T extends { readonly outcome: string; readonly errors: readonly ItemError[] }>(result: T): T =>
    result.outcome === 'REJECTED' ? result : { ...result, outcome: 'REJECTED', errors: [error] };
  const items = body.items.map((item) =>
    item.outcome === 'REJECTED'
      ? item
      : { ...refuse(item), ...(item.outcome === 'CREATED' ? { itemId: null, version: null } : {}) },
  );
  const relationships = body.relationships.map((one) =>
    one.outcome === 'REJECTED'
      ? one
      : { ...refuse(one), ...(one.outcome === 'CREATED' ? { relationshipId: null } : {}) },
  );
  const totals = [{ outcome: 'REJECTED' as const, items: items.length, relationships: relationships.length }];
  return { items, relationships, totals };
}
