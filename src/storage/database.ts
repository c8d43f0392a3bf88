import { DataSource, type QueryRunner } from 'typeorm';
import { types, type Pool, type PoolClient, type QueryResult } from 'pg';
import { MIGRATIONS } from '../../migrations/all';
import { beginSpan } from '../telemetry/spans';
import { inStatement } from '../telemetry/statement-span';
import { classifyFailure } from './database-errors';
import { endInTime, type StatementPatience } from './end-in-time';
import { retriedOnConflict } from './retried';
import { SharedReads } from './shared-reads';
import { toRfc3339 } from './timestamps';

/** Runs statements: the database itself (each on its own) or one transaction. */
export interface Executor {
  /** Runs one statement. Shape: one object per row. Throws the driver's error. */
  query<Row extends object>(
    sql: string,
    parameters?: readonly unknown[],
    patience?: StatementPatience,
  ): Promise<readonly Row[]>;
  /**
   * The same for a read that every small call needs: outside a transaction, callers who ask for the same before it begins
   * share one. Left out: each has its own.
   */
  queryShared?<Row extends object>(sql: string, parameters?: readonly unknown[]): Promise<readonly Row[]>;
}

/** Runs a read that may be shared. */
export const readShared = <Row extends object>(
  executor: Executor,
  sql: string,
  parameters: readonly unknown[] = [],
): Promise<readonly Row[]> =>
  executor.queryShared ? executor.queryShared<Row>(sql, parameters) : executor.query<Row>(sql, parameters);

/** One open transaction, READ COMMITTED. */
export interface Tx extends Executor {
  /** The very pg client of the transaction, for COPY. */
  client(): Promise<PoolClient>;
}

/** A pool of connections to one PostgreSQL database. A single statement that met a conflict is run again a few times. */
export interface Database extends Executor {
  readonly url: string;
  /** Runs `work` in one transaction: commits when it resolves, rolls back when it throws. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Whether a connection can be had at once, and another one be left for others. */
  hasRoom(): boolean;
  /** How many statements this pool has run; tests compare two readings. */
  statementCount(): number;
  /** Calls `told` whenever a session of the pool ended that this process did not end: the database may be another one now. */
  onSessionLost(told: () => void): void;
  dataSource(): DataSource;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** Connections at most; 10 by default. */
  readonly poolSize?: number;
  /** A statement that runs longer is cancelled; no limit by default. */
  readonly statementTimeoutMs?: number;
  /** Named in pg_stat_activity. */
  readonly applicationName?: string;
}

const INT8 = 20;
/** The driver's types list no arrays. */
const INT8_ARRAY = 1016 as Parameters<typeof types.setTypeParser>[0];
const TIMESTAMPTZ = 1184;

/** Opens a pool. Fails when the database cannot be reached. */
export async function openDatabase(url: string, options: DatabaseOptions = {}): Promise<Database> {
  registerTypeParsers();
  const source = new DataSource({
    type: 'postgres',
    url,
    applicationName: options.applicationName ?? 'underpin',
    poolSize: options.poolSize ?? 10,
    installExtensions: false,
    synchronize: false,
    migrations: [...MIGRATIONS],
    migrationsTableName: 'schema_migration',
    extra: {
      options: SESSION_OPTIONS,
      connectionTimeoutMillis: 10_000,
      ...(options.statementTimeoutMs === undefined ? {} : { statement_timeout: options.statementTimeoutMs }),
    },
  });
  await source.initialize();
  return wrap(url, source, surviveLostSessions(source));
}

/**
 * While a connection is lent out the pool does not listen to it, and a session that ends between two statements (a
 * database that is killed, an administrator, a time-out) would end this process. The next statement fails instead. Those
 * in the set that is returned are called then.
 */
function surviveLostSessions(source: DataSource): Set<() => void> {
  const listeners = new Set<() => void>();
  const known = new WeakSet<PoolClient>();
  poolOf(source).on('acquire', (client) => {
    if (known.has(client)) return;
    known.add(client);
    client.on('error', () => {
      for (const told of listeners) told();
    });
  });
  return listeners;
}

function wrap(url: string, source: DataSource, lossListeners: Set<() => void>): Database {
  let statements = 0;
  const count = (): void => {
    statements += 1;
  };
  const shared = new SharedReads();
  const pool = poolOf(source);
  const run = async <Row extends object>(
    client: PoolClient,
    sql: string,
    parameters: readonly unknown[] = [],
    patience: StatementPatience | null = null,
  ): Promise<readonly Row[]> => {
    count();
    // Asked for directly, because TypeORM's own query() answers UPDATE … RETURNING in another shape than SELECT.
    const runs = (): Promise<QueryResult<Row>> => client.query<Row>(sql, [...parameters]);
    const ends = (): Promise<QueryResult<Row>> => (patience === null ? runs() : endInTime(url, client, patience, runs));
    return (await inStatement(sql, ends)).rows;
  };
  const query: Executor['query'] = (sql, parameters, patience) =>
    retriedOnConflict(() => onClient(pool, (client) => run(client, sql, parameters, patience)));
  return {
    url,
    query,
    queryShared: (sql, parameters = []) => shared.read(JSON.stringify([sql, parameters]), () => query(sql, parameters)),
    transaction: (work) =>
      committed(source, (runner) =>
        work({
          query: (sql, parameters, patience) =>
            inTransaction(runner, (client) => run(client, sql, parameters, patience)),
          client: async () => (await runner.connect()) as PoolClient,
        }),
      ),
    hasRoom: () => pool.totalCount - pool.idleCount + 1 < pool.options.max,
    statementCount: () => statements,
    onSessionLost: (told) => void lossListeners.add(told),
    dataSource: () => source,
    close: () => source.destroy(),
  };
}

/** Runs a transaction; how long its COMMIT takes is a span of its own. */
async function committed<T>(source: DataSource, work: (runner: QueryRunner) => Promise<T>): Promise<T> {
  let commit: ReturnType<typeof beginSpan> | null = null;
  try {
    return await source.transaction(async ({ queryRunner }) => {
      if (!queryRunner) throw new Error('TypeORM opened a transaction without a query runner');
      const result = await work(queryRunner);
      commit = beginSpan('sql COMMIT');
      return result;
    });
  } finally {
    (commit as ReturnType<typeof beginSpan> | null)?.end();
  }
}

const poolOf = (source: DataSource): Pool => (source.driver as unknown as { readonly master: Pool }).master;

/**
 * On a connection of its own, straight from the pool: a query runner for each statement costs this process more than the
 * statement.
 */
async function onClient<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let ending: Error | undefined;
  try {
    return await work(client);
  } catch (error) {
    if (classifyFailure(error) === 'lost') ending = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    // One that is ending goes back as broken, or the pool lends it to the next one before it hears of the end.
    client.release(ending);
  }
}

async function inTransaction<T>(runner: QueryRunner, work: (client: PoolClient) => Promise<T>): Promise<T> {
  try {
    return await work((await runner.connect()) as PoolClient);
  } catch (error) {
    if (classifyFailure(error) === 'lost') await discard(runner, error);
    throw error;
  }
}

/** The same of a transaction's connection. */
function discard(runner: QueryRunner, error: unknown): Promise<void> {
  const postgres = runner as QueryRunner & { releasePostgresConnection(error: unknown): Promise<void> };
  return postgres.releasePostgresConnection(error);
}

/**
 * A server that froze while it held the head lock would stop every other one: PostgreSQL ends its session after this
 * time. READ COMMITTED is what the write protocol is made for, whatever the database's own default is. Half of a word's
 * trigrams are what a mistyped letter leaves of it.
 */
const SESSION_OPTIONS =
  '-c TimeZone=UTC -c idle_in_transaction_session_timeout=30s -c default_transaction_isolation=read\\ committed -c pg_trgm.word_similarity_threshold=0.5';

/** int8 stays below 2^53 here by design, and a JS Date would lose the microseconds of observed times. */
function registerTypeParsers(): void {
  types.setTypeParser(INT8, Number);
  types.setTypeParser(INT8_ARRAY, (text) => (text === '{}' ? [] : text.slice(1, -1).split(',').map(Number)));
  types.setTypeParser(TIMESTAMPTZ, toRfc3339);
}
