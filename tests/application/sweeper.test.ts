import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { Application } from '../../src/application/application';
import { createApplication } from '../../src/application/create-application';
import {
  startSweeper,
  systemHeader,
  type Sweeper,
  type SweepProgress,
  type SweepTask,
} from '../../src/application/sweeping/sweeper';
import { openDatabase, type Database } from '../../src/storage/database';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { changePlan, creation, testItem } from '../support/plans';
import { testId } from '../support/server';
import { until } from '../support/until';

let test1: TestDatabase;
let second: Database;
const sweepers: Sweeper[] = [];

beforeAll(async () => {
  test1 = await createTestDatabase();
  second = await openDatabase(test1.url);
});

afterEach(async () => {
  for (const sweeper of sweepers.splice(0)) await sweeper.stop();
});

afterAll(async () => {
  await second.close();
  await test1.drop();
});

const NOTHING: SweepProgress = { done: 0, more: false, nextDueAt: null };

interface Frame {
  readonly database?: Database;
  readonly intervalMs?: number | null;
  readonly clock?: () => Date;
  readonly problems?: unknown[];
}

function sweeperOf(tasks: readonly SweepTask[], frame: Frame = {}): Sweeper {
  const sweeper = startSweeper({
    database: frame.database ?? test1.database,
    clock: frame.clock ?? (() => new Date()),
    tasks,
    intervalMs: frame.intervalMs ?? null,
    onProblem: (problem) => frame.problems?.push(problem),
  });
  sweepers.push(sweeper);
  return sweeper;
}

const task = (name: string, run: SweepTask['run']): SweepTask => ({ name, run });

/** Work that falls due at given times and is done `perRun` at a time. */
function dueWork(times: readonly number[], perRun: number): SweepTask & { readonly doneAt: number[] } {
  const open = [...times].sort((a, b) => a - b);
  const doneAt: number[] = [];
  return {
    name: 'due work',
    doneAt,
    run: (now) => {
      const due = open.splice(0, Math.min(perRun, open.filter((time) => time <= now.getTime()).length));
      doneAt.push(...due);
      const [next] = open;
      const more = next !== undefined && next <= now.getTime();
      return Promise.resolve({ done: due.length, more, nextDueAt: next === undefined ? null : new Date(next) });
    },
  };
}

test('what is due is done, in as many runs as it takes, and what is not due waits for its time', async () => {
  let now = 1_000;
  const work = dueWork([10, 20, 30, 40, 50, 5_000], 2);
  const sweeper = sweeperOf([work], { clock: () => new Date(now) });
  const round = await sweeper.sweep();
  expect(work.doneAt).toEqual([10, 20, 30, 40, 50]);
  expect(round?.done).toEqual(new Map([['due work', 5]]));
  expect(round).toMatchObject({ more: false, nextDueAt: new Date(5_000) });
  now = 5_000;
  expect((await sweeper.sweep())?.done.get('due work')).toBe(1);
  expect(work.doneAt).toHaveLength(6);
});

test('a task that fails is reported by name and does not stop the others', async () => {
  const problems: unknown[] = [];
  const work = dueWork([1, 2, 3], 1);
  const broken = task('broken', () => Promise.reject(new Error('no such table')));
  const round = await sweeperOf([broken, work], { problems }).sweep();
  expect(work.doneAt).toEqual([1, 2, 3]);
  expect(round?.done.has('broken')).toBe(false);
  expect(problems.map(String)).toEqual([expect.stringMatching(/broken failed.*no such table/)]);
});

test('tasks take turns, so that one with much to do does not keep the others waiting', async () => {
  const order: string[] = [];
  const counting = (name: string, runs: number): SweepTask =>
    task(name, () => {
      order.push(name);
      return Promise.resolve({ ...NOTHING, more: order.filter((one) => one === name).length < runs });
    });
  await sweeperOf([counting('long', 3), counting('short', 1)]).sweep();
  expect(order).toEqual(['long', 'short', 'long', 'long']);
});

test('of two servers one sweeps at a time; the other one does not wait', async () => {
  let runs = 0;
  let finish = (): void => undefined;
  const finished = new Promise<void>((resolve) => (finish = resolve));
  const slow = task('slow', async () => {
    runs += 1;
    await finished;
    return NOTHING;
  });
  const first = sweeperOf([slow]);
  const other = sweeperOf([slow], { database: second });
  const rounds = [first.sweep(), other.sweep()];
  // The one that sweeps does so until the other one has given up.
  expect(await Promise.race(rounds)).toBeNull();
  expect(runs).toBe(1);
  finish();
  expect((await Promise.all(rounds)).filter((round) => round === null)).toHaveLength(1);
  // The lock is free again, for either of them.
  expect(await other.sweep()).not.toBeNull();
  expect(await first.sweep()).not.toBeNull();
});

test('a round whose lock is lost ends, and the next one takes it again', async () => {
  const problems: unknown[] = [];
  let runs = 0;
  const endless = task('endless', async () => {
    runs += 1;
    if (runs === 2) {
      await second.query(
        `select pg_terminate_backend(pid) from pg_locks
          where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())
            and pid <> pg_backend_pid()`,
      );
    }
    return { ...NOTHING, more: runs < 50 };
  });
  const sweeper = sweeperOf([endless], { problems });
  await expect(sweeper.sweep()).rejects.toThrow();
  expect(runs).toBe(2);
  runs = 49;
  expect(await sweeper.sweep()).toMatchObject({ more: false });
});

test('it sweeps by itself when something falls due, before the interval is over', async () => {
  const waits = jest.spyOn(globalThis, 'setTimeout');
  let now = 1_000;
  const work = dueWork([1_550], 1);
  sweeperOf([work], { intervalMs: 600, clock: () => new Date(now) });
  await until(() => waits.mock.calls.some(([, waitMs]) => waitMs === 550));
  waits.mockRestore();
  now = 1_550;
  await until(() => work.doneAt.length === 1);
});

test('stopping waits for the run under way, which is told, and begins no other', async () => {
  let runs = 0;
  let told = false;
  const slow = task('slow', async (_, { signal }) => {
    runs += 1;
    await once(signal, 'abort');
    told = signal.aborted;
    return { ...NOTHING, more: true };
  });
  const sweeper = sweeperOf([slow]);
  const round = sweeper.sweep();
  await until(() => runs === 1);
  await sweeper.stop();
  await round;
  expect({ runs, told }).toEqual({ runs: 1, told: true });
  expect(await sweeper.sweep()).toBeNull();
});

describe('two applications on one database', () => {
  const applications: Application[] = [];

  afterAll(async () => {
    for (const app of applications) await app.stop();
  });

  test('do a thing that is due once, as principal system', async () => {
    for (const database of [test1.database, second]) {
      applications.push(await createApplication({ database, clock: () => new Date(), newId: randomUUID }));
    }
    let due = 5;
    let finish = (): void => undefined;
    const otherGaveUp = new Promise<void>((resolve) => (finish = resolve));
    const write = (app: Application): SweepTask =>
      task('writes', async () => {
        await otherGaveUp;
        const item = testItem(testId(due));
        due -= 1;
        const header = systemHeader(app.newId, 'it was due');
        await app.writes.submit({ prepare: () => Promise.resolve(changePlan({ ...header, items: [creation(item)] })) });
        return { done: 1, more: due > 0, nextDueAt: null };
      });
    const sweeps = applications.map((app) => sweeperOf([write(app)], { database: app.database }).sweep());
    expect(await Promise.race(sweeps)).toBeNull();
    finish();
    const rounds = await Promise.all(sweeps);
    expect(rounds.map((round) => round?.done.get('writes')).filter((done) => done !== undefined)).toEqual([5]);
    const logged = await test1.database.query<{ principal: string; operation_kind: string }>(
      `select distinct principal, operation_kind from change_set where reason = 'it was due'`,
    );
    expect(logged).toEqual([{ principal: 'system', operation_kind: 'SYSTEM' }]);
    const [count] = await test1.database.query<{ count: number }>('select count(*) as count from configuration_item');
    expect(count?.count).toBe(5);
  });
});
