import { getMaxListeners, once } from 'node:events';
import { StatementMeter } from '../../src/application/statement-meter';
import { DomainError } from '../../src/domain/errors';
import type { Database, Executor, Tx } from '../../src/storage/database';
import { classifyFailure } from '../../src/storage/database-errors';
import { takeItemIds, takeRelationshipIds } from '../../src/storage/change-sets/id-blocks';
import { claimKey, findIdempotent, purgeIdempotency, storeResult } from '../../src/storage/change-sets/idempotency';
import { readSnapshotOnTwo } from '../../src/storage/read-snapshot';
import { toRfc3339 } from '../../src/storage/timestamps';
import { createTestDatabase, type TestDatabase } from '../support/database';

let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase({ poolSize: 4, statementTimeoutMs: 5_000 });
  database = testDatabase.database;
});
afterAll(() => testDatabase.drop());

const failure = async (sql: string): Promise<unknown> => {
  try {
    await database.query(sql);
  } catch (error) {
    return error;
  }
  throw new Error('it did not fail');
};

describe('what the driver gives back', () => {
  test('keeps microseconds, is UTC, and turns 8-byte numbers into numbers, arrays of them too', async () => {
    const [row] = await database.query(
      `select '2026-11-22T22:07:18.123456+02:00'::timestamptz as fine, '2026-11-22T22:07:18Z'::timestamptz as coarse,
              9007199254740991::bigint as large, array[1, 2]::bigint[] as many, '{}'::bigint[] as none,
              'infinity'::timestamptz as never`,
    );
    expect(row).toEqual({
      fine: '2026-11-22T20:07:18.123456Z',
      coarse: '2026-11-22T22:07:18.000Z',
      large: Number.MAX_SAFE_INTEGER,
      many: [1, 2],
      none: [],
      never: 'infinity',
    });
  });

  test.each([
    ['2026-11-22 22:07:18+00', '2026-11-22T22:07:18.000Z'],
    ['2026-11-22 22:07:18.1+00', '2026-11-22T22:07:18.100Z'],
    ['2026-11-22 22:07:18.1234+00', '2026-11-22T22:07:18.123400Z'],
    ['0044-03-15 10:00:00+00 BC', '0044-03-15 10:00:00+00 BC'],
  ])('reads %s as %s', (text, expected) => {
    expect(toRfc3339(text)).toBe(expected);
  });
});

describe('a transaction', () => {
  test('keeps nothing when its work fails, and counts its statements', async () => {
    const before = database.statementCount();
    await expect(
      database.transaction(async (tx) => {
        await tx.query('update revision_head set revision = 99');
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(database.statementCount() - before).toBe(1);
    const [head] = await database.query<{ revision: number }>('select revision from revision_head');
    expect(head?.revision).toBe(0);
  });

  test('lends the very client, for COPY', async () => {
    const same = await database.transaction(async (tx) => {
      const client = await tx.client();
      const one = await tx.query<{ pid: number }>('select pg_backend_pid() as pid');
      const other = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
      return one[0]?.pid === other.rows[0]?.pid;
    });
    expect(same).toBe(true);
  });

  test('runs at READ COMMITTED, and not for ever while it does nothing', async () => {
    const [row] = await database.query(
      `select current_setting('default_transaction_isolation') as isolation,
              current_setting('idle_in_transaction_session_timeout') as idle`,
    );
    expect(row).toEqual({ isolation: 'read committed', idle: '30s' });
  });
});

describe('a long read on two connections', () => {
  const idle = (): boolean => {
    const { master } = database.dataSource().driver as unknown as { master: { totalCount: number; idleCount: number } };
    return master.totalCount === master.idleCount;
  };
  /** What each of the connections sees, and how many there are. */
  const looksAt = (table: string) => async (readers: readonly Executor[]) => {
    await database.query(`insert into ${table} values (2)`);
    const seen = await Promise.all(
      readers.map((tx) =>
        tx.query<{ pid: number; count: number }>(`select pg_backend_pid() as pid, count(*) from ${table}`),
      ),
    );
    const rows = seen.flat();
    return { connections: new Set(rows.map(({ pid }) => pid)).size, counts: rows.map(({ count }) => count) };
  };

  beforeAll(() => database.query('create table moment (value int)'));
  afterAll(() => database.query('drop table moment'));
  beforeEach(() => database.query('truncate moment'));

  test('sees one moment on both, whatever is written meanwhile, and gives both back', async () => {
    expect(await readSnapshotOnTwo(database, looksAt('moment'))).toEqual({ connections: 2, counts: [0, 0] });
    expect(await database.query('select count(*) from moment')).toEqual([{ count: 1 }]);
    expect(idle()).toBe(true);
  });

  test('takes one where no other can be spared, is refused, or the moment cannot be told', async () => {
    const full: Database = { ...database, hasRoom: () => false };
    let asked = 0;
    const refusing: Database = {
      ...database,
      transaction: (work) => (++asked === 2 ? Promise.reject(new Error('too many')) : database.transaction(work)),
    };
    const mute: Database = {
      ...database,
      transaction: (work) =>
        database.transaction((tx) =>
          work({ ...tx, query: (sql) => tx.query(sql.replace('pg_export_snapshot', 'pg_export_nothing')) }),
        ),
    };
    for (const lacking of [full, refusing, mute]) {
      expect(await readSnapshotOnTwo(lacking, looksAt('moment'))).toMatchObject({ connections: 1 });
    }
    expect(asked).toBe(3);
    expect(idle()).toBe(true);
  });

  test('fails once with what it does, and gives both back', async () => {
    let begun = 0;
    const failing = async ([one, other]: readonly Executor[]): Promise<void> => {
      begun++;
      await Promise.all([one?.query('select pg_sleep(0.05)'), other?.query('select 1 / 0')]);
    };
    await expect(readSnapshotOnTwo(database, failing)).rejects.toThrow('division by zero');
    expect(begun).toBe(1);
    expect(idle()).toBe(true);
  });
});

describe('a session that ends while its connection is lent out', () => {
  /** Begins a transaction, ends its session, goes on when this process knows, and gives what is thrown. */
  const failureOf = async (goOn: (tx: Tx) => Promise<unknown>): Promise<unknown> => {
    const lost = database.transaction(async (tx) => {
      const [own] = await tx.query<{ pid: number }>('select pg_backend_pid() as pid');
      const ended = once(await tx.client(), 'error');
      await database.query('select pg_terminate_backend($1)', [own?.pid]);
      await ended;
      await goOn(tx);
    });
    return lost.then(
      () => 'it did not fail',
      (error: unknown) => error,
    );
  };

  test.each<[string, (tx: Tx) => Promise<unknown>]>([
    ['the next statement', (tx) => tx.query('select 1')],
    ['COPY', async (tx) => (await tx.client()).query('copy (select 1) to stdout')],
    // The end was told between the last statement and the COMMIT: TypeORM has given the connection back already.
    ['COMMIT', () => Promise.resolve()],
  ])('fails %s as one that was lost, and nothing else', async (_, goOn) => {
    expect(classifyFailure(await failureOf(goOn))).toBe('lost');
    expect(await database.query('select 1 as one')).toEqual([{ one: 1 }]);
  });
});

describe('a failure', () => {
  test('is sorted by what may be done about it', async () => {
    expect(classifyFailure(await failure('select 1 / 0'))).toBe('fault');
    expect(classifyFailure(await failure('select pg_terminate_backend(pg_backend_pid())'))).toBe('lost');
    const raise = (state: string): string => `do $$ begin raise exception 'x' using errcode = '${state}'; end $$`;
    expect(classifyFailure(await failure(raise('40001')))).toBe('conflict');
    expect(classifyFailure(await failure(raise('40P01')))).toBe('conflict');
    expect(classifyFailure(await failure(raise('08006')))).toBe('lost');
    expect(classifyFailure(new DomainError('INTERNAL', 'Connection terminated'))).toBe('fault');
    expect(classifyFailure(new AggregateError([Object.assign(new Error('x'), { code: 'ECONNREFUSED' })]))).toBe('lost');
    expect(classifyFailure('nonsense')).toBe('fault');
  });
});

describe('ids', () => {
  test('are dense, ascending and given once', async () => {
    const blocks = await Promise.all([
      takeItemIds(database, 100),
      takeItemIds(database, 100),
      takeItemIds(database, 0),
    ]);
    const all = blocks.flat().toSorted((a, b) => a - b);
    expect(all).toEqual(Array.from({ length: 200 }, (_, index) => (all[0] ?? 0) + index));
    expect(blocks[0]).toEqual(blocks[0]?.toSorted((a, b) => a - b));
    expect(await takeRelationshipIds(database, 2)).toHaveLength(2);
  });
});

describe('idempotency keys', () => {
  const now = new Date('2026-11-22T12:00:00Z');
  const later = new Date(now.getTime() + 25 * 60 * 60 * 1_000);
  const claim = { principal: 'p', key: 'k', bodyHash: 'ab'.repeat(32) };

  test('are found until 24 hours later, and purged then', async () => {
    expect(await claimKey(database, claim, now)).toBe(true);
    expect(await findIdempotent(database, { ...claim, now })).toBeNull();
    await storeResult(database, claim, { answer: null });
    expect(await claimKey(database, claim, now)).toBe(false);
    expect(await findIdempotent(database, { ...claim, now })).toEqual({
      bodyHash: claim.bodyHash,
      result: { answer: null },
    });
    expect(await findIdempotent(database, { ...claim, now: later })).toBeNull();
    expect(await findIdempotent(database, { ...claim, principal: 'q', now })).toBeNull();
    expect(await purgeIdempotency(database, now)).toBe(0);
    expect(await purgeIdempotency(database, later)).toBe(1);
  });

  test('make a twin wait for the first', async () => {
    const order: string[] = [];
    const first = database.transaction(async (tx) => {
      await claimKey(tx, claim, now);
      order.push('first');
      await new Promise((resolve) => {
        setTimeout(resolve, 50);
      });
      await storeResult(tx, claim, 1);
      order.push('stored');
    });
    const twin = database.transaction(async (tx) => {
      while (order.length === 0) await tx.query('select pg_sleep(0.005)');
      const claimed = await claimKey(tx, claim, now);
      order.push('twin');
      return claimed;
    });
    await first;
    expect(await twin).toBe(false);
    expect(order).toEqual(['first', 'stored', 'twin']);
  });
});

test('an operation may wait for as many statements at a time as it likes, without a warning of a leak', async () => {
  const { signal } = new AbortController();
  const meter = new StatementMeter(database);
  meter.endWith({ signal, until: performance.now() + 20_000 });
  await Promise.all(Array.from({ length: 12 }, () => meter.database.query('select 1')));
  expect(meter.statements).toBe(12);
  // Warnings go past the process that a test sees.
  expect(getMaxListeners(signal)).toBe(Number.POSITIVE_INFINITY);
});
