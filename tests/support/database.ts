import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase, type Database, type DatabaseOptions } from '../../src/storage/database';
import { databaseUrl, execute } from './cluster';

/** A database of its own with the current schema, and a pool to it. */
export interface TestDatabase {
  readonly url: string;
  readonly database: Database;
  /** Closes the pool and drops the database, whoever else is still connected. */
  drop(): Promise<void>;
}

/** Clones the migrated template: about 0.1 s. Call it in `beforeAll`, and `drop` in `afterAll`. */
export async function createTestDatabase(options: DatabaseOptions = {}): Promise<TestDatabase> {
  const name = `underpin_test_${randomBytes(6).toString('hex')}`;
  await execute(server(), `CREATE DATABASE ${name} TEMPLATE ${required('UNDERPIN_TEST_TEMPLATE')}`);
  const url = databaseUrl(server(), name);
  const database = await openDatabase(url, options);
  return {
    url,
    database,
    drop: async () => {
      await database.close();
      await dropDatabase(name);
    },
  };
}

/** A database without a schema, made with these options of CREATE DATABASE. */
export async function createEmptyDatabase(options = ''): Promise<{ readonly url: string; drop: () => Promise<void> }> {
  const name = `underpin_test_${randomBytes(6).toString('hex')}`;
  await execute(server(), `CREATE DATABASE ${name} ${options}`);
  return { url: databaseUrl(server(), name), drop: () => dropDatabase(name) };
}

/** Runs some work on a database without a schema. */
export async function onEmpty(work: (database: Database, url: string) => Promise<void>): Promise<void> {
  const empty = await createEmptyDatabase();
  const database = await openDatabase(empty.url, { poolSize: 3 });
  try {
    await work(database, empty.url);
  } finally {
    await database.close();
    await empty.drop();
  }
}

const INSUFFICIENT_PRIVILEGE = '42501';

/** Autovacuum may be at work in the database, and only a superuser may end that: it is over in a moment. */
async function dropDatabase(name: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await execute(server(), `DROP DATABASE ${name} WITH (FORCE)`);
    } catch (error) {
      if ((error as { code?: string }).code !== INSUFFICIENT_PRIVILEGE || tries === 50) throw error;
      await sleep(100);
    }
  }
}

const server = (): string => required('UNDERPIN_TEST_SERVER');

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined)
    throw new Error(`${name} is not set: run the tests with "npx jest", whose global set-up sets it.`);
  return value;
}
