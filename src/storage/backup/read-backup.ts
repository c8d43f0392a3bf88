import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { DomainError } from '../../domain/errors';
import {
  FrameReader,
  unusable,
  type BackedUpTable,
  type BackupFooter,
  type BackupHeader,
  type WholeBackup,
} from './backup-format';

/** Whom to give what is read. */
export interface BackupSink {
  header(header: BackupHeader): Promise<void>;
  /** Answers how many rows it has taken. */
  rows(table: BackedUpTable, pieces: AsyncIterable<Buffer>): Promise<number>;
}

/**
 * Reads a backup to its end, and gives it to a sink, where there is one. Throws BAD_REQUEST for a file that is none, is cut
 * off or damaged; what the sink was given up to there has to be thrown away.
 */
export async function readBackup(path: string, sink: BackupSink | null): Promise<WholeBackup> {
  let result: WholeBackup | null = null;
  try {
    await pipeline(createReadStream(path), createGunzip(), async (unpacked: AsyncIterable<Buffer>) => {
      result = await readFrames(new FrameReader(unpacked), sink);
    });
  } catch (error) {
    throw explained(error);
  }
  if (result === null) throw unusable('it ends too early');
  return result;
}

async function readFrames(frames: FrameReader, sink: BackupSink | null): Promise<WholeBackup> {
  await frames.magic();
  const header = (await frames.json()) as BackupHeader;
  await sink?.header(header);
  const found: Record<string, { rows: number | null; sha256: string }> = {};
  for (const table of header.tables) found[table.name] = await readTable(frames, table, sink);
  const footer = (await frames.json()) as BackupFooter;
  await frames.end();
  for (const { name } of header.tables) {
    const [said, read] = [footer.sums[name], found[name]];
    if (said === undefined || read?.sha256 !== said.sha256) throw unusable(`the rows of ${name} are damaged`);
    if (read.rows !== null && read.rows !== said.rows) {
      throw unusable(`${name} took ${read.rows} of ${said.rows} rows`);
    }
  }
  return { ...header, ...footer };
}

async function readTable(
  frames: FrameReader,
  table: BackedUpTable,
  sink: BackupSink | null,
): Promise<{ rows: number | null; sha256: string }> {
  const hash = createHash('sha256');
  const pieces = hashed(frames, (piece) => void hash.update(piece));
  let rows: number | null = null;
  if (sink !== null) rows = await sink.rows(table, pieces);
  else for await (const piece of pieces) void piece;
  return { rows, sha256: hash.digest('hex') };
}

async function* hashed(frames: FrameReader, note: (piece: Buffer) => void): AsyncGenerator<Buffer> {
  for (let piece = await frames.next(); piece.length > 0; piece = await frames.next()) {
    note(piece);
    yield piece;
  }
}

/** What Node says of a file that it cannot unpack. */
const UNPACKING: Readonly<Record<string, string>> = {
  Z_BUF_ERROR: 'it ends too early',
  Z_DATA_ERROR: 'it is damaged, or no backup of Underpin',
};

function explained(error: unknown): unknown {
  const { code, message } = error as { readonly code?: string; readonly message: string };
  if (error instanceof DomainError || code === undefined) return error;
  const reason = UNPACKING[code];
  if (reason !== undefined) return unusable(reason);
  return /^E[A-Z]+$/.test(code) ? unusable(`it cannot be read: ${message}`) : error;
}
