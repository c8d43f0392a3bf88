const NEWLINE = 10;

/** Cuts the bytes of a COPY in text form into lines, whatever the chunks are. */
export interface LineCutter {
  push(chunk: Buffer): void;
  /** Throws when the last line has no end: the stream was cut. */
  end(): void;
}

/** A row is one line: COPY writes a newline within a value as `\n`. */
export function copyLines(take: (line: string) => void): LineCutter {
  let rest: Buffer = Buffer.alloc(0);
  return {
    push: (chunk) => {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      let start = 0;
      for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
        take(bytes.toString('utf8', start, end));
        start = end + 1;
      }
      rest = bytes.subarray(start);
    },
    end: () => {
      if (rest.length > 0) throw new Error('invariant violated: COPY ended within a row');
    },
  };
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
