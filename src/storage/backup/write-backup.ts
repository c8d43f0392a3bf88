import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { to as copyTo } from 'pg-copy-streams';
import { DomainError } from '../../domain/errors';
import { readHead } from '../history/change-log';
import type { Database, Tx } from '../database';
import { readSnapshot } from '../read-snapshot';
import {
  BACKUP_MAGIC,
  frame,
  jsonFrame,
  type BackedUpTable,
  type BackupHeader,
  type TableSum,
  type WholeBackup,
} from './backup-format';
import { MIGRATION_TABLE, readSequences, readTables } from './backup-tables';

/** Takes the bytes of a backup, in order; the next ones come when it is done with these. */
export type TakeBytes = (bytes: Buffer) => Promise<void>;

/**
 * Gives out everything that the database holds at one moment. Nobody waits for it: it holds nothing but the locks of a
 * reader, so writing goes on.
 */
export async function writeBackup(database: Database, madeAt: Date, take: TakeBytes): Promise<WholeBackup> {
  const known = await readTables(database);
  if (known.length === 0) {
    throw new DomainError('NOT_FOUND', 'The database holds no tables of Underpin, so there is nothing to back up.');
  }
  return readSnapshot(database, async (tx) => {
    // Before the first query: a partition that is dropped after the snapshot would be gone from it, too.
    await tx.query(`lock table ${known.map(({ name }) => name).join(', ')} in access share mode`);
    const header = await readHeader(tx, madeAt);
    await take(Buffer.concat([BACKUP_MAGIC, jsonFrame(header)]));
    const sums: Record<string, TableSum> = {};
    for (const table of header.tables) {
      sums[table.name] = await copyOut(database, tx, table, take);
      await take(frame(Buffer.alloc(0)));
    }
    await take(jsonFrame({ sums }));
    return { ...header, sums };
  });
}

async function readHeader(tx: Tx, madeAt: Date): Promise<BackupHeader> {
  const migrations = await tx.query<{ name: string }>(`select name from ${MIGRATION_TABLE} order by id`);
  return {
    madeAt: madeAt.toISOString(),
    history: await readHead(tx),
    migrations: migrations.map(({ name }) => name),
    tables: await readTables(tx),
    sequences: await readSequences(tx),
  };
}

async function copyOut(database: Database, tx: Tx, table: BackedUpTable, take: TakeBytes): Promise<TableSum> {
  const [self] = await tx.query<{ pid: number }>('select pg_backend_pid() as pid');
  const client = await tx.client();
  const hash = createHash('sha256');
  let [bytes, failure]: [number, unknown] = [0, null];
  // What is left half-way keeps its connection for ever, so what nobody takes any more is cancelled and let run out.
  const giveUp = async (error: unknown): Promise<void> => {
    failure = error;
    await database.query('select pg_cancel_backend($1)', [self?.pid]);
  };
  const rows = client.query(copyTo(`copy (select ${table.columns.join(', ')} from ${table.name}) to stdout`));
  try {
    await pipeline(rows, async (pieces: AsyncIterable<Buffer>) => {
      for await (const piece of pieces) {
        hash.update(piece);
        bytes += piece.length;
        if (failure === null) await take(frame(piece)).catch(giveUp);
      }
    });
  } catch (error) {
    throw failure ?? error;
  }
  if (failure !== null) throw failure;
  return { rows: rows.rowCount, bytes, sha256: hash.digest('hex') };
}
