import type { DuplicateEvidence } from '../../domain/identification/duplicates';
import { noteDuplicates } from '../duplicates/note-duplicates';
import { itemError, type ItemError } from '../../domain/errors';
import type { Revision } from '../../domain/ids';
import type { JsonValue } from '../../domain/json';
import type { ChangePlan } from '../../storage/change-sets/change-plan';
import type { Executor } from '../../storage/database';
import { readHeadRevision } from '../../storage/change-sets/revision-head';
import { recordRelationshipSightings, type SeenRelationship } from '../../storage/relationships/relationship-sightings';
import { recordSightings, type SeenItem } from '../../storage/sources/sightings';
import { readingOnly } from '../../storage/visible-rows';
import type { BatchRun } from './batch-run';
import type { IngestResult } from './ingest-types';
import { ModelMoved, operationOf, partsOf, requireGoingOn, stopped, type LandingOptions } from './landing';
import type { Landing } from './landing-tools';
import { PlanBuilder } from './plan-builder';
import { replayedResult, resultBody, storedResult } from './stored-result';
import type { BatchPart } from './slice-batch';
import { StoredState } from './stored-state';
import { placeholderIds, storedIds, type NewIds } from './unwritten';

/** A whole batch as one plan. */
interface WholePlan {
  readonly run: BatchRun;
  readonly plan: PlanBuilder;
  readonly seen: readonly SeenItem[];
  readonly seenRelationships: readonly SeenRelationship[];
  readonly duplicates: readonly DuplicateEvidence[];
}

async function planWhole(
  app: Landing,
  fresh: BatchRun,
  { reader, ids, gone }: { readonly reader: Executor; readonly ids: NewIds; readonly gone: AbortSignal | null },
): Promise<WholePlan> {
  const { revision } = await app.models.latest(reader);
  if (revision !== fresh.context.modelRevision) throw new ModelMoved();
  const run = fresh.again();
  const plan = new PlanBuilder();
  const seen: SeenItem[] = [];
  const seenRelationships: SeenRelationship[] = [];
  const duplicates: DuplicateEvidence[] = [];
  const state = new StoredState(readingOnly(reader, run.context.reporter.visibility ?? null));
  const now = app.clock().toISOString();
  // One part takes ids after the other; only the whole may begin again from the first id.
  const going: NewIds = { ...ids, rewind: () => undefined };
  const { known, sweeps } = partsOf(run);
  const take = async (part: BatchPart): Promise<void> => {
    if (known.length > 1) requireGoingOn(app, gone, stopped([]));
    const planned = await run.plan(part, { reader, ids: going, state, now, rowsMax: Number.MAX_SAFE_INTEGER });
    run.settle(planned);
    state.absorb(planned.plan);
    plan.append(planned.plan);
    for (const one of planned.seen) seen.push(one);
    for (const one of planned.seenRelationships) seenRelationships.push(one);
    for (const one of planned.duplicates) duplicates.push(one);
  };
  for (const part of known) await take(part);
  for (const part of sweeps?.() ?? []) await take(part);
  return { run, plan, seen, seenRelationships, duplicates };
}

/** Works out what writing a batch would do. */
export async function rehearse(app: Landing, run: BatchRun, { gone }: LandingOptions): Promise<IngestResult> {
  const whole = await planWhole(app, run, { reader: app.database, ids: placeholderIds(), gone });
  const revision = await readHeadRevision(app.database);
  return { revision, operation: null, changeSets: [], replayed: false, ...resultBody(whole.run) };
}

/** Writes all of a batch as one change set, or nothing of it. */
export async function landAsOne(app: Landing, run: BatchRun, options: LandingOptions): Promise<IngestResult> {
  const { header, idempotency, gone } = options;
  const ids = storedIds();
  let whole: WholePlan | null = null;
  const prepare = async (reader: Executor): Promise<ChangePlan | null> => {
    ids.rewind();
    const made = await planWhole(app, run, { reader, ids, gone });
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
  if (!isRefused(final.run)) {
    const { source } = run.context.reporter;
    await recordSightings(app.database, source, final.seen, app.newId);
    await recordRelationshipSightings(app.database, source, final.seenRelationships, app.newId);
  }
  // Also of a request that was refused: what it shows is there whether it lands or not.
  await noteDuplicates(app, final.duplicates);
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
