import { buildSchema, parse, validate } from 'graphql';
import { readSchemaText } from '../../src/graphql/package-files';
import { impactLink, itemLink } from '../../src/cli/deep-links';
import { linkedQuestion, questionAt } from '../../src/playground/view/deep-link';
import { hashOf } from '../../src/playground/view/address';

const asked = (path: string): { query: string; variables: unknown } | null => {
  const { pathname, search } = new URL(path, 'http://localhost:4000');
  const question = linkedQuestion({ pathname, search });
  return question && { query: question.query, variables: JSON.parse(question.variables) as unknown };
};

test.each([
  ['/ci/ci_1a', { roots: [{ id: 'ci_1a' }], direction: 'DEPENDENTS' }],
  [
    '/ci/ci_1a/?at=17',
    {
      roots: [{ id: 'ci_1a' }],
      direction: 'DEPENDENTS',
      at: { revision: 17 },
      within: { roots: [{ id: 'ci_1a' }], direction: 'DEPENDENTS' },
    },
  ],
  [
    '/ci?source=kubernetes&key=shop%2Fweb%3A80',
    { roots: [{ native: { source: 'kubernetes', key: 'shop/web:80' } }], direction: 'DEPENDENTS' },
  ],
  [
    '/impact?failed=ci_1a&failed=datacentre:rack/1:a&at=2026-11-22T22:00:00Z',
    {
      outages: [
        { configurationItem: { id: 'ci_1a' }, state: 'DOWN' },
        { configurationItem: { native: { source: 'datacentre', key: 'rack/1:a' } }, state: 'DOWN' },
      ],
      at: { time: '2026-11-22T22:00:00Z' },
      within: {
        roots: [{ id: 'ci_1a' }, { native: { source: 'datacentre', key: 'rack/1:a' } }],
        direction: 'DEPENDENTS',
      },
    },
  ],
  ['/impact', { outages: [] }],
])('%s asks about what it names', (path, variables) => {
  const question = asked(path);
  expect(question?.variables).toEqual(variables);
  expect(validate(buildSchema(readSchemaText()), parse(question?.query ?? ''))).toEqual([]);
});

test.each(['/', '/ci', '/ci?source=kubernetes', '/ci/a/b', '/health'])('%s asks nothing', (path) => {
  expect(asked(path)).toBeNull();
});

test('the links that the command line prints are such links', () => {
  const url = 'http://localhost:4000';
  expect(asked(itemLink(url, 'ci_1a'))?.variables).toEqual({ roots: [{ id: 'ci_1a' }], direction: 'DEPENDENTS' });
  expect(asked(impactLink(url, ['ci_1', 'ci_2'], { revision: 5 }))?.variables).toMatchObject({
    outages: [{ configurationItem: { id: 'ci_1' } }, { configurationItem: { id: 'ci_2' } }],
    at: { revision: 5 },
  });
});

test('what was asked since stands in front of the link', () => {
  const question = { query: '{ server { version } }', variables: '' };
  expect(questionAt({ pathname: '/ci/ci_1', search: '', hash: hashOf(question) })).toEqual(question);
});
