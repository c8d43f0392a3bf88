import { randomUUID } from 'node:crypto';
import { createClassModels, type ClassModels } from '../../src/application/class-model/class-models';
import { createGraphProjection, type GraphProjection } from '../../src/application/graph/graph-projection';
import { seedClassModel } from '../../src/application/class-model/seed-model';
import type { WriteQueue } from '../../src/application/writes/write-queue';
import { itemId, relationshipId, revision, type Revision } from '../../src/domain/ids';
import { changePlan, creation, relation, testItem, testQueue, testRelationship } from '../support/plans';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { until } from '../support/until';

const WAIT_MS = 60_000;

describe('the graph projection', () => {
  let db: TestDatabase;
  let models: ClassModels;
  let queue: WriteQueue;
  let projection: GraphProjection;
  let problems: unknown[];

  const start = (fromTables: { itemsMax: number } | null = null) =>
    createGraphProjection({
      fromTables,
      database: db.database,
      models,
      clock: () => new Date(),
      onProblem: (problem) => problems.push(problem),
      pollMs: 50,
    });

  beforeEach(async () => {
    problems = [];
    db = await createTestDatabase();
    models = await createClassModels(db.database);
    queue = testQueue(db.database);
    projection = await start();
  });
  afterEach(async () => {
    await projection.stop();
    await queue.close();
    await models.stop();
    await db.drop();
  });

  const writeItem = async (id: number): Promise<Revision> =>
    (await queue.submit({ prepare: async () => changePlan({ items: [creation(testItem(itemId(id)))] }) })).revision;

  /** Meanwhile the projection may refuse to answer. */
  const untilAnswered = async (condition: () => Promise<boolean>): Promise<void> => {
    await until(() => condition().catch(() => false));
  };

  test('starts empty and follows what is written', async () => {
    expect(projection.head).toBe(0);
    const written = await writeItem(1);
    await projection.waitFor(written, WAIT_MS);
    expect(projection.head).toBe(written);
    expect((await projection.viewAt(written, 'EVERYTHING')).classOf(1)).toBe('Server');
    expect((await projection.viewAt(revision(0), 'EVERYTHING')).isActive(1)).toBe(false);
  });

  test('reads from the tables what another one has followed in the log', async () => {
    await writeItem(1);
    await writeItem(2);
    const relationship = testRelationship(relationshipId(1), itemId(1), itemId(2), {
      gateKeys: ['a\tb', 'ü'],
      weight: 3,
    });
    const related = await queue.submit({
      prepare: async () =>
        changePlan({ relationships: [{ before: null, after: relationship, kind: 'CREATED', paths: [] }] }),
    });
    await projection.waitFor(related.revision, WAIT_MS);
    const rebuilt = await start();
    try {
      const counts = async (one: GraphProjection) => {
        const { items, relationships } = await one.status();
        return { head: one.head, items, relationships };
      };
      expect(await counts(rebuilt)).toEqual({ head: 3, items: 2, relationships: 1 });
      expect(await counts(projection)).toEqual(await counts(rebuilt));
      for (const at of [0, 1, 2, 3].map(revision)) {
        for (const item of [1, 2]) {
          expect((await rebuilt.viewAt(at, 'EVERYTHING')).factsOf(item)).toEqual(
            (await projection.viewAt(at, 'EVERYTHING')).factsOf(item),
          );
        }
      }
    } finally {
      await rebuilt.stop();
    }
  });

  test('answers a wait in vain after its time, and says how far behind it is', async () => {
    await projection.waitFor(revision(99), 50);
    expect(projection.head).toBe(0);
    expect((await projection.status()).lag).toEqual({ revisions: 0, milliseconds: 0 });
  });

  test('refuses moments outside of what it holds', async () => {
    await expect(projection.viewAt(revision(1), 'EVERYTHING')).rejects.toMatchObject({ code: 'NOT_YET_VISIBLE' });
  });

  test('builds the graph anew when the log turns out to be another history', async () => {
    await projection.waitFor(await writeItem(1), WAIT_MS);
    // A restored backup: the same revision, but another change set, and another item in it.
    await db.database.transaction(async (tx) => {
      await tx.query('update change_set set id = gen_random_uuid()');
      await tx.query(`update configuration_item set id = 7, class = 'LinuxServer'`);
    });
    await untilAnswered(
      async () => (await projection.viewAt(projection.head, 'EVERYTHING')).classOf(7) === 'LinuxServer',
    );
    expect((await projection.viewAt(projection.head, 'EVERYTHING')).isActive(1)).toBe(false);
    expect(problems.map(String).join()).toContain('diverged');
    await projection.waitFor(await writeItem(8), WAIT_MS);
    expect((await projection.viewAt(projection.head, 'EVERYTHING')).isActive(8)).toBe(true);
  });

  test('that keeps no graph reads what a question needs, refuses too much, and notices another history', async () => {
    await seedClassModel({ database: db.database, writes: queue, models, clock: () => new Date(), newId: randomUUID });
    const tables = await start({ itemsMax: 2 });
    try {
      for (const id of [1, 2, 3]) await writeItem(id);
      const linked = [testRelationship(relationshipId(1), itemId(1), itemId(2))].map(relation);
      const { revision: at } = await queue.submit({ prepare: async () => changePlan({ relationships: linked }) });
      await tables.waitFor(at, WAIT_MS);
      const needs = (...from: readonly number[]) => ({ reach: 'DEPENDENCIES' as const, from: from.map(itemId) });
      const part = await tables.viewAt(at, needs(1));
      expect([1, 2, 3].map((id) => part.isActive(id))).toEqual([true, true, false]);
      expect(part.relationshipAt(0)).toMatchObject({ source: 1, target: 2 });
      expect((await tables.viewAt(revision(at - 1), needs(1))).isActive(2)).toBe(false);
      await expect(tables.viewAt(at, needs(1, 3))).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' });
      await expect(tables.viewAt(revision(at + 1), needs(1))).rejects.toMatchObject({ code: 'NOT_YET_VISIBLE' });
      expect(await tables.status()).toMatchObject({ bytes: 0, lag: { revisions: 0 }, rebuilding: false });
      await db.database.transaction(async (tx) => {
        await tx.query('update change_set set id = gen_random_uuid()');
        await tx.query(`update configuration_item set class = 'LinuxServer'`);
      });
      await untilAnswered(async () => (await tables.viewAt(at, needs(1))).classOf(1) === 'LinuxServer');
    } finally {
      await tables.stop();
    }
  });

  test('goes on when all its connections were lost', async () => {
    await projection.waitFor(await writeItem(1), WAIT_MS);
    await db.database.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );
    const written = await writeItem(2);
    await projection.waitFor(written, WAIT_MS);
    expect((await projection.viewAt(written, 'EVERYTHING')).isActive(2)).toBe(true);
  });
});
