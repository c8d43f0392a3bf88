import { setTimeout as sleep } from 'node:timers/promises';
import { fastify as createFastify, type FastifyInstance } from 'fastify';
import type { Application } from '../application/application';
import { createQueryExecutor, type QueryExecutor } from '../graphql/compiled-queries';
import { resolvers } from '../graphql/resolvers/index';
import { createSchema } from '../graphql/schema';
import { authenticateRequests, createAuthentication, type BearerCheck } from './authentication';
import { mountChanges } from './change-stream';
import { createDocuments, type TrustedDocuments } from './documents';
import { guardDoors } from './doors';
import { mountGraphql } from './graphql-http';
import { mountWebSocket } from './graphql-websocket';
import { mountHealth } from './health';
import { createMetrics, mountMetrics } from './metrics';
import { answerBrokenRequest, answerErrors, answerFrameworkError } from './http-errors';
import { mountIngest, type StreamLimits } from './ingest-stream';
import { listen } from './listen';
import { logOf } from './log';
import { shutDoorWhenQuiet } from './shut-door';
import { mountPlayground } from './playground';
import { isProxy } from './proxies';
import { createRateLimits, limitGuesses, limitRates } from './rate-limits';
import { scopeRequests } from './request-scope';
import { limitRequestTime } from './request-time';
import { addSecurityHeaders } from './security-headers';
import type { ServerConfig } from './server-config';

/** A server that answers. */
export interface RunningServer {
  /** Where a browser on this machine finds it, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** Takes no further requests, lets those under way finish for ten seconds at most, and closes everything. */
  stop(): Promise<void>;
}

export interface ServerOptions {
  readonly app: Application;
  readonly config: ServerConfig;
  /** Where the built playground is; `dist/playground` by default. */
  readonly playgroundRoot?: string;
  /** Of POST /ingest, and for unread answers of GET /changes too; what is left out takes its default. */
  readonly streamLimits?: Partial<StreamLimits>;
  /** Runs queries over HTTP; as compiled code by default. */
  readonly executeQuery?: QueryExecutor;
  /** Checks bearer tokens that somebody else has signed; left out, there are none. */
  readonly signedTokens?: BearerCheck | null;
  /** The only documents that may be asked; any when left out. */
  readonly trustedDocuments?: TrustedDocuments | null;
}

/** How long requests under way may take when the server stops. */
const DRAIN_TIMEOUT_MS = 10_000;

/**
 * Starts the service on one port: GraphQL over HTTP and WebSocket, the playground, health. Fails with PortInUseError when
 * something else listens there.
 */
export async function startServer({
  app,
  config,
  playgroundRoot,
  streamLimits,
  executeQuery = createQueryExecutor(),
  signedTokens = null,
  trustedDocuments = null,
}: ServerOptions): Promise<RunningServer> {
  const fastify = createHttpServer(app, config);
  const metrics = createMetrics(app);
  const rates = createRateLimits(config.requestsPerMinute);
  const authentication = limitGuesses(createAuthentication(app.access, signedTokens), rates);
  const documents = createDocuments(trustedDocuments);
  const options = { app, config, log: fastify.log, metrics, authentication, rates, documents };
  const schema = createSchema(resolvers);
  let stopping = false;
  shutDoorWhenQuiet(fastify);
  scopeRequests(fastify);
  sendElsewhere(fastify, () => stopping);
  addSecurityHeaders(fastify);
  guardDoors(fastify, { host: config.host, isAuthenticated: authentication.isRequired });
  authenticateRequests(fastify, authentication, config);
  limitRates(fastify, rates);
  limitRequestTime(fastify);
  answerErrors(fastify, config.bodyBytesMax);
  const apollo = await mountGraphql(fastify, schema, options, executeQuery);
  const ingest = await mountIngest(fastify, options, streamLimits);
  const changes = mountChanges(fastify, options, { stallMs: streamLimits?.stallMs });
  mountMetrics(fastify, metrics);
  mountHealth(fastify, app, () => stopping);
  await mountPlayground(fastify, playgroundRoot);
  const webSocket = mountWebSocket(fastify.server, schema, options);
  metrics.watch('underpin_change_streams', 'Open streams of GET /changes.', () => changes.open);
  metrics.watch('underpin_subscriptions', 'Open subscriptions.', () => webSocket.subscriptions());
  try {
    const { url, port } = await listen(fastify, config);
    const stop = async (): Promise<void> => {
      stopping = true;
      await sleep(config.stopDelayMs ?? 0);
      app.writes.drain();
      // The door shuts first; what came in through it is answered.
      const closed = Promise.resolve(fastify.close());
      // Asked for only when the others are done: until then its failure must not count as one that nobody looks at.
      closed.catch(() => undefined);
      await Promise.all([webSocket.stop(DRAIN_TIMEOUT_MS), ingest.stop(), changes.stop()]);
      await inTime(fastify, closed);
      await apollo.stop();
    };
    let stopped: Promise<void> | null = null;
    return { url, port, stop: () => (stopped ??= stop()) };
  } catch (error) {
    await webSocket.stop(0);
    await fastify.close();
    await apollo.stop();
    throw error;
  }
}

/** A server that stops says so in every answer, so that nobody sends the next request over a connection that closes. */
function sendElsewhere(fastify: FastifyInstance, isStopping: () => boolean): void {
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    if (isStopping()) void reply.header('connection', 'close');
    done(null, payload);
  });
}

function createHttpServer(app: Application, config: ServerConfig): FastifyInstance {
  return createFastify({
    bodyLimit: config.bodyBytesMax,
    // Streams take as long as they take; for everything else there is `limitRequestTime`.
    requestTimeout: 0,
    keepAliveTimeout: 60_000,
    http: { maxHeaderSize: 32 * 1_024, headersTimeout: 30_000 },
    routerOptions: { maxParamLength: 2_000 },
    trustProxy: isProxy(config.trustProxy),
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: answerFrameworkError,
    genReqId: () => app.newId(),
    logger: logOf(config.logLevel),
    forceCloseConnections: 'idle',
    // What has come in is answered like everything else.
    return503OnClosing: false,
  });
}

/** Whoever is not done by then is left. */
async function inTime(fastify: FastifyInstance, closed: PromiseLike<unknown>): Promise<void> {
  const timer = setTimeout(() => fastify.server.closeAllConnections(), DRAIN_TIMEOUT_MS);
  try {
    await closed;
  } finally {
    clearTimeout(timer);
  }
}
