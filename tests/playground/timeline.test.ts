import { positionAt, positionsOf, timelineIn } from '../../src/playground/panels/timeline';

const set = (revision: number, at: string, reason: string | null = null) => ({
  changeSet: { revision, at, source: 'scan', principal: 'anna', reason },
});

const DATA = {
  server: { revision: 9, horizon: { revision: 0, at: null } },
  changes: {
    pageInfo: { hasNextPage: false },
    nodes: [
      set(8, '2026-11-22T12:00:00.500Z'),
      set(8, '2026-11-22T12:00:00.500Z'),
      set(5, '2026-11-22T11:00:00Z', 'nightly'),
      set(2, '2026-11-22T10:00:00Z'),
    ],
  },
};

test('a slider stops behind every change set that touched the picture, before the first one, and now', () => {
  const timeline = timelineIn(DATA);
  expect(timeline.stops.map(({ revision }) => revision)).toEqual([2, 5, 8]);
  const positions = positionsOf(timeline);
  expect(positions.map(({ at }) => at)).toEqual(['1', '2', '5', null]);
  expect(positions[2]?.words).toBe('revision 5, 2026-11-22 11:00:00 UTC, scan: nightly');
});

test('a moment stands at the last stop that is not later', () => {
  const timeline = timelineIn(DATA);
  const positions = positionsOf(timeline);
  const at = (moment: string | null) => positionAt(positions, moment, timeline.stops);
  expect(['1', '2', '4', '5', '7', null].map(at)).toEqual([0, 1, 1, 2, 2, 3]);
  expect(at('2026-11-22T10:30:00Z')).toBe(1);
  expect(at('2026-11-22T11:00:00Z')).toBe(2);
});

test('where the history does not reach or is not read whole, no stop leads', () => {
  const changes = { ...DATA.changes, pageInfo: { hasNextPage: true } };
  expect(positionsOf(timelineIn({ ...DATA, changes })).map(({ at }) => at)).toEqual(['2', '5', null]);
  const server = { revision: 9, horizon: { revision: 2, at: '2026-11-22T10:00:00Z' } };
  expect(positionsOf(timelineIn({ ...DATA, server })).map(({ at }) => at)).toEqual(['2', '5', null]);
  expect(positionsOf(timelineIn(null))).toEqual([{ at: null, words: 'now' }]);
});
