import { itemId, relationshipId, revision } from '../../src/domain/ids';
import { streamGraph } from '../../src/storage/graph/graph-snapshot';
import { takeItemIds, takeRelationshipIds } from '../../src/storage/change-sets/id-blocks';
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
  await expect(streamGraph(test_.database, ALL, { loadItems: fail, loadRelationships: ignore })).rejects.toThrow(
    'no room',
  );
  await expect(streamGraph(test_.database, ALL, { loadItems: ignore, loadRelationships: fail })).rejects.toThrow(
    'no room',
  );
  let count = 0;
  await streamGraph(test_.database, ALL, {
    loadItems: (_, { id }) => (count += id.length),
    loadRelationships: ignore,
  });
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
    loadItems: () => undefined,
    loadRelationships: ({ kind, strength, gateKeys }, ends) => {
      for (const [place, id] of ends.id.entries()) {
        read.push({ id, source: ends.source[place], target: ends.target[place], kind, strength, gateKeys });
      }
    },
  });
  const written = relationships.map(({ id, source: from, target, kind, strength, gateKeys }) => ({
    id,
    source: from,
    target,
    kind,
    strength,
    gateKeys,
  }));
  expect(read).toHaveLength(written.length);
  expect(read).toEqual(expect.arrayContaining(written));
});

test('numbers come through exactly, and rows of every range of ids come once', async () => {
  await test_.database.query(`insert into relationship
    select g, source, 'NEEDS', g, '', 'DECLARED', 'HARD', '{}', 1, '{}', '[]', 1, now(), now(), 3
      from unnest('{1,19999,20000,20001,39999,40000,123456}'::bigint[]) with ordinality as sources (source, g)`);
  await test_.database.query(`insert into relationship_version
    select 9007199254740991, 700000, 'NEEDS', 2147483648, '', 'DECLARED', 'HARD', '{}', 1, '{}', '[]', 1, now(), now(), 1, 2, now()`);
  const read: unknown[] = [];
  await streamGraph(test_.database, ALL, {
    loadItems: () => undefined,
    loadRelationships: (_, { id, source, target, from, to }) => {
      for (const place of id.keys())
        read.push([id[place], source[place], target[place], from[place], to?.[place] ?? null]);
    },
  });
  const open = [1, 19_999, 20_000, 20_001, 39_999, 40_000, 123_456].map((source, place) => [
    place + 1,
    source,
    place + 1,
    3,
    null,
  ]);
  expect(read).toHaveLength(8);
  expect(read).toEqual(expect.arrayContaining([...open, [2 ** 53 - 1, 700_000, 2 ** 31, 1, 2]]));
});
