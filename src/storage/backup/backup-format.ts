import { DomainError } from '../../domain/errors';
import type { Head } from '../history/change-log';

/*
 * A backup is one gzip stream. In it, frames: four bytes of length, then so many bytes.
 *
 *     magic        16 bytes, no frame
 *     header       JSON: what follows, and of which history it is
 *     rows ... 0   per table of the header, in its order: COPY's text form in pieces, then an empty frame
 *     footer       JSON: rows, bytes and checksum of every table; without it the file is no backup
 */

/** The first bytes; the number is the version of the format. */
export const BACKUP_MAGIC = Buffer.from('UNDERPIN-BACKUP1', 'latin1');

/** One table of a backup. */
export interface BackedUpTable {
  readonly name: string;
  /** In the order of the rows' values. */
  readonly columns: readonly string[];
  /** Its partitions of single months, such as 2026_11. */
  readonly months: readonly string[];
}

/** What a backup holds. */
export interface BackupHeader {
  readonly madeAt: string;
  /** The name of the history up to here, and its newest revision. */
  readonly history: Head;
  /** The version of the schema: every migration that made it, in order. */
  readonly migrations: readonly string[];
  readonly tables: readonly BackedUpTable[];
  /** Sequence -> the number that it gives next. */
  readonly sequences: Readonly<Record<string, number>>;
}

/** What one table came to. */
export interface TableSum {
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
}

/** What every table came to, by name. */
export interface BackupFooter {
  readonly sums: Readonly<Record<string, TableSum>>;
}

const LENGTH_BYTES = 4;
/** More than COPY ever gives at once; a file that says more is damaged. */
const FRAME_BYTES_MAX = 1 << 30;

/** The bytes of a frame. */
export function frame(bytes: Buffer): Buffer {
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(bytes.length);
  return bytes.length === 0 ? length : Buffer.concat([length, bytes]);
}

/** A whole backup, without its rows. */
export interface WholeBackup extends BackupHeader, BackupFooter {}

/** A frame of JSON. */
export const jsonFrame = (value: BackupHeader | BackupFooter): Buffer => frame(Buffer.from(JSON.stringify(value)));

/** Reads frames from unpacked bytes as they come. Throws BAD_REQUEST where the file ends or says what cannot be. */
export class FrameReader {
  readonly #source: AsyncIterator<Buffer>;
  #held: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  async magic(): Promise<void> {
    if (!(await this.#take(BACKUP_MAGIC.length)).equals(BACKUP_MAGIC)) {
      throw unusable('it is no backup of Underpin, or one of another version of the format');
    }
  }

  async next(): Promise<Buffer> {
    const length = (await this.#take(LENGTH_BYTES)).readUInt32BE();
    if (length > FRAME_BYTES_MAX) throw unusable('it is damaged');
    return this.#take(length);
  }

  async json(): Promise<unknown> {
    const bytes = await this.next();
    try {
      return JSON.parse(bytes.toString('utf8'));
    } catch {
      throw unusable('it is damaged');
    }
  }

  async end(): Promise<void> {
    if (this.#held.length > 0 || (await this.#source.next()).done !== true) throw unusable('something follows its end');
  }

  async #take(count: number): Promise<Buffer> {
    const parts = [this.#held];
    let length = this.#held.length;
    while (length < count) {
      const { value, done } = await this.#source.next();
      if (done === true) throw unusable('it ends too early');
      parts.push(value);
      length += value.length;
    }
    const all = parts.length === 1 ? this.#held : Buffer.concat(parts, length);
    this.#held = all.subarray(count);
    return all.subarray(0, count);
  }
}

/** A file that is no whole backup. */
export const unusable = (reason: string): DomainError =>
  new DomainError('BAD_REQUEST', `The file cannot be restored: ${reason}. Nothing was changed; use another backup.`);
