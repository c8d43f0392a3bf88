import { Turnstile } from '../../src/graphql/turnstile';

/** Work that is under way until it is told how it ends. */
function works(count: number) {
  const begun: number[] = [];
  const ends: ((error?: Error) => void)[] = [];
  const all = Array.from({ length: count }, (_, place) => (): Promise<number> => {
    begun.push(place);
    return new Promise((resolve, reject) => {
      ends[place] = (error) => (error ? reject(error) : resolve(place));
    });
  });
  return { begun, ends, all };
}

const turn = (): Promise<unknown> => new Promise((resolve) => setImmediate(resolve));

test('so many are let through at a time, in the order they come, and whoever fails makes room, too', async () => {
  const { begun, ends, all } = works(5);
  const turnstile = new Turnstile(2, new AbortController().signal);
  const answers = all.map((work) => turnstile.pass(work));
  const settled = Promise.allSettled(answers);
  await turn();
  expect(begun).toEqual([0, 1]);
  ends[1]?.(new Error('failed'));
  await turn();
  expect(begun).toEqual([0, 1, 2]);
  for (const place of [0, 2, 3, 4]) {
    ends[place]?.();
    await turn();
  }
  expect((await settled).map((one) => (one.status === 'fulfilled' ? one.value : 'failed'))).toEqual([
    0,
    'failed',
    2,
    3,
    4,
  ]);
  // All places are free again.
  const later = works(3);
  for (const work of later.all) void turnstile.pass(work);
  await turn();
  expect(later.begun).toEqual([0, 1]);
});

test('what waits when the caller goes away is not begun any more', async () => {
  const { begun, ends, all } = works(4);
  const leaving = new AbortController();
  const turnstile = new Turnstile(1, leaving.signal);
  const settled = Promise.allSettled(all.map((work) => turnstile.pass(work)));
  await turn();
  leaving.abort();
  ends[0]?.();
  const [first, ...others] = await settled;
  expect(first).toEqual({ status: 'fulfilled', value: 0 });
  for (const other of others)
    expect(other).toMatchObject({ status: 'rejected', reason: expect.objectContaining({ code: 'RETRY_LATER' }) });
  expect(begun).toEqual([0]);
});
