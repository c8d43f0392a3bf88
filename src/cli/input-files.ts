import { createReadStream, statSync } from 'node:fs';
import { STANDARD_INPUT, type InputFile } from '../importers/importer';
import { CommandError } from './command-error';
import { diskFile } from './disk-files';
import { spooledInput } from './spooled-input';

/** A file, and where it can be read as often as wanted. */
interface Opened {
  readonly file: InputFile;
  readonly path: string;
  readonly remove?: () => Promise<void>;
}

/** The files that a command was given. Of what can be read only once, standard input and pipes, it keeps a copy until `remove`. */
export class InputFiles {
  readonly #opened = new Map<string, Opened>();

  /** A file by its path; - is standard input. Throws CommandError when there is none that can be read. */
  async open(path: string): Promise<InputFile> {
    const opened = this.#opened.get(path) ?? (await opening(path));
    this.#opened.set(path, opened);
    return opened.file;
  }

  /** Bytes of the files at these paths, which are open. */
  sizeOf(paths: readonly string[]): number {
    return paths.reduce((sum, path) => sum + statSync(this.#opened.get(path)?.path ?? path).size, 0);
  }

  async remove(): Promise<void> {
    for (const { remove } of this.#opened.values()) await remove?.();
  }
}

async function opening(path: string): Promise<Opened> {
  if (path === '-') return spooledInput(process.stdin, STANDARD_INPUT);
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) throw new CommandError(`There is no file ${path}.`, 2);
  if (found.isDirectory()) throw new CommandError(`${path} is a folder. Name its files, such as ${path}/*.yaml`, 2);
  return found.isFile() ? { file: diskFile(path), path } : spooledInput(createReadStream(path), path);
}
