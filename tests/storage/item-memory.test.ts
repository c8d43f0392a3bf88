import type { Change } from '../../src/domain/history/change';
import { itemId, revision } from '../../src/domain/ids';
import type { LoggedChangeSet } from '../../src/storage/history/change-log';
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

describe('what an item is now', () => {
  /** A change set of the log that writes some items, and a relationship of item 9. */
  const changeSet = (at: number, ...items: readonly number[]): LoggedChangeSet => ({
    changeSet: { revision: revision(at) } as LoggedChangeSet['changeSet'],
    changes: [
      ...items.map((item) => ({ entity: 'CONFIGURATION_ITEM', itemId: itemId(item) }) as Change),
      { entity: 'RELATIONSHIP', itemId: itemId(9), targetId: itemId(8) } as Change,
    ],
  });
  const followed = (to: number): ItemMemory => {
    const memory = new ItemMemory();
    memory.restart(revision(to));
    return memory;
  };
  const newest = (memory: ItemMemory, id: number, at: number): string | null =>
    memory.newest(id, revision(at))?.name ?? null;

  test('is known from its version on up to where the log was followed, until it is written', () => {
    const memory = followed(10);
    memory.put(version(1, 5), item(1, 'one'), memory.reading(revision(10)));
    memory.put(version(2, 5), item(2, 'two'), memory.reading(revision(10)));
    expect([4, 5, 10, 11].map((at) => newest(memory, 1, at))).toEqual([null, 'one', 'one', null]);
    memory.follow([changeSet(11, 2)]);
    expect([newest(memory, 1, 11), newest(memory, 2, 11), newest(memory, 2, 10)]).toEqual(['one', null, null]);
    // The version is still known where somebody asks for it by its key, and stands again once it is read again.
    expect(memory.get(version(2, 5))?.name).toBe('two');
    memory.put(version(2, 11), item(2, 'renamed'), memory.reading(revision(11)));
    expect(newest(memory, 2, 11)).toBe('renamed');
  });

  test('is not what was read before it was written, or of another history', () => {
    const memory = followed(10);
    const read = memory.reading(revision(10));
    memory.follow([changeSet(11, 1)]);
    memory.put(version(1, 5), item(1, 'old'), read);
    expect(newest(memory, 1, 11)).toBeNull();
    memory.put(version(3, 5), item(3, 'three'), memory.reading(revision(11)));
    memory.forget();
    expect(newest(memory, 3, 11)).toBeNull();
    expect(memory.get(version(3, 5), memory.reading(revision(11)))?.name).toBe('three');
    expect(newest(memory, 3, 11)).toBe('three');
    memory.lose();
    memory.put(version(4, 5), item(4, 'four'), memory.reading(revision(11)));
    expect(newest(memory, 4, 11)).toBeNull();
  });
});
