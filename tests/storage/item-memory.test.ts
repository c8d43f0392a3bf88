import { ItemMemory } from '../../src/storage/items/item-memory';
import { testItem } from '../support/plans';
import { testId } from '../support/server';

const item = (number: number, name: string) => ({
  ...testItem(testId(number), { name }),
  validFrom: 0 as never,
});
const version = (id: number, revision: number, written = revision) => ({ id, validFrom: revision, written });

test('a version is given back as it is, and no other one for it', () => {
  const memory = new ItemMemory();
  memory.put(version(1, 5), item(1, 'five'));
  expect(memory.get(version(1, 5))?.name).toBe('five');
  expect(memory.get(version(1, 6))).toBeNull();
  expect(memory.get(version(2, 5))).toBeNull();
  // The same revision of another history was written at another time.
  expect(memory.get(version(1, 5, 99))).toBeNull();
});

test('an older version does not take the place of a newer one', () => {
  const memory = new ItemMemory();
  memory.put(version(1, 5), item(1, 'five'));
  memory.put(version(1, 3), item(1, 'three'));
  expect(memory.get(version(1, 5))?.name).toBe('five');
  memory.put(version(1, 7), item(1, 'seven'));
  expect([memory.get(version(1, 5)), memory.get(version(1, 7))?.name]).toEqual([null, 'seven']);
});

test('it holds as many as it may, those that were asked for last', () => {
  const memory = new ItemMemory(10);
  for (let id = 1; id <= 1_000; id += 1) {
    memory.put(version(id, 1), item(id, 'x'));
    memory.get(version(1, 1));
  }
  const held = Array.from({ length: 1_000 }, (_, index) => index + 1).filter(
    (id) => memory.get(version(id, 1)) !== null,
  );
  expect(held.length).toBeLessThanOrEqual(10);
  expect(held).toEqual(expect.arrayContaining([1, 999, 1_000]));
});

test('an item with very many values is not held', () => {
  const memory = new ItemMemory();
  const labels = Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`key-${index}`, 'value']));
  memory.put(version(1, 1), { ...item(1, 'large'), labels });
  expect(memory.get(version(1, 1))).toBeNull();
});
