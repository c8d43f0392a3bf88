import type { Config } from './config';
import { accessToRunning } from './postgres/access';
import { startPostgres } from './postgres/launcher';
import { systemCode } from './postgres/postgres-error';
import { StartError } from './start-error';
import { openDatabase, type Database, type DatabaseOptions } from './storage/database';
import { migrate, PATIENCE } from './storage/migrate';

/** The database of a server, migrated, and what has to be stopped with it. */
export interface OpenedDatabase {
  readonly database: Database;
  /** For people: where the data lies. */
  readonly place: string;
  /** Closes the pool, then stops PostgreSQL if it is the embedded one. */
  stop(): Promise<void>;
}

export interface OpenDatabaseOptions {
  /** A new temporary directory, removed at the end, instead of the configured one. */
  readonly throwAway?: boolean;
  /** Told what happens to the embedded PostgreSQL while it runs, and what a migration waits for. */
  readonly report?: (message: string) => void;
  /** Aborted: nothing is waited for any more, and opening rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** What a PostgreSQL tells about itself. */
export interface DatabaseFacts {
  /** Such as 180004. */
  readonly number: number;
  readonly version: string;
  readonly encoding: string;
  readonly standby: boolean;
}

const VERSION_MIN = 15;

/** Opens DATABASE_URL or starts the embedded PostgreSQL, makes sure that it will do, and brings its schema up to date. */
export async function openConfiguredDatabase(
  config: Config,
  options: OpenDatabaseOptions = {},
): Promise<OpenedDatabase> {
  // A throw-away database is asked for by name, so it wins over DATABASE_URL, which may hold real data.
  if (config.databaseUrl !== null && options.throwAway !== true) {
    return openMigrated(config, config.databaseUrl, describeUrl(config.databaseUrl), options);
  }
  const postgres = await startPostgres({
    ...(options.throwAway === true ? { throwAway: true, fast: true } : { dataDirectory: config.dataDirectory }),
    ...(options.report === undefined ? {} : { report: options.report }),
    settings: { max_connections: String(config.poolSize + SPARE_CONNECTIONS) },
  });
  const place = `embedded PostgreSQL ${postgres.version} in ${postgres.dataDirectory}`;
  return openMigrated(config, postgres.url, place, options, () => postgres.stop());
}

/**
 * The database as it is, for those who look after it: also while a server runs on it, the embedded one included, and without
 * bringing its schema up to date. Statements take as long as they take.
 */
export async function reachConfiguredDatabase(config: Config, applicationName: string): Promise<OpenedDatabase> {
  if (config.databaseUrl !== null) return reach(config.databaseUrl, describeUrl(config.databaseUrl), applicationName);
  const place = `embedded PostgreSQL in ${config.dataDirectory}`;
  const running = accessToRunning(config.dataDirectory);
  if (running !== null) return reach(running, place, applicationName);
  const postgres = await startPostgres({ dataDirectory: config.dataDirectory });
  return reach(postgres.url, place, applicationName, () => postgres.stop());
}

async function reach(
  url: string,
  place: string,
  applicationName: string,
  stopServer: () => Promise<void> = async () => undefined,
): Promise<OpenedDatabase> {
  try {
    const database = await connect(url, { poolSize: 4, applicationName }, place);
    try {
      await checkDatabase(database, place);
    } catch (error) {
      await database.close();
      throw error;
    }
    return { database, place, stop: () => database.close().then(stopServer) };
  } catch (error) {
    await stopServer();
    throw error;
  }
}

/**
 * The database with its schema up to date, for a command that may run beside a server: the embedded one is as the server
 * has made it that runs on it.
 */
export async function joinConfiguredDatabase(config: Config, applicationName: string): Promise<OpenedDatabase> {
  const isJoined = config.databaseUrl === null && accessToRunning(config.dataDirectory) !== null;
  return isJoined ? reachConfiguredDatabase(config, applicationName) : openConfiguredDatabase(config);
}

/** For the change feed, PostgreSQL's own reserve, and somebody who looks in with a client. */
const SPARE_CONNECTIONS = 20;

async function openMigrated(
  config: Config,
  url: string,
  place: string,
  options: OpenDatabaseOptions,
  stopServer: () => Promise<void> = async () => undefined,
): Promise<OpenedDatabase> {
  try {
    await checkAndMigrate(url, place, options);
    const pool = { poolSize: config.poolSize, statementTimeoutMs: config.statementTimeoutMs };
    const database = await connect(url, pool, place);
    return {
      database,
      place,
      stop: async () => {
        await database.close();
        await stopServer();
      },
    };
  } catch (error) {
    await stopServer();
    throw error;
  }
}

/** On connections of its own: a migration, or waiting for that of another replica, takes longer than a statement may. */
async function checkAndMigrate(url: string, place: string, options: OpenDatabaseOptions): Promise<void> {
  const database = await connect(url, { poolSize: 3, applicationName: 'underpin migrate' }, place);
  try {
    await checkDatabase(database, place);
    await migrateOrExplain(database, place, options);
  } finally {
    await database.close();
  }
}

async function connect(url: string, options: DatabaseOptions, place: string): Promise<Database> {
  try {
    return await openDatabase(url, options);
  } catch (error) {
    throw new StartError(`The database ${place} cannot be used: ${explain(error)}`, { cause: error });
  }
}

async function checkDatabase(database: Database, place: string): Promise<void> {
  const [facts] = await database.query<DatabaseFacts>(
    `SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS version,
            current_setting('server_encoding') AS encoding, pg_is_in_recovery() AS standby`,
  );
  const reason = facts === undefined ? 'it does not tell its version' : unsuitable(facts);
  if (reason !== null) throw new StartError(`The database ${place} cannot be used: ${reason}`);
}

/** Why a PostgreSQL will not do, with what to do about it; null when it will. */
export function unsuitable(facts: DatabaseFacts): string | null {
  if (facts.number < VERSION_MIN * 10_000) {
    return (
      `it is PostgreSQL ${facts.version}, and Underpin needs ${VERSION_MIN} or later. ` +
      'Upgrade it, or unset DATABASE_URL to use the embedded one.'
    );
  }
  if (facts.encoding !== 'UTF8') {
    return `its encoding is ${facts.encoding}, and names need UTF8. Make a database with CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0.`;
  }
  if (facts.standby) return 'it is a standby, which cannot be written. Let DATABASE_URL lead to the primary.';
  return null;
}

async function migrateOrExplain(
  database: Database,
  place: string,
  { report, signal }: OpenDatabaseOptions,
): Promise<void> {
  try {
    await migrate(database, new Date(), { ...PATIENCE, ...(report && { report }), ...(signal && { signal }) });
  } catch (error) {
    signal?.throwIfAborted();
    const hint =
      systemCode(error) === ''
        ? ''
        : ' The role needs the right to create tables and the extensions that PostgreSQL ships as trusted.';
    const message = `The schema of the database ${place} could not be brought up to date: ${(error as Error).message}.`;
    throw new StartError(message + hint, { cause: error });
  }
}

/** Without user and password. */
function describeUrl(url: string): string {
  const { hostname, port, pathname, searchParams } = new URL(url);
  const host = searchParams.get('host') ?? (hostname || 'localhost');
  return `${decodeURIComponent(pathname.slice(1))} at ${host}${port === '' ? '' : `:${port}`}`;
}

/** The commonest reasons, by the code of the system or of PostgreSQL. */
const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there. Start it, or correct DATABASE_URL.',
  ENOTFOUND: 'its host name is not known. Correct DATABASE_URL.',
  EAI_AGAIN: 'its host name cannot be looked up now. Try again, or correct DATABASE_URL.',
  ETIMEDOUT: 'it does not answer. Is a firewall in between?',
  '28P01': 'it refuses the user name or the password. Correct DATABASE_URL.',
  '28000': 'it does not let this user in. Correct DATABASE_URL, or its pg_hba.conf.',
  '3D000': 'it has no such database. Make it with CREATE DATABASE, or correct DATABASE_URL.',
  '53300': 'it has no connection left. Lower UNDERPIN_POOL_SIZE, or raise its max_connections.',
};

function explain(error: unknown): string {
  return REASONS[systemCode(error)] ?? `${error instanceof Error ? error.message : String(error)}. Check DATABASE_URL.`;
}
