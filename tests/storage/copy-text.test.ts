import { pipeline } from 'node:stream/promises';
import { Writable } from 'node:stream';
import fc from 'fast-check';
import { to as copyTo } from 'pg-copy-streams';
import { copyFields, copyLines } from '../../src/storage/copy-text';
import { createTestDatabase, type TestDatabase } from '../support/database';

describe('COPY in text form', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await createTestDatabase();
  });
  afterAll(() => db.drop());

  const roundTrip = (rows: readonly (readonly (string | null)[])[], chunkBytes: number) =>
    db.database.transaction(async (tx) => {
      await tx.query('create temp table pairs (n serial, a text, b text) on commit drop');
      await tx.query(`insert into pairs (a, b) select * from unnest($1::text[], $2::text[])`, [
        rows.map(([a]) => a),
        rows.map(([, b]) => b),
      ]);
      const read: (readonly (string | null)[])[] = [];
      const lines = copyLines((line) => read.push(copyFields(line)));
      await pipeline(
        (await tx.client()).query(copyTo('copy (select a, b from pairs order by n) to stdout')),
        new Writable({
          write: (chunk: Buffer, _encoding, done) => {
            for (let start = 0; start < chunk.length; start += chunkBytes) {
              lines.push(chunk.subarray(start, start + chunkBytes));
            }
            done();
          },
        }),
      );
      lines.end();
      return read;
    });

  test('gives back every text that PostgreSQL can hold, however the bytes are cut', async () => {
    const text = fc.option(fc.string({ unit: 'binary' }).map((value) => value.replaceAll('\0', '')));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(text, text), { maxLength: 20 }),
        fc.integer({ min: 1, max: 50 }),
        async (rows, chunk) => {
          // A lone surrogate is no character: the driver itself sends the replacement character for it.
          const sent = rows.map((row) => row.map((value) => (value === null ? null : Buffer.from(value).toString())));
          expect(await roundTrip(sent, chunk)).toEqual(sent);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('keeps tabs, newlines, backslashes, empty texts and the letters of \\N apart', async () => {
    const rows = [
      ['a\tb', 'a\nb'],
      ['\\', '\\N'],
      ['', null],
      ['\\t', '\r\v\f\b'],
    ];
    expect(await roundTrip(rows, 3)).toEqual(rows);
  });

  test('notices a stream that was cut within a row', () => {
    const lines = copyLines(() => undefined);
    lines.push(Buffer.from('whole\nhal'));
    expect(() => lines.end()).toThrow('ended within a row');
  });
});
