import type { Visibility } from '../../domain/access/visibility';
import type { ChangeSet, OperationKind } from '../../domain/history/change';
import type { ItemError } from '../../domain/errors';
import { revision, type Revision } from '../../domain/ids';
import type { JsonValue } from '../../domain/json';
import { canonicalJson } from '../../domain/json-equal';
import type { ChangePlan } from '../../storage/change-sets/change-plan';
import type { Executor } from '../../storage/database';
import { findIdempotent, replay } from '../../storage/change-sets/idempotency';
import { loadChangeSetsOfOperation } from '../../storage/identities/ingest-lookups';
import { readHeadRevision } from '../../storage/change-sets/revision-head';
import { bodyHash } from '../references/identity-hash';
import { checkCallTexts } from '../ingest/ingest';
import type { Landing } from '../ingest/landing-tools';
import { PlanBuilder } from '../ingest/plan-builder';

/** What the edits need of the application. */
export type Editing = Landing;

/** Who edits, and how. */
export interface EditCall {
  readonly principal: string;
  /** What they see, and so may change; everything when left out or null. */
  readonly visibility?: Visibility | null;
  readonly requestId: string;
  readonly reason: string | null;
  readonly idempotencyKey: string | null;
  /** Compute everything, write nothing. */
  readonly dryRun: boolean;
}

/** What every edit answers. */
export interface EditResult {
  /** Of the change set; the newest one when nothing was written. */
  readonly revision: Revision;
  /** Null when nothing was written. */
  readonly operation: { readonly id: string; readonly kind: OperationKind } | null;
  readonly changeSets: readonly ChangeSet[];
  readonly replayed: boolean;
  readonly errors: readonly ItemError[];
}

/** A plan without what every edit has in common, and what the caller is told when it is written. */
export interface PreparedEdit<Answer> {
  /** Null: nothing to write. */
  readonly plan: Omit<ChangePlan, keyof ReturnType<typeof editHeader> | 'idempotency'> | null;
  readonly answer: Answer;
  readonly errors: readonly ItemError[];
}

/** What kind of edit a call is. */
export interface EditKind {
  readonly kind: OperationKind;
  /** What the call says; the same idempotency key with another body is a conflict. */
  readonly body: JsonValue;
  /** The data source that reports; null, and when left out: it is done by hand. */
  readonly source?: string | null;
}

/**
 * Runs an edit: prepares it, and writes it as one change set unless it is refused or only tried. Throws
 * IDEMPOTENCY_CONFLICT, BAD_REQUEST and what the write queue throws; what is wrong with the thing edited is data.
 */
export async function runEdit<Answer extends { readonly [key: string]: JsonValue }>(
  app: Editing,
  call: EditCall,
  { kind, body, source = null }: EditKind,
  prepare: (reader: Executor) => Promise<PreparedEdit<Answer>>,
): Promise<EditResult & Answer> {
  checkCallTexts(call.reason, call.idempotencyKey);
  const idempotency = idempotencyOf(call, body);
  if (idempotency) {
    const claim = { principal: call.principal, ...idempotency };
    const stored = await findIdempotent(app.database, { ...claim, now: app.clock() });
    if (stored) return replayed(app.database, replay(stored, claim));
  }
  if (call.dryRun) {
    const { answer, errors } = await prepare(app.database);
    return { ...(await nothingWritten(app.database)), ...answer, errors };
  }
  const header = { ...editHeader(call, kind, app.newId()), source };
  let last: PreparedEdit<Answer> | null = null;
  const written = await app.writes.submit({
    prepare: async (reader) => {
      const prepared = await prepare(reader);
      last = prepared;
      if (!prepared.plan && !idempotency) return null;
      const operation = prepared.plan ? { id: header.operationId, kind } : null;
      const result = (at: Revision): JsonValue => ({
        revision: at,
        operation,
        ...prepared.answer,
        errors: asJson(prepared.errors),
      });
      return {
        ...(prepared.plan ?? new PlanBuilder().rows(null)),
        ...header,
        idempotency: idempotency && { ...idempotency, result },
      };
    },
  });
  if (written.replayed) return replayed(app.database, written.replayed.result);
  const final = last as PreparedEdit<Answer> | null;
  if (!final) throw new Error('invariant violated: an edit has an answer that was never prepared');
  return {
    ...final.answer,
    revision: written.revision,
    operation: written.changeSet ? { id: header.operationId, kind } : null,
    changeSets: written.changeSet ? [written.changeSet] : [],
    replayed: false,
    errors: final.errors,
  };
}

const asJson = (errors: readonly ItemError[]): JsonValue => errors.map((error) => ({ ...error }));

/** The key and body of a call that is to be remembered; a call that is only tried is not. */
export function idempotencyOf(
  { idempotencyKey, dryRun }: EditCall,
  body: JsonValue,
): { readonly key: string; readonly bodyHash: string } | null {
  if (idempotencyKey === null || dryRun) return null;
  return { key: idempotencyKey, bodyHash: bodyHash(canonicalJson(body)) };
}

/** The header of the change set of an edit. */
export function editHeader(
  { principal, requestId, reason }: EditCall,
  operationKind: OperationKind,
  operationId: string,
) {
  return { principal, requestId, reason, source: null, operationId, operationKind };
}

/** What an edit answers that wrote nothing. */
export async function nothingWritten(executor: Executor): Promise<Omit<EditResult, 'errors'>> {
  return { revision: await readHeadRevision(executor), operation: null, changeSets: [], replayed: false };
}

async function replayed<Answer>(executor: Executor, stored: JsonValue): Promise<EditResult & Answer> {
  const body = stored as unknown as Omit<EditResult, 'changeSets' | 'replayed'> & Answer;
  const changeSets = body.operation === null ? [] : await loadChangeSetsOfOperation(executor, body.operation.id);
  return { ...body, revision: revision(body.revision), changeSets, replayed: true };
}
