import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Application } from '../../src/application/application';
import { createApplication, type ApplicationOptions } from '../../src/application/create-application';
import type { ItemId, Revision } from '../../src/domain/ids';
import { startServer, type ServerOptions } from '../../src/server/server';
import type { ServerConfig } from '../../src/server/server-config';
import type { ChangePlan } from '../../src/storage/change-sets/change-plan';
import type { Database } from '../../src/storage/database';
import { createTestDatabase } from './database';
import { compareExecutors } from './executors';
import { changePlan } from './plans';
import { startSqlTwin } from './sql-twin';

/** What GraphQL answers. */
export interface Answer<Data = Record<string, unknown>> {
  readonly data?: Data | null;
  readonly errors?: readonly AnsweredError[];
  readonly extensions?: { readonly revision?: number };
}

export interface AnsweredError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: {
    readonly code: string;
    readonly retryable: boolean;
    readonly retryAfterMs: number | null;
    readonly details?: Record<string, unknown>;
    readonly requestId?: string;
  };
}

export interface RequestHooks {
  beforeStatement: () => Promise<void>;
}

/** The real server on a free port, over a database of its own with the shipped class model. */
export interface TestServer {
  readonly url: string;
  readonly app: Application;
  readonly database: Database;
  /** What the answer holds, errors included. */
  ask<Data = Record<string, unknown>>(query: string, variables?: object, token?: string): Promise<Answer<Data>>;
  /** The data of an answer that must have no errors. */
  read<Data = Record<string, unknown>>(query: string, variables?: object): Promise<Data>;
  /** The codes of an answer's errors, in order. */
  codes(query: string, variables?: object): Promise<readonly string[]>;
  /** Statements that requests have run so far; what the server does by itself (following the log, upkeep) is left out. */
  requestStatements(): number;
  /** Resolves when no statement of a request runs, and none has begun for a while. */
  requestsRest(): Promise<void>;
  /** Called before every statement of a request: tests let something happen in between. */
  readonly requestHooks: RequestHooks;
  /** Writes rows as they are, past ingest, and waits until they can be read. */
  write(parts: Partial<ChangePlan>): Promise<Revision>;
  stop(): Promise<void>;
}

/** Starts one; call it in `beforeAll`, and `stop` in `afterAll`. */
export async function startTestServer(
  config: Partial<ServerConfig> = {},
  {
    clock = () => new Date(),
    application = {},
    prepare,
    withSqlTwin = false,
    ...options
  }: Pick<ServerOptions, 'streamLimits' | 'executeQuery' | 'signedTokens' | 'trustedDocuments'> & {
    readonly clock?: () => Date;
    readonly application?: Partial<ApplicationOptions>;
    /** Asks a server that keeps no graph the same, and fails at the end when it ever answered otherwise. */
    readonly withSqlTwin?: boolean;
    /** Fills the tables before anything looks at them. */
    readonly prepare?: (database: Database) => Promise<void>;
  } = {},
): Promise<TestServer> {
  const { database, drop } = await createTestDatabase();
  await prepare?.(database);
  const app = await createApplication({ database, clock, newId: randomUUID, ...application });
  const executors = compareExecutors();
  const counted = watchRequests(database, executors.isComparing);
  const server = await startServer({
    executeQuery: executors.executeQuery,
    ...options,
    app: { ...app, database: counted.database },
    config: { ...TEST_CONFIG, ...config },
  });
  const twin = withSqlTwin ? await startSqlTwin(app, { ...TEST_CONFIG, ...config }, post) : null;
  const ask = async <Data>(query: string, variables?: object, token?: string): Promise<Answer<Data>> => {
    const answer = await post<Data>(server.url, { query, variables }, token);
    await twin?.compare(query, variables, token, answer);
    return answer;
  };
  return {
    url: server.url,
    app,
    database,
    ask,
    read: async <Data>(query: string, variables?: object) => {
      const { data, errors } = await ask<Data>(query, variables);
      if (errors || data == null) throw new Error(`${query}\n${JSON.stringify(errors, null, 2)}`);
      return data;
    },
    requestStatements: counted.count,
    requestsRest: counted.rest,
    requestHooks: counted.hooks,
    codes: async (query, variables) => codesOf(await ask(query, variables)),
    write: async (parts) => {
      const { revision } = await app.writes.submit({ prepare: () => Promise.resolve(changePlan(parts)) });
      await app.projection.waitFor(revision, 60_000);
      return revision;
    },
    stop: async () => {
      await server.stop();
      const differing = await twin?.stop().catch((error: unknown) => error);
      await app.stop();
      await drop();
      executors.check();
      if (differing instanceof Error) throw differing;
    },
  };
}

/** Between two statements of one request passes less. */
const REST_MS = 200;

/** The same database, seen by requests only; what is run again to compare is left out. */
function watchRequests(
  database: Database,
  isComparing: () => boolean,
): {
  readonly database: Database;
  count(): number;
  rest(): Promise<void>;
  readonly hooks: RequestHooks;
} {
  let statements = 0;
  let running = 0;
  const hooks: RequestHooks = { beforeStatement: () => Promise.resolve() };
  return {
    database: {
      ...database,
      query: async (sql, parameters, patience) => {
        if (isComparing()) return database.query(sql, parameters, patience);
        statements += 1;
        running += 1;
        try {
          await hooks.beforeStatement();
          return await database.query(sql, parameters, patience);
        } finally {
          running -= 1;
        }
      },
    },
    count: () => statements,
    rest: async () => {
      const isAtRest = (since: number): boolean => running === 0 && statements === since;
      for (let before = -1; !isAtRest(before); await sleep(REST_MS)) before = statements;
    },
    hooks,
  };
}

/** What a test server is like, where a test says nothing else. */
export const TEST_CONFIG: ServerConfig = {
  port: 0,
  host: '127.0.0.1',
  bodyBytesMax: 4_000_000,
  atLeastTimeoutMs: 60_000,
  requestsPerMinute: 0,
  requestTimeoutMs: 60_000,
  logLevel: 'silent',
};

/** Sends one operation as a browser's own page or a script would. */
export async function post<Data>(url: string, body: object, token?: string): Promise<Answer<Data>> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  });
  return (await response.json()) as Answer<Data>;
}

export const codesOf = ({ errors = [] }: Answer<unknown>): readonly string[] =>
  errors.map((error) => error.extensions.code);

/** Ids 1, 2, 3, … of items that a test writes itself, far from those that the sequence gives. */
export const testId = (number: number): ItemId => (1_000_000 + number) as ItemId;
