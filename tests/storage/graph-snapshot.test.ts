import { itemId, relationshipId, revision } from '../../src/domain/ids';
import { streamGraph } from '../../src/storage/graph-snapshot';
import { takeItemIds, takeRelationshipIds } from '../../src/storage/id-blocks';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { changePlan, creation, relation, testItem, testQueue, testRelationship } from '../support/plans';

const ALL = { from: revision(0), to: null };

let test_: TestDatabase;

beforeEach(async () => {
  test_ = await createTestDatabase({ poolSize: 1 });
});
afterEach(() => test_.drop());

test('whoever takes the rows may fail: the reading fails with it, and the connection is used on', async () => {
  const queue = testQueue(test_.database);
  const items = await takeItemIds(test_.database, 2000);
  const [source, target] = items;
  const [id] = await takeRelationshipIds(test_.database, 1);
  if (source === undefined || target === undefined || id === undefined) throw new Error('there are no ids');
  const plan = changePlan({
    items: items.map((item) => creation(testItem(item))),
    relationships: [relation(testRelationship(id, source, target))],
  });
  await queue.submit({ prepare: () => Promise.resolve(plan) });
  await queue.close();

  const fail = (): never => {
    throw new Error('no room');
  };
  const ignore = (): undefined => undefined;
  await expect(streamGraph(test_.database, ALL, { loadItem: fail, loadRelationship: ignore })).rejects.toThrow(
    'no room',
  );
  await expect(streamGraph(test_.database, ALL, { loadItem: ignore, loadRelationship: fail })).rejects.toThrow(
    'no room',
  );
  let count = 0;
  await streamGraph(test_.database, ALL, { loadItem: () => (count += 1), loadRelationship: ignore });
  expect(count).toBe(2000);
});

test('gate keys arrive as they were written, whatever stands in them', async () => {
  const queue = testQueue(test_.database);
  const keys = [[], ['pool'], ['a b', 'c,d'], ['"', '\\', '{}', "it's"], ['tab\there', 'line\nbreak', 'ü', 'NULL', '']];
  const [source, ...targets] = await takeItemIds(test_.database, keys.length + 1);
  const ids = await takeRelationshipIds(test_.database, keys.length);
  const relationships = keys.map((gateKeys, place) =>
    testRelationship(ids[place] ?? relationshipId(0), source ?? itemId(0), targets[place] ?? itemId(0), {
      gateKeys,
      kind: place === 1 ? 'INFERRED' : 'DECLARED',
      strength: place === 2 ? 'SOFT' : 'HARD',
    }),
  );
  await queue.submit({ prepare: () => Promise.resolve(changePlan({ relationships: relationships.map(relation) })) });
  await queue.close();
  const read: unknown[] = [];
  await streamGraph(test_.database, ALL, {
    loadItem: () => undefined,
    loadRelationship: ({ id, kind, strength, gateKeys }) => read.push({ id, kind, strength, gateKeys }),
  });
  expect(read).toEqual(relationships.map(({ id, kind, strength, gateKeys }) => ({ id, kind, strength, gateKeys })));
});
