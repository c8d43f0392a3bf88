import { DigestTable } from '../../src/application/ingest/digest-table';

/** Digests that differ, spread as those of a hash are (a multiplicative generator, so that runs repeat). */
function digests(count: number): readonly Uint32Array[] {
  let state = 12_345;
  const word = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.imul(state ^ (state >>> 15), 2_246_822_519) >>> 0;
  };
  return Array.from({ length: count }, () => Uint32Array.from([word(), word(), word(), word()]));
}

const entry = (subject: number, stamp = 1) => ({ subject, first: 1, second: 2, third: 3, flags: 0, stamp });

test('a table that may grow keeps everything that was set', () => {
  const table = new DigestTable(64 * 2 ** 20);
  const all = digests(50_000);
  for (const [at, digest] of all.entries()) table.set(digest, entry(at));
  const lost = all.filter((digest, at) => {
    const place = table.find(digest);
    return place < 0 || table.entryAt(place).subject !== at;
  });
  expect(lost.length).toBe(0);
  expect(table.size).toBe(all.length);
});

test('a table that may not grow gives up what is oldest', () => {
  const table = new DigestTable(100_000);
  const all = digests(20_000);
  for (const [at, digest] of all.entries()) table.set(digest, entry(at, at + 1));
  const kept = all.flatMap((digest, at) => (table.find(digest) < 0 ? [] : [at]));
  expect(kept.length).toBeGreaterThan(500);
  expect(kept.length).toBeLessThan(4_000);
  expect(Math.min(...kept)).toBeGreaterThan(15_000);
});
