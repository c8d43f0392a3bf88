import fc from 'fast-check';
import type { TestDatabase } from '../support/database';
import { createTestDatabase } from '../support/database';
import { copyRows, copyTarget, copyText } from '../../src/storage/change-sets/copy-rows';

/** Columns of every type that the written tables have. */
const COLUMNS = {
  id: 'bigint',
  name: 'text',
  note: 'text',
  flag: 'boolean',
  paths: 'text[]',
  attributes: 'jsonb',
  hash: 'bytea',
  seen_at: 'timestamptz',
  at: 'timestamptz(3)',
  valid_from: 'bigint',
};
const TARGET = copyTarget('copied', COLUMNS, { timed: ['at'], revision: 'valid_from' });

/** What PostgreSQL can hold as text: no U+0000, no half of a surrogate pair. */
const awkward = '\\"{},\n\r\t\b\u0001NnT.\''.split('');
const text = fc
  .oneof(
    fc.string({ unit: 'grapheme' }),
    fc.array(fc.constantFrom(...awkward)).map((characters) => characters.join('')),
  )
  .map((value) => value.replaceAll('\0', ''));
const json = fc.jsonValue({ maxDepth: 2 }).filter((value) => !JSON.stringify(value).includes(String.raw`\u0000`));
const row = fc.record({
  name: text,
  note: fc.option(text),
  flag: fc.boolean(),
  paths: fc.array(text, { maxLength: 4 }),
  attributes: fc.record({ given: json, [String.raw`back\slash`]: text }),
  hash: fc.uint8Array({ maxLength: 8 }).map((bytes) => String.raw`\x` + Buffer.from(bytes).toString('hex')),
  seen_at: fc.constant('2026-01-02T03:04:05.123456Z'),
});

describe('lines for COPY', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await createTestDatabase();
    const columns = Object.entries(COLUMNS).map(([name, type]) => `${name} ${type}`);
    await db.database.query(`create table copied (${columns.join(', ')})`);
  });
  afterAll(() => db.drop());

  test('arrive as the values they were made of, with the revision and time of their change set', async () => {
    const { database } = db;
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 20 }), async (rows) => {
        const numbered = rows.map((one, id) => ({ ...one, id }));
        const half = Math.floor(rows.length / 2);
        const earlier = await copyText(TARGET, numbered.slice(0, half));
        const later = await copyText(TARGET, numbered.slice(half));
        const copy = (first: number) =>
          database.transaction((tx) =>
            copyRows(tx, [
              {
                target: TARGET,
                parts: [
                  { text: earlier, revision: first, at: `2026-01-01T00:00:00.00${first}Z` },
                  { text: later, revision: first + 1, at: `2026-01-01T00:00:00.00${first + 1}Z` },
                ],
              },
            ]),
          );
        // What was tried before leaves no trace in what is written in the end.
        await copy(1);
        await database.query('truncate copied');
        await copy(7);
        const stored = await database.query<Record<string, unknown> & { hash: Buffer }>(
          'select * from copied order by id',
        );
        const expected = rows.map((one, id) => ({
          ...one,
          id,
          // -0 is 0 in JSON text.
          attributes: JSON.parse(JSON.stringify(one.attributes)) as unknown,
          at: `2026-01-01T00:00:00.00${id < half ? 7 : 8}Z`,
          valid_from: id < half ? 7 : 8,
        }));
        expect(stored.map((one) => ({ ...one, hash: String.raw`\x` + one.hash.toString('hex') }))).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  test('of several tables go in one message, and one that is refused leaves the transaction to its savepoint', async () => {
    const { database } = db;
    await database.query('create table keyed (id bigint primary key, valid_from bigint)');
    const keyed = copyTarget('keyed', { id: 'bigint', valid_from: 'bigint' }, { timed: [], revision: 'valid_from' });
    const linesOf = async (ids: readonly number[], target = keyed) => ({
      target,
      parts: [
        {
          text: await copyText(
            target,
            ids.map((id) => ({ id })),
          ),
          revision: 7,
          at: '2026-01-01T00:00:00.007Z',
        },
      ],
    });
    const many = Array.from({ length: 50_000 }, (_, id) => id);
    await database.query('truncate copied');
    await expect(copyText(TARGET, [{ id: 1, name: 'a\0' }])).rejects.toThrow('U+0000');
    await database.transaction(async (tx) => {
      await tx.query('savepoint before');
      await expect(copyRows(tx, [await linesOf([1, 1]), await linesOf(many, TARGET)])).rejects.toMatchObject({
        code: '23505',
      });
      await tx.query('rollback to savepoint before');
      await copyRows(tx, [await linesOf([1, 2]), await linesOf([], TARGET), await linesOf(many, TARGET)]);
    });
    expect(
      await database.query('select (select count(*) from keyed) as k, (select count(distinct id) from copied) as c'),
    ).toEqual([{ k: 2, c: 50_000 }]);
  });
});
