import { DomainError } from '../domain/errors';
import type { InputFile } from './importer';
import { looksLikeBinary } from './looks-like';

/** More than this of one file is never held in memory at once; a larger one needs a format that streams. */
export const WHOLE_FILE_BYTES_MAX = 64 * 1024 * 1024;

/** Longer lines are refused by the formats that read line by line. Counted in UTF-16 units. */
const LINE_LENGTH_MAX = 4 * 1024 * 1024;

type Decoder = InstanceType<typeof TextDecoder>;

/** One line without its line feed; null text: it was longer than the limit and was left out. */
export interface Line {
  readonly number: number;
  readonly text: string | null;
}

/**
 * The whole text of a file. Reading stops at the limit, so a file of any size costs bounded memory.
 * @throws DomainError TOO_LARGE, or BAD_REQUEST when it is not UTF-8 (or UTF-16 with a byte order mark).
 */
export async function readWhole(file: InputFile, bytesMax: number = WHOLE_FILE_BYTES_MAX): Promise<string> {
  const parts: string[] = [];
  let bytes = 0;
  for await (const text of decoded(file, (chunk) => (bytes += chunk.length))) {
    if (bytes > bytesMax) {
      const limit = `${Math.round(bytesMax / 1024 / 1024)} MiB`;
      throw new DomainError(
        'TOO_LARGE',
        `${file.name} is larger than ${limit}, the most this format can hold. Split it.`,
        {
          file: file.name,
        },
      );
    }
    parts.push(text);
  }
  return parts.join('');
}

/** The first 16 KiB or so of a file, to see what it looks like. */
export async function readStart(file: InputFile): Promise<string> {
  let start = '';
  for await (const text of decoded(file)) {
    start += text;
    if (start.length >= 16 * 1024) break;
  }
  return start;
}

/** The lines of a file of any size. A line over the limit is named as soon as it is, and skipped, not collected. */
export async function* readLines(file: InputFile, lengthMax: number = LINE_LENGTH_MAX): AsyncGenerator<Line> {
  let rest = '';
  let tooLong = false;
  let number = 1;
  for await (const text of decoded(file)) {
    let start = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
      if (!tooLong) {
        rest += text.slice(start, end);
        yield { number, text: rest.length > lengthMax ? null : rest.replace(/\r$/, '') };
      }
      number += 1;
      rest = '';
      tooLong = false;
      start = end + 1;
    }
    if (!tooLong) rest += text.slice(start);
    if (rest.length > lengthMax) {
      // Who only wants to know what begins here need not wait for an end that may never come.
      yield { number, text: null };
      tooLong = true;
      rest = '';
    }
  }
  if (rest !== '') yield { number, text: rest };
}

/** The text of a file in pieces, without its byte order mark. */
export async function* decoded(
  file: InputFile,
  seen: (chunk: Uint8Array) => void = () => undefined,
): AsyncGenerator<string> {
  let decoder: Decoder | null = null;
  for await (const chunk of file.open()) {
    seen(chunk);
    decoder ??= decoderFor(file, chunk);
    yield decode(file, decoder, chunk);
  }
  if (decoder !== null) yield decode(file, decoder, null);
}

function decode(file: InputFile, decoder: Decoder, chunk: Uint8Array | null): string {
  try {
    return chunk === null ? decoder.decode() : decoder.decode(chunk, { stream: true });
  } catch {
    throw notText(file, null);
  }
}

function decoderFor(file: InputFile, start: Uint8Array): Decoder {
  const binary = looksLikeBinary(start);
  if (binary !== null) throw notText(file, binary);
  return new TextDecoder(encodingOf(start), { fatal: true });
}

function notText(file: InputFile, guess: string | null): DomainError {
  const advice = guess === null ? '. Save it as UTF-8 and import it again.' : `; it looks like ${guess}.`;
  return new DomainError('BAD_REQUEST', `${file.name} is not UTF-8 text${advice}`, { file: file.name });
}

// Spreadsheets on Windows save "Unicode text" as UTF-16 with a byte order mark.
function encodingOf(chunk: Uint8Array): string {
  if (chunk[0] === 0xff && chunk[1] === 0xfe) return 'utf-16le';
  if (chunk[0] === 0xfe && chunk[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}
