import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { to as copyTo } from 'pg-copy-streams';
import type { Tx } from '../database';

/** The values of one row as PostgreSQL sends them in binary form. */
export type BinaryRow = readonly (Buffer | null)[];

/** All rows of a SELECT in binary form: for few rows that hold much, since all of it is in memory at once. */
export async function copyBinary(tx: Tx, select: string): Promise<readonly BinaryRow[]> {
  const client = await tx.client();
  const chunks: Buffer[] = [];
  await pipeline(
    client.query(copyTo(`copy (${select}) to stdout (format binary)`)),
    new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        chunks.push(chunk);
        done();
      },
    }),
  );
  return rowsIn(Buffer.concat(chunks));
}

/** A signature of 11 bytes, flags of 4, and the length of an extension that there is none of. */
const HEADER_BYTES = 19;
const NULL_LENGTH = -1;
const END = -1;

/** A row is the number of its fields and, of each, its length and that many bytes; PostgreSQL's manual, "COPY", "Binary Format". */
function rowsIn(bytes: Buffer): readonly BinaryRow[] {
  const rows: BinaryRow[] = [];
  let at = HEADER_BYTES;
  for (let fields = bytes.readInt16BE(at); fields !== END; fields = bytes.readInt16BE(at)) {
    at += 2;
    const row: (Buffer | null)[] = [];
    for (let field = 0; field < fields; field++) {
      const length = bytes.readInt32BE(at);
      at += 4;
      row.push(length === NULL_LENGTH ? null : bytes.subarray(at, at + length));
      at += Math.max(0, length);
    }
    rows.push(row);
  }
  return rows;
}

/** What `string_agg(float8send(…), '')` put together: whole numbers below 2^53 come through exactly. */
export function numbersIn(value: Buffer): Float64Array {
  // A view needs its numbers at a multiple of eight, and in the order of bytes of this machine.
  const own = new Uint8Array(value);
  Buffer.from(own.buffer).swap64();
  return new Float64Array(own.buffer);
}
