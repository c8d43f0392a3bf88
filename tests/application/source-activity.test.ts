import { setTimeout as sleep } from 'node:timers/promises';
import { SourceActivity } from '../../src/application/source-activity';
import type { Database } from '../../src/storage/database';
import { until } from '../support/until';

const AT = new Date('2026-11-23T10:00:00Z');

/** A database that takes what is stored when it is told to, or refuses it. */
function slowDatabase(): { database: Database; asked: ((refusal?: Error) => void)[]; stored: unknown[] } {
  const asked: ((refusal?: Error) => void)[] = [];
  const stored: unknown[] = [];
  const query = (text: string, [names]: readonly unknown[]): Promise<readonly object[]> =>
    text.startsWith('select')
      ? Promise.resolve([])
      : new Promise((resolve, reject) => {
          asked.push((refusal) => {
            if (refusal) return reject(refusal);
            stored.push(names);
            return resolve([]);
          });
        });
  return { database: { query } as unknown as Database, asked, stored };
}

test('what could not be stored is stored a little later, without a further note', async () => {
  const { database, asked, stored } = slowDatabase();
  const problems: unknown[] = [];
  const activity = new SourceActivity({ database, delayMs: 1, onProblem: (problem) => problems.push(problem) });
  activity.note('hourly', AT);
  await until(() => asked.length === 1);
  asked[0]?.(new Error('away'));
  await until(() => asked.length === 2);
  asked[1]?.();
  await activity.stop();
  expect(problems).toEqual([new Error('away')]);
  expect(stored).toEqual([['hourly']]);
});

test('what is being stored is known until it is, however often it is stored', async () => {
  const { database, asked, stored } = slowDatabase();
  const activity = new SourceActivity({ database, delayMs: 60_000, onProblem: () => undefined });
  activity.note('first', AT);
  const flushes = [activity.flush()];
  await until(() => asked.length === 1);
  activity.note('second', AT);
  flushes.push(activity.flush());
  await sleep(5);
  expect(await activity.lastCommits(['first', 'second'], database)).toEqual([AT.toISOString(), AT.toISOString()]);
  asked[0]?.();
  await until(() => asked.length === 2);
  expect(await activity.lastCommits(['second'], database)).toEqual([AT.toISOString()]);
  asked[1]?.();
  await Promise.all(flushes);
  expect(stored).toEqual([['first'], ['second']]);
});
