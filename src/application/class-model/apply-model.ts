import type { ModelInput } from '../../domain/class-model/model-input';
import { takeEntryIds } from '../../storage/class-model/class-model';
import { findIdempotent, replay } from '../../storage/change-sets/idempotency';
import { replayedModel, unwritten, type AppliedModel } from './applied-model';
import { checkCallTexts } from '../ingest/ingest';
import { attemptModel, writesNothing, type ReservedNames } from './model-attempt';
import { findLostEntries } from './rekey';
import { checkStored, isRefused, writeModel, type ModelCall, type ModelEditor } from './write-model';

/** How a caller defines something. */
export interface ApplyModelCall extends ModelCall {
  /** Compute everything, write nothing. */
  readonly dryRun: boolean;
}

/**
 * Defines classes and relationship types as one change set: all of them or none. What contradicts itself, the rest of the
 * model or what is stored is refused, as data. Items whose identification rules change are re-keyed with it. Throws
 * BAD_REQUEST, IDEMPOTENCY_CONFLICT, TOO_LARGE, RETRY_LATER and what the write queue throws.
 */
export async function applyModel(
  app: ModelEditor,
  input: ModelInput,
  call: ApplyModelCall,
  names: ReservedNames,
): Promise<AppliedModel> {
  checkCallTexts(call.reason, call.idempotency?.key ?? null);
  const earlier = await findEarlier(app, call);
  if (earlier !== null) return earlier;
  const first = await attemptModel(app.database, input, names, []);
  const invalidated = await checkStored(app.database, first, null);
  if (isRefused(first, invalidated)) return unwritten(first, invalidated);
  await findLostEntries(app.database, first);
  if (call.dryRun || (writesNothing(first.write) && call.idempotency === null)) return unwritten(first, invalidated);
  const entryIds = await takeEntryIds(app.database, first.newEntryCount);
  return writeModel(app, (reader) => attemptModel(reader, input, names, entryIds), call, first);
}

/** What an earlier call with the same idempotency key answered; null when there was none. */
async function findEarlier(app: ModelEditor, call: ApplyModelCall): Promise<AppliedModel | null> {
  if (call.idempotency === null || call.dryRun) return null;
  const claim = { principal: call.principal, ...call.idempotency };
  const stored = await findIdempotent(app.database, { ...claim, now: app.clock() });
  return stored === null ? null : replayedModel(app, replay(stored, claim));
}
