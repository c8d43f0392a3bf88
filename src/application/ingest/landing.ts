import type { ChangeSet } from '../../domain/history/change';
import { DomainError } from '../../domain/errors';
import { ROWS_PER_LOCK_HOLD } from '../../storage/change-sets/change-plan';
import type { BatchRun } from './batch-run';
import type { IngestMode, IngestResult } from './ingest-types';
import type { Landing } from './landing-tools';
import type { PlanHeader } from '../../storage/change-sets/change-plan';
import { rowsOf, sliceItems, sliceRelationships, sliceSweeps, type BatchPart } from './slice-batch';

/** How a batch is to land. */
export interface LandingOptions {
  readonly mode: IngestMode;
  readonly header: PlanHeader;
  readonly idempotency: { readonly key: string; readonly bodyHash: string } | null;
  /** Aborted when nobody waits for the call any more; null: somebody does to the end. */
  readonly gone: AbortSignal | null;
}

/** The class model changed after the batch was checked against it. */
export class ModelMoved extends Error {
  constructor() {
    super('the class model changed while a batch was being ingested');
    this.name = 'ModelMoved';
  }
}

/** The server stops, and more of a call is left than one write. */
export class ServerStops extends Error {}

/** Nobody waits any more for what is left of a call. The same call goes on where this one ended. */
export class CallerGone extends Error {
  constructor() {
    super('the caller is gone');
    this.name = 'CallerGone';
  }
}

/**
 * Refuses to begin another part of a call for a caller who is gone, or by a server that stops, which throws `stops`. What
 * is begun is finished.
 */
export function requireGoingOn(
  { writes }: Pick<Landing, 'writes'>,
  gone: AbortSignal | null,
  stops: Error = new ServerStops(),
): void {
  if (gone?.aborted === true) throw new CallerGone();
  if (writes.isDraining()) throw stops;
}

/** What a call is told that the server ended before all of it had landed. The same call goes on where this one ended. */
export function stopped(landed: readonly ChangeSet[]): DomainError {
  const what =
    landed.length === 0
      ? 'Nothing of this call has landed: send it again'
      : `${landed.length} change sets of this call have landed: send all of it again, with the same idempotency key if it has one, and the rest lands`;
  const revision = landed.at(-1)?.revision ?? null;
  return new DomainError('RETRY_LATER', `The server is stopping. ${what}.`, { changeSets: landed.length, revision });
}

/** A part is larger than one change set may be; it is cut in two and tried again. */
export class PartTooLarge extends Error {}

/** Parts are cut a little smaller than they may be: what they take away cannot be told before they are planned. */
const ROWS_PER_PART = ROWS_PER_LOCK_HOLD * 0.8;

/** Everything that happens to a batch, in order. */
export interface BatchParts {
  readonly known: readonly BatchPart[];
  /** What can be told only when the others have their results. Null: nothing. */
  readonly sweeps: (() => readonly BatchPart[]) | null;
}

/** Cuts a batch into parts, each of which becomes one change set. */
export function partsOf(run: BatchRun): BatchParts {
  const withSweeps =
    (run.context.parking?.replacing.size ?? 0) > 0 ||
    run.batch.items.some((item) => (item.record.completeRelationships ?? []).length > 0);
  return {
    known: [...sliceItems(run.grouped, ROWS_PER_PART), ...sliceRelationships(run.batch.relationships, ROWS_PER_PART)],
    sweeps: withSweeps ? () => sliceSweeps(run.sweeps()) : null,
  };
}

/**
 * A batch as one part, if it is small enough and would be several otherwise; else null. So an item never shows without
 * the relationships that it came with, and one that moved never has two hosts.
 */
export function wholeOf(run: BatchRun, { known, sweeps }: BatchParts): BatchPart | null {
  if (known.length + (sweeps === null ? 0 : 1) < 2) return null;
  return rowsOf(run.grouped, run.batch.relationships) > ROWS_PER_PART ? null : { kind: 'whole', parts: known };
}

/** The operation of a call, which only one that wrote has. */
export const operationOf = (header: PlanHeader, wrote: boolean): IngestResult['operation'] =>
  wrote ? { id: header.operationId, kind: header.operationKind } : null;

/** The refusal of a part that cannot be cut any further. */
export const tooLarge = (): DomainError =>
  new DomainError(
    'TOO_LARGE',
    `One item of this request moves more than ${ROWS_PER_LOCK_HOLD} rows, which is more than one change set may hold. Give it fewer identities.`,
  );
