import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { openDatabase } from '../../src/storage/database';
import { migrate } from '../../src/storage/migrate';
import { startPostgres, type EmbeddedPostgres } from '../../src/postgres/launcher';
import { memoryDirectory } from './memory-directory';

/** The PostgreSQL of one test run, with a migrated database that each test file clones. */
export interface TestCluster {
  /** Leads to the database from which others can be created. */
  readonly url: string;
  readonly template: string;
  stop(): Promise<void>;
}

/** UNDERPIN_TEST_DATABASE_URL names another PostgreSQL to test with; its role must be allowed to create databases. */
export async function startTestCluster(): Promise<TestCluster> {
  const external = process.env['UNDERPIN_TEST_DATABASE_URL'];
  const embedded = external === undefined ? await startThrowAway() : null;
  const url = external ?? embedded?.url ?? '';
  const template = `underpin_template_${randomBytes(4).toString('hex')}`;
  try {
    await makeTemplate(url, template);
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
  return {
    url,
    template,
    stop: async () => {
      await execute(url, `DROP DATABASE ${template} WITH (FORCE)`);
      await embedded?.stop();
    },
  };
}

function startThrowAway(): Promise<EmbeddedPostgres> {
  const dataDirectory = memoryDirectory(`underpin-test-${randomBytes(6).toString('hex')}`);
  return startPostgres({ throwAway: true, fast: true, settings: SETTINGS, ...(dataDirectory && { dataDirectory }) });
}

async function makeTemplate(url: string, name: string): Promise<void> {
  await execute(url, `CREATE DATABASE ${name}`);
  const database = await openDatabase(databaseUrl(url, name), { poolSize: 2 });
  try {
    await migrate(database, new Date());
  } finally {
    await database.close();
  }
}

/** The same server and role, another database. */
export function databaseUrl(url: string, name: string): string {
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.href;
}

/** Runs one statement on a connection of its own: CREATE and DROP DATABASE need that. */
export async function execute(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** Several test files at once, each with pools of two server processes. */
const SETTINGS = { max_connections: '200', shared_buffers: '64MB' };
