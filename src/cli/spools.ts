import { once } from 'node:events';
import { createReadStream, createWriteStream, type WriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';

/** Texts that are sorted into parts on disk, so that their size does not matter, and read part by part. */
export class Spools {
  readonly #folder: string;
  readonly #streams = new Map<string, WriteStream>();

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async open(): Promise<Spools> {
    return new Spools(await mkdtemp(join(tmpdir(), 'underpin-spool-')));
  }

  /** Appends to a part. */
  async write(part: string, text: string): Promise<void> {
    let stream = this.#streams.get(part);
    if (!stream) {
      stream = createWriteStream(join(this.#folder, String(this.#streams.size)), { mode: 0o600 });
      this.#streams.set(part, stream);
    }
    if (!stream.write(text)) await once(stream, 'drain');
  }

  /** Reads one part from its start; nothing is written to it any more then. */
  async *part(part: string): AsyncGenerator<string> {
    const stream = this.#streams.get(part);
    if (!stream) return;
    if (!stream.writableEnded) {
      stream.end();
      await finished(stream);
    }
    for await (const text of createReadStream(stream.path, { encoding: 'utf8' })) yield text as string;
  }

  /** All parts, sorted by their names; `head` gives what stands in front of each. Nothing is written any more then. */
  async *read(head: (part: string) => string): AsyncGenerator<string> {
    for (const part of [...this.#streams.keys()].sort()) {
      yield head(part);
      yield* this.part(part);
    }
  }

  /** Takes them away. */
  async remove(): Promise<void> {
    for (const stream of this.#streams.values()) stream.destroy();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
