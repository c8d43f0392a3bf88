import type { Fetcher } from '@graphiql/toolkit';
import { createAnswerLog, logged } from '../../src/playground/answer/answer-log';

const REQUEST = { query: 'query Q($ci: ID!) { node(id: $ci) { id } }', operationName: 'Q', variables: { ci: 'a' } };
const RESULT = { data: { node: { id: 'a' } } };

async function* eachOf<T>(values: readonly T[]): AsyncGenerator<T> {
  yield* values;
}

/** What GraphiQL would show: every result that comes through, whichever form the answer has. */
async function resultsOf(fetcher: Fetcher, request = REQUEST): Promise<unknown[]> {
  const answer = await fetcher(request);
  if (!(Symbol.asyncIterator in answer)) return [answer];
  const results: unknown[] = [];
  for await (const result of answer) results.push(result);
  return results;
}

describe('the log of answers', () => {
  test.each<[string, Fetcher]>([
    ['a promise', () => Promise.resolve(RESULT)],
    ['an async iterator', () => eachOf([RESULT])],
    ['a promise of an async iterator', () => Promise.resolve(eachOf([RESULT]))],
  ])('records an answer that comes as %s, and passes it on unchanged', async (_form, fetcher) => {
    const log = createAnswerLog();
    expect(await resultsOf(logged(fetcher, log))).toEqual([RESULT]);
    expect(log.newest()).toEqual({
      query: REQUEST.query,
      operationName: 'Q',
      variables: '{\n  "ci": "a"\n}',
      data: RESULT.data,
      errors: [],
    });
  });

  test('keeps the newest of several results, as a subscription sends them', async () => {
    const log = createAnswerLog();
    const results = [{ data: { n: 1 } }, { data: { n: 2 } }];
    expect(await resultsOf(logged(() => eachOf(results), log))).toEqual(results);
    expect(log.newest()?.data).toEqual({ n: 2 });
  });

  test('records errors of the server, and a server that does not answer', async () => {
    const log = createAnswerLog();
    await resultsOf(logged(() => Promise.resolve({ errors: [{ message: 'No such field.' }] as never }), log));
    expect(log.newest()).toMatchObject({ data: null, errors: ['No such field.'] });
    const away = logged(() => Promise.reject(new Error('Failed to fetch')), log);
    await expect(resultsOf(away)).rejects.toThrow('Failed to fetch');
    expect(log.newest()).toMatchObject({ data: null, errors: ['Failed to fetch'] });
  });

  test('leaves out what was asked before when it comes late, and keeps an answer for the tab where it was asked', async () => {
    const log = createAnswerLog();
    log.enterTab('one', ['one', 'two', 'three']);
    const arrive: (() => void)[] = [];
    const waiting = logged(() => new Promise((resolve) => arrive.push(() => resolve(RESULT))), log);
    const slow = resultsOf(waiting);
    const next = { data: { node: { id: 'b' } } };
    await resultsOf(logged(() => Promise.resolve(next), log));
    arrive.forEach((now) => now());
    await slow;
    expect(log.newest()?.data).toEqual(next.data);

    const ofTwo = [log.enterTab('two', ['one', 'two', 'three']), resultsOf(waiting)];
    const ofThree = [log.enterTab('three', ['one', 'two', 'three']), resultsOf(waiting)];
    log.enterTab('one', ['one', 'two']);
    arrive.forEach((now) => now());
    await Promise.all([...ofTwo, ...ofThree]);
    expect(log.newest()?.data).toEqual(next.data);
    log.enterTab('two', ['one', 'two', 'three']);
    expect(log.newest()?.data).toEqual(RESULT.data);
    log.enterTab('three', ['one', 'two', 'three']);
    expect(log.newest()).toBeNull();
  });

  test('leaves out what the editor asks for itself', async () => {
    const log = createAnswerLog();
    await resultsOf(
      logged(() => Promise.resolve(RESULT), log),
      { ...REQUEST, operationName: 'IntrospectionQuery' },
    );
    expect(log.newest()).toBeNull();
  });

  test('keeps an answer for each open tab, and tells when another one is shown', async () => {
    const log = createAnswerLog();
    let told = 0;
    const stop = log.subscribe(() => told++);
    log.enterTab('one', ['one', 'two']);
    await resultsOf(logged(() => Promise.resolve(RESULT), log));
    log.enterTab('two', ['one', 'two']);
    expect(log.newest()).toBeNull();
    log.enterTab('one', ['one', 'two']);
    expect(log.newest()?.data).toEqual(RESULT.data);
    expect(told).toBe(4);
    log.enterTab('two', ['two']);
    log.enterTab('one', ['one', 'two']);
    expect(log.newest()).toBeNull();
    stop();
    log.enterTab('two', ['two']);
    expect(told).toBe(6);
  });
});
