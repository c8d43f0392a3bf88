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
import { textLists, type TextLists } from './text-lists';

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

/** So many compiled queries are kept; the code of a large one takes about as much memory as its parsed document. */
const KEPT_MAX = 300;

/**
 * Runs queries as code that is made for each of them: for large answers graphql-js spends most of its time on asking every
 * object anew what is selected of it. A query is compiled when it comes for the second time, since compiling costs more than
 * running it once. Left to graphql-js: mutations, which write far longer than they answer, and variables that are wrong.
 */
export function createQueryExecutor(compileAt = 2): QueryExecutor {
  const compiled = new RecentAnswers<Run | null, OperationDefinitionNode>(KEPT_MAX);
  const seen = new WeakMap<OperationDefinitionNode, number>();
  const lists = new WeakMap<GraphQLSchema, TextLists>();

  const listsOf = (schema: GraphQLSchema): TextLists => {
    const known = lists.get(schema) ?? textLists(schema);
    lists.set(schema, known);
    return known;
  };

  const runOf = ({ schema, document, operation }: ValidOperation): Run | null => {
    const known = compiled.get(operation);
    if (known !== undefined) return known;
    const times = (seen.get(operation) ?? 0) + 1;
    seen.set(operation, times);
    if (times < compileAt) return null;
    const run = compile(listsOf(schema), document, operation);
    compiled.put(operation, run);
    return run;
  };
  return (asked) => {
    if (asked.operation.operation !== OperationTypeNode.QUERY) return null;
    const run = runOf(asked);
    if (!run) return null;
    const { schema, operation, variables } = asked;
    const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables, { maxErrors: 1 });
    return coerced ? answer(run, coerced, asked.context) : null;
  };
}

/** Null for what cannot be compiled. */
function compile(lists: TextLists, document: DocumentNode, operation: OperationDefinitionNode): Run | null {
  const options = { useExperimentalPathBasedSkipInclude: true, disablingCapturingStackErrors: true };
  const turned = lists.turned(withReadVariables(operation));
  const definitions = document.definitions.map((one) => (one === operation ? turned.operation : one));
  const made = compileQuery(turned.schema, { ...document, definitions }, operation.name?.value, options);
  return isCompiledQuery(made) ? made.query : null;
}

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

async function answer(run: Run, variables: Record<string, unknown>, context: RequestContext): Promise<ExecutionResult> {
  const { data, errors } = await run(undefined, context, variables);
  return { ...(data === undefined ? {} : { data }), ...(errors ? { errors: errors.map(asExecutorsError) } : {}) };
}

/** Errors of compiled code lack what graphql-js gives every error. */
function asExecutorsError({ message, path, locations, originalError }: GraphQLError): GraphQLError {
  const error = new GraphQLError(message, { path: path ?? null, originalError: originalError ?? null });
  return Object.assign(error, { locations });
}
