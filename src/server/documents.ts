import { createHash } from 'node:crypto';
import { RecentAnswers } from '../application/analyses/recent-answers';
import { DomainError } from '../domain/errors';
import { checkDocument } from '../graphql/limits';

/** Documents that may be asked, by the names that callers know them by: a hash of the text, as a rule. */
export type TrustedDocuments = ReadonlyMap<string, string>;

/** Of a request, what says which document it asks. */
export interface AskedDocument {
  readonly query?: unknown;
  /** As in the appendix of GraphQL over HTTP: `sha256:…`, or the name in a list of trusted documents. */
  readonly documentId?: unknown;
  /** Holds `persistedQuery`, as clients of Apollo send it. */
  readonly extensions?: unknown;
}

/** What may be asked, and by which names: one for HTTP and WebSocket. */
export interface Documents {
  /**
   * The text that is asked; null when the request names none. Throws FORBIDDEN for one that is not listed where only
   * listed ones run, NOT_FOUND for a hash that is not known, LIMIT_EXCEEDED for one that is too large.
   */
  textOf(asked: AskedDocument): string | null;
}

/** Of each text that comes with its hash so many are remembered. */
const REMEMBERED_MAX = 500;

/** What Apollo's clients look for: they send the text then, too. */
export const HASH_NOT_KNOWN = 'PersistedQueryNotFound';

/** With a list, only what is on it; else everything, and a text that came with its hash may be asked by that alone. */
export const createDocuments = (trusted: TrustedDocuments | null): Documents =>
  trusted === null ? anyDocuments() : trustedDocuments(trusted);

function anyDocuments(): Documents {
  const remembered = new RecentAnswers<string>(REMEMBERED_MAX);
  return {
    textOf: (asked) => {
      const name = nameOf(asked);
      if (typeof asked.query !== 'string' || asked.query === '') {
        if (name === null) return null;
        const known = remembered.get(name);
        if (known === undefined) throw new DomainError('NOT_FOUND', HASH_NOT_KNOWN);
        return known;
      }
      checkDocument(asked.query);
      if (name !== null) remembered.put(checkHash(name, asked.query), asked.query);
      return asked.query;
    },
  };
}

function trustedDocuments(trusted: TrustedDocuments): Documents {
  const listed = new Map([...trusted, ...[...trusted.values()].map((text) => [hashOf(text), text] as const)]);
  return {
    textOf: (asked) => {
      const isText = typeof asked.query === 'string' && asked.query !== '';
      const name = isText ? hashOf(asked.query) : nameOf(asked);
      if (name === null) return null;
      const text = listed.get(name);
      if (text === undefined) throw new DomainError('FORBIDDEN', NOT_LISTED);
      return text;
    },
  };
}

const NOT_LISTED =
  'This server answers listed documents only (UNDERPIN_TRUSTED_DOCUMENTS), and this is none of them. Have it added to the list with "underpin documents".';

/** The hash of a text by which it is asked. */
export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

function checkHash(name: string, text: string): string {
  if (name === hashOf(text)) return name;
  throw new DomainError('BAD_REQUEST', 'The hash is not that of the query: send the SHA-256 of its text.');
}

/** The name by which a document is asked; null without one. */
function nameOf({ documentId, extensions }: AskedDocument): string | null {
  const { version, sha256Hash } = persistedQueryOf(extensions) ?? {};
  if (typeof sha256Hash === 'string' && version === 1) return sha256Hash;
  return typeof documentId === 'string' && documentId !== '' ? documentId.replace(/^sha256:/, '') : null;
}

function persistedQueryOf(extensions: unknown): { readonly [name: string]: unknown } | null {
  if (extensions === null || typeof extensions !== 'object' || !('persistedQuery' in extensions)) return null;
  const { persistedQuery } = extensions;
  return persistedQuery !== null && typeof persistedQuery === 'object' ? { ...persistedQuery } : null;
}
