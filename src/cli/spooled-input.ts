import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { InputFile } from '../importers/importer';

/** A stream that can be read once becomes a file that can be opened again; on disk, so that its size does not matter. */
export async function spooledInput(
  stream: NodeJS.ReadableStream,
  name: string,
): Promise<{ readonly file: InputFile; readonly path: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'underpin-import-'));
  const path = join(folder, 'input');
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    await pipeline(stream, createWriteStream(path, { mode: 0o600 }));
  } catch (error) {
    await remove();
    throw error;
  }
  return { path, file: { name, open: () => createReadStream(path) }, remove };
}
