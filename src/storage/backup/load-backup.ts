import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { QueryRunner } from 'typeorm';
import { MIGRATIONS } from '../../../migrations/all';
import { DomainError } from '../../domain/errors';
import { anyApiToken } from '../api-tokens';
import { classifyFailure } from '../database-errors';
import type { Database, Executor } from '../database';
import { migrateWithin, onRunner, withMigrationLock } from '../migrate';
import { addPartition, ensurePartitions } from '../history/partitions';
import type { BackedUpTable, BackupHeader, WholeBackup } from './backup-format';
import { MIGRATION_TABLE, readForeignTables, readSequences, readTables } from './backup-tables';
import { readBackup, type BackupSink } from './read-backup';

/** How to restore. */
export interface RestoreOptions {
  /** What the database holds may be thrown away. */
  readonly force: boolean;
  readonly now: Date;
}

const TRIES = 5;

/**
 * Puts a backup into a database in place of all that it holds, in one transaction: when anything fails, everything is as it
 * was. The file is read to its end before anything is touched. The schema becomes that of the backup, then the present one.
 */
export async function restoreBackup(database: Database, path: string, options: RestoreOptions): Promise<WholeBackup> {
  const checked = await readBackup(path, null);
  refuseUnknown(checked);
  await refuseOccupied(database, options.force);
  await withMigrationLock(database, async () => {
    await again(() => replaceAll(database, path));
    await ensurePartitions(database, options.now);
  });
  for (const { name } of await readTables(database)) await database.query(`analyze ${name}`);
  return checked;
}

function refuseUnknown({ migrations }: BackupHeader): void {
  const known = new Set<string>(MIGRATIONS.map(({ name }) => name));
  const unknown = migrations.filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  const message = `The backup was made by a newer Underpin: this one does not know ${unknown.join(', ')}. Restore it with that version.`;
  throw new DomainError('BAD_REQUEST', message);
}

async function refuseOccupied(database: Database, force: boolean): Promise<void> {
  const foreign = await readForeignTables(database);
  if (foreign.length > 0) {
    const message = `The database also holds what is not Underpin's: ${foreign.slice(0, 5).join(', ')}. Restore into a database of its own.`;
    throw new DomainError('FORBIDDEN', message);
  }
  const tables = force ? [] : (await readTables(database)).map(({ name }) => name);
  if (tables.length === 0) return;
  const [head] = await database.query<{ revision: number }>('select revision from revision_head');
  const isWritten = head !== undefined && head.revision > 0;
  // Tokens are made before anything is written, and take no revision. An older schema has none.
  const hasTokens = tables.includes('api_token') && (await anyApiToken(database));
  if (!isWritten && !hasTokens) return;
  const lost = isWritten ? `a history of ${head.revision} revisions` : 'API tokens';
  const message = `The database holds ${lost}, which would be lost. Restore into an empty one, or say --force.`;
  throw new DomainError('FORBIDDEN', message);
}

/** Servers that are running may hold what is to be replaced in another order; then one of the two is told to try again. */
async function again(work: () => Promise<void>): Promise<void> {
  for (let left = TRIES; ; left -= 1) {
    try {
      return await work();
    } catch (error) {
      if (left === 1 || classifyFailure(error) !== 'conflict') throw error;
    }
  }
}

const replaceAll = (database: Database, path: string): Promise<void> =>
  onRunner(database, async (runner) => {
    const client = (await runner.connect()) as PoolClient;
    const executor: Executor = {
      query: async <Row extends object>(sql: string, parameters: readonly unknown[] = []) =>
        (await client.query<Row>(sql, [...parameters])).rows,
    };
    await executor.query('set local statement_timeout = 0');
    await executor.query('set local idle_in_transaction_session_timeout = 0');
    await dropAll(executor);
    const { sequences } = await readBackup(path, sinkInto(database, runner, client, executor));
    for (const [name, next] of Object.entries(sequences)) {
      await executor.query(`alter sequence ${name} restart with ${next}`);
    }
    await migrateWithin(database, runner, null);
  });

async function dropAll(executor: Executor): Promise<void> {
  const tables = (await readTables(executor)).map(({ name }) => name);
  if (tables.length > 0) await executor.query(`lock table ${tables.join(', ')} in access exclusive mode`);
  await executor.query(`drop table if exists ${[...tables, MIGRATION_TABLE].join(', ')}`);
  const sequences = Object.keys(await readSequences(executor));
  if (sequences.length > 0) await executor.query(`drop sequence ${sequences.join(', ')}`);
}

const sinkInto = (database: Database, runner: QueryRunner, client: PoolClient, executor: Executor): BackupSink => ({
  header: async ({ migrations, tables }) => {
    await migrateWithin(database, runner, migrations);
    for (const { name, months } of tables) for (const month of months) await addPartition(executor, name, month);
    await executor.query(`truncate ${tables.map(({ name }) => name).join(', ')}`);
  },
  rows: (table, pieces) => copyIn(client, table, pieces),
});

async function copyIn(client: PoolClient, table: BackedUpTable, pieces: AsyncIterable<Buffer>): Promise<number> {
  const into = client.query(copyFrom(`copy ${table.name} (${table.columns.join(', ')}) from stdin`));
  await pipeline(Readable.from(pieces), into);
  return into.rowCount;
}
