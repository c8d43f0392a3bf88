import { DomainError } from '../../domain/errors';
import type { JsonValue } from '../../domain/json';
import type { Executor } from '../database';

/** How long a result is kept for a caller who asks again. */
const IDEMPOTENCY_KEPT_MS = 24 * 60 * 60 * 1_000;

/** What an earlier call with the same key left. */
export interface StoredResult {
  /** SHA-256 of its canonical request, hexadecimal. */
  readonly bodyHash: string;
  readonly result: JsonValue;
}

/** A key to take: who calls, which key, for which body. */
export interface IdempotencyClaim {
  readonly principal: string;
  readonly key: string;
  readonly bodyHash: string;
}

/** The result stored under a key, or null. Results older than `now` minus 24 hours do not count. */
export async function findIdempotent(
  executor: Executor,
  { principal, key, now }: { principal: string; key: string; now: Date },
): Promise<StoredResult | null> {
  const [row] = await executor.query<{ body_hash: Buffer; result: JsonValue }>(
    `select body_hash, result from idempotency
      where principal = $1 and key = $2 and created_at >= $3::timestamptz and result is not null`,
    [principal, key, oldestKept(now)],
  );
  return row ? { bodyHash: row.body_hash.toString('hex'), result: row.result } : null;
}

/**
 * The result to replay to a caller who repeats a request. Throws IDEMPOTENCY_CONFLICT when the key was used for another
 * request.
 */
export function replay(stored: StoredResult, claim: IdempotencyClaim): JsonValue {
  if (stored.bodyHash === claim.bodyHash) return stored.result;
  throw new DomainError(
    'IDEMPOTENCY_CONFLICT',
    `The idempotency key "${claim.key}" was used for another request within the last 24 hours. ` +
      'Repeat that request unchanged, or choose a new key for this one.',
  );
}

/**
 * Takes a key inside a transaction; false when it is taken. A twin that runs at the same time waits here until this
 * transaction ends. A row older than 24 hours is taken over.
 */
export async function claimKey(executor: Executor, claim: IdempotencyClaim, now: Date): Promise<boolean> {
  const rows = await executor.query(
    `insert into idempotency (principal, key, body_hash, result, created_at)
     values ($1, $2, $3, null, $4::timestamptz)
     on conflict (principal, key) do update
        set body_hash = excluded.body_hash, result = null, created_at = excluded.created_at
      where idempotency.created_at < $5::timestamptz
     returning key`,
    [claim.principal, claim.key, Buffer.from(claim.bodyHash, 'hex'), now.toISOString(), oldestKept(now)],
  );
  return rows.length > 0;
}

/** Stores the result under a key that this transaction took. */
export async function storeResult(executor: Executor, claim: IdempotencyClaim, result: JsonValue): Promise<void> {
  await executor.query('update idempotency set result = $3::jsonb where principal = $1 and key = $2', [
    claim.principal,
    claim.key,
    JSON.stringify(result),
  ]);
}

/** Deletes what is older than 24 hours, at most `limit` rows; returns how many. */
export async function purgeIdempotency(executor: Executor, now: Date, limit = 5_000): Promise<number> {
  const rows = await executor.query(
    `delete from idempotency where (principal, key) in
       (select principal, key from idempotency where created_at < $1::timestamptz limit $2)
     returning key`,
    [oldestKept(now), limit],
  );
  return rows.length;
}

const oldestKept = (now: Date): string => new Date(now.getTime() - IDEMPOTENCY_KEPT_MS).toISOString();
