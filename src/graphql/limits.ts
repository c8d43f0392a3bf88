import { GraphQLError } from 'graphql';
import { operationsOf, shapeOf, type DocumentShape, type OperationShape } from './document-shape';
import { LimitError, tooManyTokens } from './errors';
import { JSON_DEPTH_MAX } from './scalars';

/** Limits on the shape of a request; HTTP and WebSocket apply the same ones. */
export const LIMITS = {
  /** Fields inside fields. GraphiQL's own introspection needs 15. */
  levels: 16,
  aliases: 100,
  directives: 100,
  rootFields: 50,
  /** Names, braces, values. Values belong into variables, which do not count. */
  tokens: 4_000,
  /** Letters of a document. */
  letters: 100_000,
  /** Whether two fragments go together is found by comparing each with each. */
  fragments: 100,
  /** Fields of a name that stands before in the same selection are compared in the same way. */
  repeated: 100,
  /** Lists and objects inside the values of a document or inside variables. */
  nesting: JSON_DEPTH_MAX,
} as const;

/**
 * Refuses a document that is too large or too involved, before it is parsed: what its text says is enough, and costs less
 * than answering a small query. Throws LIMIT_EXCEEDED with the number that was found and the limit;
 * and BAD_REQUEST for a definition that is neither an operation nor a fragment.
 */
export function checkDocument(text: string): void {
  check('letters', text.length, 'letters', 'put values into variables');
  const shape = shapeOf(text, LIMITS.tokens);
  if (shape.tokens > LIMITS.tokens) throw new LimitError(tooManyTokens(LIMITS.tokens));
  if (shape.foreign !== null) throw foreignDefinition(shape.foreign);
  checkWhole(shape);
  for (const operation of operationsOf(shape)) checkOperation(operation);
}

function foreignDefinition(name: string): GraphQLError {
  const message = `Syntax Error: "${name.slice(0, 100)}" begins no definition that can be asked: send queries, mutations, subscriptions and fragments only.`;
  return new GraphQLError(message, { extensions: { code: 'GRAPHQL_PARSE_FAILED', http: { status: 400 } } });
}

function checkWhole({ definitions, repeated, nesting }: DocumentShape): void {
  if (nesting > LIMITS.nesting) {
    throw new LimitError(`The values in the query are nested deeper than ${LIMITS.nesting} levels: flatten them.`);
  }
  const fragments = definitions.filter(({ fragment }) => fragment !== null).length;
  check('fragments', fragments, 'fragments', 'write out what is used once');
  check('repeated', repeated, 'fields that stand in their selection already', 'ask for each of them once');
}

function checkOperation({ levels, aliases, directives, rootFields }: OperationShape): void {
  check('levels', levels, 'levels of fields', 'ask for the rest in a second request');
  check('aliases', aliases, 'aliases', 'use fields that take lists');
  check('directives', directives, 'directives', 'leave out what is not needed');
  check('rootFields', rootFields, 'root fields', 'send several requests');
}

function check(limit: keyof typeof LIMITS, found: number, what: string, advice: string): void {
  if (found <= LIMITS[limit]) return;
  throw new LimitError(`The operation has ${found} ${what}; at most ${LIMITS[limit]} are allowed: ${advice}.`);
}

/** Refuses variables nested so deeply that reading them could use up the stack. Level by level, never recursive. */
export function checkVariables(variables: unknown): void {
  let level: readonly unknown[] = [variables];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > LIMITS.nesting) {
      const message = `The variables are nested deeper than ${LIMITS.nesting} levels: flatten them.`;
      throw new LimitError(message);
    }
    const next: unknown[] = [];
    for (const value of level) {
      if (value !== null && typeof value === 'object') for (const inner of Object.values(value)) next.push(inner);
    }
    level = next;
  }
}
