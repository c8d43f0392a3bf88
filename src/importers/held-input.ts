import { getHeapStatistics } from 'node:v8';
import { DomainError } from '../domain/errors';
import type { Importer, InputFile } from './importer';

/** What becomes of a byte of text takes up to so many in memory: five were measured of a NetBox dump, records and garbage included. */
const BYTES_HELD_OF_ONE = 8;

/** So much of all its files together may be read by a format that holds what it reads, as far as this process has memory. */
const heldBytesMax = (): number => Math.floor(getHeapStatistics().heap_size_limit / BYTES_HELD_OF_ONE);

/**
 * An importer that puts references together and so holds all that it reads: it ends with TOO_LARGE before the process
 * runs out of memory. A file that is opened again is counted once, and one that others name is counted with them.
 */
export const holding = (importer: Importer, bytesMax = heldBytesMax()): Importer => ({
  ...importer,
  read: (files, options, report) => {
    const tally = new Tally(bytesMax);
    return importer.read(
      files.map((file) => counted(file, tally)),
      options,
      report,
    );
  },
});

class Tally {
  private readonly bytesMax: number;
  private readonly byFile = new Map<string, number>();
  private total = 0;

  constructor(bytesMax: number) {
    this.bytesMax = bytesMax;
  }

  seen(file: string, bytes: number): void {
    const before = this.byFile.get(file) ?? 0;
    if (bytes <= before) return;
    this.byFile.set(file, bytes);
    this.total += bytes - before;
    if (this.total <= this.bytesMax) return;
    const limit = `${Math.round(this.bytesMax / 1024 / 1024)} MiB`;
    throw new DomainError(
      'TOO_LARGE',
      `${file}: more than ${limit} of text in all, the most that this format can hold in the memory of this process. ` +
        'Leave out what is no inventory, import parts that do not refer to each other one after the other, or give more memory: NODE_OPTIONS=--max-old-space-size=<MiB>.',
      { file },
    );
  }
}

function counted(file: InputFile, tally: Tally): InputFile {
  const { beside } = file;
  return {
    ...file,
    async *open() {
      let bytes = 0;
      for await (const chunk of file.open()) {
        bytes += chunk.length;
        tally.seen(file.name, bytes);
        yield chunk;
      }
    },
    ...(beside === undefined ? {} : { beside: (path) => beside(path).map((one) => counted(one, tally)) }),
  };
}
