import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  getOperationAST,
  getVariableValues,
  GraphQLError,
  OperationTypeNode,
  parse,
  validate,
  type ExecutionArgs,
  type FormattedExecutionResult,
  type GraphQLSchema,
} from 'graphql';
import type { ConnectionInitMessage, ServerOptions, SubscribePayload } from 'graphql-ws';
import { useServer, type Extra } from 'graphql-ws/use/ws';
import { WebSocketServer, type RawData } from 'ws';
import { explainFault } from '../application/faults';
import type { Principal } from '../domain/access/principal';
import { DomainError, type ErrorCode } from '../domain/errors';
import type { RequestContext } from '../graphql/context';
import { errorExtensions, LimitError } from '../graphql/errors';
import { checkVariables } from '../graphql/limits';
import { checkCost } from '../graphql/cost';
import { accessEnded } from './authentication';
import { refusal, type Names } from './doors';
import {
  asGraphqlError,
  contextFor,
  endWithCaller,
  measure,
  PARSE_OPTIONS,
  presentAll,
  reportOf,
  type GraphqlOptions,
} from './graphql-operation';
import { QUESTION_BYTES_MAX } from './graphql-body';
import { errorBody, HttpError, rawResponse } from './http-errors';
import { callerAddress } from './proxies';
import { budgetKey, tooMany } from './rate-limits';
import { RunningOperations } from './running-operations';
import { checkIntrospection } from './schema-details';
import { RunningSubscriptions } from './running-subscriptions';
import { boundStranger, isKnownNow } from './websocket-strangers';

/** Operations that one connection may have running; more are refused, not queued. */
const OPERATIONS_PER_CONNECTION_MAX = 100;

/** GraphQL over WebSocket (graphql-transport-ws) at /graphql, under the limits and doors that HTTP has. */
export interface WebSocketDoor {
  /** Subscriptions that are open. */
  subscriptions(): number;
  /** Lets what is under way answer, for so long at most; tells every client that the server goes away; closes. */
  stop(patienceMs: number): Promise<void>;
}

/** How long a client may take to answer a ping, and how often it is asked. */
const PING_MS = 12_000;

/** How long a client may take to agree that the connection is closed. */
const CLOSE_MS = 5_000;

export function mountWebSocket(server: Server, schema: GraphQLSchema, options: GraphqlOptions): WebSocketDoor {
  const limits = { maxPayload: messageBytesMax(options), closeTimeout: CLOSE_MS };
  const sockets = new WebSocketServer({ noServer: true, ...limits });
  const running = new RunningOperations();
  const subscriptions = new RunningSubscriptions(running.execute, ({ caller, requestId, cost, signal }) =>
    Object.assign(contextFor(options, caller, requestId, signal), { cost }),
  );
  const { execute, subscribe } = { execute: running.execute, subscribe: subscriptions.subscribe };
  const operations = new WeakMap<object, Running>();
  const protocol = { ...protocolOptions(schema, options, operations, running), execute, subscribe, isProd: true };
  // A client that does not answer a ping has not read what was sent before it: the connection is closed then.
  const disposable = useServer(protocol, sockets, PING_MS);
  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    // A client that goes away while it is being refused must not take the server with it.
    socket.on('error', () => socket.destroy());
    const refused = refuseUpgrade(request, {
      host: options.config.host,
      isAuthenticated: options.authentication.isRequired,
    });
    if (refused) {
      socket.end(rawResponse(refused.statusCode, 'Refused', errorBody(refused.code, refused.message)));
      return;
    }
    sockets.handleUpgrade(request, socket, head, (opened) => {
      boundStranger(opened, socket, () => options.log.warn('WebSocket closed: it sent too much before its token'));
      sockets.emit('connection', opened, request);
      opened.on('message', (message) => abortCompleted(operations.get(opened), message));
      // A message that is too long or no message is the client's fault: the protocol closes the connection, and
      // graphql-ws would print it as a fault of this program.
      opened.removeAllListeners('error');
      opened.on('error', ({ message, code }: NodeJS.ErrnoException) =>
        options.log.warn({ code, reason: message, bytesMax: messageBytesMax(options) }, 'WebSocket closed'),
      );
    });
  };
  server.on('upgrade', upgrade);
  return {
    subscriptions: () => subscriptions.open,
    stop: async (patienceMs) => {
      server.off('upgrade', upgrade);
      const endsMs = performance.now() + patienceMs;
      await subscriptions.stop(patienceMs);
      await running.finished(Math.max(0, endsMs - performance.now()));
      await disposable.dispose();
    },
  };
}

/** A message is read as a whole before anything is known of it: what is larger goes over HTTP. */
const messageBytesMax = ({ config }: Pick<GraphqlOptions, 'config'>): number =>
  Math.min(config.bodyBytesMax, QUESTION_BYTES_MAX);

function refuseUpgrade(request: IncomingMessage, names: Names): HttpError | null {
  const refused = refusal({ host: request.headers.host, origin: request.headers.origin }, names);
  if (refused) return refused;
  if (request.url?.split('?')[0] === '/graphql') return null;
  return new HttpError(404, 'NOT_FOUND', 'There is no WebSocket here: use /graphql.');
}

type ConnectionPayload = ConnectionInitMessage['payload'];

/** A connection, and who opened it. */
interface Authenticated extends Extra {
  caller?: Principal;
  unwatch?: () => void;
}

/**
 * How a connection is closed that is not let in; the protocol knows no other answer. Clients ask for another token after
 * the first, and come again after the last one.
 */
const CLOSES: Partial<Record<ErrorCode, number>> = { UNAUTHENTICATED: 4401, FORBIDDEN: 4403 };
const TRY_AGAIN_LATER = 1013;
/** A reason has to fit into a control frame. */
const REASON_BYTES_MAX = 123;

/**
 * Asks who opens a connection: by the payload of `connection_init`, because browsers set no headers, or else by the header
 * of the upgrade. It ends with the token that it was opened with.
 */
async function letIn(
  { connectionParams, extra }: { readonly connectionParams?: ConnectionPayload; readonly extra: Authenticated },
  { authentication, config, log }: GraphqlOptions,
): Promise<boolean> {
  const { socket, request } = extra;
  const refuse = ({ code, message }: Pick<DomainError, 'code' | 'message'>): void =>
    socket.close(CLOSES[code] ?? TRY_AGAIN_LATER, Buffer.from(message).subarray(0, REASON_BYTES_MAX).toString('utf8'));
  const given = connectionParams?.['authorization'] ?? connectionParams?.['Authorization'];
  try {
    const authorization = typeof given === 'string' ? given : request.headers.authorization;
    extra.caller = await authentication.authenticate(authorization, callerAddress(request, config.trustProxy));
    extra.unwatch = authentication.watch(extra.caller, () => refuse(accessEnded()));
    isKnownNow(socket);
    return true;
  } catch (error) {
    const known = error instanceof DomainError || error instanceof HttpError ? error : explainFault(error);
    if (!known) log.error({ err: error }, 'fault');
    refuse(known ?? { code: 'INTERNAL', message: 'The caller could not be looked up: try again.' });
    return false;
  }
}

/** Running operations of a connection, by the id that the client gave. */
type Running = Map<string, RunningOperation>;

interface RunningOperation {
  readonly context: RequestContext;
  /** To be aborted when the client says that it does not want the answer any more, or goes away. */
  readonly left: AbortController;
}

/** The protocol tells nobody that a client does not want the answer of a query or mutation any more. */
function abortCompleted(running: Running | undefined, message: RawData): void {
  // Others are read by whom they are for; this one is short.
  if (running === undefined || !Buffer.isBuffer(message) || message.length > COMPLETE_BYTES_MAX) return;
  try {
    const { type, id } = JSON.parse(message.toString()) as { readonly type?: unknown; readonly id?: unknown };
    if (type === 'complete' && typeof id === 'string') running.get(id)?.left.abort();
  } catch {
    // What is no message at all closes the connection.
  }
}

const COMPLETE_BYTES_MAX = 500;

function protocolOptions(
  schema: GraphQLSchema,
  options: GraphqlOptions,
  running: WeakMap<object, Running>,
  executing: RunningOperations,
): ServerOptions<ConnectionPayload, Authenticated> {
  const runningOf = ({ extra: { socket } }: { readonly extra: Extra }): Running => {
    const known = running.get(socket) ?? new Map<string, RunningOperation>();
    running.set(socket, known);
    return known;
  };
  return {
    onConnect: (connection) => letIn(connection, options),
    onSubscribe: async (connection, id, payload) => {
      const { caller } = connection.extra;
      // The protocol lets nobody subscribe who was not let in.
      if (!caller) return [asGraphqlError(accessEnded())];
      const refused = await refuseRate(caller, connection.extra, options);
      if (refused) return [refused];
      // Said to be completed while it was being counted: the protocol calls nothing for it any more.
      if (!(id in connection.subscriptions)) return [new GraphQLError('The client does not want the answer any more.')];
      const left = new AbortController();
      const context = contextFor(options, caller, options.app.newId(), left.signal);
      executing.noteCarrier(context, payload.extensions);
      const operations = runningOf(connection);
      operations.set(id, { context, left });
      try {
        return prepare({ schema, options }, payload, context, operations.size);
      } catch (error) {
        return [asGraphqlError(error)];
      }
    },
    onNext: (connection, id, _payload, { document, operationName }, result) => {
      const context = runningOf(connection).get(id)?.context;
      if (!context) return undefined;
      const presented = presentResult(result, context, options);
      const type = getOperationAST(document, operationName)?.operation;
      // A subscription takes as long as somebody wants it.
      if (type && type !== OperationTypeNode.SUBSCRIPTION) measure(options, context, type, presented.errors);
      return presented;
    },
    onError: (connection, id, _payload, errors) => {
      const operations = runningOf(connection);
      const context = operations.get(id)?.context;
      operations.delete(id);
      return context && presentAll(errors, context, options);
    },
    onComplete: (connection, id) => {
      runningOf(connection).get(id)?.left.abort();
      runningOf(connection).delete(id);
    },
    onClose: (connection) => {
      connection.extra.unwatch?.();
      for (const { left } of runningOf(connection).values()) left.abort();
    },
  };
}

/** Operations count like requests, in the same budget. */
async function refuseRate(
  caller: Principal,
  { request }: Extra,
  { rates, config }: Pick<GraphqlOptions, 'rates' | 'config'>,
): Promise<GraphQLError | null> {
  const budget = await rates?.take(budgetKey(caller, callerAddress(request, config.trustProxy)));
  if (!rates || !budget?.refused) return null;
  const { code, message } = tooMany(rates, budget);
  return new GraphQLError(message, { extensions: { ...errorExtensions(code), retryAfterMs: budget.resetMs } });
}

/** Parses and validates like HTTP does. What is wrong with the operation is returned or thrown. */
function prepare(
  { schema, options }: { readonly schema: GraphQLSchema; readonly options: GraphqlOptions },
  { variables, operationName, ...asked }: SubscribePayload,
  contextValue: RequestContext,
  running: number,
): ExecutionArgs | readonly GraphQLError[] {
  if (running > OPERATIONS_PER_CONNECTION_MAX) {
    const next = 'wait for some to end';
    throw new LimitError(
      `This connection has ${OPERATIONS_PER_CONNECTION_MAX} operations running, the limit: ${next}.`,
    );
  }
  const query = options.documents.textOf(asked);
  if (query === null) throw asProtocolError(new GraphQLError('Send the operation as "query", or its hash.'));
  const document = parseQuery(query);
  const errors = validate(schema, document);
  if (errors.length > 0) return errors.map(asProtocolError);
  const operation = getOperationAST(document, operationName);
  if (!operation) {
    const message = 'Name the operation to run: operationName fits none, or several are there.';
    throw asProtocolError(new GraphQLError(message));
  }
  checkIntrospection(document, options);
  checkVariables(variables);
  const coerced = getVariableValues(schema, operation.variableDefinitions ?? [], variables ?? {});
  if (coerced.errors) return coerced.errors.map(asProtocolError);
  contextValue.cost = checkCost({ schema, document, operation, variables });
  endWithCaller(contextValue, operation, options);
  return { schema, document, contextValue, variableValues: variables ?? null, operationName: operationName ?? null };
}

function parseQuery(query: string) {
  try {
    return parse(query, PARSE_OPTIONS);
  } catch (error) {
    throw asProtocolError(error instanceof GraphQLError ? error : new GraphQLError(String(error)));
  }
}

/** Marks an error as one of the request, whose message is for the caller. */
function asProtocolError(error: GraphQLError): GraphQLError {
  if (error.extensions['limitExceeded'] === true) return error;
  const { message, nodes, source, positions } = error;
  return new GraphQLError(message, {
    nodes: nodes ?? null,
    source: source ?? null,
    positions: positions ?? null,
    extensions: { code: 'BAD_REQUEST' },
  });
}

interface AnyResult {
  readonly data?: Record<string, unknown> | null | undefined;
  readonly errors?: readonly GraphQLError[] | undefined;
  readonly extensions?: Record<string, unknown> | undefined;
}

function presentResult(
  { data, errors, extensions }: AnyResult,
  context: RequestContext,
  options: GraphqlOptions,
): FormattedExecutionResult {
  return {
    ...(data === undefined ? {} : { data }),
    ...(errors ? { errors: presentAll(errors, context, options) } : {}),
    // Of a subscription, each event says itself what it was read at.
    extensions: { ...reportOf(context), ...extensions },
  };
}
