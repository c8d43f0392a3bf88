import { pipeline } from 'node:stream/promises';
import { Readable, Writable } from 'node:stream';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import type { Revision } from '../domain/ids';
import type { Database, Tx } from '../storage/database';
import { timed } from './measurement';

/** Rows of one table as COPY gave them, and the copy of the table to put them into. */
export interface TakenRows {
  readonly into: string;
  readonly chunks: readonly Buffer[];
}

/** Makes empty copies of tables; `indexed`: with all their keys and indexes. */
export async function makeCopies(
  database: Database,
  tables: readonly string[],
  { indexed }: { readonly indexed: boolean },
): Promise<void> {
  for (const table of tables) {
    await database.query(
      `create table ${copyName(table, indexed)} (like ${table} ${indexed ? 'including indexes' : ''})`,
    );
  }
}

/** Takes out what was written after a revision. */
export async function takeRows(
  database: Database,
  tables: readonly string[],
  { after, indexed }: { readonly after: Revision; readonly indexed: boolean },
): Promise<readonly TakenRows[]> {
  return database.transaction(async (tx) => {
    const taken: TakenRows[] = [];
    for (const table of tables) {
      const column = table === 'change' || table === 'change_set' ? 'revision' : 'valid_from';
      const chunks = await copyOut(tx, `select * from ${table} where ${column} > ${after}`);
      taken.push({ into: copyName(table, indexed), chunks });
    }
    return taken;
  });
}

/** How long COPY takes to put rows into the copies of their tables, in one transaction, its COMMIT included. */
export const timeCopy = (database: Database, taken: readonly TakenRows[]): Promise<number> =>
  timed(() =>
    database.transaction(async (tx) => {
      for (const { into, chunks } of taken) await copyIn(tx, into, chunks);
    }),
  );

/** Empties a copy, so that it takes the same rows again. */
export const emptyCopies = (database: Database, taken: readonly TakenRows[]): Promise<unknown> =>
  database.query(`truncate ${taken.map(({ into }) => into).join(', ')}`);

const copyName = (table: string, indexed: boolean): string => `${table}_${indexed ? 'indexed' : 'bare'}_copy`;

async function copyOut(tx: Tx, query: string): Promise<readonly Buffer[]> {
  const client = await tx.client();
  const chunks: Buffer[] = [];
  const collect = new Writable({
    write: (chunk: Buffer, _, done) => {
      chunks.push(chunk);
      done();
    },
  });
  await pipeline(client.query(copyTo(`copy (${query}) to stdout`)), collect);
  // One large piece goes back faster than many small ones.
  return [Buffer.concat(chunks)];
}

async function copyIn(tx: Tx, table: string, chunks: readonly Buffer[]): Promise<void> {
  const client = await tx.client();
  await pipeline(Readable.from(chunks), client.query(copyFrom(`copy ${table} from stdin`)));
}
