import { ApolloServer, HeaderMap, type ApolloServerPlugin, type GraphQLResponse } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { ApolloServerPluginUsageReportingDisabled } from '@apollo/server/plugin/disabled';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError, OperationTypeNode, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { inSpan } from '../telemetry/spans';
import { principalOf } from './authentication';
import type { QueryExecutor } from '../graphql/compiled-queries';
import type { RequestContext } from '../graphql/context';
import { checkCost } from '../graphql/cost';
import { writeAnswer } from '../graphql/json-text';
import { checkVariables } from '../graphql/limits';
import { currentRequestId } from './request-scope';
import { resolveDocument } from './asked-document';
import { HASH_NOT_KNOWN } from './documents';
import { watchBody } from './graphql-body';
import { HttpError } from './http-errors';
import { checkIntrospection } from './schema-details';
import { refuseStream } from './stream-errors';
import {
  contextFor,
  endWithCaller,
  measure,
  PARSE_OPTIONS,
  present,
  presentAll,
  reportOf,
  type GraphqlOptions,
} from './graphql-operation';

/** Mounts GraphQL over HTTP at /graphql. The server that is given back must be stopped. */
export async function mountGraphql(
  fastify: FastifyInstance,
  schema: GraphQLSchema,
  options: GraphqlOptions,
  executeQuery: QueryExecutor,
): Promise<ApolloServer<RequestContext>> {
  const apollo = new ApolloServer<RequestContext>({
    schema,
    introspection: true,
    csrfPrevention: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    persistedQueries: false,
    stringifyResult: (result) => writeAnswer(result) + '\n',
    maxRecursiveSelections: true,
    parseOptions: PARSE_OPTIONS,
    formatError: (formatted, error) => present(error, formatted, currentRequestId() ?? 'unknown', options),
    logger: options.log,
    plugins: [
      // Its wrapper around every field doubles the cost of large answers.
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      operationPlugin(options, executeQuery),
    ],
  });
  await apollo.start();
  const handler = fastifyApolloHandler(apollo, {
    context: (request: FastifyRequest, reply: FastifyReply) =>
      Promise.resolve(contextFor(options, principalOf(request), request.id, whenLeft(reply))),
  });
  fastify.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    preParsing: (request, reply, _body, done) => {
      done(watchBody(request, reply));
    },
    handler: (request, reply) =>
      inSpan('graphql', {}, async () => {
        admit(request, options);
        return asBytes(await handler.call(fastify, request, reply));
      }),
  });
  return apollo;
}

/** Refuses a document before anything parses it. */
function admit(request: FastifyRequest, options: GraphqlOptions): void {
  try {
    resolveDocument(request, options.documents);
  } catch (error) {
    const refused = refuseStream(error, request);
    const { code, message } = refused;
    options.metrics.refused(code);
    // Clients that ask by a hash take any other status for a failure of the network.
    throw message === HASH_NOT_KNOWN ? new HttpError(200, code, message) : refused;
  }
}

/** A long text that was put together of two would be flattened and turned into bytes as it is written, for much more. */
const asBytes = (body: unknown): unknown => (typeof body === 'string' ? Buffer.from(body) : body);

/** Aborted when the connection closes before the answer is sent. */
function whenLeft(reply: FastifyReply): AbortSignal {
  const left = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) left.abort();
  });
  return left.signal;
}

function notOverHttp(): GraphQLError {
  const message =
    'A subscription goes over WebSocket: open one at this address with the protocol graphql-transport-ws. Changes come over plain HTTP as well, from GET /changes.';
  // Apollo answers 500 to what a plugin throws unless it is told otherwise.
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST', http: { status: 400 } } });
}

/** What every operation goes through: its price first, compiled code where there is some, the report at the end. */
const operationPlugin = (options: GraphqlOptions, executeQuery: QueryExecutor): ApolloServerPlugin<RequestContext> => ({
  requestDidStart: () =>
    Promise.resolve({
      didResolveOperation: ({ request, schema, document, operation, contextValue }) => {
        if (operation?.operation === OperationTypeNode.SUBSCRIPTION) throw notOverHttp();
        checkIntrospection(document, options);
        checkVariables(request.variables);
        if (operation) {
          endWithCaller(contextValue, operation, options);
          contextValue.cost = checkCost({ schema, document, operation, variables: request.variables });
        }
        return Promise.resolve();
      },
      responseForOperation: async ({ schema, document, operation, request, contextValue: context }) => {
        const variables = request.variables ?? {};
        const result = operation && (await executeQuery({ schema, document, operation, variables, context }));
        return result ? asResponse(result, context, options) : null;
      },
      willSendResponse: ({ response, contextValue, operation }) => {
        if (response.body.kind === 'single') {
          const { extensions, errors } = response.body.singleResult;
          measure(options, contextValue, operation?.operation ?? 'none', errors);
          response.body.singleResult.extensions = { ...extensions, ...reportOf(contextValue) };
        }
        return Promise.resolve();
      },
    }),
});

/** Apollo sends what a plugin answers as it is: errors are presented here. */
function asResponse(
  { data, errors }: ExecutionResult,
  context: RequestContext,
  options: GraphqlOptions,
): GraphQLResponse {
  const presented = errors ? { errors: presentAll(errors, context, options) } : {};
  return {
    http: { headers: new HeaderMap() },
    body: { kind: 'single', singleResult: { ...presented, data: data ?? null } },
  };
}
