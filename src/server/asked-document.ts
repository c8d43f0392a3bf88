import type { FastifyRequest } from 'fastify';
import type { AskedDocument, Documents } from './documents';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Puts the text of the document that a request asks where Apollo looks for it, whatever name it was asked by. Throws as
 * {@link Documents} does; a request that is no such thing is left as it is, for Apollo to say so.
 */
export function resolveDocument(request: FastifyRequest, documents: Documents): void {
  const asked = request.method === 'GET' ? ofAddress(request) : fieldsOf(request.body);
  if (!asked) return;
  const query = documents.textOf(asked);
  if (query === null || isAsText(asked)) return;
  if (request.method === 'GET') {
    const { documentId: _, extensions: _hash, ...rest } = request.query as Readonly<Record<string, string>>;
    request.raw.url = `/graphql?${new URLSearchParams({ ...rest, query }).toString()}`;
  } else {
    const { persistedQuery: _, ...extensions } = fieldsOf(asked.extensions) ?? {};
    request.body = { ...asked, query, extensions };
  }
}

const fieldsOf = (value: unknown): Fields | null =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? { ...value } : null;

const isAsText = ({ query, extensions }: AskedDocument): boolean =>
  typeof query === 'string' && query !== '' && !('persistedQuery' in (fieldsOf(extensions) ?? {}));

/** What the address of a GET says; what is no JSON says nothing. */
function ofAddress({ query }: FastifyRequest): AskedDocument {
  const { extensions, ...rest } = query as Fields;
  try {
    return { ...rest, extensions: typeof extensions === 'string' ? (JSON.parse(extensions) as unknown) : extensions };
  } catch {
    return rest;
  }
}
