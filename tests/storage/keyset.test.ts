import type { PagePosition } from '../../src/domain/page';
import { pageClauses, type SortKey } from '../../src/storage/keyset';
import { SqlParameters } from '../../src/storage/sql-parameters';

const after = (type: SortKey['type'], value: PagePosition[number]): unknown[] => {
  const parameters = new SqlParameters();
  const keys: readonly SortKey[] = [{ expression: 'item.x', type, descending: false }];
  pageClauses(keys, { limit: 1, backward: false, after: [value], before: null }, parameters);
  return parameters.values;
};

test.each<[SortKey['type'], PagePosition[number]]>([
  ['integer', 2 ** 31],
  ['integer', -(2 ** 31) - 1],
  ['integer', 1.5],
  ['bigint', 2 ** 53],
  ['bigint', '1'],
  ['timestamptz', '2026'],
  ['timestamptz', '2026-02-30T00:00:00Z'],
  ['timestamptz', 'Mon Nov 23 2026'],
  ['jsonb', '{'],
  ['text', null],
])('a position made up of %s %p is refused before the database sees it', (type, value) => {
  expect(() => after(type, value)).toThrow(expect.objectContaining({ code: 'BAD_REQUEST' }));
});

test.each<[SortKey['type'], PagePosition[number]]>([
  ['integer', 2 ** 31 - 1],
  ['bigint', 2 ** 53 - 1],
  ['timestamptz', '2026-11-22T22:07:18.123456Z'],
  ['timestamptz', '2026-11-22T22:07:18.1+00:00'],
  ['jsonb', '"x"'],
  ['boolean', true],
])('a position that a page gave is taken: %s %p', (type, value) => {
  expect(after(type, value)).toContain(value);
});
