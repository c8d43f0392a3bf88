import type { ItemError } from '../../domain/errors';
import type { JsonValue } from '../../domain/json';
import type { Tx } from '../../storage/database';
import { claimKey, findIdempotent, replay, storeResult } from '../../storage/change-sets/idempotency';
import type { Application } from '../application';
import { idempotencyOf, nothingWritten, type EditCall, type EditResult } from '../editing/edit-call';
import { checkCallTexts } from '../ingest/ingest';

/** What calls about bookkeeping need of the application. */
export type KeepingBooks = Pick<Application, 'database' | 'clock' | 'newId'>;

/**
 * Runs a call that writes bookkeeping: no revision, no change set. With an idempotency key it runs once, and whoever
 * repeats it gets the stored answer, which must hold no secret. Throws IDEMPOTENCY_CONFLICT and BAD_REQUEST.
 */
export async function runKeyed<Answer extends { readonly errors: readonly ItemError[] }>(
  app: KeepingBooks,
  call: EditCall,
  body: JsonValue,
  work: (tx: Tx) => Promise<Answer>,
): Promise<EditResult & Answer> {
  checkCallTexts(call.reason, call.idempotencyKey);
  const key = idempotencyOf(call, body);
  const claim = key && { principal: call.principal, ...key };
  return app.database.transaction(async (tx) => {
    const now = app.clock();
    const unwritten = await nothingWritten(tx);
    if (claim && !(await claimKey(tx, claim, now))) {
      const stored = await findIdempotent(tx, { ...claim, now });
      if (stored) return { ...unwritten, ...(replay(stored, claim) as unknown as Answer), replayed: true };
    }
    const answer = await work(tx);
    if (claim) await storeResult(tx, claim, answer as unknown as JsonValue);
    return { ...unwritten, ...answer };
  });
}
