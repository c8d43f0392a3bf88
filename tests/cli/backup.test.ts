import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { MIGRATIONS } from '../../migrations/all';
import { backupCommand } from '../../src/cli/backup';
import { writeWholeFile } from '../../src/cli/backup-file';
import { migrateCommand } from '../../src/cli/migrate';
import { restoreCommand } from '../../src/cli/restore';
import { readConfig } from '../../src/config';
import { serve, type Serving } from '../../src/serve';
import { restoreBackup } from '../../src/storage/backup/load-backup';
import { openDatabase, type Database } from '../../src/storage/database';
import { migrate, migrateWithin } from '../../src/storage/migrate';
import { addPartition } from '../../src/storage/history/partitions';
import { runCommand, type Ran } from '../support/command-line';
import { createEmptyDatabase, createTestDatabase, onEmpty, type TestDatabase } from '../support/database';
import { dumpSchema } from '../support/schema-dump';
import { post } from '../support/server';
import { until } from '../support/until';

let source: TestDatabase;
let server: Serving;
let directory: string;
/** Of a moment in which nobody wrote. */
let quiet: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'underpin-backup-'));
  source = await createTestDatabase();
  await addPartition(source.database, 'change', '2019_02');
  server = await serve(readConfig({ DATABASE_URL: source.url, PORT: '0', UNDERPIN_SNAPSHOT_MINUTES: '0' }));
  await ask('mutation { registerDataSource(input: { name: "scan" }) { revision } }');
  await send(['alpha', 'tab\there', 'back\\slash', 'line\nfeed', 'ümlaut \\N \\.', '']);
  await send(['alpha'], 'renamed');
  await atRest();
  quiet = join(directory, 'quiet.underpin');
  await backup(quiet);
});
afterAll(async () => {
  await server.stop();
  await source.drop();
  await rm(directory, { recursive: true });
});

const ask = (
  query: string,
  variables: object = {},
): Promise<{ data?: Record<string, never> | null; errors?: unknown }> =>
  post(server.url, { query, variables }) as never;

const INGEST = `mutation Ingest($input: IngestInput!) {
  ingest(input: $input) { revision totals { outcome items } results { errors { message } } }
}`;

async function send(keys: readonly string[], name?: string): Promise<Record<string, never>> {
  const items = keys.map((key) => ({
    class: 'LinuxServer',
    nativeKey: `key ${key}`,
    name: name ?? `server ${key}`,
    labels: { text: key },
    attributes: { hostname: `host-${Buffer.from(key).toString('hex')}`, serialNumber: `serial-${key}` },
    relationships: [{ type: 'DEPENDS_ON', end: { native: { source: 'scan', key: 'key alpha' } } }].filter(
      () => key !== 'alpha',
    ),
  }));
  const { data, errors } = await ask(INGEST, { input: { source: 'scan', items } });
  if (errors !== undefined || data == null) throw new Error(JSON.stringify(errors));
  expect(JSON.stringify(data)).not.toMatch(/REJECTED|PARKED|errors":\[\{/);
  return data['ingest'] ?? {};
}

async function withUrl(url: string, args: readonly string[]): Promise<Ran> {
  process.env['DATABASE_URL'] = url;
  try {
    return await runCommand(server.url, () => [backupCommand(), migrateCommand(), restoreCommand()], args);
  } finally {
    delete process.env['DATABASE_URL'];
  }
}

const backup = (path: string, ...more: readonly string[]): Promise<Ran> =>
  withUrl(source.url, ['backup', path, ...more]);

/** When a source last had something taken is stored a second later than the rest. */
const atRest = (): Promise<void> => server.app.activity.flush();

/** What items are found by follows them in the background, at a moment of its own. */
const FOLLOWING = ['item_search', 'search_index', 'match_term', 'match_index'];

/** Table -> how many rows, and a sum over them that does not depend on their order. */
async function contents(database: Database): Promise<Readonly<Record<string, string>>> {
  const tables = await database.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
        and relname <> all($1) order by 1`,
    [['schema_migration', ...FOLLOWING]],
  );
  const all: Record<string, string> = {};
  for (const { name } of tables) {
    const [row] = await database.query<{ sum: string }>(
      `select count(*) || ' ' || coalesce(sum(hashtextextended(to_jsonb(row)::text, 0)::numeric), 0) as sum from ${name} as row`,
    );
    all[name] = row?.sum ?? '';
  }
  return all;
}

test('what is restored is what was backed up: every row of every table, partitions, schema and the next ids', async () => {
  await atRest();
  const path = join(directory, 'whole.underpin');
  await backup(path);
  await onEmpty(async (database, url) => {
    const told = await withUrl(url, ['restore', path]);
    expect(told).toMatchObject({ code: 0, output: expect.stringMatching(/^Backup of \S+, revision \d+ .*restored/) });
    expect(await contents(database)).toEqual(await contents(source.database));
    expect(Object.keys(await contents(database))).toContain('change_2019_02');
    expect(await dumpSchema(database)).toBe(await dumpSchema(source.database));
    const sequences = `select sequencename, last_value is not null and is_called as used, nextval(sequencename::regclass) as next
      from pg_sequences join lateral (select true as is_called) as called on true where schemaname = 'public'
        and sequencename not like 'schema%' order by 1`;
    const [here, there] = [
      await database.query<{ next: number }>(sequences),
      await source.database.query<{ next: number }>(sequences),
    ];
    expect(here.map(({ next }) => next)).toEqual(there.map(({ next }) => next));
    expect(await migrate(database, new Date())).toEqual([]);
  });
});

test('a backup while others write is one moment: every revision up to its own, and nothing of a later one', async () => {
  const ends = new AbortController();
  const writer = (async () => {
    for (let at = 0; !ends.signal.aborted; at += 1) await send([`busy ${at}`, `busy ${at} too`]);
  })();
  const path = join(directory, 'busy.underpin');
  const before = await source.database.query<{ revision: number }>('select revision from revision_head');
  await backup(path);
  const after = await source.database.query<{ revision: number }>('select revision from revision_head');
  ends.abort();
  await writer;
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  await onEmpty(async (database, url) => {
    await withUrl(url, ['restore', path]);
    const [found] = await database.query<{ head: number; sets: number; newest: number; said: number; changes: number }>(
      `select (select revision from revision_head) as head, (select count(*) from change_set) as sets,
              (select max(valid_from) from configuration_item) as newest,
              (select sum(change_count) from change_set) as said, (select count(*) from change) as changes`,
    );
    expect(found?.sets).toBe(found?.head);
    expect(found?.changes).toBe(Number(found?.said));
    expect(found?.newest).toBeLessThanOrEqual(found?.head ?? 0);
    expect(found?.head).toBeGreaterThanOrEqual(before[0]?.revision ?? Infinity);
    expect(found?.head).toBeLessThanOrEqual(after[0]?.revision ?? 0);
  });
  expect(after[0]?.revision).toBeGreaterThan(before[0]?.revision ?? 0);
});

test('of two backups to one path at a time, each is written on its own, and the later one is there as a whole', async () => {
  const path = join(directory, 'twice.underpin');
  let firstDone = (): void => undefined;
  const first = new Promise<void>((resolve) => (firstDone = resolve));
  const slow = writeWholeFile(path, async (take) => {
    await take(Buffer.from('slow, '));
    await first;
    await take(Buffer.from('but whole'));
  });
  await writeWholeFile(path, async (take) => take(Buffer.from('fast')));
  expect(gunzipSync(await readFile(path)).toString()).toBe('fast');
  firstDone();
  await slow;
  expect(gunzipSync(await readFile(path)).toString()).toBe('slow, but whole');
  expect((await readdir(directory)).filter((name) => name.includes('partial'))).toEqual([]);
});

/** A valid file whose unpacked bytes were changed: what a fault in a program could write. */
const repacked = (bytes: Buffer, change: (text: string) => string): Buffer =>
  gzipSync(Buffer.from(change(gunzipSync(bytes).toString('latin1')), 'latin1'));

test('a wrong, cut off or damaged file is refused with the reason, and nothing is touched', async () => {
  const good = await readFile(quiet);
  const flipped = Buffer.from(good);
  flipped[good.length >> 1] = (flipped[good.length >> 1] ?? 0) ^ 1;
  const cases: readonly (readonly [Buffer, RegExp])[] = [
    [Buffer.from('select 1;'), /damaged, or no backup of Underpin/],
    [Buffer.alloc(0), /ends too early/],
    [gzipSync('{"something":"else altogether"}'), /no backup of Underpin/],
    [good.subarray(0, 40), /ends too early/],
    [good.subarray(0, good.length - 1), /ends too early/],
    [gzipSync(gunzipSync(good).subarray(0, -10)), /ends too early/],
    [flipped, /damaged/],
    [Buffer.concat([good, gzipSync('more')]), /something follows its end/],
    [repacked(good, (text) => text.replace('serial-alpha', 'serial-alphb')), /the rows of \w+ are damaged/],
    [repacked(good, (text) => text.replace('UNDERPIN-BACKUP1', 'UNDERPIN-BACKUP2')), /another version of the format/],
    [repacked(good, (text) => text.replace('Schema1795000000000', 'Schema2795000000000')), /newer Underpin.*Schema279/],
  ];
  const path = join(directory, 'bad.underpin');
  await atRest();
  const before = await contents(source.database);
  for (const [bytes, reason] of cases) {
    await writeFile(path, bytes);
    const { code, complaints } = await withUrl(source.url, ['restore', path, '--force']);
    expect(complaints).toMatch(reason);
    expect(code).toBe(1);
  }
  expect((await withUrl(source.url, ['restore', join(directory, 'missing'), '--force'])).complaints).toMatch(/ENOENT/);
  expect(await contents(source.database)).toEqual(before);
});

test('a restore that fails in the middle leaves the database as it was', async () => {
  const good = await readFile(quiet);
  // A sequence of this name cannot be: found out when all rows are there.
  const path = join(directory, 'fails-late.underpin');
  await writeFile(
    path,
    repacked(good, (text) => text.replace('"relationship_id":', '"relationship_ix":')),
  );
  await atRest();
  const before = await contents(source.database);
  await expect(restoreBackup(source.database, path, { force: true, now: new Date() })).rejects.toThrow(
    /relationship_ix/,
  );
  expect(await contents(source.database)).toEqual(before);
});

test('what would be lost is not lost without a word: a history, somebody else’s tables, a file that is there', async () => {
  const refused = await withUrl(source.url, ['restore', quiet]);
  expect(refused).toMatchObject({ code: 1, complaints: expect.stringMatching(/history of \d+ revisions.*--force/) });
  await onEmpty(async (database, url) => {
    await database.query('create table payroll (id integer)');
    const { code, complaints } = await withUrl(url, ['restore', quiet, '--force']);
    expect([code, complaints]).toEqual([1, expect.stringMatching(/payroll.*database of its own/)]);
    expect((await withUrl(url, ['backup', join(directory, 'nothing')])).complaints).toMatch(/no tables of Underpin/);
  });
  await onEmpty(async (database, url) => {
    await migrate(database, new Date());
    await database.query(
      `insert into api_token (id, name, hash, role, labels, created_by, created_at)
       values ($1, 'first', '\\x00', 'ADMINISTRATOR', '{}', 'somebody', now())`,
      [randomUUID()],
    );
    const { code, complaints } = await withUrl(url, ['restore', quiet]);
    expect([code, complaints]).toEqual([1, expect.stringMatching(/API tokens.*--force/)]);
    expect(await withUrl(url, ['restore', quiet, '--force'])).toMatchObject({ code: 0 });
  });
  expect(await backup(quiet)).toMatchObject({ code: 2, complaints: expect.stringMatching(/there already.*--force/) });
  expect((await backup(join(directory, 'no', 'such', 'place'))).complaints).toMatch(/cannot be written/);
  const [made, upToDate] = [await backup(quiet, '--force', '--json'), await withUrl(source.url, ['migrate', '--json'])];
  expect(JSON.parse(made.output)).toMatchObject({ file: quiet, bytes: (await stat(quiet)).size });
  expect(JSON.parse(upToDate.output)).toMatchObject({ isUpToDate: true, place: expect.any(String) as string });
  const checked = await withUrl('postgres://nobody@127.0.0.1:1/nowhere', ['restore', '--check', quiet]);
  expect(checked).toMatchObject({ code: 0, output: expect.stringContaining('The file is whole.') });
  const told = await withUrl('postgres://nobody@127.0.0.1:1/nowhere', ['restore', '--check', '--json', quiet]);
  expect(JSON.parse(told.output)).toMatchObject({
    file: quiet,
    restoredInto: null,
    rows: { configuration_item: expect.any(Number) as number },
  });
});

test('a backup of an older schema becomes one of the present schema', async () => {
  const [first] = MIGRATIONS;
  const path = join(directory, 'old.underpin');
  const old = await createEmptyDatabase();
  const database = await openDatabase(old.url, { poolSize: 3 });
  const runner = database.dataSource().createQueryRunner();
  await migrateWithin(database, runner, [first.name]);
  await runner.release();
  await database.query('insert into change_set values (1, $1, $2, $3, null, null, $3, $2, $3, 0)', [
    '2026-01-01T00:00:00Z',
    randomUUID(),
    'somebody',
  ]);
  await database.query("update revision_head set revision = 1, at = '2026-01-01T00:00:00Z'");
  await database.close();
  expect((await withUrl(old.url, ['backup', path])).complaints).toMatch(/^$/);
  await old.drop();
  await onEmpty(async (empty, url) => {
    expect((await withUrl(url, ['restore', path])).complaints).toBe('');
    expect(await dumpSchema(empty)).toBe(await dumpSchema(source.database));
    expect(await empty.query('select principal from change_set')).toEqual([{ principal: 'somebody' }]);
  });
});

test('a running server notices that its database was restored: graph, cursors and what it remembers of records', async () => {
  const names = async (): Promise<readonly string[]> => {
    const { data } = await ask('{ configurationItems(first: 100) { nodes { name } } }');
    const found = data?.['configurationItems'] as { nodes: readonly { name: string }[] } | undefined;
    return (found?.nodes ?? []).map(({ name }) => name).sort();
  };
  const path = join(directory, 'before.underpin');
  await backup(path);
  const before = await names();
  await send(['lost']);
  const feed = await (await fetch(`${server.url}/changes?since=0&follow=false`)).text();
  const { cursor } = JSON.parse(feed.trim().split('\n').at(-1) ?? '') as { cursor: string };
  const deepest = '{ server { graph { items } revision } }';
  const held = await ask(deepest);
  expect(await withUrl(source.url, ['restore', path, '--force'])).toMatchObject({ code: 0 });
  await until(async () => {
    const now = await ask(deepest);
    return now.errors === undefined && JSON.stringify(now.data) !== JSON.stringify(held.data);
  });
  expect(await names()).toEqual(before);
  const stale = await fetch(`${server.url}/changes?follow=false&after=${encodeURIComponent(cursor)}`);
  expect(await stale.text()).toContain('CURSOR_EXPIRED');
  expect(await send(['lost'])).toMatchObject({ totals: [{ outcome: 'CREATED', items: 1 }] });
  expect(await names()).toEqual([...before, 'server lost'].sort());
});
