import { StreamTurns } from '../../src/application/ingest/stream-turns';

const NEVER = new AbortController().signal;
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('turns go round in the order of asking, and who leaves or goes away keeps none', async () => {
  const turns = new StreamTurns(1);
  const entered: string[] = [];
  const gone = new AbortController();
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => {
    const turn = turns.of([name === 'b' ? gone.signal : NEVER]);
    return { ...turn, ask: () => turn.take().then(() => entered.push(name)) };
  });
  if (!a || !b || !c || !d) throw new Error('four streams were made');
  await a.ask();
  expect(a.isWanted()).toBe(false);
  for (const one of [b, c, d]) void one.ask();
  await settled();
  expect([a.isWanted(), b.isWanted(), entered]).toEqual([true, false, ['a']]);
  // One that went away comes back without a turn, and it makes no room.
  gone.abort();
  await settled();
  expect(entered).toEqual(['a', 'b']);
  // One that left while it waited hands its turn on as soon as it gets it.
  c.leave();
  a.give();
  await settled();
  expect(entered).toEqual(['a', 'b', 'c', 'd']);
  void a.ask();
  await settled();
  expect([d.isWanted(), entered.length]).toEqual([true, 4]);
  d.leave();
  d.leave();
  await d.ask();
  await settled();
  expect(entered.slice(4).sort()).toEqual(['a', 'd']);
  expect(a.isWanted()).toBe(false);
  void turns.of([NEVER]).take();
  expect(a.isWanted()).toBe(true);
});
