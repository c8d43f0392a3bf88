import { upkeepTask } from '../../src/application/history/history-task';
import { releaseIdentifiersTask } from '../../src/application/end-of-life/release-identifiers';
import { retireAbsentTask } from '../../src/application/end-of-life/retire-absent';
import { registerSource } from '../../src/application/editing/register-source';
import { retireItem } from '../../src/application/editing/retire-item';
import { beginSession } from '../../src/application/sync/begin-session';
import { commitSession } from '../../src/application/sync/commit-session';
import { syncSessionTask } from '../../src/application/sync/sync-session-task';
import { startSweeper } from '../../src/application/sweeping/sweeper';
import type { SweepTask } from '../../src/application/sweeping/sweeper';
import type { ItemId } from '../../src/domain/ids';
import type { RelationshipRecord } from '../../src/domain/ingest/ingest-record';
import { encodeItemId } from '../../src/domain/opaque-id';
import { WHOLE_SOURCE } from '../../src/domain/ingest/sync-scope';
import { openDatabase } from '../../src/storage/database';
import { findSyncSession } from '../../src/storage/sync/sync-sessions';
import {
  codes,
  editCall,
  outcomes,
  send,
  server,
  ingestAppOfFile,
  storedItem,
  storedRelationships,
} from '../support/ingest-app';
import { define } from '../support/model-server';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.parse('2026-11-01T00:00:00Z');

const app = ingestAppOfFile();
beforeAll(async () => {
  await registerSource(app, editCall(), { name: 'brief', absentGraceHours: 2 });
  await registerSource(app, editCall(), { name: 'patient', absentGraceHours: 30 * 24 });
});
beforeEach(async () => {
  app.now = START;
});

const at = (ms: number): string => new Date(START + ms).toISOString();

const box = (name: string, more = {}) => server(name, { nativeKey: name, ...more });

const gone = (name: string) => ({ ...box(name), presence: 'ABSENT' as const });

async function run(task: SweepTask): Promise<number> {
  const progress = await task.run(app.clock(), { rowsMax: 2_000, signal: new AbortController().signal });
  return progress.done;
}

async function after(ms: number, task: SweepTask): Promise<number> {
  app.now = START + ms;
  return run(task);
}

const link = (source: string, target: string): RelationshipRecord => ({
  type: 'DEPENDS_ON',
  source: { native: { source: 'scan', key: source } },
  target: { native: { source: 'scan', key: target } },
});

async function ids(...names: readonly string[]): Promise<readonly ItemId[]> {
  const result = await send(app, { items: names.map((name) => box(name)), observedAt: at(-HOUR) });
  return result.items.map((item) => item.itemId as ItemId);
}

const lastChanges = async (): Promise<readonly string[]> => {
  const rows = await app.database.query<{ kind: string }>(
    'select kind from change where revision = (select max(revision) from change) order by ordinal',
  );
  return rows.map((row) => row.kind);
};

describe('an absent item', () => {
  test('is retired after its grace period, by the system, and its relationships end in the same change set', async () => {
    const [a, b, c] = await ids('a', 'b', 'c');
    await send(app, { relationships: [link('a', 'b'), link('b', 'c'), link('a', 'c')], observedAt: at(-HOUR) });
    await send(app, { items: [gone('b')], observedAt: at(0) });
    const task = retireAbsentTask(app);
    expect(await after(7 * DAY - 1, task)).toBe(0);
    expect(await storedRelationships(app)).toHaveLength(3);
    expect(await after(7 * DAY + 1, task)).toBe(1);
    expect(await storedItem(app, b)).toMatchObject({ retiredBy: 'ABSENCE', presence: 'ABSENT' });
    expect((await storedItem(app, a)).retiredAt).toBeNull();
    expect((await storedRelationships(app)).map((one) => [one.source, one.target])).toEqual([[a, c]]);
    expect(await lastChanges()).toEqual(['RETIRED', 'ENDED', 'ENDED']);
    const [written] = await app.database.query<{ principal: string; operation_kind: string }>(
      'select principal, operation_kind from change_set order by revision desc limit 1',
    );
    expect(written).toEqual({ principal: 'system', operation_kind: 'SYSTEM' });
    expect(await run(task)).toBe(0);
  });

  test('waits as long as the most patient of its sources', async () => {
    for (const source of ['brief', 'patient']) {
      await send(app, { source, items: [box(source === 'brief' ? 'short' : 'long')], observedAt: at(-HOUR) });
      await send(app, { source, items: [box('both')], observedAt: at(-HOUR) });
    }
    for (const source of ['brief', 'patient']) {
      await send(app, {
        source,
        items: [gone('both'), gone(source === 'brief' ? 'short' : 'long')],
        observedAt: at(0),
      });
    }
    const task = retireAbsentTask(app);
    const retired = async (): Promise<readonly string[]> => {
      const rows = await app.database.query<{ name: string }>(
        'select name from configuration_item where retired_at is not null order by name',
      );
      return rows.map((row) => row.name);
    };
    await after(2 * HOUR, task);
    expect(await retired()).toEqual(['short']);
    await after(8 * DAY, task);
    expect(await retired()).toEqual(['short']);
    await after(30 * DAY, task);
    expect(await retired()).toEqual(['both', 'long', 'short']);
  });

  test('waits as long as its class says, or the nearest ancestor that says anything, whatever its sources say', async () => {
    await define(app, {
      classes: [
        { name: 'Fleeting', parent: 'LinuxServer', description: 'Comes and goes.', absentGraceHours: 3 },
        { name: 'FleetingToo', parent: 'Fleeting', description: 'Comes and goes.' },
        { name: 'Lasting', parent: 'Fleeting', description: 'Stays.', absentGraceHours: 40 * 24 },
      ],
    });
    const reported = ['Fleeting', 'FleetingToo', 'Lasting', 'LinuxServer'].map((name) => ({
      ...box(name),
      class: name,
    }));
    await send(app, { source: 'patient', items: reported, observedAt: at(-HOUR) });
    const ended = reported.map((item) => ({ ...item, presence: 'ABSENT' as const }));
    await send(app, { source: 'patient', items: ended, observedAt: at(0) });
    const task = retireAbsentTask(app);
    const retired = async (): Promise<readonly string[]> => {
      const rows = await app.database.query<{ class: string }>(
        'select class from configuration_item where retired_at is not null order by class',
      );
      return rows.map((row) => row.class);
    };
    await after(3 * HOUR - 1, task);
    expect(await retired()).toEqual([]);
    await after(3 * HOUR, task);
    expect(await retired()).toEqual(['Fleeting', 'FleetingToo']);
    await after(30 * DAY, task);
    expect(await retired()).toEqual(['Fleeting', 'FleetingToo', 'LinuxServer']);
    await after(40 * DAY, task);
    expect(await retired()).toContain('Lasting');
    const tooLong = { name: 'Fleeting', parent: 'LinuxServer', description: 'x', absentGraceHours: 90_000 };
    expect((await define(app, { classes: [tooLong] })).errors).toMatchObject([
      { code: 'INVALID_DEFINITION', path: ['classes', 'Fleeting', 'absentGraceHours'] },
    ]);
  });

  test('is not retired when it is back in time', async () => {
    const [a] = await ids('a');
    await send(app, { items: [gone('a')], observedAt: at(0) });
    app.now = START + DAY;
    expect(outcomes(await send(app, { items: [box('a')] }))).toEqual(['RESURRECTED']);
    expect(await after(60 * DAY, retireAbsentTask(app))).toBe(0);
    expect(await storedItem(app, a)).toMatchObject({ absentSince: null, retiredAt: null });
  });

  test('with thousands of relationships is retired over several change sets', async () => {
    const [hub] = await ids('hub', 'leaf');
    await send(app, { relationships: [link('leaf', 'hub')], observedAt: at(-HOUR) });
    // 5,199 more like it, as if they had been reported too.
    await app.database.query(
      `insert into relationship (id, source_id, type, target_id, tenant, kind, strength, gate_keys, weight, attributes,
                                 claims, version, created_at, updated_at, valid_from)
       select id + n, 5000000 + n, type, target_id, tenant, kind, strength, gate_keys, weight, attributes, claims,
              version, created_at, updated_at, valid_from
         from relationship, generate_series(1, 5199) as n`,
    );
    await send(app, { items: [gone('hub')], observedAt: at(0) });
    app.now = START + 8 * DAY;
    const task = retireAbsentTask(app);
    await run(task);
    await run(task);
    expect((await storedItem(app, hub)).retiredBy).toBe('ABSENCE');
    expect(await storedRelationships(app)).toEqual([]);
  });
});

describe('a retired item that is seen again', () => {
  test('comes back with its id, its history and the relationships that ended with it', async () => {
    const [a, b, c] = await ids('a', 'b', 'c');
    await send(app, { relationships: [link('a', 'b'), link('b', 'c'), link('a', 'c')], observedAt: at(-HOUR) });
    const before = await storedRelationships(app);
    await send(app, { items: [gone('b'), gone('c')], observedAt: at(0) });
    await after(8 * DAY, retireAbsentTask(app));
    expect(await storedRelationships(app)).toEqual([]);
    const back = await send(app, { items: [box('b')] });
    expect(back.items).toMatchObject([{ outcome: 'RESURRECTED', itemId: b }]);
    expect(await storedItem(app, b)).toMatchObject({ retiredAt: null, retiredBy: null, presence: 'PRESENT' });
    // c is still retired, so only a -> b is back; it is the same relationship.
    const [first] = before;
    expect(await storedRelationships(app)).toMatchObject([
      { id: first?.id, source: a, target: b, claims: first?.claims },
    ]);
    await send(app, { items: [box('c')] });
    const all = await storedRelationships(app);
    expect(all.map((one) => one.id)).toEqual(before.map((one) => one.id));
    expect((await storedItem(app, c)).version).toBeGreaterThan(1);
  });

  test('does not get back what ended otherwise meanwhile', async () => {
    await ids('a', 'b');
    await send(app, { relationships: [link('a', 'b')], observedAt: at(-HOUR) });
    await send(app, { relationships: [{ ...link('a', 'b'), presence: 'ABSENT' }], observedAt: at(0) });
    await send(app, { items: [gone('b')], observedAt: at(0) });
    await after(8 * DAY, retireAbsentTask(app));
    await send(app, { items: [box('b')] });
    expect(await storedRelationships(app)).toEqual([]);
  });

  test('comes back together with the other end in one call', async () => {
    await ids('a', 'b');
    await send(app, { relationships: [link('a', 'b')], observedAt: at(-HOUR) });
    await send(app, { items: [gone('a'), gone('b')], observedAt: at(0) });
    await after(8 * DAY, retireAbsentTask(app));
    const back = await send(app, { items: [box('a'), box('b')], relationships: [link('a', 'b')] });
    expect(outcomes(back)).toEqual(['RESURRECTED', 'RESURRECTED']);
    expect(back.relationships.map((one) => one.outcome)).toEqual(['UNCHANGED']);
    expect(await storedRelationships(app)).toHaveLength(1);
  });

  test('stays away when a person retired it, until a person brings it back', async () => {
    const [a] = await ids('a');
    await retireItem(app, editCall(), { item: { id: encodeItemId(a as ItemId) }, ifVersion: null });
    const refused = await send(app, { items: [box('a')] });
    expect(refused.items.map(codes)).toEqual([['RETIRED']]);
    expect((await storedItem(app, a)).retiredBy).toBe('PERSON');
  });

  test('is another item when its identifiers were given back after 90 days', async () => {
    const [a] = await ids('a');
    await send(app, { items: [gone('a')], observedAt: at(0) });
    await after(8 * DAY, retireAbsentTask(app));
    const release = releaseIdentifiersTask(app);
    expect(await after(97 * DAY, release)).toBe(0);
    expect(await after(98 * DAY + 1, release)).toBe(1);
    expect(await run(release)).toBe(0);
    const [row] = await app.database.query<{ count: number }>('select count(*) as count from ci_identifier');
    expect(row?.count).toBe(0);
    const back = await send(app, { items: [box('a')] });
    expect(outcomes(back)).toEqual(['CREATED']);
    expect(back.items[0]?.itemId).not.toBe(a);
    // A server that was started since finds nothing left to do.
    expect(await run(releaseIdentifiersTask(app))).toBe(0);
  });
});

describe('a session that nobody ends', () => {
  const begin = () =>
    beginSession(app, editCall(), {
      source: 'scan',
      scope: WHOLE_SOURCE,
      maxRemovalPercent: 100,
      idleMinutes: 30,
      takeOver: false,
    });

  test('expires and removes nothing; every ingest puts that off', async () => {
    const [a] = await ids('a');
    const session = await begin();
    app.now = START + 20 * 60_000;
    await send(app, { items: [box('x')], syncSession: session.id });
    expect(await after(45 * 60_000, syncSessionTask(app))).toBe(0);
    expect(await after(51 * 60_000, syncSessionTask(app))).toBe(1);
    expect(await findSyncSession(app.database, session.id)).toMatchObject({
      state: 'EXPIRED',
      endedAt: at(51 * 60_000),
    });
    expect((await storedItem(app, a)).presence).toBe('PRESENT');
    await expect(
      commitSession(app, editCall(), { session: session.id, partialTypes: [], maxRemovalPercent: null }),
    ).rejects.toMatchObject({ code: 'SYNC_SESSION_ENDED' });
    expect((await begin()).state).toBe('OPEN');
  });

  test('is refused from the moment on that it is due, though nobody has swept yet', async () => {
    const session = await begin();
    app.now = START + 31 * 60_000;
    await expect(send(app, { items: [box('x')], syncSession: session.id })).rejects.toMatchObject({
      code: 'SYNC_SESSION_ENDED',
    });
    expect((await begin()).state).toBe('OPEN');
    expect(await findSyncSession(app.database, session.id)).toMatchObject({ state: 'EXPIRED' });
  });

  test('is finished when its commit was stopped in the middle', async () => {
    const [a] = await ids('a', 'b');
    const session = await begin();
    await send(app, { items: [box('b')], syncSession: session.id });
    const dying = { ...app, writes: { ...app.writes, submit: () => Promise.reject(new Error('killed')) } };
    const commit = { session: session.id, partialTypes: [], maxRemovalPercent: null };
    await expect(commitSession(dying, editCall(), commit)).rejects.toThrow('killed');
    expect(await after(20 * 60_000, syncSessionTask(app))).toBe(0);
    expect(await after(31 * 60_000, syncSessionTask(app))).toBe(1);
    expect(await findSyncSession(app.database, session.id)).toMatchObject({ state: 'COMMITTED' });
    expect((await storedItem(app, a)).presence).toBe('ABSENT');
  });

  test('that waits for a person waits a week', async () => {
    await ids('a');
    const session = await begin();
    await commitSession(app, editCall(), { session: session.id, partialTypes: [], maxRemovalPercent: null });
    expect(await after(6 * DAY, syncSessionTask(app))).toBe(0);
    expect(await after(7 * DAY + HOUR, syncSessionTask(app))).toBe(1);
    // Long after that it is forgotten.
    await after(98 * DAY, syncSessionTask(app));
    expect(await findSyncSession(app.database, session.id)).toBeNull();
  });
});

test('of two servers that sweep at once one retires each item', async () => {
  await ids(...Array.from({ length: 30 }, (_, index) => `n${index}`));
  await send(app, { items: Array.from({ length: 30 }, (_, index) => gone(`n${index}`)), observedAt: at(0) });
  app.now = START + 8 * DAY;
  const second = await openDatabase(app.test.url);
  const sweepers = [app.database, second].map((database) =>
    startSweeper({
      database,
      clock: app.clock,
      tasks: [retireAbsentTask({ ...app, database })],
      intervalMs: null,
      onProblem: (problem) => {
        throw problem;
      },
    }),
  );
  await Promise.all(sweepers.map((sweeper) => sweeper.sweep()));
  await Promise.all(sweepers.map((sweeper) => sweeper.sweep()));
  const [row] = await app.database.query<{ count: number }>(
    `select count(*) as count from change where kind = 'RETIRED'`,
  );
  const [items] = await app.database.query<{ count: number }>(
    'select count(*) as count from configuration_item where retired_at is not null',
  );
  expect(items?.count).toBe(30);
  expect(row?.count).toBeGreaterThanOrEqual(30);
  for (const sweeper of sweepers) await sweeper.stop();
  await second.close();
});

test('the stored result of an idempotency key goes after a day, and then the same call is a new one', async () => {
  const call = { idempotencyKey: 'once', items: [box('kept')] };
  await send(app, call);
  const stored = (): Promise<readonly { created_at: string }[]> =>
    app.database.query<{ created_at: string }>(`select created_at from idempotency where key = 'once'`);
  const [result] = await stored();
  const upkeepAfter = (hours: number): Promise<number> =>
    after(Date.parse(result?.created_at ?? '') - START + hours * HOUR, upkeepTask(app));
  await upkeepAfter(23);
  expect((await send(app, call)).replayed).toBe(true);
  await upkeepAfter(25);
  expect(await stored()).toEqual([]);
  expect((await send(app, call)).replayed).toBe(false);
});
