import { DomainError } from '../../domain/errors';

/** How long somebody waits for an analysis. */
export interface Patience {
  /** Says that nobody waits any more. */
  readonly signal: AbortSignal;
  /** How long to work on it at most; null: as long as is usual. */
  readonly deadlineMs: number | null;
}

const DEADLINE_DEFAULT_MS = 60_000;
const DEADLINE_MAX_MS = 600_000;

/** How many milliseconds an analysis may take. Throws BAD_REQUEST and LIMIT_EXCEEDED. */
export function millisecondsOf({ deadlineMs }: Pick<Patience, 'deadlineMs'>): number {
  if (deadlineMs === null) return DEADLINE_DEFAULT_MS;
  if (deadlineMs < 1) throw new DomainError('BAD_REQUEST', `deadlineMs: ${deadlineMs} is less than 1.`);
  if (deadlineMs <= DEADLINE_MAX_MS) return deadlineMs;
  const message = `deadlineMs: ${deadlineMs} is more than ${DEADLINE_MAX_MS}: ask a smaller question instead.`;
  throw new DomainError('LIMIT_EXCEEDED', message);
}

/** Lets other work have its turn. Throws RETRY_LATER when nobody waits any more. */
export async function nextTurn(signal: AbortSignal): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  requirePatience(signal);
}

/** Throws RETRY_LATER when nobody waits any more. */
export function requirePatience(signal: AbortSignal): void {
  if (signal.aborted) throw givenUp();
}

/** What is said of an analysis to whoever has gone away. */
export const givenUp = (): DomainError =>
  new DomainError('RETRY_LATER', 'The analysis was given up: nobody waits for it any more.');
