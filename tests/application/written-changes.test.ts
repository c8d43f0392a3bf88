import type { Change } from '../../src/domain/history/change';
import { revision } from '../../src/domain/ids';
import { WrittenChanges } from '../../src/application/writes/written-changes';

const set = (id: string, changeCount: number) => ({ id, changeCount, revision: revision(1) });
const changes = (count: number): readonly Change[] => Array.from({ length: count }, () => ({}) as Change);

describe('what this server has just written', () => {
  test('is given once, by the id of the change set', () => {
    const written = new WrittenChanges();
    written.add(set('a', 3), () => changes(3));
    expect(written.take(set('b', 3))).toBeNull();
    expect(written.take(set('a', 3))).toHaveLength(3);
    expect(written.take(set('a', 3))).toBeNull();
  });

  test('is forgotten, the oldest first, when nobody asks for it', () => {
    const written = new WrittenChanges();
    for (let at = 0; at < 30; at += 1) written.add(set(`${at}`, 5_000), () => changes(1));
    const kept = Array.from({ length: 30 }, (_, at) => at).filter((at) => written.take(set(`${at}`, 0)) !== null);
    expect(kept).toEqual([20, 21, 22, 23, 24, 25, 26, 27, 28, 29]);
  });
});
