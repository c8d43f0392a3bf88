import {
  followChangeLog,
  type FollowOptions,
  type LogFollower,
  type LoggedChangeSet,
  type LogPosition,
} from '../../src/application/graph/follow-change-log';
import type { WriteQueue } from '../../src/application/writes/write-queue';
import { revision } from '../../src/domain/ids';
import { readHead } from '../../src/storage/history/change-log';
import { openDatabase, type Database } from '../../src/storage/database';
import { takeItemIds } from '../../src/storage/change-sets/id-blocks';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { startFlakyProxy } from '../support/flaky-proxy';
import { changePlan, creation, testItem, testQueue } from '../support/plans';
import { until } from '../support/until';

const BEGINNING: LogPosition = { revision: revision(0), changeSetId: null };

let testDatabase: TestDatabase;
let database: Database;
let queue: WriteQueue;
const running: LogFollower[] = [];

beforeEach(async () => {
  testDatabase = await createTestDatabase();
  database = testDatabase.database;
  queue = testQueue(database);
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((follower) => follower.stop()));
  await queue.close();
  await testDatabase.drop();
});

async function write(count: number): Promise<void> {
  const ids = await takeItemIds(database, count);
  await Promise.all(
    ids.map((id) => queue.submit({ prepare: () => Promise.resolve(changePlan({ items: [creation(testItem(id))] })) })),
  );
}

/** Follows into a list, and resolves what a test waits for. */
function collect(options: Partial<FollowOptions> = {}): {
  readonly follower: LogFollower;
  readonly seen: LoggedChangeSet[];
  readonly batches: number[];
  readonly divergence: Promise<string>;
  readonly until: (revision: number) => Promise<boolean>;
} {
  const seen: LoggedChangeSet[] = [];
  const batches: number[] = [];
  let diverge: (reason: string) => void;
  const divergence = new Promise<string>((resolve) => {
    diverge = resolve;
  });
  const follower = followChangeLog({
    database,
    after: BEGINNING,
    onChangeSets: (batch) => {
      seen.push(...batch);
      batches.push(batch.length);
    },
    onDivergence: (reason) => diverge(reason),
    ...options,
  });
  running.push(follower);
  const reached = (wanted: number): Promise<boolean> => until(() => follower.position().revision >= wanted);
  return { follower, seen, batches, divergence, until: reached };
}

const revisions = (seen: readonly LoggedChangeSet[]): readonly number[] =>
  seen.map(({ changeSet }) => changeSet.revision);
const upTo = (last: number, first = 1): readonly number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

describe('a follower', () => {
  test('delivers what is there and what comes, once, in order and complete', async () => {
    await write(30);
    const { seen, until } = collect();
    await until(30);
    await write(30);
    await until(60);
    expect(revisions(seen)).toEqual(upTo(60));
    expect(seen.every(({ changeSet, changes }) => changes.length === changeSet.changeCount)).toBe(true);
    expect(new Set(seen.flatMap(({ changes }) => changes.map((change) => change.itemId))).size).toBe(60);
  });

  test('hears of a commit long before it would look', async () => {
    const { until } = collect({ pollMs: 60_000 });
    await write(1);
    await until(1);
    await write(1);
    await until(2);
  });

  test('looks by itself when it hears of nothing', async () => {
    const { seen, until } = collect({ pollMs: 20 });
    await write(1);
    await until(1);
    await database.query(`select pg_terminate_backend(pid) from pg_stat_activity
                           where application_name = 'underpin follower' and datname = current_database()`);
    await write(3);
    await until(4);
    expect(revisions(seen)).toEqual(upTo(4));
  });

  test('goes on where it was told, in batches as large as it was told', async () => {
    await write(10);
    const first = collect({ batchSizeMax: 3 });
    await first.until(10);
    expect(Math.max(...first.batches)).toBeLessThanOrEqual(3);
    const position = { revision: revision(4), changeSetId: first.seen[3]?.changeSet.id ?? null };
    const second = collect({ after: position });
    await second.until(10);
    expect(revisions(second.seen)).toEqual(upTo(10, 5));
  });

  test('delivers a batch again when it was refused', async () => {
    await write(2);
    const seen: number[] = [];
    const errors: unknown[] = [];
    const { until } = collect({
      onChangeSets: (batch) => {
        if (errors.length === 0) throw new Error('not now');
        seen.push(...revisions(batch));
      },
      onError: (error) => errors.push(error),
    });
    await until(2);
    expect(seen).toEqual([1, 2]);
    expect(errors).toHaveLength(1);
  });

  test('waits for the database and goes on without a gap', async () => {
    const proxy = await startFlakyProxy(testDatabase.url);
    const far = await openDatabase(proxy.url, { poolSize: 2 });
    const errors: unknown[] = [];
    const {
      follower,
      seen,
      until: reached,
    } = collect({ database: far, pollMs: 20, onError: (error) => errors.push(error) });
    await write(2);
    await reached(2);
    proxy.shut();
    await write(3);
    await until(() => errors.length >= 2);
    proxy.open();
    await reached(5);
    expect(revisions(seen)).toEqual(upTo(5));
    await follower.stop();
    await far.close();
    await proxy.close();
  });

  test('stops delivering once it is stopped', async () => {
    const { follower, seen, until } = collect({ pollMs: 10 });
    await write(1);
    await until(1);
    await follower.stop();
    await write(1);
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
    expect(revisions(seen)).toEqual([1]);
  });
});

describe('a follower of another history', () => {
  test('is told when the revision it knows is another change set', async () => {
    await write(2);
    const { seen, divergence } = collect({
      after: { revision: revision(1), changeSetId: '00000000-0000-4000-8000-000000000000' },
    });
    expect(await divergence).toMatch(
      /^revision 1 is change set .*, but 00000000-0000-4000-8000-000000000000 was known$/,
    );
    expect(seen).toEqual([]);
  });

  test('is told when the log ends before what it knows', async () => {
    await write(3);
    const { divergence, until } = collect({ pollMs: 20 });
    await until(3);
    // A backup from before the last change set is restored.
    await database.query('delete from change where revision = 3');
    await database.query('delete from change_set where revision = 3');
    await database.query('update revision_head set revision = 2');
    expect(await divergence).toBe('the log no longer holds revision 3');
  });

  test('is told when what follows was purged', async () => {
    await write(3);
    await database.query('delete from change_set where revision = 2');
    const head = await readHead(database);
    const [one] = await database.query<{ id: string }>('select id from change_set where revision = 1');
    const fromOne = collect({ after: { revision: revision(1), changeSetId: one?.id ?? null } });
    expect(await fromOne.divergence).toBe('revision 2 is missing from the log');
    await database.query('delete from change_set');
    expect(await collect().divergence).toBe(`the log ends before revision ${head.revision}`);
  });
});
