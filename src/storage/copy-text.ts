const NEWLINE = 10;
const TAB = 9;
const BACKSLASH = 92;
const ZERO = 48;

/** Cuts the bytes of a COPY in text form into lines, whatever the chunks are. */
export interface LineCutter {
  push(chunk: Buffer): void;
  /** Throws when the last line has no end: the stream was cut. */
  end(): void;
}

/** A row is one line: COPY writes a newline within a value as `\n`. */
export const copyLines = (take: (line: string) => void): LineCutter =>
  copyRows((bytes, start, end) => take(bytes.toString('utf8', start, end)));

/** The same without making a text of the line: it is `bytes` from `start` up to, not including, `end`. */
export function copyRows(take: (bytes: Buffer, start: number, end: number) => void): LineCutter {
  let rest: Buffer = Buffer.alloc(0);
  return {
    push: (chunk) => {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      let start = 0;
      for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
        take(bytes, start, end);
        start = end + 1;
      }
      rest = bytes.subarray(start);
    },
    end: () => {
      if (rest.length > 0) throw new Error('invariant violated: COPY ended within a row');
    },
  };
}

/**
 * Reads `count` whole numbers at the start of a line into `numbers`, NaN for `\N`, and gives the position behind the tab
 * that follows them. Making texts of the digits first took three times as long.
 */
export function copyNumbers(bytes: Buffer, start: number, count: number, numbers: Float64Array): number {
  let at = start;
  for (let field = 0; field < count; field++) {
    let value = 0;
    let byte = bytes[at++] ?? TAB;
    if (byte === BACKSLASH) value = Number.NaN;
    for (; byte !== TAB && byte !== NEWLINE; byte = bytes[at++] ?? TAB) value = value * 10 + (byte - ZERO);
    numbers[field] = value;
  }
  return at;
}

/** The values of one line; null for `\N`. */
export function copyFields(line: string): readonly (string | null)[] {
  return line.split('\t').map((field) => {
    if (field === '\\N') return null;
    return field.includes('\\')
      ? field.replaceAll(/\\(.)/gs, (_, escaped: string) => UNESCAPED[escaped] ?? escaped)
      : field;
  });
}

/** Backslash sequences that COPY writes; any other character stands for itself. */
const UNESCAPED: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };
