import { randomUUID } from 'node:crypto';
import { createClassModels, type ClassModels } from '../../src/application/class-model/class-models';
import { loadGraphPart } from '../../src/application/graph/graph-parts';
import { readFromTables } from '../../src/application/graph/graph-reading';
import { seedClassModel } from '../../src/application/class-model/seed-model';
import type { WriteQueue } from '../../src/application/writes/write-queue';
import { itemId, relationshipId, type Revision } from '../../src/domain/ids';
import type { Executor } from '../../src/storage/database';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { changePlan, creation, relation, testItem, testQueue, testRelationship } from '../support/plans';

/** Each of the items depends on each other one. */
const mesh = (ids: readonly number[], firstId: number) =>
  ids
    .flatMap((source) => ids.filter((target) => target !== source).map((target) => [source, target] as const))
    .map(([source, target], place) =>
      testRelationship(relationshipId(firstId + place), itemId(source), itemId(target)),
    );
const range = (first: number, count: number): number[] => Array.from({ length: count }, (_, place) => first + place);

const SMALL = range(1, 10);
const HUB = 11;
const DEPENDENTS = range(12, 300);
const FAR = range(1_000_001, 150);

describe('a part of the graph that is read from the tables', () => {
  let db: TestDatabase;
  let models: ClassModels;
  let queue: WriteQueue;
  let at: Revision;

  beforeAll(async () => {
    db = await createTestDatabase();
    models = await createClassModels(db.database);
    queue = testQueue(db.database);
    await seedClassModel({ database: db.database, writes: queue, models, clock: () => new Date(), newId: randomUUID });
    const items = [...SMALL, HUB, ...DEPENDENTS, ...FAR].map((id) => creation(testItem(itemId(id))));
    await queue.submit({ prepare: async () => changePlan({ items }) });
    const dependents = DEPENDENTS.map((source, place) =>
      testRelationship(relationshipId(1_000 + place), itemId(source), itemId(HUB)),
    );
    const relationships = [...mesh(SMALL, 1), ...dependents, ...mesh(FAR, 10_000)].map(relation);
    for (let start = 0; start < relationships.length; start += 5_000) {
      const some = relationships.slice(start, start + 5_000);
      ({ revision: at } = await queue.submit({ prepare: async () => changePlan({ relationships: some }) }));
    }
  });
  afterAll(async () => {
    await queue.close();
    await models.stop();
    await db.drop();
  });

  /** Reads a part, and says how many rows a statement gave at most. */
  const read = async (from: number, limits: { itemsMax: number; linksAtOnce?: number }) => {
    const most = { rows: 0 };
    const executor: Executor = {
      query: async <Row extends object>(sql: string, parameters?: readonly unknown[]) => {
        const rows = await db.database.query<Row>(sql, parameters);
        most.rows = Math.max(most.rows, rows.length);
        return rows;
      },
    };
    const source = { executor, model: await models.at(at), at, ...limits };
    const part = loadGraphPart(source, { reach: 'DEPENDENTS', from: [itemId(from)], types: null, depth: null });
    return { most, view: await part.catch((problem: unknown) => problem as Error) };
  };
  const graphOf = async (from: number, limits: { itemsMax: number; linksAtOnce?: number }) => {
    const { view, most } = await read(from, limits);
    if (view instanceof Error) throw view;
    return { view, most };
  };

  test('is refused for its relationships as for its items', async () => {
    expect((await graphOf(1, { itemsMax: 12 })).view.edges.count).toBe(90);
    const { view } = await read(1, { itemsMax: 11 });
    expect(view).toMatchObject({ code: 'LIMIT_EXCEEDED', message: expect.stringMatching(/^More than 88 relat/) });
  });

  test('is refused before all that is too much was read', async () => {
    const { view, most } = await read(HUB, { itemsMax: 5 });
    expect(view).toMatchObject({ code: 'LIMIT_EXCEEDED', message: expect.stringMatching(/^More than 5 items/) });
    expect(most.rows).toBeLessThanOrEqual(5 * 8 + 1);
  });

  test('is whole though a statement gives a few rows only', async () => {
    const ids = async (from: number, linksAtOnce: number) => {
      const { view, most } = await graphOf(from, { itemsMax: 1_000, linksAtOnce });
      return { ids: Array.from(view.edges.id.subarray(0, view.edges.count)).sort((a, b) => a - b), most };
    };
    const { ids: small, most } = await ids(1, 20);
    expect(small).toEqual(range(1, 90));
    expect(most.rows).toBeLessThanOrEqual(20);
    expect((await ids(HUB, 7)).ids).toEqual(range(1_000, 300));
  });

  test('is sorted only where its ids lie close together', async () => {
    const { view } = await graphOf(1_000_001, { itemsMax: 10_000 });
    expect(view.edges.count).toBe(150 * 149);
    expect(view.edges.overlayCount).toBe(150 * 149);
  });

  test('is read again after a statement failed', async () => {
    let fails = true;
    const executor: Executor = {
      query: (sql, parameters) => (fails ? Promise.reject(new Error('lost')) : db.database.query(sql, parameters)),
    };
    const options = { database: db.database, models, itemsMax: 1_000, history: () => db };
    const reading = readFromTables(options, executor);
    const need = { reach: 'ITEMS' as const, from: [itemId(1)] };
    await expect(reading.viewAt(at, need)).rejects.toThrow('lost');
    fails = false;
    expect((await reading.viewAt(at, need)).isActive(1)).toBe(true);
  });
});
