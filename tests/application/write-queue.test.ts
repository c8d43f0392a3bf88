import { randomUUID } from 'node:crypto';
import { OwnWrites } from '../../src/application/writes/own-writes';
import type { WaitingWrite } from '../../src/application/writes/waiting-write';
import { sizedRows, writeBatch } from '../../src/application/writes/write-batch';
import type { PlannedWrite, WriteQueue } from '../../src/application/writes/write-queue';
import { DomainError } from '../../src/domain/errors';
import type { ItemId, Revision } from '../../src/domain/ids';
import { readHead } from '../../src/storage/history/change-log';
import { identifierKey, NO_EXPECTATIONS, type ChangePlan } from '../../src/storage/change-sets/change-plan';
import { openDatabase, type Database, type Executor } from '../../src/storage/database';
import { takeItemIds, takeRelationshipIds } from '../../src/storage/change-sets/id-blocks';
import { loadItemsAt } from '../../src/storage/items/item-queries';
import { createTestDatabase, type TestDatabase } from '../support/database';
import {
  changePlan,
  creation,
  ending,
  relation,
  testIdentifier,
  testItem,
  testObservation,
  testQueue,
  testRelationship,
  update,
} from '../support/plans';
import { readChangeSetsAfter } from '../support/change-sets';

let test_: TestDatabase;
let database: Database;
let queue: WriteQueue;

beforeAll(async () => {
  test_ = await createTestDatabase();
  database = test_.database;
  queue = testQueue(database);
});
afterAll(async () => {
  await queue.close();
  await test_.drop();
});

const planned = (plan: ChangePlan | null): PlannedWrite => ({ prepare: () => Promise.resolve(plan) });

async function newItem(): Promise<ItemId> {
  const [id] = await takeItemIds(database, 1);
  if (id === undefined) throw new Error('no id');
  return id;
}

async function created(fields: Parameters<typeof testItem>[1] = {}): Promise<{ id: ItemId; at: Revision }> {
  const id = await newItem();
  const { revision } = await queue.submit(planned(changePlan({ items: [creation(testItem(id, fields))] })));
  return { id, at: revision };
}

async function load(executor: Executor, id: ItemId): Promise<ReturnType<typeof testItem>> {
  const head = await readHead(executor);
  const [item] = await loadItemsAt(executor, [{ id, revision: head.revision }]);
  if (!item) throw new Error(`no item ${id}`);
  return item;
}

/** Adds one to an attribute of an item, from what it is when this is prepared. */
const increment = (id: ItemId): PlannedWrite => ({
  prepare: async (reader) => {
    const item = await load(reader, id);
    const count = Number(item.attributes['count'] ?? 0) + 1;
    return changePlan({
      items: [update(item, { attributes: { count } })],
      expects: { ...NO_EXPECTATIONS, items: new Map([[id, item.validFrom]]) },
    });
  },
});

describe('one write', () => {
  test('becomes one change set with the next revision and its changes', async () => {
    const before = await readHead(database);
    const id = await newItem();
    const plan = changePlan({ items: [creation(testItem(id))], reason: 'because', source: 'scanner' });
    const result = await queue.submit(planned(plan));
    expect(result.revision).toBe(before.revision + 1);
    const [logged] = await readChangeSetsAfter(database, before.revision, 10);
    expect(logged?.changeSet).toEqual(result.changeSet);
    expect(logged?.changeSet).toMatchObject({
      reason: 'because',
      source: 'scanner',
      requestId: plan.requestId,
      changeCount: 1,
    });
    expect(logged?.changes).toMatchObject([
      { kind: 'CREATED', entity: 'CONFIGURATION_ITEM', itemId: id, item: { id, className: 'Server', retired: false } },
    ]);
    const head = await readHead(database);
    expect(head).toEqual({ revision: result.revision, at: result.changeSet?.at, id: result.changeSet?.id });
  });

  test('stamps the times of the change set, and keeps the time of creation', async () => {
    const { id } = await created();
    const first = await load(database, id);
    const { changeSet } = await queue.submit(increment(id));
    const second = await load(database, id);
    expect(first.createdAt).toBe(first.updatedAt);
    expect(second).toMatchObject({ createdAt: first.createdAt, updatedAt: changeSet?.at, version: 2 });
  });

  test('that has nothing to write uses no revision', async () => {
    const before = await readHead(database);
    expect(await queue.submit(planned(null))).toEqual({
      changeSet: null,
      revision: before.revision,
      replayed: null,
    });
    expect(await queue.submit(planned(changePlan()))).toMatchObject({ changeSet: null });
    expect(await queue.submit({ ...planned(null), underLock: true })).toMatchObject({
      changeSet: null,
      revision: before.revision,
    });
    expect(await readHead(database)).toEqual(before);
  });

  test('that is larger than one lock hold is refused as a whole', async () => {
    const identifiersAdded = Array.from({ length: 5_001 }, (_, n) => testIdentifier(1 as ItemId, `too-many-${n}`));
    await expect(queue.submit(planned(changePlan({ identifiersAdded })))).rejects.toMatchObject({
      code: 'TOO_LARGE',
      details: { rows: 5_001, rowsMax: 5_000 },
    });
  });

  test('never sets the time back, whatever the clock says', async () => {
    const before = await readHead(database);
    const slow = testQueue(database, { clock: () => new Date('2001-01-01T00:00:00Z') });
    const id = await newItem();
    const { changeSet } = await slow.submit(planned(changePlan({ items: [creation(testItem(id))] })));
    expect(changeSet?.at).toBe(before.at);
  });

  test('of observations alone is logged as observed and makes no version of the item', async () => {
    const { id } = await created();
    const { revision } = await queue.submit(
      planned(changePlan({ observations: [{ before: null, after: testObservation(id), tenant: '' }] })),
    );
    const [logged] = await readChangeSetsAfter(database, (revision - 1) as Revision, 1);
    expect(logged?.changes).toMatchObject([{ kind: 'OBSERVED', itemId: id, paths: ['name'], item: null }]);
    expect((await load(database, id)).version).toBe(1);
  });

  test('tells followers of the graph only what the graph minds', async () => {
    const { id } = await created();
    const item = await load(database, id);
    const described = await queue.submit(planned(changePlan({ items: [update(item, { description: 'new' })] })));
    const moved = await queue.submit(
      planned(changePlan({ items: [update(item, { description: 'new', environment: 'test' })] })),
    );
    const logged = await readChangeSetsAfter(database, (described.revision - 1) as Revision, 2);
    expect(logged[0]?.changes[0]?.item).toBeNull();
    expect(logged[1]?.changes[0]?.item).toMatchObject({ environment: 'test' });
    expect(logged[1]?.changeSet.revision).toBe(moved.revision);
  });

  test('that contradicts itself is refused before anything is locked', async () => {
    const id = await newItem();
    const plan = changePlan({ items: [creation(testItem(id)), creation(testItem(id))] });
    await expect(queue.submit(planned(plan))).rejects.toThrow(`a plan writes item ${id} twice`);
  });
});

describe('a write whose ground has moved', () => {
  test('is made anew, so that no update is lost', async () => {
    const { id } = await created({ attributes: { count: 0 } });
    await Promise.all(Array.from({ length: 20 }, () => queue.submit(increment(id))));
    const item = await load(database, id);
    expect(item.attributes).toEqual({ count: 20 });
    expect(item.version).toBe(21);
  });

  test('is made anew for each kind of thing it was made from', async () => {
    const { id } = await created();
    const { id: other } = await created();
    const [first] = await takeRelationshipIds(database, 1);
    if (first === undefined) throw new Error('no id');
    const value = randomUUID();
    const { keyHash, entryId } = testIdentifier(id, value);
    const source = randomUUID();
    const grounds: readonly (readonly [Partial<ChangePlan['expects']>, Partial<ChangePlan>])[] = [
      [
        { observations: new Map([[id, null]]) },
        { observations: [{ before: null, after: testObservation(id), tenant: '' }] },
      ],
      [
        { identifiers: new Map([[identifierKey(entryId, keyHash), []]]) },
        { identifiersAdded: [testIdentifier(id, value)] },
      ],
      [
        { relationships: new Map([[`${id}:DEPENDS_ON:${other}`, null]]), relationshipsOf: new Map([[other, '0:0']]) },
        { relationships: [relation(testRelationship(first, id, other))] },
      ],
      [
        { sources: new Map([[source, null]]) },
        {
          dataSources: [
            {
              record: {
                name: source,
                description: null,
                tenant: '',
                mayCreate: true,
                absentAfterMisses: null,
                absentGraceHours: null,
                expectedIntervalSeconds: null,
                createdAt: '',
              },
              isNew: true,
            },
          ],
        },
      ],
    ];
    for (const [expected, moving] of grounds) {
      const prepared: boolean[] = [];
      const expects = { ...NO_EXPECTATIONS, ...expected };
      const watcher: PlannedWrite = {
        prepare: async (reader) => {
          prepared.push(reader === database);
          // Somebody else writes between preparing and the lock.
          if (reader === database) await queue.submit(planned(changePlan(moving)));
          return changePlan({ items: [creation(testItem(await newItem()))], expects });
        },
      };
      await queue.submit(watcher);
      expect(prepared).toEqual([true, false]);
    }
  });

  test('is made anew after another server has moved it, also between two writes of this one', async () => {
    const other = testQueue(database);
    const { id, at } = await created();
    const expects = { ...NO_EXPECTATIONS, items: new Map([[id, at]]) };
    for (const mover of [other, queue, other]) {
      const prepared: boolean[] = [];
      await queue.submit({
        prepare: async (reader) => {
          prepared.push(reader === database);
          if (reader === database) {
            await created();
            await mover.submit(increment(id));
            await created();
          }
          return changePlan({ items: [creation(testItem(await newItem()))], expects });
        },
      });
      expect(prepared).toEqual([true, false]);
    }
  });

  test('is held against what this server wrote meanwhile without a look at the tables', async () => {
    const { id, at } = await created();
    const expects = { ...NO_EXPECTATIONS, items: new Map([[id, at]]), model: at };
    const statements: number[] = [];
    for (const meanwhile of [() => created(), () => testQueue(database).submit(planned(changePlan({ items: [] })))]) {
      await queue.submit({
        prepare: async () => {
          await meanwhile();
          const plan = changePlan({ items: [creation(testItem(await newItem()))], expects });
          statements.push(-database.statementCount());
          return plan;
        },
      });
      statements.push((statements.pop() ?? 0) + database.statementCount());
    }
    // The lock is all that is asked for; the rows go by COPY.
    expect(statements).toEqual([1, 1]);
  });

  test('is prepared once when nothing has moved', async () => {
    const { id, at } = await created();
    const prepare = jest.fn(async () =>
      changePlan({
        items: [creation(testItem(await newItem()))],
        expects: {
          ...NO_EXPECTATIONS,
          items: new Map([
            [id, at],
            [(id + 1_000_000) as ItemId, null],
          ]),
          observations: new Map([[id, null]]),
          relationshipsOf: new Map([[id, '0:0']]),
          identifiers: new Map([[identifierKey(100, 'ff'.repeat(16)), []]]),
          sources: new Map([['nobody', null]]),
          model: at,
        },
      }),
    );
    await queue.submit({ prepare });
    expect(prepare).toHaveBeenCalledTimes(1);
  });

  test('is made anew when a key that it takes for free is taken, and nobody else is', async () => {
    const { id } = await created();
    const { id: other } = await created();
    const [first, second] = await takeRelationshipIds(database, 2);
    if (first === undefined || second === undefined) throw new Error('no id');
    const taken = testIdentifier(id, randomUUID());
    const winner = { identifiersAdded: [taken], relationships: [relation(testRelationship(first, id, other))] };
    const late: readonly Partial<ChangePlan>[] = [
      { identifiersAdded: [{ ...taken, itemId: other }] },
      { relationships: [relation(testRelationship(second, id, other))] },
    ];
    const prepared: string[] = [];
    let won: Promise<unknown> | null = null;
    const losers = late.map((parts, at): PlannedWrite => ({
      prepare: async (reader) => {
        prepared.push(`${at} ${reader === database ? 'before' : 'under'} the lock`);
        await (won ??= queue.submit(planned(changePlan(winner))));
        return reader === database ? changePlan(parts) : null;
      },
    }));
    const bystander: PlannedWrite = {
      prepare: async () => {
        prepared.push('bystander');
        await (won ??= queue.submit(planned(changePlan(winner))));
        return changePlan({ identifiersAdded: [testIdentifier(other, randomUUID())] });
      },
    };
    const results = await Promise.all([...losers, bystander].map((write) => queue.submit(write)));
    expect(results.map(({ changeSet }) => changeSet !== null)).toEqual([false, false, true]);
    expect([...prepared].sort()).toEqual([
      '0 before the lock',
      '0 under the lock',
      '1 before the lock',
      '1 under the lock',
      'bystander',
    ]);
  });

  test('may find that nothing is left to write, and then uses no revision', async () => {
    const { id, at } = await created();
    let head = await readHead(database);
    const stale: PlannedWrite = {
      prepare: async (reader) => {
        if (reader !== database) return null;
        await queue.submit(increment(id));
        head = await readHead(database);
        return changePlan({
          items: [creation(testItem(id))],
          expects: { ...NO_EXPECTATIONS, items: new Map([[id, at]]) },
        });
      },
    };
    const result = await queue.submit(stale);
    expect(result).toMatchObject({ changeSet: null, revision: head.revision });
    expect(await readHead(database)).toEqual(head);
  });
});

describe('writes that wait at the same time', () => {
  test('share transactions, each with a change set and a revision of its own', async () => {
    const before = await readHead(database);
    const holds = queue.statistics().lockHolds;
    const ids = await takeItemIds(database, 100);
    const results = await Promise.all(
      ids.map((id) => queue.submit(planned(changePlan({ items: [creation(testItem(id))] })))),
    );
    const revisions = results.map((result) => result.revision).sort((a, b) => a - b);
    expect(revisions).toEqual(ids.map((_, index) => before.revision + 1 + index));
    expect(queue.statistics().lockHolds - holds).toBeLessThan(20);
    const logged = await readChangeSetsAfter(database, before.revision, 200);
    expect(new Set(logged.flatMap(({ changes }) => changes.map((change) => change.itemId)))).toEqual(new Set(ids));
    for (const result of results) {
      const own = logged.find(({ changeSet }) => changeSet.revision === result.revision);
      expect(own?.changeSet).toEqual(result.changeSet);
    }
  });

  test('do not share the failure of one of them', async () => {
    const taken = testIdentifier((await created()).id, randomUUID());
    await queue.submit(planned(changePlan({ identifiersAdded: [taken] })));
    const before = await readHead(database);
    const good = await takeItemIds(database, 10);
    const bad = planned(changePlan({ identifiersAdded: [taken] }));
    const refused: PlannedWrite = {
      underLock: true,
      prepare: () => Promise.reject(new DomainError('VERSION_CONFLICT', 'someone was faster')),
    };
    const broken: PlannedWrite = {
      underLock: true,
      prepare: async (reader) => {
        await reader.query('select 1 / 0');
        return null;
      },
    };
    const writes = [
      ...good.slice(0, 5).map((id) => planned(changePlan({ items: [creation(testItem(id))] }))),
      bad,
      refused,
      broken,
      ...good.slice(5).map((id) => planned(changePlan({ items: [creation(testItem(id))] }))),
    ];
    const results = await Promise.allSettled(writes.map((write) => queue.submit(write)));
    const failures = results.flatMap((result) => (result.status === 'rejected' ? [String(result.reason)] : []));
    expect(failures).toHaveLength(3);
    expect(failures.join()).toMatch(/duplicate key.*someone was faster.*division by zero/s);
    const revisions = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value.revision] : []));
    expect(revisions.sort((a, b) => a - b)).toEqual(good.map((_, index) => before.revision + 1 + index));
  });

  test('never merge more rows under one lock than allowed', async () => {
    const plans = await Promise.all(
      [1, 2, 3].map(async (n) => {
        const { id } = await created();
        const identifiersAdded = Array.from({ length: 3_000 }, (_, k) =>
          testIdentifier(id, `${randomUUID()}-${n}-${k}`),
        );
        return planned(changePlan({ identifiersAdded }));
      }),
    );
    const blocker = (await created()).id;
    const holds = queue.statistics().lockHolds;
    await Promise.all([queue.submit(increment(blocker)), ...plans.map((plan) => queue.submit(plan))]);
    const { lockHolds, lastLockHoldMs, lockHoldCounts } = queue.statistics();
    expect(lockHolds - holds).toBeGreaterThanOrEqual(3);
    expect(lastLockHoldMs).toBeGreaterThan(0);
    expect(lockHoldCounts.reduce((sum, count) => sum + count, 0)).toBe(lockHolds);
  });

  test('see each other when they touch the same thing', async () => {
    const [a, b] = [await newItem(), await newItem()];
    const [id] = await takeRelationshipIds(database, 1);
    if (id === undefined) throw new Error('no id');
    await queue.submit(planned(changePlan({ items: [creation(testItem(a)), creation(testItem(b))] })));
    const relationship = testRelationship(id, a, b);
    await queue.submit(planned(changePlan({ relationships: [relation(relationship)] })));
    const [ended] = await Promise.all([
      queue.submit(planned(changePlan({ relationships: [ending(relationship)] }))),
      queue.submit(increment(a)),
      queue.submit(increment(a)),
    ]);
    const rows = await database.query('select * from relationship where id = $1', [id]);
    expect(rows).toEqual([]);
    const [version] = await database.query<{ valid_to: number }>(
      'select valid_to from relationship_version where id = $1',
      [id],
    );
    expect(version?.valid_to).toBe(ended.revision);
    expect((await load(database, a)).attributes).toEqual({ count: 2 });
  });
});

describe('an idempotency key', () => {
  const keyed = (key: string, bodyHash: string, parts: Partial<ChangePlan> = {}): PlannedWrite =>
    planned(changePlan({ ...parts, idempotency: { key, bodyHash, result: (revision) => ({ revision }) } }));
  const body = 'ab'.repeat(32);

  test('makes a repeated write answer what the first one did', async () => {
    const key = randomUUID();
    const id = await newItem();
    const first = await queue.submit(keyed(key, body, { items: [creation(testItem(id))] }));
    const again = await queue.submit(keyed(key, body, { items: [creation(testItem(await newItem()))] }));
    expect(again).toMatchObject({ changeSet: null, replayed: { result: { revision: first.revision } } });
    expect((await readHead(database)).revision).toBe(first.revision);
  });

  test('is refused for another request', async () => {
    const key = randomUUID();
    await queue.submit(keyed(key, body, { items: [creation(testItem(await newItem()))] }));
    await expect(
      queue.submit(keyed(key, 'cd'.repeat(32), { items: [creation(testItem(await newItem()))] })),
    ).rejects.toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
    await expect(queue.submit(keyed(key, 'cd'.repeat(32)))).rejects.toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
  });

  test('lets one of many twins write, in one server and across two', async () => {
    const key = randomUUID();
    const second = testQueue(database);
    const before = await readHead(database);
    const results = await Promise.all(
      Array.from({ length: 10 }, async (_, n) =>
        (n % 2 === 0 ? queue : second).submit(keyed(key, body, { items: [creation(testItem(await newItem()))] })),
      ),
    );
    expect((await readHead(database)).revision).toBe(before.revision + 1);
    expect(results.filter((result) => result.changeSet !== null)).toHaveLength(1);
    const replays = results.flatMap((result) => (result.replayed ? [result.replayed.result] : []));
    expect(replays).toEqual(Array.from({ length: 9 }, () => ({ revision: before.revision + 1 })));
  });

  test('is kept for a write that came to nothing, without a revision', async () => {
    const key = randomUUID();
    const before = await readHead(database);
    await queue.submit(keyed(key, body));
    const again = await queue.submit(keyed(key, body, { items: [creation(testItem(await newItem()))] }));
    expect(again.replayed).toEqual({ result: { revision: before.revision } });
    expect(await readHead(database)).toEqual(before);
  });

  test('is free again after 24 hours', async () => {
    const key = randomUUID();
    await queue.submit(keyed(key, body));
    await database.query(`update idempotency set created_at = created_at - interval '25 hours' where key = $1`, [key]);
    const result = await queue.submit(keyed(key, 'cd'.repeat(32), { items: [creation(testItem(await newItem()))] }));
    expect(result.changeSet).not.toBeNull();
  });
});

/** An item that counts from 0. */
const counter = (id: ItemId): ReturnType<typeof creation> => creation(testItem(id, { attributes: { count: 0 } }));

const countOf = async (id: ItemId): Promise<unknown> => (await load(database, id)).attributes['count'];

/** A write of nobody else's interest. */
const aside = async (): Promise<PlannedWrite> => planned(changePlan({ items: [creation(testItem(await newItem()))] }));

/** Submits what is prepared now, and is written when `released`. */
async function submitAhead(to: WriteQueue, write: PlannedWrite, released: Promise<boolean>): Promise<() => unknown> {
  let result: Promise<unknown> = Promise.resolve();
  await new Promise<void>((resolve) => {
    const prepare: PlannedWrite['prepare'] = async (reader) => {
      const plan = await write.prepare(reader);
      resolve();
      return plan;
    };
    result = to.submit({ prepare, after: released });
  });
  return () => result;
}

test('what was prepared before a failover is held against what another server wrote after it', async () => {
  const [server, other] = [testQueue(database), testQueue(database)];
  const [first, second] = [await newItem(), await newItem()];
  await server.submit(planned(changePlan({ items: [counter(first), counter(second)] })));
  let release: (holds: boolean) => void = () => undefined;
  const released = new Promise<boolean>((resolve) => (release = resolve));
  const before = await submitAhead(server, increment(first), released);
  const lost = await server.submit(await aside());
  const after = await submitAhead(server, increment(second), released);
  // The other server's database never got this change set.
  await database.query('delete from change where revision = $1', [lost.revision]);
  await database.query('delete from change_set where revision = $1', [lost.revision]);
  await database.query('update revision_head set revision = $1', [lost.revision - 1]);
  const items = await Promise.all([first, second].map((id) => load(database, id)));
  const foreign = await other.submit(
    planned(changePlan({ items: items.map((item) => update(item, { attributes: { count: 1 } })) })),
  );
  expect(foreign.revision).toBe(lost.revision);
  await server.submit(await aside());
  release(true);
  await Promise.all([before(), after()]);
  expect([await countOf(first), await countOf(second)]).toEqual([2, 2]);
});

test('what was read from another server and lost in a failover that ended the sessions is not written upon', async () => {
  const own = await openDatabase(database.url, { applicationName: 'taken over' });
  try {
    const [server, other] = [testQueue(own), testQueue(database)];
    const id = await newItem();
    await server.submit(planned(changePlan({ items: [counter(id)] })));
    const kept = await database.query<{ row: object }>(
      'select to_jsonb(t) as row from configuration_item t where id = $1',
      [id],
    );
    const lost = await other.submit(increment(id));
    let release: (holds: boolean) => void = () => undefined;
    const write = await submitAhead(server, increment(id), new Promise<boolean>((resolve) => (release = resolve)));
    // The database that takes over never got the other server's change set.
    await database.transaction(async (tx) => {
      for (const table of ['change', 'change_set'])
        await tx.query(`delete from ${table} where revision = $1`, [lost.revision]);
      await tx.query('delete from configuration_item_version where id = $1', [id]);
      await tx.query('delete from configuration_item where id = $1', [id]);
      await tx.query(
        'insert into configuration_item select * from jsonb_populate_record(null::configuration_item, $1)',
        [kept[0]?.row],
      );
      await tx.query('update revision_head set revision = $1', [lost.revision - 1]);
    });
    const gone = new Promise<void>((resolve) => own.onSessionLost(resolve));
    await database.query('select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1', [
      'taken over',
    ]);
    await gone;
    release(true);
    await write();
    expect(await countOf(id)).toBe(1);
  } finally {
    await own.close();
  }
});

test('what a server wrote says nothing once a connection was lost, or the history is another one', async () => {
  const server = testQueue(database, { retry: { attemptsMax: 2, pauseMs: 1, pauseMaxMs: 1 } });
  await server.submit(await aside());
  expect(server.position()).not.toBeNull();
  let attempts = 0;
  const prepare = (): Promise<null> => {
    attempts += 1;
    return attempts === 1 ? Promise.reject(new Error('Connection terminated unexpectedly')) : Promise.resolve(null);
  };
  await server.submit({ prepare });
  expect([attempts, server.position()]).toEqual([2, null]);
  await server.submit(await aside());
  expect(server.position()).not.toBeNull();
  server.forgetOwn();
  expect(server.position()).toBeNull();
});

test('what was made anew under a lock that came to nothing is made from what is there the next time', async () => {
  const [shared, single] = [await newItem(), await newItem()];
  const own = new OwnWrites();
  const waiting = async (write: PlannedWrite, plan: ChangePlan | null): Promise<WaitingWrite> => {
    const changeSetId = randomUUID();
    const rows = plan && (await sizedRows(plan, changeSetId));
    return { write, changeSetId, prepared: rows, rows, since: own.last, maybeWritten: false };
  };
  const writeAll = (batch: readonly WaitingWrite[]): ReturnType<typeof writeBatch> =>
    writeBatch(database, batch, { now: new Date(), own });
  const seed = changePlan({ items: [counter(shared), counter(single)] });
  const [seeded] = (await writeAll([await waiting(planned(seed), seed)])).outcomes.values();
  if (seeded?.kind !== 'written') throw new Error('not written');
  own.add(seeded.changeSet, seed);
  const both: PlannedWrite = {
    prepare: async (reader) => {
      const plans = [await increment(shared).prepare(reader), await increment(single).prepare(reader)];
      const items = plans.flatMap((plan) => plan?.items ?? []);
      const read = items.flatMap(({ before }) => (before ? [[before.id, before.validFrom] as const] : []));
      return changePlan({ items, expects: { ...NO_EXPECTATIONS, items: new Map(read) } });
    },
  };
  // Turns to the other item as soon as it is not the first.
  const either: PlannedWrite = {
    prepare: async (reader) => {
      const { attributes } = await load(reader, shared);
      return increment(attributes['count'] === 0 ? shared : single).prepare(reader);
    },
  };
  const failing: PlannedWrite = {
    prepare: async (reader) => {
      if (reader !== database) await reader.query('select 1 / 0');
      return increment(shared).prepare(reader);
    },
  };
  const writes = [increment(shared), both, either, failing];
  const plans = await Promise.all(writes.map((write) => write.prepare(database)));
  const { outcomes } = await writeAll(await Promise.all(writes.map((write, at) => waiting(write, plans[at] ?? null))));
  expect([...outcomes.values()].map(({ kind }) => kind)).toEqual(['written', 'written', 'written', 'failed']);
  expect([await countOf(shared), await countOf(single)]).toEqual([2, 2]);
});

describe('a queue that closes', () => {
  test('finishes what it took and takes nothing more', async () => {
    const closing = testQueue(database);
    const ids = await takeItemIds(database, 5);
    const writes = ids.map((id) => closing.submit(planned(changePlan({ items: [creation(testItem(id))] }))));
    await closing.close();
    const results = await Promise.all(writes);
    expect(results.every((result) => result.changeSet !== null)).toBe(true);
    await expect(closing.submit(planned(null))).rejects.toMatchObject({ code: 'RETRY_LATER' });
  });

  test('or that is full refuses with a code to try again', async () => {
    const full = testQueue(database, { waitingMax: 1 });
    const first = full.submit(planned(changePlan({ items: [creation(testItem(await newItem()))] })));
    await expect(full.submit(planned(null))).rejects.toMatchObject({ code: 'RETRY_LATER' });
    await first;
  });
});
