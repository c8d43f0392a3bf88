import { DomainError } from '../domain/errors';
import { classifyFailure, describeLoss } from '../storage/database-errors';

/** PostgreSQL: a statement ran into `statement_timeout`. */
const QUERY_CANCELED = '57014';

/** PostgreSQL: text with U+0000, as a text and as a JSON string. */
const UNSTORABLE_TEXT: ReadonlySet<string> = new Set(['22021', '22P05']);

/**
 * What a caller may know of an error that is no DomainError: DATABASE_UNAVAILABLE, RETRY_LATER, LIMIT_EXCEEDED or BAD_REQUEST. Null for
 * everything else: a fault of this program, which stays here.
 */
export function explainFault(error: unknown): DomainError | null {
  switch (classifyFailure(error)) {
    case 'lost':
      return new DomainError('DATABASE_UNAVAILABLE', `${describeLoss(error)} Try again in a moment.`);
    case 'conflict':
      return new DomainError('RETRY_LATER', 'Another write came in between. Try again.');
    case 'fault':
      break;
  }
  const code = (error as { code?: unknown } | null)?.code;
  if (code === QUERY_CANCELED) {
    return new DomainError('LIMIT_EXCEEDED', 'The question took the database longer than a statement may: narrow it.');
  }
  if (typeof code === 'string' && UNSTORABLE_TEXT.has(code)) {
    return new DomainError('BAD_REQUEST', 'A text holds the character U+0000, which cannot be stored: take it out.');
  }
  return null;
}
