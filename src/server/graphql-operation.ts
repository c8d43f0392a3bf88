import {
  GraphQLError,
  OperationTypeNode,
  type OperationDefinitionNode,
  type GraphQLFormattedError,
  type ParseOptions,
} from 'graphql';
import type { FastifyBaseLogger } from 'fastify';
import type { Application } from '../application/application';
import type { Principal } from '../domain/access/principal';
import { asSeen } from '../application/access/as-seen';
import { StatementMeter } from '../application/statement-meter';
import { createContext, type RequestContext } from '../graphql/context';
import { presentError } from '../graphql/errors';
import { LIMITS } from '../graphql/limits';
import { describeSpan } from '../telemetry/spans';
import type { Authentication } from './authentication';
import type { Documents } from './documents';
import type { Metrics } from './metrics';
import type { RateLimits } from './rate-limits';
import { mayReadSchema, withoutSuggestions } from './schema-details';
import type { ServerConfig } from './server-config';

/** What GraphQL over HTTP and over WebSocket have in common. */
export interface GraphqlOptions {
  readonly app: Application;
  readonly config: ServerConfig;
  readonly log: FastifyBaseLogger;
  readonly metrics: Metrics;
  readonly authentication: Authentication;
  readonly documents: Documents;
  /** Null: nobody is counted. */
  readonly rates: RateLimits | null;
}

/** What is larger is refused before it is parsed; nothing larger is parsed even if that should fail. */
export const PARSE_OPTIONS: ParseOptions = { maxTokens: LIMITS.tokens };

/** The context of one operation of a caller. `signal` says when nobody waits for its answer any more. */
export function contextFor(
  { app, config }: GraphqlOptions,
  caller: Principal,
  requestId: string,
  signal: AbortSignal = new AbortController().signal,
): RequestContext {
  const meter = new StatementMeter(app.database);
  const metered = { ...app, database: meter.database, projection: app.projection.through(meter.database) };
  const context = createContext(asSeen(metered, caller.visibility), {
    caller,
    requestId,
    signal,
    visibilityTimeoutMs: config.atLeastTimeoutMs,
  });
  METERS.set(context.app, { meter, start: performance.now() });
  return context;
}

/** Has the statements of a query end when nobody waits for its answer any more, or its time is over. Writes go on to their end. */
export function endWithCaller(
  context: RequestContext,
  { operation }: OperationDefinitionNode,
  { config }: Pick<GraphqlOptions, 'config'>,
): void {
  const known = METERS.get(context.app);
  if (operation !== OperationTypeNode.QUERY || !known) return;
  known.meter.endWith({ signal: context.signal, until: known.start + config.requestTimeoutMs });
}

/** What an operation has used, by the application as it sees it: Apollo copies contexts. */
const METERS = new WeakMap<Application, { readonly meter: StatementMeter; readonly start: number }>();

/** Reports an operation that has its answer. */
export function measure(
  { metrics }: Pick<GraphqlOptions, 'metrics'>,
  context: RequestContext,
  type: string,
  errors: readonly GraphQLFormattedError[] = [],
): void {
  const known = METERS.get(context.app);
  if (!known) return;
  describeOperation(context, type, errors);
  metrics.operation({
    type,
    seconds: (performance.now() - known.start) / 1_000,
    cost: context.cost,
    statements: known.meter.statements,
    databaseSeconds: known.meter.milliseconds / 1_000,
    codes: errors.map(({ extensions }) => String(extensions?.['code'])),
  });
}

/** Says in its trace what an operation has come to. */
export function describeOperation(
  { app, cost, requestId }: RequestContext,
  type: string,
  errors: readonly Pick<GraphQLFormattedError, 'extensions'>[] = [],
): void {
  const { statements = 0, milliseconds = 0 } = METERS.get(app)?.meter ?? {};
  const codes = errors.map(({ extensions }) => String(extensions?.['code']));
  describeSpan(`graphql ${type}`, {
    'graphql.operation.type': type,
    'underpin.request_id': requestId,
    'underpin.sql_statements': statements,
    'underpin.sql_milliseconds': milliseconds,
    ...(cost === null ? {} : { 'underpin.cost': cost }),
    ...(codes.length === 0 ? {} : { 'underpin.errors': codes }),
  });
}

/** What `extensions` says of every operation. The cost is there once the operation was understood. */
export function reportOf(context: RequestContext): { readonly revision: number; readonly cost?: number } {
  const revision = context.reportedRevision();
  return context.cost === null ? { revision } : { revision, cost: context.cost };
}

/** An error as the caller sees it; faults go to the log. */
export function present(
  error: unknown,
  formatted: GraphQLFormattedError,
  requestId: string,
  options: GraphqlOptions,
): GraphQLFormattedError {
  const { log } = options;
  const report = (fault: unknown): void => log.error({ err: fault, reqId: requestId, path: formatted.path }, 'fault');
  const presented = presentError(error, formatted, { requestId, report });
  return mayReadSchema(options) ? presented : { ...presented, message: withoutSuggestions(presented.message) };
}

/** The errors of one operation as its caller sees them. */
export const presentAll = (
  errors: readonly GraphQLError[],
  { requestId }: RequestContext,
  options: GraphqlOptions,
): readonly GraphQLFormattedError[] => errors.map((error) => present(error, error.toJSON(), requestId, options));

/** A GraphQL error without position, for what is thrown outside of a field. */
export const asGraphqlError = (error: unknown): GraphQLError =>
  error instanceof GraphQLError
    ? error
    : new GraphQLError('failed', { originalError: error instanceof Error ? error : new Error(String(error)) });
