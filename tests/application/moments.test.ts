import * as fc from 'fast-check';
import { revisionAt, visibleRevision } from '../../src/application/moments';
import { revision } from '../../src/domain/ids';
import { creation, testItem } from '../support/plans';
import { startTestServer, testId, type TestServer } from '../support/server';

let server: TestServer;
/** Revision and time of every change set, as the log has them. */
let log: readonly { readonly revision: number; readonly at: string }[];

beforeAll(async () => {
  server = await startTestServer();
  for (let number = 1; number <= 8; number += 1) await server.write({ items: [creation(testItem(testId(number)))] });
  log = await server.database.query('select revision, at from change_set order by revision');
});

afterAll(() => server.stop());

/** The largest revision whose time is not after `time`: the definition, read off the log line by line. */
const byDefinition = (time: string): number | undefined =>
  log.findLast((line) => Date.parse(line.at) <= Date.parse(time))?.revision;

test('a time means the largest revision committed by then, between commits and at them', async () => {
  const first = Date.parse(log[0]?.at ?? '');
  const last = Date.parse(log.at(-1)?.at ?? '');
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(fc.integer({ min: first, max: last + 5 }), fc.constantFrom(...log.map((line) => Date.parse(line.at)))),
      async (milliseconds) => {
        const time = new Date(milliseconds).toISOString();
        expect(await revisionAt(server.app, { time }, 1_000)).toBe(byDefinition(time));
      },
    ),
    { numRuns: 60 },
  );
});

test('a moment outside of the history is refused, and says where it lies', async () => {
  const code = (moment: object): Promise<unknown> =>
    revisionAt(server.app, moment, 100).catch((error: { code: string }) => error.code);
  const before = new Date(Date.parse(log[0]?.at ?? '') - 1).toISOString();
  expect(await code({ time: before })).toBe('MOMENT_OUT_OF_RANGE');
  expect(await code({ time: new Date(Date.now() + 3_600_000).toISOString() })).toBe('MOMENT_OUT_OF_RANGE');
  expect(await code({ revision: 0 })).toBe('MOMENT_OUT_OF_RANGE');
  expect(await code({ revision: (log.at(-1)?.revision ?? 0) + 1 })).toBe('MOMENT_OUT_OF_RANGE');
  expect(await code({ revision: 1 })).toBe(1);
});

test('a clock that is a little ahead asks for the newest revision', async () => {
  const time = new Date(Date.now() + 20_000).toISOString();
  expect(await revisionAt(server.app, { time }, 1_000)).toBe(log.at(-1)?.revision);
});

test('waiting ends when the revision is there, or when the time is up', async () => {
  const next = revision(server.app.projection.head + 1);
  const waiting = visibleRevision(server.app, next, 20_000);
  await server.write({ items: [creation(testItem(testId(99)))] });
  expect(await waiting).toBeGreaterThanOrEqual(next);
  const started = Date.now();
  expect(await visibleRevision(server.app, next + 1_000, 200)).toBe(next);
  expect(Date.now() - started).toBeGreaterThanOrEqual(190);
});
