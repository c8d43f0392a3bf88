import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { access, rename, rm, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { TakeBytes } from '../storage/backup/write-backup';
import { CommandError } from './command-error';

/** Beyond this it costs much time and saves little room. */
const GZIP_LEVEL = 3;

/**
 * Writes packed bytes to a file that only its owner reads, and that is there only when all of it is. Until then they are in
 * a file of this run's own: of two that write to one path, the later one wins as a whole. Answers how large it became.
 */
export async function writeWholeFile(path: string, write: (take: TakeBytes) => Promise<void>): Promise<number> {
  const partial = `${path}.${process.pid}-${randomUUID().slice(0, 8)}.partial`;
  const gzip = createGzip({ level: GZIP_LEVEL });
  const done = pipeline(gzip, createWriteStream(partial, { flags: 'wx', mode: 0o600, flush: true }));
  // Looked at below; a failure before that would end the process.
  done.catch(() => undefined);
  try {
    await write(async (bytes) => {
      if (!gzip.write(bytes)) await Promise.race([once(gzip, 'drain'), done]);
    });
    gzip.end();
    await done;
    await rename(partial, path);
    return (await stat(path)).size;
  } catch (error) {
    gzip.destroy();
    await done.catch(() => undefined);
    await rm(partial, { force: true });
    throw isSystemError(error) ? new CommandError(`The file ${path} cannot be written: ${error.message}.`) : error;
  }
}

const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  /^E[A-Z]+$/.test((error as NodeJS.ErrnoException).code ?? '') &&
  ['open', 'write', 'fsync', 'rename'].includes((error as NodeJS.ErrnoException).syscall ?? '');

/** What is there already is not written over, unless that is wanted. */
export async function refuseToOverwrite(path: string): Promise<void> {
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (isThere) throw new CommandError(`${path} is there already. Choose another name, or say --force.`, 2);
}
