import { createHash, randomUUID } from 'node:crypto';
import { isIP } from 'node:net';
import { join } from 'node:path';
import type { Application } from './application/application';
import { createApplication } from './application/create-application';
import type { SnapshotOptions } from './application/graph/graph-snapshots';
import type { Config } from './config';
import { openConfiguredDatabase } from './open-database';
import { systemCode } from './postgres/postgres-error';
import { PortInUseError } from './server/listen';
import { createOidcCheck } from './server/oidc';
import { startServer, type RunningServer, type ServerOptions } from './server/server';
import { startWebhooks } from './server/webhooks';
import { StartError } from './start-error';
import { startTelemetry } from './telemetry/start-telemetry';
import { trustedDocumentsIn } from './trusted-documents';

/** A whole Underpin: database, application and HTTP server. */
export interface Serving {
  /** For a browser on this machine. */
  readonly url: string;
  readonly app: Application;
  /** Whether callers have to say who they are. */
  readonly asksWho: boolean;
  /** For people: where the data lies. */
  readonly place: string;
  /** Stops the server, the application, the pool and the embedded PostgreSQL, in this order. */
  stop(): Promise<void>;
}

export interface ServeOptions {
  /** A new temporary directory for the data, removed at the end. */
  readonly throwAway?: boolean;
  /** When the port is taken, the next free one above it. */
  readonly nextFreePort?: boolean;
  /** Told of what goes wrong in the background, such as a PostgreSQL that had to be started again. */
  readonly report?: (message: string) => void;
  /** Aborted: what has been started already is stopped, and `serve` rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** How soon a token that was made or revoked elsewhere is so here. */
const ACCESS_REFRESH_MS = 2_000;

type Step = () => Promise<void>;

/** Starts everything, in order; what a failed start has started already is stopped again. */
export async function serve(config: Config, options: ServeOptions = {}): Promise<Serving> {
  const stops: Step[] = [];
  const stop = async (): Promise<void> => {
    for (const step of stops.splice(0).reverse()) await step();
  };
  const onProblem = (problem: unknown): void =>
    options.report?.(problem instanceof Error ? problem.message : String(problem));
  try {
    if (config.serviceName !== null) {
      const telemetry = await startTelemetry(config.serviceName, onProblem);
      stops.push(() => telemetry.stop());
    }
    const opened = await openConfiguredDatabase(config, options);
    stops.push(() => opened.stop());
    options.signal?.throwIfAborted();
    const app = await createApplication({
      database: opened.database,
      clock: () => new Date(),
      newId: randomUUID,
      sweepIntervalMs: config.sweepIntervalMs,
      recordMemoryBytes: config.recordMemoryBytes,
      listMemoryBytes: config.listMemoryBytes,
      graphFromTables: config.graphFromTables,
      graphWindowMs: config.graphWindowMs,
      snapshot: options.throwAway === true ? null : snapshotOf(config),
      absentGraceHours: config.absentGraceHours,
      webhookAllow: config.webhookAllow,
      historyDays: config.historyDays,
      accessRefreshMs: ACCESS_REFRESH_MS,
      onProblem,
    });
    stops.push(() => app.stop());
    const oidc = options.throwAway === true ? null : config.oidc;
    const asksWho = app.access.tokensExist || oidc !== null;
    if (!asksWho) checkExposure(config);
    options.signal?.throwIfAborted();
    const server = await startOnPort(
      {
        app,
        config,
        trustedDocuments: trustedDocumentsIn(config.trustedDocuments),
        ...(oidc === null ? {} : { signedTokens: createOidcCheck(oidc, () => new Date()) }),
      },
      options.nextFreePort === true,
    );
    stops.push(() => server.stop());
    const webhooks = startWebhooks(app, { onProblem });
    stops.push(() => webhooks.stop());
    options.signal?.throwIfAborted();
    return { url: server.url, asksWho, app, place: opened.place, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Servers of several databases may keep their graphs in one directory. */
function snapshotOf({
  databaseUrl,
  snapshotDirectory,
  dataDirectory,
  snapshotIntervalMs,
}: Config): SnapshotOptions | null {
  if (snapshotIntervalMs === 0) return null;
  const name = databaseUrl === null ? 'graph' : `graph-${databaseName(databaseUrl)}`;
  return { path: join(snapshotDirectory ?? dataDirectory, `${name}.snapshot`), intervalMs: snapshotIntervalMs };
}

/** A short name for the database itself: who connects to it, and how, may differ from one start to the next. */
function databaseName(url: string): string {
  const { host, pathname } = new URL(url);
  return createHash('sha256').update(`${host}${pathname}`).digest('hex').slice(0, 12);
}

/** Nobody has to log in, so only this machine may come in, unless somebody decided otherwise. */
function checkExposure({ host, allowAnonymous }: Config): void {
  if (allowAnonymous || isLoopback(host)) return;
  throw new StartError(
    `HOST=${host} would let everybody who reaches it read and write, because there is no authentication. ` +
      'Make a token first (underpin token create), set UNDERPIN_OIDC_ISSUER, unset HOST to serve this machine only, or set UNDERPIN_ALLOW_ANONYMOUS=1 if that is what you want.',
  );
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

const PORTS_TRIED = 100;

async function startOnPort(options: ServerOptions, nextFree: boolean): Promise<RunningServer> {
  const { config } = options;
  const last = nextFree ? Math.min(config.port + PORTS_TRIED, 65_535) : config.port;
  for (let port = config.port; ; port++) {
    try {
      return await startServer({ ...options, config: { ...config, port } });
    } catch (error) {
      if (error instanceof PortInUseError && port < last) continue;
      // The system refused the address: not a fault of this program, so no stack trace.
      if (error instanceof PortInUseError || systemCode((error as Error).cause) !== '') {
        throw new StartError((error as Error).message, { cause: error });
      }
      throw error;
    }
  }
}
