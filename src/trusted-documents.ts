import { readFileSync } from 'node:fs';
import type { TrustedDocuments } from './server/documents';
import { StartError } from './start-error';

/**
 * Reads the list of the documents that may be asked: an object of texts by name, as `underpin documents`, Relay and the
 * client preset of GraphQL Code Generator write it, or Apollo's manifest. Null without a file. Throws StartError.
 */
export function trustedDocumentsIn(path: string | null): TrustedDocuments | null {
  if (path === null) return null;
  const texts = documentsOf(parsed(path));
  if (texts) return new Map(texts);
  throw new StartError(
    `${path} is no list of documents: write it with "underpin documents", and set UNDERPIN_TRUSTED_DOCUMENTS to that file.`,
  );
}

function parsed(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as unknown;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartError(`UNDERPIN_TRUSTED_DOCUMENTS: ${path} cannot be read: ${reason}`, { cause: error });
  }
}

function documentsOf(list: unknown): readonly (readonly [string, string])[] | null {
  if (list === null || typeof list !== 'object' || Array.isArray(list)) return null;
  const pairs: readonly (readonly [unknown, unknown])[] =
    'operations' in list && Array.isArray(list.operations) ? ofManifest(list.operations) : Object.entries(list);
  return pairs.every(isDocument) ? pairs : null;
}

const isDocument = (pair: readonly [unknown, unknown]): pair is readonly [string, string] =>
  pair.every((one) => typeof one === 'string');

const ofManifest = (operations: readonly unknown[]): (readonly [unknown, unknown])[] =>
  operations.map((one) => {
    const { id, body } = { ...(one as Readonly<Record<string, unknown>> | null) };
    return [id, body];
  });
