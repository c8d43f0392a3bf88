import {
  getVariableValues,
  GraphQLError,
  Kind,
  OperationTypeNode,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
  type NamedTypeNode,
  type OperationDefinitionNode,
} from 'graphql';
import { compileQuery, isCompiledQuery, type CompiledQuery } from 'graphql-jit';
import { RecentAnswers } from '../application/analyses/recent-answers';
import type { RequestContext } from './context';
import { NeedsObjects } from './answer-texts';
import { textLists, type TextLists, type TurnedQuery } from './text-lists';

/** One operation, parsed and validated. */
export interface ValidOperation {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: RequestContext;
}

/** Answers an operation, or gives null: then the executor of graphql-js has to do it. */
export type QueryExecutor = (operation: ValidOperation) => Promise<ExecutionResult> | null;

type Run = CompiledQuery['query'];

/** A query as code: with lists that are written as texts, and without, for when one of them meets an error. */
interface Compiled {
  readonly withTexts: Run;
  readonly ofObjects: () => Run;
}

/** So many compiled queries are kept; the code of a large one takes about as much memory as its parsed document. */
const KEPT_MAX = 300;

/**
 * Runs queries as code that is made for each of them: for large answers graphql-js spends most of its time on asking every
 * object anew what is selected of it. A query is compiled when it comes for the second time, since compiling costs more than
 * running it once. Left to graphql-js: mutations, which write far longer than they answer, and variables that are wrong.
 */
export function createQueryExecutor(compileAt = 2): QueryExecutor {
  const compiled = new RecentAnswers<Compiled | null, OperationDefinitionNode>(KEPT_MAX);
  const seen = new WeakMap<OperationDefinitionNode, number>();
  const lists = new WeakMap<GraphQLSchema, TextLists>();

  const listsOf = (schema: GraphQLSchema): TextLists => {
    const known = lists.get(schema) ?? textLists(schema);
    lists.set(schema, known);
    return known;
  };

  const compiledOf = ({ schema, document, operation }: ValidOperation): Compiled | null => {
    const known = compiled.get(operation);
    if (known !== undefined) return known;
    const times = (seen.get(operation) ?? 0) + 1;
    seen.set(operation, times);
    if (times < compileAt) return null;
    const made = compile(listsOf(schema), schema, document, operation);
    compiled.put(operation, made);
    return made;
  };
  return (asked) => {
    if (asked.operation.operation !== OperationTypeNode.QUERY) return null;
    const found = compiledOf(asked);
    if (!found) return null;
    const { schema, operation, variables } = asked;
    const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables, { maxErrors: 1 });
    return coerced ? answer(found, coerced, asked.context) : null;
  };
}

/** Null for what cannot be compiled. */
function compile(
  lists: TextLists,
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): Compiled | null {
  const asked = withReadVariables(operation);
  const runOf = (turned: TurnedQuery): Run | null => {
    const definitions = document.definitions.map((one) => (one === operation ? turned.operation : one));
    const made = compileQuery(turned.schema, { ...document, definitions }, operation.name?.value, OPTIONS);
    return isCompiledQuery(made) ? made.query : null;
  };
  const withTexts = runOf(lists.turned(asked));
  let ofObjects: Run | null = null;
  return withTexts && { withTexts, ofObjects: () => (ofObjects ??= runOf({ schema, operation: asked })) ?? withTexts };
}

const OPTIONS = { useExperimentalPathBasedSkipInclude: true, disablingCapturingStackErrors: true };

/**
 * The operation with variables of any type: their values were read by graphql-js before. The compiler would unfold an input
 * that holds itself, as filters do, until it gives up after half a minute, and does not know @oneOf.
 */
const withReadVariables = (operation: OperationDefinitionNode): OperationDefinitionNode => ({
  ...operation,
  variableDefinitions: (operation.variableDefinitions ?? []).map(({ kind, variable }) => ({
    kind,
    variable,
    type: ANY,
  })),
});

const ANY: NamedTypeNode = { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: 'JSON' } };

async function answer(
  { withTexts, ofObjects }: Compiled,
  variables: Record<string, unknown>,
  context: RequestContext,
): Promise<ExecutionResult> {
  let result = await withTexts(undefined, context, variables);
  const needsObjects = result.errors?.some(({ originalError }) => originalError instanceof NeedsObjects) === true;
  if (needsObjects) result = await ofObjects()(undefined, context, variables);
  const { data, errors } = result;
  return { ...(data === undefined ? {} : { data }), ...(errors ? { errors: errors.map(asExecutorsError) } : {}) };
}

/** Errors of compiled code lack what graphql-js gives every error. */
function asExecutorsError({ message, path, locations, originalError }: GraphQLError): GraphQLError {
  const error = new GraphQLError(message, { path: path ?? null, originalError: originalError ?? null });
  return Object.assign(error, { locations });
}
