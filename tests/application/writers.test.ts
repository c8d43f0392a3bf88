import { followChangeLog, type LoggedChangeSet } from '../../src/application/graph/follow-change-log';
import { revision } from '../../src/domain/ids';
import { readHead } from '../../src/storage/history/change-log';
import type { Database } from '../../src/storage/database';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { startProcess, type TestProcess } from '../support/process';
import { until } from '../support/until';

/*
 * Eight writers in two server processes on the same few things, with refusals, failures under the lock, revisions that
 * are taken and rolled back, and servers killed in the middle. What must hold is asked of the log and the tables
 * afterwards, each of which would show a mistake of the other.
 */

const KILLS = 4;
/** Each server writes at least this much before it is killed or stopped, however slow the machine is. */
const BUSY = /(?:acked [^\n]+\n){40}/;

let testDatabase: TestDatabase;
let database: Database;
const seen: LoggedChangeSet[] = [];
const acked: { revision: number; id: string }[] = [];
const faults: string[] = [];

const start = (): TestProcess => startProcess('tests/support/writer-process.ts', [testDatabase.url], {});

/** What a finished server said: its acknowledged writes, and its complaints. */
function collect(server: TestProcess): void {
  for (const line of server.output().split('\n')) {
    const match = /^acked (\d+) ([0-9a-f-]{36})$/.exec(line);
    if (match) acked.push({ revision: Number(match[1]), id: match[2] ?? '' });
  }
}

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = testDatabase.database;
  const follower = followChangeLog({
    database,
    after: { revision: revision(0), changeSetId: null },
    onChangeSets: (batch) => void seen.push(...batch),
    onDivergence: (reason) => void faults.push(reason),
    onError: (error) => void faults.push(String(error)),
    batchSizeMax: 50,
  });
  const servers: [TestProcess, TestProcess] = [start(), start()];
  for (let kill = 0; kill < KILLS; kill += 1) {
    const victim = servers[kill % 2];
    if (!victim) throw new Error('no server');
    await victim.says(BUSY);
    victim.kill('SIGKILL');
    await victim.ended();
    collect(victim);
    servers[kill % 2] = start();
  }
  await Promise.all(servers.map((server) => server.says(BUSY)));
  for (const server of servers) server.kill('SIGTERM');
  for (const server of servers) {
    const code = await server.ended();
    collect(server);
    if (code !== 0) faults.push(server.output().slice(-2_000));
  }
  const head = await readHead(database);
  await until(() => follower.position().revision >= head.revision);
  await follower.stop();
});
afterAll(() => testDatabase.drop());

const changesOf = (entity: string): readonly LoggedChangeSet['changes'][number][] =>
  seen.flatMap(({ changes }) => changes.filter((change) => change.entity === entity));

describe('eight writers in two servers that are killed in the middle', () => {
  test('wrote a lot, and none of them failed by accident', () => {
    expect(faults).toEqual([]);
    expect(acked.length).toBeGreaterThanOrEqual(40 * (KILLS + 2));
  });

  test('leave a log in which the follower saw every revision once, in order, and time never ran backwards', async () => {
    const head = await readHead(database);
    expect(seen.map(({ changeSet }) => changeSet.revision)).toEqual(
      Array.from({ length: head.revision }, (_, index) => index + 1),
    );
    const times = seen.map(({ changeSet }) => changeSet.at);
    expect(times).toEqual(times.toSorted());
    expect(seen.every(({ changeSet, changes }) => changes.length === changeSet.changeCount)).toBe(true);
  });

  test('lost nothing that was acknowledged', () => {
    const ids = new Map(seen.map(({ changeSet }) => [changeSet.revision as number, changeSet.id]));
    expect(acked.filter((one) => ids.get(one.revision) !== one.id)).toEqual([]);
    expect(new Set(acked.map((one) => one.revision)).size).toBe(acked.length);
  });

  test('made every identity once', async () => {
    const [counts] = await database.query<{ items: number; names: number; identities: number; contested: number }>(
      `select (select count(*) from configuration_item) as items,
              (select count(distinct name) from configuration_item) as names,
              (select count(*) from ci_identifier join configuration_item on id = item_id and name = value) as identities,
              (select count(*) from ci_identifier_contested) as contested`,
    );
    expect(counts?.items).toBeGreaterThan(10);
    expect(counts).toEqual({ items: counts?.items, names: counts?.items, identities: counts?.items, contested: 0 });
    const created = changesOf('CONFIGURATION_ITEM').filter((change) => change.kind === 'CREATED');
    expect(created).toHaveLength(counts?.items ?? 0);
  });

  test('lost no update: each item counts as many writes as the log holds', async () => {
    const rows = await database.query<{ id: number; count: number; version: number }>(
      `select id, (attributes ->> 'count')::integer as count, version from configuration_item order by id`,
    );
    const logged = new Map<number, number>();
    for (const { itemId } of changesOf('CONFIGURATION_ITEM')) {
      logged.set(itemId ?? 0, (logged.get(itemId ?? 0) ?? 0) + 1);
    }
    expect(rows).toEqual(rows.map(({ id }) => ({ id, count: logged.get(id), version: logged.get(id) })));
  });

  test('left versions that join without a gap or an overlap', async () => {
    // Which version does not begin where the one before it ended, or does not count one up?
    const broken = await database.query(
      `select * from (
         select id, version, valid_from, valid_to,
                lag(valid_to) over item as before_to, lag(version) over item as before_version
           from (select id, version, valid_from, valid_to from configuration_item_version
                 union all select id, version, valid_from, null from configuration_item) as every
         window item as (partition by id order by valid_from)
       ) as joined
       where (before_to is null) <> (version = 1) or before_to <> valid_from or before_version + 1 <> version`,
    );
    expect(broken).toEqual([]);
  });

  test('left the relationships that the log, replayed, leads to', async () => {
    const open = new Map<number, readonly [number, number]>();
    for (const { relationship } of changesOf('RELATIONSHIP')) {
      if (!relationship) continue;
      if (relationship.ended) open.delete(relationship.id);
      else open.set(relationship.id, [relationship.source, relationship.target]);
    }
    const rows = await database.query<{ id: number; source_id: number; target_id: number }>(
      'select id, source_id, target_id from relationship order by id',
    );
    const replayed = [...open].sort(([a], [b]) => a - b);
    expect(rows.map((row) => [row.id, [row.source_id, row.target_id]])).toEqual(replayed);
    expect(changesOf('RELATIONSHIP').some((change) => change.kind === 'ENDED')).toBe(true);
  });
});
