import { SharedReads } from '../../src/storage/shared-reads';

/** A read that ends when it is told to. */
function slowReads() {
  const ends: ((answer: string) => void)[] = [];
  const fails: ((error: Error) => void)[] = [];
  const read = (): Promise<string> =>
    new Promise((resolve, reject) => {
      ends.push(resolve);
      fails.push(reject);
    });
  return { read, ends, fails };
}

describe('reads that many want at the same time', () => {
  test('are done once for all who ask before they begin, and nobody gets an answer older than the question', async () => {
    const shared = new SharedReads();
    const { read, ends } = slowReads();
    const first = shared.read('head', read);
    const second = shared.read('head', read);
    const third = shared.read('head', read);
    expect(ends).toHaveLength(1);
    ends[0]?.('old');
    expect(await first).toBe('old');
    await Promise.resolve();
    expect(ends).toHaveLength(2);
    const fourth = shared.read('head', read);
    ends[1]?.('new');
    expect(await Promise.all([second, third])).toEqual(['new', 'new']);
    await Promise.resolve();
    ends[2]?.('newest');
    expect(await fourth).toBe('newest');
    expect(ends).toHaveLength(3);
  });

  test('fail for those who share them alone', async () => {
    const shared = new SharedReads();
    const { read, ends, fails } = slowReads();
    const failing = shared.read('head', read);
    const waiting = shared.read('head', read);
    fails[0]?.(new Error('lost'));
    await expect(failing).rejects.toThrow('lost');
    await Promise.resolve();
    ends[1]?.('fine');
    expect(await waiting).toBe('fine');
    const another = shared.read('head', read);
    ends[2]?.('again');
    expect(await another).toBe('again');
  });

  test('of different things have nothing to do with each other', () => {
    const shared = new SharedReads();
    const { read, ends } = slowReads();
    void shared.read('a', read);
    void shared.read('b', read);
    expect(ends).toHaveLength(2);
  });
});
