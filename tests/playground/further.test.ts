import { furtherIn, withPage } from '../../src/playground/answer/further';
import { BLANK_VIEW } from '../../src/playground/view/view';

const VIEW = { ...BLANK_VIEW, mode: 'impact', failed: ['a'] } as const;
const page = (nodes: readonly string[], endCursor: string | null) => ({
  totalCount: 1_500,
  pageInfo: { hasNextPage: endCursor !== null, endCursor },
  nodes: nodes.map((id) => ({ configurationItem: { id } })),
});
const whole = (last: string | null) => ({
  impact: { summary: { total: 3 }, impacted: page(['a', 'b'], last), spared: page([], null) },
});

test('a list with another page is asked for it, by the variables of its view', () => {
  const [further, ...others] = furtherIn(VIEW, whole('next'));
  expect(others).toEqual([]);
  expect(further).toMatchObject({ at: ['impact', 'impacted'], next: 1_000, left: 1_498 });
  expect(JSON.parse(further?.question.variables ?? '')).toEqual({
    outages: [{ configurationItem: { id: 'a' }, state: 'DOWN' }],
    after: 'next',
  });
  expect(furtherIn(VIEW, whole(null))).toEqual([]);
  expect(furtherIn(VIEW, null)).toEqual([]);
});

test('a page that was read stands behind those before it, and leaves the others as they were', () => {
  const [further] = furtherIn(VIEW, whole('next'));
  if (further === undefined) throw new Error('There is no further page.');
  const more = { impact: { impacted: page(['c'], null) } };
  expect(withPage(whole('next'), further, more)).toEqual({
    impact: { summary: { total: 3 }, impacted: page(['a', 'b', 'c'], null), spared: page([], null) },
  });
  // What could not be read changes nothing.
  expect(withPage(whole('next'), further, null)).toEqual(whole('next'));
});
