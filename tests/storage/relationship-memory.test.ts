import type { Change } from '../../src/domain/history/change';
import { relationshipId, revision } from '../../src/domain/ids';
import { createKeptReads } from '../../src/application/lists/kept-reads';
import { pageOfValues } from '../../src/domain/page';
import type { LoggedChangeSet } from '../../src/storage/history/change-log';
import { RelationshipMemory } from '../../src/storage/relationships/relationship-memory';
import { testRelationship } from '../support/plans';
import { testId } from '../support/server';

const ALL = { direction: null, types: null, filter: null, order: [] };
const FIRST = { limit: 50, backward: false, after: null, before: null };
const related = testRelationship(relationshipId(1), testId(1), testId(2));
const found = pageOfValues([related], false, () => []);

/** A change set of the log that writes the relationship of some items. */
const changeSet = (at: number, ...ends: readonly (readonly [number, number])[]): LoggedChangeSet => ({
  changeSet: { revision: revision(at) } as LoggedChangeSet['changeSet'],
  changes: ends.map(([source, target]) => {
    const change: Partial<Change> = { entity: 'RELATIONSHIP', itemId: testId(source), targetId: testId(target) };
    return change as Change;
  }),
});

let memory: RelationshipMemory;
beforeEach(() => {
  memory = new RelationshipMemory();
  memory.restart(revision(10));
});
const keep = (item: number, read = memory.reading(revision(10))): void =>
  memory.keep(testId(item), ALL, FIRST, found, read);
const known = (item: number, at: number): boolean => memory.page(testId(item), ALL, revision(at), FIRST) !== null;

test('a list is known from the revision at which it was read up to that of the log, until one of its relationships moves', () => {
  keep(1);
  expect([known(1, 9), known(1, 10), known(1, 11)]).toEqual([false, true, false]);
  memory.follow([changeSet(11, [3, 4])]);
  expect([known(1, 10), known(1, 11)]).toEqual([true, true]);
  keep(2, memory.reading(revision(11)));
  memory.follow([changeSet(12, [2, 1])]);
  expect([known(1, 12), known(2, 12), known(1, 10)]).toEqual([false, false, false]);
});

test('what moves while it is read is not kept, nor what is read of another history', () => {
  const read = memory.reading(revision(10));
  memory.follow([changeSet(11, [1, 2]), changeSet(12)]);
  keep(1, read);
  keep(3, read);
  expect([known(1, 12), known(3, 12)]).toEqual([false, true]);
  // The same batch again, after a failure.
  memory.follow([changeSet(11, [3, 4]), changeSet(12)]);
  expect(known(3, 12)).toBe(true);
  const before = memory.reading(revision(12));
  memory.forget();
  keep(3, before);
  expect(known(3, 12)).toBe(false);
  keep(3, memory.reading(revision(12)));
  expect(known(3, 12)).toBe(true);
  memory.lose();
  keep(3, memory.reading(revision(12)));
  expect(known(3, 12)).toBe(false);
});

test('the beginning of a list answers what it holds, and counts nothing', () => {
  const two = pageOfValues([related, related], true, () => []);
  memory.keep(testId(1), ALL, { ...FIRST, limit: 2 }, two, memory.reading(revision(10)));
  const page = (limit: number, backward = false) =>
    memory.page(testId(1), ALL, revision(10), { ...FIRST, limit, backward });
  expect([page(1)?.values.length, page(1)?.hasMore, page(2)?.hasMore, page(3), page(1, true)]).toEqual([
    1,
    true,
    true,
    null,
    null,
  ]);
  expect(memory.count(testId(1), ALL, revision(10))).toBeNull();
});

test('it holds as much as it may, what was asked for last', () => {
  memory = new RelationshipMemory(100_000);
  memory.restart(revision(10));
  for (let item = 1; item <= 1_000; item += 1) {
    keep(item);
    known(1, 10);
  }
  const held = Array.from({ length: 1_000 }, (_, at) => at + 1).filter((item) => known(item, 10));
  expect(held.length).toBeLessThan(110);
  expect(held).toEqual(expect.arrayContaining([1, 1_000]));
});

test('all lists of one item together take no more than one list may, in whatever words they are asked for', () => {
  memory = new RelationshipMemory(100_000);
  memory.restart(revision(10));
  const typed = (...types: readonly string[]) => ({ ...ALL, types });
  const isKnown = (query: typeof ALL | ReturnType<typeof typed>): boolean =>
    memory.page(testId(1), query, revision(10), FIRST) !== null;
  const queries = Array.from({ length: 1_000 }, (_, at) => typed(`TYPE_${at}`));
  for (const query of queries) memory.keep(testId(1), query, FIRST, found, memory.reading(revision(10)));
  const kept = queries.filter(isKnown).length;
  expect(kept).toBeGreaterThan(0);
  // A list is counted as 1,000 bytes at least, and an eighth of the memory is there for one item.
  expect(kept).toBeLessThanOrEqual(12);
  memory.keep(testId(1), typed('B', 'A', 'B'), FIRST, found, memory.reading(revision(10)));
  expect(isKnown(typed('A', 'B'))).toBe(true);
});

test('after a lost session nothing is known until the log was looked at by a look that began behind it', () => {
  let lost = (): void => undefined;
  const kept = createKeptReads({ onSessionLost: (told) => void (lost = told) });
  memory = kept.relationships;
  kept.restart({ revision: revision(10) });
  keep(1);
  lost();
  keep(1);
  expect(known(1, 10)).toBe(false);
  kept.confirm({ revision: revision(10) });
  kept.follow([changeSet(11)]);
  keep(1, memory.reading(revision(11)));
  expect(known(1, 11)).toBe(false);
  kept.confirm({ revision: revision(11) });
  keep(1, memory.reading(revision(11)));
  expect([known(1, 10), known(1, 11)]).toEqual([false, true]);
});
