import { chmodSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { openAccess, type Access } from './access';
import { locateBinaries } from './binaries';
import { prepareCluster, type Toolbox } from './cluster';
import { makeThrowAwayDirectory, openDataDirectory } from './data-directory';
import { lockDirectory } from './directory-lock';
import { startGuard } from './guard';
import { clearLeftovers } from './leftovers';
import { PostgresError } from './postgres-error';
import { chooseRunAs } from './run-as';
import { startServerProcess } from './server-process';
import { supervise, type Supervised } from './supervisor';

export interface PostgresOptions {
  /** Made when missing. Without it, a new temporary directory is made and `throwAway` is implied. */
  readonly dataDirectory?: string;
  /** Removes the directory at the end, also after a kill. */
  readonly throwAway?: boolean;
  /** Gives up durability for speed: a crash of the system may destroy the data. For tests and throw-away databases. */
  readonly fast?: boolean;
  /** Listens on this TCP port of 127.0.0.1 (0: a free one) instead of a Unix socket. */
  readonly port?: number;
  /** Further settings, as in postgresql.conf. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Told when PostgreSQL ends without having been asked to, and when it runs again. */
  readonly report?: (message: string) => void;
}

/** A PostgreSQL that belongs to this process, and runs until `stop` or until this process ends. */
export interface EmbeddedPostgres {
  /** Connects to the database `underpin` as its owner. */
  readonly url: string;
  /** Null with TCP. */
  readonly socketDirectory: string | null;
  readonly dataDirectory: string;
  readonly version: string;
  /** Changes when PostgreSQL had to be started again; the address does not. */
  pid(): number;
  /** Disconnects all clients and stops; again is the same as once. */
  stop(): Promise<void>;
}

const START_TRIES = 20;
const RETRY_MS = 500;
const FAST = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/** Starts PostgreSQL on a data directory. Rejects with a `PostgresError` that says why and what to do. */
export async function startPostgres(options: PostgresOptions): Promise<EmbeddedPostgres> {
  const runAs = chooseRunAs();
  const binaries = locateBinaries(runAs);
  const directory = openDataDirectory(options.dataDirectory ?? makeThrowAway(), runAs);
  const lock = await lockDirectory(directory.lock, directory.root);
  const throwAway = options.throwAway === true || options.dataDirectory === undefined ? directory.root : null;
  const guard = startGuard({ throwAway, pgCtl: binaries.pgCtl, cluster: directory.cluster });
  const tools: Toolbox = { binaries, runAs, directory, guard };
  const cleanUp = async (): Promise<void> => {
    await guard.dismiss();
    lock.release();
  };
  try {
    await clearLeftovers(directory);
    await prepareCluster(tools, options.fast === true);
    return await launch(tools, options, cleanUp);
  } catch (error) {
    await cleanUp();
    throw error;
  }
}

function makeThrowAway(): string {
  const path = makeThrowAwayDirectory();
  // PostgreSQL may run as another user and has to pass through.
  chmodSync(path, 0o711);
  return path;
}

async function launch(
  tools: Toolbox,
  options: PostgresOptions,
  cleanUp: () => Promise<void>,
): Promise<EmbeddedPostgres> {
  for (let attempt = 1; ; attempt++) {
    const access = await openAccess(tools, options.port ?? null);
    const settings = { ...(options.fast === true ? FAST : {}), ...options.settings, ...access.settings };
    const started = await startServerProcess(tools, settings);
    if ('process' in started) {
      const supervised = supervise(tools, access, settings, started.process, options.report ?? (() => undefined));
      return describe(tools, access, supervised, cleanUp);
    }
    removeSocketDirectory(access);
    if (attempt === START_TRIES || !passes(started.reason, options.port)) {
      throw new PostgresError(`PostgreSQL did not start on ${tools.directory.root}: ${started.reason}`);
    }
    await sleep(RETRY_MS);
  }
}

/** Whether the next try may succeed: somebody was quicker to take the free port, or a killed server's backends still end. */
function passes(reason: string, port: number | undefined): boolean {
  return (port === 0 && reason.includes('could not bind')) || reason.includes('pre-existing shared memory block');
}

function describe(
  { directory, binaries }: Toolbox,
  access: Access,
  server: Supervised,
  cleanUp: () => Promise<void>,
): EmbeddedPostgres {
  let stopping: Promise<void> | null = null;
  const stop = async (): Promise<void> => {
    await server.stop();
    removeSocketDirectory(access);
    await cleanUp();
  };
  return {
    url: access.url,
    socketDirectory: access.socketDirectory,
    dataDirectory: directory.root,
    version: binaries.version,
    pid: () => server.pid(),
    stop: () => (stopping ??= stop()),
  };
}

function removeSocketDirectory({ temporaryDirectory }: Access): void {
  if (temporaryDirectory !== null) rmSync(temporaryDirectory, { recursive: true, force: true });
}
