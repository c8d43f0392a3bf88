import type { RecordsToLand } from './records-to-land';
import { DomainError } from '../../domain/errors';
import { parseInstant } from '../../domain/instant';
import { observedTooLate } from '../../domain/ingest/observed-at';
import type { JsonValue } from '../../domain/json';
import { canonicalJson } from '../../domain/json-equal';
import { quoted } from '../../domain/nearest-name';
import { checkText } from '../../domain/record-text';
import { findIdempotent, replay } from '../../storage/change-sets/idempotency';
import { bodyHash } from '../references/identity-hash';
import { landWithParked } from '../parking/land-with-parked';
import { recordVolatileValues } from '../../storage/items/volatile-values';
import { splitVolatile, volatileValuesOf } from './volatile-reports';
import { batchContext } from './batch-context';
import { BatchRun } from './batch-run';
import { INGEST_MODES, type IngestCall, type IngestInput, type IngestMode, type IngestResult } from './ingest-types';
import { landBatch, ModelMoved } from './land-batch';
import type { Landing } from './landing-tools';
import { KnownRecords } from './known-records';
import { readBatch } from './read-batch';
import { recall } from './recall';
import { limitedReporter, requireReporter } from './source-of';
import { replayedResult } from './stored-result';
import { joinSession } from '../sync/join-session';

/** What one call may carry; larger inputs come in several calls. */
export const ITEMS_PER_CALL_MAX = 50_000;
/** Those nested in items included. */
export const RELATIONSHIPS_PER_CALL_MAX = 250_000;
const KEY_LENGTH_MAX = 255;
const REASON_LENGTH_MAX = 4_096;

/**
 * Takes a batch of one data source's records and says what happened to each. Repeating it changes nothing. A wrong record
 * never harms its neighbours; with ATOMIC it refuses all of them, with DRY_RUN nothing is written at all.
 *
 *     read        every record by itself, against the class model
 *     group       records that are the same thing; hosts before what is identified inside them
 *     plan        part by part: identify, reconcile, and make rows; items first, then relationships
 *     land        each part as one change set, checked under the lock against what it was planned from
 *
 * Throws DomainError when the request as a whole cannot be taken: UNKNOWN_SOURCE, BAD_REQUEST, TOO_LARGE,
 * IDEMPOTENCY_CONFLICT, RETRY_LATER, DATABASE_UNAVAILABLE.
 */
export async function ingest(app: Landing, call: IngestCall): Promise<IngestResult> {
  const { principal, requestId, visibility = null, gone = null, lines = null, input } = call;
  const mode = checkRequest(input);
  const caller = await requireReporter(app.database, input.source, visibility, input.newSource === true);
  const observedAt = readObservedAt(input.observedAt, app.clock());
  const session = input.syncSession ? await joinSession(app, input.syncSession, caller) : null;
  const reporter = session ? limitedReporter(caller, session.visibility) : caller;
  return landRecords(app, {
    reporter,
    mode,
    observedAt,
    items: input.items,
    relationships: input.relationships,
    idempotencyKey: input.idempotencyKey ?? null,
    header: {
      principal,
      requestId,
      source: reporter.source,
      reason: input.reason ?? null,
      operationId: session?.id ?? call.operationId ?? app.newId(),
      operationKind: session ? 'SYNC' : 'INGEST',
    },
    ...(session ? { onSeen: session.onSeen } : {}),
    gone,
    lines,
    body: input as unknown as JsonValue,
  });
}

/** A batch is checked again when the class model changes before anything of it has landed; this often at most. */
const MODEL_CHANGES_MAX = 3;

/** Lands records of a data source or of a person. Throws as {@link ingest} does. */
export async function landRecords(app: Landing, records: RecordsToLand): Promise<IngestResult> {
  const result = await landWithParked(app, records, (all) => landOrReplay(app, all));
  if (result.replayed || records.mode === 'DRY_RUN') return result;
  app.outcomes?.add(result.totals);
  // An empty list of what is new is a report, too; one of which nothing could be taken is none.
  const counted = result.totals.filter(({ items, relationships }) => items + relationships > 0);
  const isTaken = counted.length === 0 || counted.some(({ outcome }) => outcome !== 'REJECTED');
  if (isTaken) app.activity?.note(records.reporter.source, app.clock());
  return result;
}

async function landOrReplay(app: Landing, records: RecordsToLand): Promise<IngestResult> {
  const { header, idempotencyKey, mode } = records;
  const idempotency =
    idempotencyKey === null || mode === 'DRY_RUN'
      ? null
      : { key: idempotencyKey, bodyHash: bodyHash(canonicalJson(records.body)) };
  if (idempotency) {
    const claim = { principal: header.principal, ...idempotency };
    const stored = await findIdempotent(app.database, { ...claim, now: app.clock() });
    if (stored) return replayedResult(app.database, replay(stored, claim));
  }
  for (let attempt = 1; ; attempt += 1) {
    const context = await batchContext(app, records);
    const split = splitVolatile(context.model, records.items);
    const lasting = { ...records, items: split.items };
    // What was taken before from the same source was perhaps sent by who sees more.
    const mayRecall = mode === 'PARTIAL' && (records.reporter.visibility ?? null) === null;
    const recalled = mayRecall ? await recall(app, context, lasting) : null;
    const known = new KnownRecords(context, lasting, recalled, app.memory ?? null);
    const run = new BatchRun(context, readBatch(context, lasting.items, lasting.relationships, recalled), known);
    try {
      const result = await landBatch(app, run, { mode, header, idempotency, gone: records.gone ?? null });
      const isNews = mode !== 'DRY_RUN' && !result.replayed;
      if (isNews) await recordVolatileValues(app.database, volatileValuesOf(context, split, result.items));
      return result;
    } catch (error) {
      if (!(error instanceof ModelMoved)) throw error;
      if (attempt < MODEL_CHANGES_MAX) continue;
      throw new DomainError('RETRY_LATER', 'The class model keeps changing. Send this again in a moment.');
    }
  }
}

function checkRequest(input: IngestInput): IngestMode {
  const mode = input.mode ?? 'PARTIAL';
  if (!INGEST_MODES.includes(mode))
    throw new DomainError('BAD_REQUEST', `The mode must be one of ${INGEST_MODES.join(', ')}.`);
  if (input.newSource === true && mode !== 'DRY_RUN')
    throw new DomainError('BAD_REQUEST', 'Only a dry run can count on a data source that nobody has registered.');
  checkCallTexts(input.reason ?? null, input.idempotencyKey ?? null);
  const nested = input.items.reduce((sum, item) => sum + (item.relationships?.length ?? 0), 0);
  const relationships = input.relationships.length + nested;
  if (input.items.length > ITEMS_PER_CALL_MAX || relationships > RELATIONSHIPS_PER_CALL_MAX) {
    const message = `This call has ${input.items.length} items and ${relationships} relationships; ${ITEMS_PER_CALL_MAX} and ${RELATIONSHIPS_PER_CALL_MAX} are allowed. Send it in several calls.`;
    throw new DomainError('TOO_LARGE', message);
  }
  return mode;
}

function readObservedAt(text: string | null | undefined, now: Date): string | null {
  if (!text) return null;
  const instant = parseInstant(text);
  const malformed = `The observedAt ${quoted(text)} must be an RFC 3339 time, such as 2026-11-22T22:07:18Z.`;
  const fault = instant === null ? malformed : observedTooLate(text, now);
  if (fault !== null) throw new DomainError('BAD_REQUEST', fault);
  return instant;
}

/** Refuses a reason or an idempotency key that cannot be stored. Throws BAD_REQUEST. */
export function checkCallTexts(reason: string | null, idempotencyKey: string | null): void {
  const [fault] = checkText(reason ?? '', ['reason']);
  if (fault) throw new DomainError('BAD_REQUEST', `The reason cannot be stored. ${fault.message}`);
  if (reason !== null && reason.length > REASON_LENGTH_MAX) {
    throw new DomainError(
      'BAD_REQUEST',
      `The reason has ${reason.length} characters; ${REASON_LENGTH_MAX} are allowed.`,
    );
  }
  // A line feed in a key is ours: it marks a call of several change sets that has begun.
  if (idempotencyKey !== null && !/^[^\p{Cc}\p{Surrogate}]{1,255}$/u.test(idempotencyKey)) {
    throw new DomainError(
      'BAD_REQUEST',
      `An idempotency key has 1 to ${KEY_LENGTH_MAX} characters, none of them a control character.`,
    );
  }
}
