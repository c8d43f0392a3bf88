import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat, statfs, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import {
  COLUMN_TYPES,
  roomFor,
  type ColumnHeading,
  type ColumnTypeName,
  type GraphImage,
  type ImageFacts,
  type ImageRoom,
} from '../../domain/graph/graph-image';
import type { Column } from '../../domain/graph/typed-columns';

/** Where in which history an image was taken. */
export interface ImageStamp {
  readonly revision: number;
  /** The change set of that revision, which names the history up to it; null at 0. */
  readonly changeSetId: string | null;
}

/** An image as it was read back. */
export interface StoredImage {
  readonly stamp: ImageStamp;
  readonly image: ImageRoom;
}

/*
 *   magic     16 bytes, the version of the format among them
 *   length    of the heading, 8 bytes
 *   heading   JSON: stamp, facts, and name, type, length of every column
 *   columns   one after the other, as they lie in memory
 *   checksum  CRC-32 of all before it, 4 bytes
 */
const MAGIC = Buffer.from('UnderpinGraph\0\0\x02', 'latin1');
const PREFIX_BYTES = MAGIC.length + 8;
const CHECKSUM_BYTES = 4;
const CHUNK_BYTES = 4 << 20;
const HEADING_BYTES_MAX = 1 << 30;

interface Heading {
  readonly stamp: ImageStamp;
  readonly facts: ImageFacts;
  readonly littleEndian: boolean;
  readonly columns: readonly ColumnHeading[];
}

/**
 * Writes an image beside the file and puts it in its place when all of it is on the disk: whoever reads finds the old one
 * or the new one, whole. In pieces, so that the event loop is free. Fails when the disk has no room for it twice over.
 */
export async function writeGraphFile(path: string, image: GraphImage, stamp: ImageStamp): Promise<void> {
  const heading = encodeHeading(image, stamp);
  const bytes = image.columns.reduce((sum, { values }) => sum + values.byteLength, heading.length);
  await makeDirectory(dirname(path));
  await refuseFullDisk(dirname(path), bytes);
  const unfinished = `${path}.${randomUUID()}.tmp`;
  try {
    const file = await open(unfinished, 'wx', 0o600);
    try {
      await writeAll(file, heading, image);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
    await syncDirectory(dirname(path));
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

/** Removes what killed servers left half written; what is younger than `ageMs` another one may be writing just now. */
export async function removeUnfinished(path: string, now: Date, ageMs = 3_600_000): Promise<void> {
  const names = await readdir(dirname(path)).catch(() => []);
  for (const name of names.filter((one) => one.startsWith(`${basename(path)}.`) && one.endsWith('.tmp'))) {
    const unfinished = join(dirname(path), name);
    const { mtimeMs } = await stat(unfinished).catch(() => ({ mtimeMs: Infinity }));
    if (mtimeMs < now.getTime() - ageMs) await rm(unfinished, { force: true });
  }
}

/** Reads an image back; null when there is no file. Fails when it is damaged or of another format, and says so. */
export async function readGraphFile(path: string): Promise<StoredImage | null> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (file === null) return null;
  try {
    return await readAll(new CheckedReader(file));
  } finally {
    await file.close();
  }
}

function encodeHeading({ facts, columns }: GraphImage, stamp: ImageStamp): Buffer {
  const heading: Heading = {
    stamp,
    facts,
    littleEndian: LITTLE_ENDIAN,
    columns: columns.map(({ name, values }) => ({ name, type: typeOf(values), length: values.length })),
  };
  const json = Buffer.from(JSON.stringify(heading));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  return Buffer.concat([MAGIC, length, json]);
}

const LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

function typeOf(values: Column): ColumnTypeName {
  const type = COLUMN_TYPES.find((name) => name === values.constructor.name);
  if (type === undefined) throw new Error(`invariant violated: no column of ${values.constructor.name}`);
  return type;
}

/** Through a buffer of its own: what is summed up must be what is written, and the columns may change in between. */
async function writeAll(file: FileHandle, heading: Buffer, { columns }: GraphImage): Promise<void> {
  const chunk = Buffer.alloc(CHUNK_BYTES);
  let checksum = crc32(heading);
  await file.writeFile(heading);
  for (const { values } of columns) {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    for (let start = 0; start < bytes.length; start += CHUNK_BYTES) {
      const piece = bytes.subarray(start, start + CHUNK_BYTES);
      chunk.set(piece);
      const written = chunk.subarray(0, piece.length);
      checksum = crc32(written, checksum);
      await file.writeFile(written);
    }
  }
  const end = Buffer.alloc(CHECKSUM_BYTES);
  end.writeUInt32LE(checksum);
  await file.writeFile(end);
}

async function readAll(reader: CheckedReader): Promise<StoredImage> {
  const prefix = await reader.take(PREFIX_BYTES);
  if (!prefix.subarray(0, MAGIC.length).equals(MAGIC)) throw new Error('it is of another format or version');
  const length = Number(prefix.readBigUInt64LE(MAGIC.length));
  if (length > HEADING_BYTES_MAX) throw new Error('it is damaged: its heading has no end');
  const heading = parseHeading(await reader.take(length));
  const image = roomFor(heading.facts, heading.columns);
  for (const { name, length: count } of heading.columns) {
    const values = image.columns.get(name);
    if (values === undefined || values.length < count) throw new Error('it is damaged: its heading contradicts itself');
    await reader.readInto(new Uint8Array(values.buffer, values.byteOffset, count * values.BYTES_PER_ELEMENT));
  }
  await reader.check();
  return { stamp: heading.stamp, image };
}

function parseHeading(bytes: Buffer): Heading {
  let heading: Heading;
  try {
    heading = JSON.parse(bytes.toString()) as Heading;
  } catch {
    throw new Error('it is damaged: its heading cannot be read');
  }
  if (heading.littleEndian !== LITTLE_ENDIAN)
    throw new Error('it was written by a machine with another order of bytes');
  if (heading.columns.some(({ type }) => !COLUMN_TYPES.includes(type))) {
    throw new Error('it is damaged: a column is of no known type');
  }
  return heading;
}

/** Reads a file from its beginning and sums up what it gives. */
class CheckedReader {
  readonly #file: FileHandle;
  readonly #chunk = Buffer.alloc(CHUNK_BYTES);
  #checksum = 0;

  constructor(file: FileHandle) {
    this.#file = file;
  }

  async take(length: number): Promise<Buffer> {
    const { size } = await this.#file.stat();
    if (length > size) throw new Error('it is damaged: it ends too early');
    const bytes = Buffer.alloc(length);
    await this.readInto(bytes);
    return bytes;
  }

  async readInto(bytes: Uint8Array): Promise<void> {
    for (let start = 0; start < bytes.length; start += CHUNK_BYTES) {
      const piece = this.#chunk.subarray(0, Math.min(CHUNK_BYTES, bytes.length - start));
      await this.#read(piece);
      this.#checksum = crc32(piece, this.#checksum);
      bytes.set(piece, start);
    }
  }

  async check(): Promise<void> {
    const end = this.#chunk.subarray(0, CHECKSUM_BYTES);
    await this.#read(end);
    if (end.readUInt32LE() !== this.#checksum) throw new Error('it is damaged: its checksum is wrong');
  }

  async #read(piece: Buffer): Promise<void> {
    for (let done = 0; done < piece.length;) {
      const { bytesRead } = await this.#file.read(piece, done, piece.length - done, null);
      if (bytesRead === 0) throw new Error('it is damaged: it ends too early');
      done += bytesRead;
    }
  }
}

/** Level by level: Node's own way of making parents never ends below a directory that takes none, such as /proc. */
async function makeDirectory(path: string): Promise<void> {
  const make = async (): Promise<string | undefined> => {
    try {
      await mkdir(path, { mode: 0o711 });
      return undefined;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EEXIST') return undefined;
      if (code === 'ENOENT') return code;
      throw error;
    }
  };
  if ((await make()) === undefined) return;
  await makeDirectory(dirname(path));
  if ((await make()) !== undefined) throw new Error(`the directory ${path} cannot be made`);
}

async function refuseFullDisk(directory: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(directory);
  if (bavail * bsize >= 2 * bytes) return;
  throw new Error(
    `the disk has ${Math.floor((bavail * bsize) / 1e6)} MB left, and it takes ${Math.ceil(bytes / 1e6)} MB`,
  );
}

/** The new name must be on the disk, too. Not every system lets a directory be opened. */
async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r').catch(() => null);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
