import { Client, type PoolClient } from 'pg';
import { DomainError } from '../domain/errors';

/** How long somebody waits for an answer. */
export interface StatementPatience {
  /** Aborted when nobody waits for it any more. */
  readonly signal: AbortSignal;
  /** Until when they do, on the clock of performance.now(). */
  readonly until: number;
}

/**
 * Runs a statement on a connection, and has the database give it up when nobody waits for its answer any more. The connection
 * is free again only when a cancellation is over: it would hit whoever is next. Throws LIMIT_EXCEEDED for one that begins too
 * late.
 */
export async function endInTime<T>(
  url: string,
  client: PoolClient,
  { signal, until }: StatementPatience,
  run: () => Promise<T>,
): Promise<T> {
  const left = until - performance.now();
  if (signal.aborted || left <= 0) throw tooLate();
  const cancelling: Promise<void>[] = [];
  const cancel = (): void => {
    if (cancelling.length === 0) cancelling.push(cancelStatement(url, client));
  };
  const timer = setTimeout(cancel, left);
  signal.addEventListener('abort', cancel, { once: true });
  try {
    return await run();
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', cancel);
    await Promise.all(cancelling);
  }
}

const tooLate = (): DomainError =>
  new DomainError('LIMIT_EXCEEDED', 'The question took the database longer than a request may: narrow it.');

/** On a connection of its own: those of the pool may all be taken by statements that have to end. */
async function cancelStatement(url: string, client: PoolClient): Promise<void> {
  const { processID } = client as PoolClient & { readonly processID: number };
  const other = new Client({
    connectionString: url,
    application_name: 'underpin cancel',
    connectionTimeoutMillis: 5_000,
  });
  other.on('error', () => undefined);
  try {
    await other.connect();
    await other.query('select pg_cancel_backend($1)', [processID]);
  } catch {
    // It ends at its own time limit then.
  } finally {
    await other.end().catch(() => undefined);
  }
}
