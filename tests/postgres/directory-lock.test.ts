import { openDataDirectory } from '../../src/postgres/data-directory';
import { chooseRunAs } from '../../src/postgres/run-as';
import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { lockDirectory, type DirectoryLock } from '../../src/postgres/directory-lock';
import { startMark } from '../../src/postgres/process-state';
import { makeDirectory, removeDirectories } from '../support/directories';

afterAll(removeDirectories);

function lockIn(directory: string): Promise<DirectoryLock> {
  return lockDirectory(join(directory, 'lock'), directory);
}

function leaveLock(content: object | string): string {
  const directory = makeDirectory();
  writeFileSync(join(directory, 'lock'), typeof content === 'string' ? content : JSON.stringify(content));
  return directory;
}

async function isTakenOver(directory: string): Promise<boolean> {
  const lock = await lockIn(directory);
  const { pid } = JSON.parse(readFileSync(join(directory, 'lock'), 'utf8')) as { pid: number };
  lock.release();
  return pid === process.pid && readdirSync(directory).length === 0;
}

test('a lock is refused to a second holder, by the pid of the first, and free after its release', async () => {
  const directory = makeDirectory();
  const lock = await lockIn(directory);
  await expect(lockIn(directory)).rejects.toThrow(`is in use by process ${process.pid}`);
  lock.release();
  expect(existsSync(join(directory, 'lock'))).toBe(false);
  (await lockIn(directory)).release();
});

test('of many who find a dead holder at once, one gets the lock', async () => {
  const directory = leaveLock({ pid: 2 ** 22 + 1, mark: null, host: hostname() });
  const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => lockIn(directory)));
  const held = outcomes.filter((outcome) => outcome.status === 'fulfilled');
  expect(held).toHaveLength(1);
  for (const { value } of held) value.release();
});

test('a holder that is gone is replaced', async () => {
  expect(await isTakenOver(leaveLock({ pid: 2 ** 22 + 1, mark: null, host: hostname() }))).toBe(true);
});

test('a directory below one that takes no directories is refused, and not tried for ever', () => {
  if (process.platform !== 'linux') return;
  expect(() => openDataDirectory('/proc/underpin/data', chooseRunAs())).toThrow(/cannot be written: .+ Choose another/);
});

test('a living process that has the pid of a former holder is not taken for it', async () => {
  expect(startMark(process.pid)).not.toBeNull();
  expect(await isTakenOver(leaveLock({ pid: process.ppid, mark: 'of another process', host: hostname() }))).toBe(true);
});

test('half a lock, left by a process that died while it wrote, is replaced', async () => {
  expect(await isTakenOver(leaveLock('{"pid": 12'))).toBe(true);
  expect(await isTakenOver(leaveLock(''))).toBe(true);
});

test('on another host or container the heartbeat decides', async () => {
  const foreign = { pid: process.pid, mark: startMark(process.pid), host: 'elsewhere' };
  const silent = leaveLock(foreign);
  const beating = leaveLock(foreign);
  const heart = setInterval(() => utimesSync(join(beating, 'lock'), new Date(), new Date()), 500);
  const [taken] = await Promise.all([
    isTakenOver(silent),
    expect(lockIn(beating)).rejects.toThrow(`in use by process ${process.pid} on elsewhere`),
  ]);
  clearInterval(heart);
  expect(taken).toBe(true);
});
