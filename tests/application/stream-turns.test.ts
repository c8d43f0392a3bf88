import { StreamTurns } from '../../src/application/ingest/stream-turns';

const NEVER = new AbortController().signal;
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('turns go round in the order of asking, and who leaves or goes away keeps none', async () => {
  const turns = new StreamTurns(1, 0);
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

test('what is held of all streams is counted whoever has the turn, until it lands or its stream leaves', () => {
  const turns = new StreamTurns(1, 100);
  const [a, b] = [turns.of([NEVER]), turns.of([NEVER])];
  a.keep(60);
  expect([a.hasRoomFor(40), a.hasRoomFor(41), b.hasRoomFor(41)]).toEqual([true, false, false]);
  b.keep(50);
  expect([a.bytesHeld(), b.bytesHeld(), a.hasRoomFor(0)]).toEqual([60, 50, false]);
  a.drop(20);
  expect([a.hasRoomFor(10), a.hasRoomFor(11)]).toEqual([true, false]);
  // No more than it held, and nothing after it left.
  a.drop(1_000);
  expect([b.hasRoomFor(50), b.hasRoomFor(51)]).toEqual([true, false]);
  b.leave();
  b.keep(70);
  b.leave();
  expect([b.bytesHeld(), a.hasRoomFor(100), a.hasRoomFor(101)]).toEqual([0, true, false]);
});

test('whoever holds more than its share may not pause while there is no room; the only one may', () => {
  const turns = new StreamTurns(1, 100);
  const [large, small] = [turns.of([NEVER]), turns.of([NEVER])];
  large.keep(100);
  expect(large.mayPause()).toBe(true);
  large.keep(20);
  expect(large.mayPause()).toBe(true);
  small.keep(50);
  expect([large.mayPause(), small.mayPause()]).toEqual([false, true]);
  small.keep(1);
  expect([large.mayPause(), small.mayPause()]).toEqual([false, false]);
  small.drop(51);
  expect(large.mayPause()).toBe(true);
});
