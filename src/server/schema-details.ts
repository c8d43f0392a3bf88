import { BREAK, GraphQLError, visit, type DocumentNode } from 'graphql';
import type { Authentication } from './authentication';
import type { ServerConfig } from './server-config';

/** What decides whether callers are told of the schema. */
export interface SchemaDetails {
  readonly config: Pick<ServerConfig, 'introspection'>;
  readonly authentication: Pick<Authentication, 'isRequired'>;
}

/** Whether callers may read the schema; who comes so far has said who they are, where that is asked. */
export function mayReadSchema({ config: { introspection = '1' }, authentication }: SchemaDetails): boolean {
  return introspection === '1' || (introspection === 'authenticated' && authentication.isRequired());
}

/** Throws for an operation that reads the schema where callers may not. */
export function checkIntrospection(document: DocumentNode, details: SchemaDetails): void {
  if (mayReadSchema(details)) return;
  let asks = false;
  visit(document, {
    Field: ({ name }) => {
      if (name.value !== '__schema' && name.value !== '__type') return undefined;
      asks = true;
      return BREAK;
    },
  });
  if (!asks) return;
  const message =
    'This server does not tell its schema: it is in schema.graphql of its release (UNDERPIN_INTROSPECTION).';
  throw new GraphQLError(message, { extensions: { code: 'BAD_REQUEST', http: { status: 400 } } });
}

/** A message without the names that would have been right. */
export const withoutSuggestions = (message: string): string => message.replace(/ Did you mean .*\?$/s, '');
