import { spawnSync, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Application } from '../../src/application/application';
import { createApplication } from '../../src/application/create-application';
import { ingest } from '../../src/application/ingest/ingest';
import { registerSource } from '../../src/application/editing/register-source';
import { startPostgres, type EmbeddedPostgres } from '../../src/postgres/launcher';
import { isRunning } from '../../src/postgres/process-state';
import { chooseRunAs, spawnAs } from '../../src/postgres/run-as';
import { revision } from '../../src/domain/ids';
import { openDatabase } from '../../src/storage/database';
import { migrate } from '../../src/storage/migrate';
import { execute } from '../support/cluster';
import { makeDirectory, removeDirectories } from '../support/directories';
import { editCall, server } from '../support/ingest-app';
import { storedPairs, WHOLE_PAIR } from '../support/item-pairs';
import { gone, startProcess, type TestProcess } from '../support/process';
import { lottery } from '../support/random-inventory';
import { until } from '../support/until';
import { findingsIn } from '../support/verified';

const HOLD = 'tests/support/hold-postgres.ts';
const directory = join(makeDirectory(), 'data');

interface Held {
  readonly child: TestProcess;
  readonly pid: number;
  readonly url: string;
  readonly directory: string;
}

async function hold(...args: readonly string[]): Promise<Held> {
  const child = startProcess(HOLD, args, {});
  const [, pid, url = '', path = ''] = await child.says(/ready (\d+) (\S+) (\S+)/);
  return { child, pid: Number(pid), url, directory: path };
}

/** Starts on the shared directory, makes sure that PostgreSQL answers, and stops it. */
async function startsAgain(
  check: (postgres: EmbeddedPostgres) => Promise<void> = async () => undefined,
): Promise<void> {
  const postgres = await startPostgres({ dataDirectory: directory, fast: true });
  try {
    await execute(postgres.url, 'SELECT 1');
    await check(postgres);
  } finally {
    await postgres.stop();
  }
}

/** The guard is the shell among a process's children. */
function guardOf(pid: number): number {
  const { stdout } = spawnSync('ps', ['-o', 'pid=,args=', '--ppid', String(pid)], { encoding: 'utf8' });
  return Number(
    stdout
      .split('\n')
      .find((line) => line.includes('underpin-guard'))
      ?.trim()
      .split(/\s+/)[0],
  );
}

const helpers: ChildProcess[] = [];

// Made without waiting for the disk, which takes longest; the tests themselves run with it.
beforeAll(() => startsAgain());
afterAll(() => {
  for (const helper of helpers) helper.kill('SIGKILL');
  removeDirectories();
});

test('after kill -9 of the server no PostgreSQL is left, and the next start finds everything that was committed', async () => {
  const { child, pid, url } = await hold(directory);
  await execute(url, 'CREATE TABLE committed AS SELECT 1 AS one');
  child.kill('SIGKILL');
  expect(await child.ended()).toBe('SIGKILL');
  await gone(pid);
  await startsAgain((postgres) => execute(postgres.url, 'DROP TABLE committed'));
});

test('a server that is killed leaves nothing of its throw-away directory', async () => {
  const { child, pid, directory: thrownAway } = await hold('', 'throw-away');
  expect(existsSync(thrownAway)).toBe(true);
  child.kill('SIGKILL');
  await child.ended();
  await gone(pid);
  await until(() => !existsSync(thrownAway));
});

test('an orphan whose guard was killed as well is stopped by the next start', async () => {
  const { child, pid } = await hold(directory);
  process.kill(guardOf(child.pid), 'SIGKILL');
  child.kill('SIGKILL');
  await child.ended();
  await sleep(200);
  expect(isRunning(pid)).toBe(true);
  await startsAgain(async (postgres) => expect(postgres.pid()).not.toBe(pid));
  expect(isRunning(pid)).toBe(false);
});

test('after kill -9 of the server, its guard and PostgreSQL the next start recovers', async () => {
  const { child, pid, url } = await hold(directory);
  await execute(url, 'CREATE TABLE survives AS SELECT 1 AS one');
  process.kill(guardOf(child.pid), 'SIGKILL');
  process.kill(pid, 'SIGKILL');
  child.kill('SIGKILL');
  await child.ended();
  await startsAgain((postgres) => execute(postgres.url, 'DROP TABLE survives'));
});

test('a second server on the same directory is refused by name of the first, which does not notice', async () => {
  const { child, url } = await hold(directory);
  await expect(startPostgres({ dataDirectory: directory })).rejects.toThrow(
    `The data directory ${directory} is in use by process ${child.pid}. Stop that process`,
  );
  await execute(url, 'SELECT 1');
  child.kill('SIGTERM');
  expect(await child.ended()).toBe(0);
});

describe('a postmaster.pid that was left behind does not stop a start when its pid', () => {
  const runAs = chooseRunAs();
  const leaveBehind = (pid: number): void => {
    const lines = [pid, join(directory, 'postgres'), 1, 5432, '', '', '', 'ready', ''];
    writeFileSync(join(directory, 'postgres', 'postmaster.pid'), lines.join('\n'));
  };

  test('is that of another program now', async () => {
    const other = spawnAs(runAs, '/bin/sleep', ['600'], 'ignore');
    helpers.push(other);
    leaveBehind(other.pid ?? 0);
    await startsAgain();
    expect(isRunning(other.pid ?? 0)).toBe(true);
  });

  test('is that of a zombie, which nobody collects', async () => {
    // The shell's child ends, and what the shell becomes does not collect it.
    const parent = spawnAs(runAs, '/bin/sh', ['-c', 'true & echo $!; exec sleep 600'], ['ignore', 'pipe', 'ignore']);
    helpers.push(parent);
    const zombie = await new Promise<number>((resolve) =>
      parent.stdout?.once('data', (text: Buffer) => resolve(Number(text))),
    );
    await gone(zombie);
    leaveBehind(zombie);
    await startsAgain();
  });
});

test('PostgreSQL is started again at the same address when the system kills it', async () => {
  const reports: string[] = [];
  const postgres = await startPostgres({ dataDirectory: directory, fast: true, report: (text) => reports.push(text) });
  const first = postgres.pid();
  process.kill(first, 'SIGKILL');
  await until(
    () => reports.includes('PostgreSQL runs again.'),
    () => reports,
  );
  await execute(postgres.url, 'SELECT 1');
  expect(postgres.pid()).not.toBe(first);
  expect(reports[0]).toMatch(/ended without being asked to: .*SIGKILL/);
  await postgres.stop();
  expect(isRunning(postgres.pid())).toBe(false);
  expect(readFileSync(join(directory, 'postgres.log'), 'utf8')).toContain('database system was not properly shut down');
});

test('Ctrl-C reaches the server only, so that it can stop in its order', async () => {
  const { child, pid } = await hold(directory);
  const { stdout } = spawnSync('ps', ['-o', 'pid=,pgid=', '-p', `${child.pid},${pid}`], { encoding: 'utf8' });
  const groups = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/)[1]);
  expect(new Set(groups).size).toBe(2);
  child.kill('SIGTERM');
  expect(await child.ended()).toBe(0);
  expect(isRunning(pid)).toBe(false);
});

/** Other points of death in every run; a failing run can be repeated with its seed. */
const SEED = Number(process.env['UNDERPIN_TEST_SEED'] ?? Date.now() % 1_000_000);
const WRITERS = 4;
const KILLS = 3;

/** Two items and the relationship between them, in one call; true when that it has landed was said. */
async function ingestPair(app: Application, call: number): Promise<boolean> {
  const [source, target] = [`${call}-a`, `${call}-b`];
  const relationships = [{ type: 'DEPENDS_ON', source: { ref: source }, target: { ref: target } }];
  const input = { source: 'scan', items: [server(source), server(target)], relationships };
  try {
    const { items } = await ingest(app, { principal: 'tester', requestId: randomUUID(), input });
    return items.every(({ outcome }) => outcome === 'CREATED');
  } catch {
    await sleep(20);
    return false;
  }
}

test(`what was acknowledged outlives kill -9 of PostgreSQL at any time, and nothing else is half there (seed ${SEED})`, async () => {
  const random = lottery(SEED);
  const reports: string[] = [];
  // The system goes on, so that what PostgreSQL has written need not be on the disk; but written it must be.
  const settings = { fsync: 'off', synchronous_commit: 'on' };
  const postgres = await startPostgres({
    dataDirectory: directory,
    settings,
    report: (text) => reports.push(text),
  });
  const database = await openDatabase(postgres.url, { poolSize: 6 });
  await migrate(database, new Date());
  const app = await createApplication({ database, clock: () => new Date(), newId: randomUUID });
  await registerSource(app, editCall(), { name: 'scan' });
  const acknowledged = new Map<number, boolean>();
  const done = new AbortController();
  const write = async (): Promise<void> => {
    while (!done.signal.aborted) {
      const call = acknowledged.size;
      acknowledged.set(call, false);
      acknowledged.set(call, await ingestPair(app, call));
    }
  };
  const writers = Array.from({ length: WRITERS }, write);
  const count = (): number => [...acknowledged.values()].filter(Boolean).length;
  for (let kill = 1; kill <= KILLS; kill++) {
    const before = count();
    await until(() => count() >= before + 10);
    await sleep(random.next(100));
    process.kill(postgres.pid(), 'SIGKILL');
    await until(
      () => reports.filter((text) => text === 'PostgreSQL runs again.').length >= kill,
      () => reports,
    );
  }
  const before = count();
  await until(() => count() >= before + 10);
  done.abort();
  await Promise.all(writers);

  const stored = await storedPairs(database);
  const whole = new Set([...acknowledged].filter(([, isKnown]) => isKnown).map(([call]) => call));
  expect([...whole].filter((call) => stored.get(call) !== WHOLE_PAIR)).toEqual([]);
  expect([...stored.values()].filter((one) => one !== WHOLE_PAIR)).toEqual([]);
  expect(await findingsIn(database, new Date())).toEqual([]);
  const [head] = await database.query<{ revision: number; sets: number }>(
    'select revision::bigint as revision, (select count(*) from change_set) as sets from revision_head',
  );
  expect(head?.sets).toBe(head?.revision);
  await app.projection.waitFor(revision(head?.revision ?? 0), 60_000);
  expect(await app.projection.status()).toMatchObject({
    items: 2 * stored.size,
    relationships: stored.size,
    lag: { revisions: 0 },
  });
  await app.stop();
  await database.close();
  await postgres.stop();
});
