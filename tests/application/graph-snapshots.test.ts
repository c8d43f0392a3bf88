import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClassModels, type ClassModels } from '../../src/application/class-model/class-models';
import { createGraphProjection, type GraphProjection } from '../../src/application/graph/graph-projection';
import type { WriteQueue } from '../../src/application/writes/write-queue';
import { itemId, relationshipId, revision, type Revision } from '../../src/domain/ids';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { changePlan, creation, ending, relation, testItem, testQueue, testRelationship } from '../support/plans';

const WAIT_MS = 60_000;
const DAY_MS = 86_400_000;

let db: TestDatabase;
let models: ClassModels;
let queue: WriteQueue;
let directory: string;
let path: string;
let problems: string[];

beforeEach(async () => {
  problems = [];
  db = await createTestDatabase();
  models = await createClassModels(db.database);
  queue = testQueue(db.database);
  directory = await mkdtemp(join(tmpdir(), 'underpin-snapshot-'));
  path = join(directory, 'deeper', 'graph.snapshot');
});
afterEach(async () => {
  await queue.close();
  await models.stop();
  await db.drop();
  await rm(directory, { recursive: true });
});

const start = (options: { path?: string; windowMs?: number; clock?: () => Date } = {}): Promise<GraphProjection> =>
  createGraphProjection({
    database: db.database,
    models,
    clock: options.clock ?? (() => new Date()),
    onProblem: (problem) => problems.push(problem instanceof Error ? problem.message : String(problem)),
    windowMs: options.windowMs ?? null,
    snapshot: { path: options.path ?? path, intervalMs: 3_600_000 },
  });

const [ONE, TWO] = [itemId(1), itemId(2)];
const NEEDS = testRelationship(relationshipId(1), ONE, TWO, { gateKeys: ['pool'], weight: 3 });

/** Two items, one of which needs the other. */
async function writePair(): Promise<Revision> {
  await write({ items: [creation(testItem(ONE)), creation(testItem(TWO))] });
  return write({ relationships: [relation(NEEDS)] });
}

const write = async (parts: Parameters<typeof changePlan>[0]): Promise<Revision> =>
  (await queue.submit({ prepare: () => Promise.resolve(changePlan(parts)) })).revision;

/** Stores the graph as a stopping server does. */
async function store(): Promise<void> {
  const projection = await start();
  await projection.stop();
}

/** What only the tables say: a graph that was built from them shows it, one from the file does not. */
const markTables = (): Promise<unknown> =>
  db.database.query(`update configuration_item set class = 'LinuxServer' where id = 1`);

async function classOfOne(): Promise<string> {
  const projection = await start();
  try {
    return (await projection.viewAt(projection.head, 'EVERYTHING')).classOf(ONE);
  } finally {
    await projection.stop();
  }
}

test('a start takes the graph from the file, and what came after it from the log', async () => {
  const related = await writePair();
  await store();
  await markTables();
  const ended = await write({ relationships: [ending(NEEDS)] });
  const projection = await start();
  expect(projection.head).toBe(ended);
  const [before, after] = [
    await projection.viewAt(related, 'EVERYTHING'),
    await projection.viewAt(ended, 'EVERYTHING'),
  ];
  expect(before.classOf(ONE)).toBe('Server');
  expect(before.relationshipAt(0)).toMatchObject({ source: ONE, target: TWO, gateKeys: ['pool'], weight: 3 });
  expect([before.holds(0), after.holds(0)]).toEqual([true, false]);
  expect(await projection.status()).toMatchObject({ items: 2, relationships: 0, lag: { revisions: 0 } });
  const more = await write({ items: [creation(testItem(itemId(3)))] });
  await projection.waitFor(more, WAIT_MS);
  expect((await projection.viewAt(more, 'EVERYTHING')).isActive(3)).toBe(true);
  await projection.stop();
  expect(problems).toEqual([]);
});

test('what is of no use is not used, and the start says why', async () => {
  await writePair();
  await store();
  const good = await readFile(path);
  await markTables();
  expect(await classOfOne()).toBe('Server');
  const damaged = Buffer.from(good);
  const place = good.length - 20;
  damaged[place] = (damaged[place] ?? 0) ^ 1;
  const otherVersion = Buffer.from(good);
  otherVersion[15] = 99;
  const cases: readonly (readonly [Buffer, string])[] = [
    [damaged, 'its checksum is wrong'],
    [good.subarray(0, good.length - 9), 'it ends too early'],
    [good.subarray(0, 10), 'it ends too early'],
    [otherVersion, 'it is of another format or version'],
    [Buffer.from('something else altogether, and long enough'), 'it is of another format or version'],
  ];
  for (const [bytes, reason] of cases) {
    problems = [];
    await writeFile(path, bytes);
    expect(await classOfOne()).toBe('LinuxServer');
    expect(problems).toEqual([expect.stringContaining(reason)]);
    // The next start finds what this one has stored.
    expect(await classOfOne()).toBe('LinuxServer');
    expect(problems).toHaveLength(1);
  }
});

test('a file of another history is not used: a restored backup, a failover that lost commits', async () => {
  await writePair();
  await store();
  const good = await readFile(path);
  await markTables();
  await db.database.query('update change_set set id = gen_random_uuid() where revision = 2');
  expect(await classOfOne()).toBe('LinuxServer');
  expect(problems).toEqual([expect.stringContaining('it is of another history')]);
  // Commits were lost: the database ends before the file does.
  await writeFile(path, good);
  await db.database.query('delete from change_set where revision = 2');
  await db.database.query(
    'update revision_head set revision = 1, at = (select at from change_set where revision = 1) where id = 1',
  );
  problems = [];
  expect(await classOfOne()).toBe('LinuxServer');
  expect(problems).toEqual([expect.stringContaining('it is at revision 2, the database only at 1')]);
});

test('a graph that cannot be stored is told of, and everything goes on', async () => {
  const written = await writePair();
  const projection = await start({ path: '/proc/underpin/graph.snapshot' });
  await projection.stop();
  expect(projection.head).toBe(written);
  expect(problems).toEqual([expect.stringContaining('could not be stored in /proc/underpin/graph.snapshot')]);
});

test('what a killed server left half written is removed, and what another one is writing is not', async () => {
  await writePair();
  await store();
  const [old, young] = [`${path}.old.tmp`, `${path}.young.tmp`];
  await writeFile(old, 'half');
  await writeFile(young, 'half');
  await utimes(old, new Date(), new Date(Date.now() - DAY_MS));
  await store();
  expect((await readdir(join(directory, 'deeper'))).toSorted()).toEqual(['graph.snapshot', 'graph.snapshot.young.tmp']);
});

test('the window moves on: what lies before it is forgotten and answered from the tables', async () => {
  const related = await writePair();
  const ended = await write({ relationships: [ending(NEEDS)] });
  const later = (): Date => new Date(Date.now() + 2 * DAY_MS);
  await store();
  const projection = await start({ windowMs: DAY_MS, clock: later });
  expect((await projection.status()).bytes).toBeGreaterThan(0);
  await markTables();
  // Built from the tables just now: the mark shows.
  expect((await projection.viewAt(related, 'EVERYTHING')).classOf(ONE)).toBe('LinuxServer');
  expect((await projection.viewAt(related, 'EVERYTHING')).holds(0)).toBe(true);
  expect((await projection.viewAt(ended, 'EVERYTHING')).classOf(ONE)).toBe('Server');
  await projection.waitFor(await write({ items: [creation(testItem(itemId(3)))] }), WAIT_MS);
  await projection.stop();
  // A window that reaches further back than the file does needs the tables.
  const wider = await start({ windowMs: 3 * DAY_MS, clock: later });
  expect((await wider.viewAt(related, 'EVERYTHING')).classOf(ONE)).toBe('LinuxServer');
  expect(problems).toEqual([expect.stringContaining(`it reaches back to revision ${ended}, ${revision(0)} is wanted`)]);
  await wider.stop();
});
