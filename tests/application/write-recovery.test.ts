import type { WriteQueue } from '../../src/application/writes/write-queue';
import type { ItemId } from '../../src/domain/ids';
import { readHead } from '../../src/storage/history/change-log';
import type { ChangePlan } from '../../src/storage/change-sets/change-plan';
import { openDatabase, type Database } from '../../src/storage/database';
import { takeItemIds } from '../../src/storage/change-sets/id-blocks';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { startFlakyProxy, type FlakyProxy } from '../support/flaky-proxy';
import { changePlan, creation, testItem, testQueue } from '../support/plans';
import { readChangeSetsAfter } from '../support/change-sets';

let direct: TestDatabase;
let proxy: FlakyProxy;
let database: Database;
let queue: WriteQueue;

beforeAll(async () => {
  direct = await createTestDatabase();
  proxy = await startFlakyProxy(direct.url);
  database = await openDatabase(proxy.url, { poolSize: 4 });
  queue = testQueue(database, { retry: { attemptsMax: 6, pauseMs: 10, pauseMaxMs: 100 } });
});
afterAll(async () => {
  await queue.close();
  await database.close();
  await proxy.close();
  await direct.drop();
});

async function plans(count: number): Promise<readonly ChangePlan[]> {
  const ids = await takeItemIds(direct.database, count);
  return ids.map((id) => changePlan({ items: [creation(testItem(id))] }));
}

const submit = (plan: ChangePlan): ReturnType<WriteQueue['submit']> =>
  queue.submit({ prepare: () => Promise.resolve(plan) });

async function itemsSince(revision: number): Promise<readonly (ItemId | null)[]> {
  const logged = await readChangeSetsAfter(direct.database, revision as never, 1_000);
  return logged.flatMap(({ changes }) => changes.map((change) => change.itemId));
}

describe('when the connection is lost', () => {
  test('in COMMIT after it was done, the write is recognised and not written twice', async () => {
    const before = await readHead(direct.database);
    const written = await plans(3);
    proxy.loseAtCommit('answer');
    const results = await Promise.all(written.map(submit));
    expect(await itemsSince(before.revision)).toEqual(written.map((plan) => plan.items[0]?.after.id));
    expect(results.map((result) => result.revision)).toEqual([1, 2, 3].map((n) => before.revision + n));
    const logged = await readChangeSetsAfter(direct.database, before.revision, 10);
    expect(results.map((result) => result.changeSet)).toEqual(logged.map(({ changeSet }) => changeSet));
  });

  test('before COMMIT was done, the write is written again', async () => {
    const before = await readHead(direct.database);
    const written = await plans(3);
    proxy.loseAtCommit('question');
    await Promise.all(written.map(submit));
    expect(await itemsSince(before.revision)).toEqual(written.map((plan) => plan.items[0]?.after.id));
  });

  test('for a while, writes wait and go through afterwards', async () => {
    const before = await readHead(direct.database);
    const written = await plans(2);
    proxy.shut();
    const results = written.map(submit);
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
    proxy.open();
    expect((await Promise.all(results)).map((result) => result.revision)).toEqual(
      [1, 2].map((n) => before.revision + n),
    );
  });

  test('for good, writes are refused with a code, and the queue goes on later', async () => {
    const before = await readHead(direct.database);
    const [first, second, third] = await plans(3);
    if (!first || !second || !third) throw new Error('no plans');
    const hasty = testQueue(database, { retry: { attemptsMax: 2, pauseMs: 1, pauseMaxMs: 1 } });
    proxy.shut();
    await expect(hasty.submit({ prepare: () => Promise.resolve(first) })).rejects.toMatchObject({
      code: 'DATABASE_UNAVAILABLE',
      details: {},
    });
    await expect(
      hasty.submit({
        prepare: async (reader) => {
          await reader.query('select 1');
          return second;
        },
      }),
    ).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE', details: {} });
    proxy.open();
    const result = await hasty.submit({ prepare: () => Promise.resolve(third) });
    expect(result.revision).toBe(before.revision + 1);
  });

  test('in COMMIT and for good, the refusal says that it may have been written', async () => {
    const before = await readHead(direct.database);
    const [plan] = await plans(1);
    if (!plan) throw new Error('no plan');
    const hasty = testQueue(database, { retry: { attemptsMax: 2, pauseMs: 1, pauseMaxMs: 1 } });
    proxy.loseAtCommit('answer', { thenShut: true });
    await expect(hasty.submit({ prepare: () => Promise.resolve(plan) })).rejects.toMatchObject({
      code: 'DATABASE_UNAVAILABLE',
      details: { maybeWritten: true, requestId: plan.requestId },
    });
    proxy.open();
    expect(await itemsSince(before.revision)).toEqual([plan.items[0]?.after.id]);
  });
});

describe('when PostgreSQL takes the other side of a deadlock', () => {
  test('the write is tried again', async () => {
    const [plan] = await plans(1);
    if (!plan) throw new Error('no plan');
    let failures = 0;
    const result = await queue.submit({
      underLock: true,
      prepare: async (reader) => {
        if (failures < 2) {
          failures += 1;
          await reader.query(`do $$ begin raise exception 'in the way' using errcode = '40P01'; end $$`);
        }
        return plan;
      },
    });
    expect(failures).toBe(2);
    expect(result.changeSet).not.toBeNull();
  });
});
